"""Citations to provisions and related titles to articles: one candidate, or none is taken."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kb.model import Article, Citation, Link, Problem, unique
from kb.provision import Provision
from kb.statutes import Register, Statute

MAX_CANDIDATES = 5

_SPACE = re.compile(r"\s+")


def resolve_citations(article: Article, register: Register) -> Article:
    """Give each citation its targets, or the reason why it has none and what it could be.

    Works from the fields as written, so that doing it again changes nothing.
    """
    return replace(
        article, citations=tuple(_resolved(citation, register) for citation in article.citations)
    )


def _resolved(citation: Citation, register: Register) -> Citation:
    citation = replace(citation, targets=(), register_id="", reason="", candidates=())
    name = citation.statute or citation.antecedent
    if not name:
        return replace(citation, reason="no statute is named here or before it")
    statutes = register.named(name)
    if len(statutes) == 1:
        return _in_statute(citation, statutes[0])
    if statutes:
        candidates = _provisions(citation, statutes)
        reason = f"{len(statutes)} statutes are called {_short(name)!r}"
    else:
        candidates = _provisions(citation, register.alike(name))
        reason = f"no statute in the register is called {_short(name)!r}"
    return replace(citation, reason=reason, candidates=candidates)


def _in_statute(citation: Citation, statute: Statute) -> Citation:
    """The statute is known: are the provisions in it?"""
    citation = replace(citation, register_id=statute.id)
    targets = _targets(citation, statute)
    if not targets:
        return replace(citation, reason="no provision of it is named")
    for target in targets:
        reason, candidates = _beyond(target, statute)
        if reason:
            return replace(citation, reason=reason, candidates=candidates)
    return replace(citation, targets=targets)


def _targets(citation: Citation, statute: Statute) -> tuple[Provision, ...]:
    return unique(Provision.parse(f"{statute.id}/art-{number}") for number in citation.numbers)


def _beyond(target: Provision, statute: Statute) -> tuple[str, tuple[str, ...]]:
    """Why the statute has no such provision, and what it has instead; empty where it has it."""
    title = statute.short_title() or statute.title_zh
    if target.article > statute.last_article:
        return f"{title} ends with Article {statute.last_article}", ()
    text = statute.provision(target)
    if text is None:
        return "", ()  # the corpus doesn't hold its words, so nothing can be said
    count = len(text.paragraphs)
    which = f"Article {target.number} of the {title}"
    others = [str(target.whole)]
    if target.paragraph > count:
        if count == 1 and not target.item and target.paragraph <= len(text.paragraphs[0].items):
            others.append(str(replace(target.whole, item=target.paragraph)))
        return f"{which} has {_count(count, 'paragraph')}", tuple(others)
    held = [text.paragraphs[target.paragraph - 1]] if target.paragraph else text.paragraphs
    most = max(len(paragraph.items) for paragraph in held)
    if target.item > most:
        place = f"paragraph {target.paragraph} of {which}" if target.paragraph else which
        return f"{place} has {_count(most, 'item')}", tuple(others)
    return "", ()


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def _provisions(citation: Citation, statutes: Sequence[Statute]) -> tuple[str, ...]:
    """What the citation would mean in each of the statutes that can have it."""
    found = (
        str(target)
        for statute in statutes
        for target in _targets(citation, statute)[:1]
        if target.article <= statute.last_article
    )
    return unique(found)[:MAX_CANDIDATES]


def _short(name: str) -> str:
    """The name on one line, not too long for a message."""
    line = _SPACE.sub(" ", name)
    return line if len(line) <= 80 else f"{line[:79]}…"


def resolve_links(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Give each related title the slug of the one article that it can mean.

    By slug, then by title, then by alias; of two in different languages the one in
    the article's own. Where none or several remain it stays a wanted title.
    """
    everything = tuple(articles)
    shelves = (
        _shelf(everything, lambda article: (article.slug,)),
        _shelf(everything, lambda article: (article.title,)),
        _shelf(everything, lambda article: article.aliases),
    )
    return tuple(
        replace(
            article,
            related=tuple(
                Link(text=link.text, slug=_slug(link.text, article, shelves))
                for link in article.related
            ),
        )
        for article in everything
    )


_Shelf = Mapping[str, tuple[Article, ...]]


def _shelf(articles: Sequence[Article], names_of: Callable[[Article], tuple[str, ...]]) -> _Shelf:
    shelf: dict[str, list[Article]] = {}
    for article in articles:
        for key in {text_key(name) for name in names_of(article)} - {""}:
            shelf.setdefault(key, []).append(article)
    return {key: tuple(found) for key, found in shelf.items()}


def _slug(text: str, article: Article, shelves: Sequence[_Shelf]) -> str | None:
    key = text_key(text)
    for shelf in shelves:
        found = shelf.get(key, ())
        if not found:
            continue
        others = [other for other in found if other.slug != article.slug]
        same = [other for other in others if other.lang == article.lang]
        slugs = {other.slug for other in same or others}
        return slugs.pop() if len(slugs) == 1 else None
    return None


def text_key(text: str) -> str:
    """What two spellings of a title have in common: width, case, spaces and punctuation aside."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def problems(article: Article, source_text: str = "") -> tuple[Problem, ...]:
    """The citations that did not resolve. ``source_text`` is the article's file, to name lines."""
    return tuple(_problems(article, source_text))


def _problems(article: Article, source_text: str) -> Iterator[Problem]:
    at: dict[str, int] = {}  # where in the source to look on for these words
    for citation in article.citations:
        place = source_text.find(citation.text, at.get(citation.text, 0))
        if place < 0:  # a line break or a mark-up character lies in it
            place = source_text.find(citation.text.split("\n")[-1])
        else:
            at[citation.text] = place + len(citation.text)
        if citation.resolved:
            continue
        beyond = bool(citation.register_id)
        yield Problem(
            path=article.path,
            line=source_text.count("\n", 0, max(place, 0)) + 1,
            code="citation-beyond-end" if beyond else "citation-unresolved",
            message=f"{_short(citation.text)!r}: {citation.reason}",
            hint=_hint(citation, beyond),
        )


def _hint(citation: Citation, beyond: bool) -> str:
    if citation.candidates:
        return f"did you mean {' or '.join(citation.candidates)}?"
    if beyond:
        return "correct the number, or name the statute that has it"
    if citation.statute or citation.antecedent:
        return "use a name from statutes/, or add the name to a statute's aliases"
    return "name the statute: Social Insurance Law, Article 60"
