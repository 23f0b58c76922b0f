"""Articles near to an article: they cite the same provisions, share its topic, speak of it."""

from kb.index.question import Question, about
from kb.index.ranking import inverse_frequency, rank
from kb.index.snapshot import Snapshot
from kb.model import Article

# What each nearness counts at most; each is a part, from 0 to 1, of what it could be.
PROVISIONS = 1.0
TOPIC = 0.5
TEXT = 1.0
# Two articles that share little more than the words of the field are not related.
LEAST = 0.15


def related(article: Article, snapshot: Snapshot, limit: int) -> tuple[str, ...]:
    """Slugs of the nearest articles in its language, nearest first, without its translations."""
    columns = snapshot.columns
    itself = snapshot.by_slug[article.slug]
    cited = _shared_provisions(article, snapshot)
    subject = about((article.title, *article.aliases, article.answer))
    text = rank(Question(subject, article.lang), snapshot).scores
    whole_text = text.get(itself, 0.0) or 1.0
    near: list[tuple[float, str]] = []
    for slug, number in snapshot.by_slug.items():
        if columns.original[number] == columns.original[itself]:
            continue  # itself, or a translation of it
        if columns.lang[number] != article.lang:
            continue
        score = (
            PROVISIONS * cited.get(number, 0.0)
            + TOPIC * (columns.topic[number] == article.topic)
            + TEXT * min(1.0, text.get(number, 0.0) / whole_text)
        )
        if score >= LEAST:
            near.append((-score, slug))
    return tuple(slug for _, slug in sorted(near)[:limit])


def _shared_provisions(article: Article, snapshot: Snapshot) -> dict[int, float]:
    """For each document the part of the article's provisions it cites too, weighted by rarity."""
    shared: dict[int, float] = {}
    whole = 0.0
    for provision in article.provisions:
        citing = [number for number, _ in snapshot.postings("provisions", str(provision))]
        rarity = inverse_frequency(len(citing), snapshot.findable)
        whole += rarity
        for number in citing:
            shared[number] = shared.get(number, 0.0) + rarity
    return {number: value / whole for number, value in shared.items()}
