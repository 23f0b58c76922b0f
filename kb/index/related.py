"""Articles near to an article: they cite the same provisions, share its topic, speak of it."""

import numpy as np
from numpy.typing import NDArray

from kb.index import weights
from kb.index.ordering import first_of
from kb.index.question import about
from kb.index.scoring import add, worths
from kb.index.snapshot import Snapshot
from kb.index.weights import inverse_frequency
from kb.model import Article
from kb.request import PROVISION, Filters


def related(number: int, snapshot: Snapshot, limit: int) -> tuple[str, ...]:
    """Slugs of the nearest articles in its language, nearest first, without its translations.

    Each nearness is a part, from 0 to 1, of what it could be, times its weight.
    """
    article = snapshot.article(number)
    subject = about((article.title, article.answer))
    snapshot.scores.fill(0)
    add(subject, worths(subject, snapshot), snapshot, snapshot.scores)
    text = snapshot.scores[: snapshot.size]
    alike = np.minimum(text / (float(text[number]) or 1.0), 1.0)
    near = weights.RELATED_TEXT * alike.astype(np.float64)
    near[snapshot.runs.choice(Filters(topic=(article.topic,))).mask] += weights.RELATED_TOPIC
    for cited, part in _shared_provisions(article, snapshot):
        near[cited] += weights.RELATED_PROVISIONS * part
    near[~snapshot.runs.choice(Filters(lang=(article.lang,))).mask] = 0
    near[snapshot.marked("original", article.translation_of or article.slug)] = 0
    near[snapshot.dead] = 0
    near[snapshot.runs.choice(Filters(kind=(PROVISION,))).mask] = 0
    docs = np.flatnonzero(near >= weights.RELATED_LEAST)
    best = first_of(docs, near[docs], snapshot, limit)
    return tuple(snapshot.blob("slug", place.doc).decode() for place in best)


def _shared_provisions(
    article: Article, snapshot: Snapshot
) -> list[tuple[NDArray[np.int64], float]]:
    """For each of the article's provisions who cites it, and what part of its basis it is."""
    citing = [snapshot.marked("provisions", str(provision)) for provision in article.provisions]
    rarities = [inverse_frequency(len(docs), snapshot.findable) for docs in citing]
    whole = sum(rarities)
    return [(docs, rarity / whole) for docs, rarity in zip(citing, rarities, strict=True)]
