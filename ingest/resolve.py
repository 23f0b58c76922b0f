"""Citations to provisions and related titles to articles: one candidate, or none is taken."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from ingest.citing.read_paragraphs import with_paragraphs
from ingest.citing.standing import Standing
from ingest.source_lines import lines_of
from kb.model import Article, Citation, Link, Problem, unique
from kb.official import NoTexts, OfficialTexts
from kb.provision import Provision
from kb.statutes import Register, Statute
from kb.unresolved import Unresolved, WhyUnresolved

MAX_CANDIDATES = 5
MAX_SOUGHT = 300  # unknown names in a text for which statutes with nearly that name are sought
MAX_REMEMBERED = 10_000  # names

_SPACE = re.compile(r"\s+")


def resolve_citations(
    article: Article,
    register: Register,
    texts: OfficialTexts = NoTexts(),  # noqa: B008  # it holds nothing that could change
    on: date | None = None,
) -> Article:
    """Give each citation its targets, or the reason why it has none and what it could be.

    Held against the law of the day ``on``: where it is None, the day the article was reviewed, else
    today. Works from the fields as written, so that doing it again changes nothing. Many
    articles are resolved by one ``Resolver``.
    """
    return Resolver(register, texts).resolve_article(article, on)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a name and its provisions resolve to, or why they do not."""

    targets: tuple[Provision, ...] = ()
    register_id: str = ""
    unresolved: Unresolved | None = None
    candidates: tuple[str, ...] = ()

    def of(self, citation: Citation) -> Citation:
        """The citation with this outcome: most have it already, and a copy takes its time."""
        if self == _Outcome(
            citation.targets, citation.register_id, citation.unresolved, citation.candidates
        ):
            return citation
        return replace(
            citation,
            targets=self.targets,
            register_id=self.register_id,
            unresolved=self.unresolved,
            candidates=self.candidates,
        )


class Resolver:
    """Resolves citations against a register and the official texts, as they are when it is made.

    Safe to share between threads.
    """

    def __init__(self, register: Register, texts: OfficialTexts = NoTexts()) -> None:  # noqa: B008
        self._register = register
        self._standing = Standing(texts)
        self._named: dict[str, tuple[Statute, ...]] = {}
        self._outcomes: dict[tuple[str, tuple[str, ...], date], _Outcome] = {}

    def resolve_article(self, article: Article, on: date | None = None) -> Article:
        """The article with its citations resolved, by the law of the day it was reviewed."""
        day = on or article.reviewed
        citations = self.resolve(article.citations, day)
        same = citations == article.citations
        return article if same else replace(article, citations=citations)

    def resolve(
        self, citations: Sequence[Citation], on: date | None = None
    ) -> tuple[Citation, ...]:
        """The citations of one text, resolved by the law of the day, today if None."""
        day = on or date.today()
        known: dict[tuple[str, tuple[str, ...]], _Outcome] = {}
        sought: dict[str, tuple[Statute, ...]] = {}
        resolved: list[Citation] = []
        for citation in citations:
            key = (citation.statute or citation.antecedent, citation.numbers)
            outcome = known.get(key)
            if outcome is None:
                outcome = known[key] = self._outcome(citation, day, sought)
            resolved.append(outcome.of(citation))
        return with_paragraphs(resolved, lambda target: self._standing.text(target, day))

    def _outcome(
        self, citation: Citation, on: date, sought: dict[str, tuple[Statute, ...]]
    ) -> _Outcome:
        name = citation.statute or citation.antecedent
        if not citation.numbers:
            return _Outcome(unresolved=Unresolved(why=WhyUnresolved.NO_START))
        if not name:
            return _Outcome(unresolved=Unresolved(why=WhyUnresolved.NO_STATUTE))
        statutes = self._statutes(name)
        if len(statutes) == 1:
            return self._in_statute(citation, statutes[0], on)
        if statutes:
            several = Unresolved(
                why=WhyUnresolved.SEVERAL_STATUTES, name=told_shortly(name), count=len(statutes)
            )
            return _Outcome(unresolved=several, candidates=_provisions(citation, statutes))
        if name not in sought and len(sought) < MAX_SOUGHT:
            sought[name] = self._register.alike(name)
        unknown = Unresolved(why=WhyUnresolved.UNKNOWN_STATUTE, name=told_shortly(name))
        return _Outcome(unresolved=unknown, candidates=_provisions(citation, sought.get(name, ())))

    def _in_statute(self, citation: Citation, statute: Statute, on: date) -> _Outcome:
        """The statute is known: are the provisions in it? Remembered, since articles cite alike."""
        key = (statute.id, citation.numbers, on)
        known = self._outcomes.get(key)
        if known is None:
            if len(self._outcomes) >= MAX_REMEMBERED:
                self._outcomes.clear()
            known = self._outcomes[key] = self._looked_up(citation, statute, on)
        return known

    def _looked_up(self, citation: Citation, statute: Statute, on: date) -> _Outcome:
        targets = _targets(citation, statute)
        for target in targets:
            fault = self._standing.fault(target, statute, on)
            if fault is not None:
                return _Outcome((), statute.id, fault.unresolved, fault.candidates)
        return _Outcome(targets, statute.id)

    def _statutes(self, name: str) -> tuple[Statute, ...]:
        if name not in self._named:
            if len(self._named) >= MAX_REMEMBERED:
                self._named.clear()
            self._named[name] = self._register.named(name)
        return self._named.get(name) or self._register.named(name)


def _targets(citation: Citation, statute: Statute) -> tuple[Provision, ...]:
    return unique(Provision.parse(f"{statute.id}/art-{number}") for number in citation.numbers)


def _provisions(citation: Citation, statutes: Sequence[Statute]) -> tuple[str, ...]:
    """What the citation would mean in each of the statutes that can have it."""
    found = (
        str(target)
        for statute in statutes
        for target in _targets(citation, statute)[:1]
        if target.article <= statute.last_article
    )
    return unique(found)[:MAX_CANDIDATES]


def told_shortly(name: str) -> str:
    """A name or citation on one line, not too long for a message."""
    line = _SPACE.sub(" ", name)
    return line if len(line) <= 80 else f"{line[:79]}…"


@dataclass(frozen=True, slots=True)
class Named:
    """An article that bears a name: what has to be known to choose among several."""

    slug: str
    lang: str


# Asked for a key (``text_key``), answers the articles that bear the name.
Shelf = Callable[[str], Iterable[Named]]


def resolve_links(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Give each related title the slug of the one article that it can mean: see ``linked``."""
    everything = tuple(articles)
    shelves = [_shelf(everything, names_of) for names_of in NAMES_OF]
    return tuple(linked(article, shelves) for article in everything)


def linked(article: Article, shelves: Sequence[Shelf]) -> Article:
    """The article, each of its related titles with the slug of the one article it can mean.

    By slug, then by title, by alias, by former address (``shelves`` in that order); of two in
    different languages the one in the article's own. Where none or several remain it stays a
    wanted title.
    """
    if not article.related:
        return article
    related = tuple(
        Link(text=link.text, slug=_slug(link.text, article, shelves)) for link in article.related
    )
    return article if related == article.related else replace(article, related=related)


NAMES_OF: tuple[Callable[[Article], tuple[str, ...]], ...] = (
    lambda article: (article.slug,),
    lambda article: (article.title,),
    lambda article: article.aliases,
    lambda article: article.formerly,
)


def _shelf(articles: Sequence[Article], names_of: Callable[[Article], tuple[str, ...]]) -> Shelf:
    shelf: dict[str, list[Named]] = {}
    for article in articles:
        for key in {text_key(name) for name in names_of(article)} - {""}:
            shelf.setdefault(key, []).append(Named(article.slug, article.lang))
    return lambda key: shelf.get(key, ())


def _slug(text: str, article: Article, shelves: Sequence[Shelf]) -> str | None:
    key = text_key(text)
    for shelf in shelves:
        found = tuple(shelf(key))
        if not found:
            continue
        others = [other for other in found if other.slug != article.slug]
        same = [other for other in others if other.lang == article.lang]
        slugs = {other.slug for other in same or others}
        return slugs.pop() if len(slugs) == 1 else None
    return None


@lru_cache(maxsize=50_000)
def text_key(text: str) -> str:
    """What two spellings of a title have in common: width, case, spaces and punctuation aside."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def problems(article: Article, source_text: str = "") -> tuple[Problem, ...]:
    """The citations that did not resolve. ``source_text`` is the article's file, to name lines."""
    return tuple(_problems(article, source_text))


def _problems(article: Article, source_text: str) -> Iterator[Problem]:
    if all(citation.resolved for citation in article.citations):
        return  # to find their lines takes longer than all the rest
    lines = lines_of(article.citations, source_text)
    for citation, at in zip(article.citations, lines, strict=True):
        if citation.resolved:
            continue
        beyond = bool(citation.register_id)
        yield Problem(
            path=article.path,
            line=at.citation,
            code="citation-beyond-end" if beyond else "citation-unresolved",
            message=f"{told_shortly(citation.text)!r}: {citation.reason}",
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
