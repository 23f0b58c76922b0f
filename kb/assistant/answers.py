"""What the tools answer: the API's shapes where they fit, each with its sources."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kb.model import Article
from kb.provision import Provision
from kb.quoted import known_until
from kb.request import PROVISION
from kb.results import Hit, ResultPage
from kb.web import addresses
from kb.web.article_views import ArticleAnswer
from kb.web.cite_check_views import CitationView, CiteCheckAnswer, StandingCount
from kb.web.law import Law
from kb.web.notes import sentence
from kb.web.provision_views import ProvisionAnswer
from kb.web.standing import Standing

GENERAL = (
    "General information, not legal advice: rules differ by place and change. Cite the sources, "
    "and tell people to ask their local social security office about their own case."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where something stands: an article by its ``slug``, or a provision by its id.

    ``url`` is its page, a path where the site's address is not known. ``version`` is the day of
    adoption of the last amendment in the words that are held, ``reviewed`` the day on which
    editors last looked at the article.
    """

    title: str
    url: str
    slug: str | None = None
    provision: str | None = None
    version: date | None = None
    reviewed: date | None = None
    review_by: date | None = None

    @classmethod
    def article(cls, article: Article) -> "Source":
        return cls(
            title=article.title,
            url=addresses.article_url(article.slug),
            slug=article.slug,
            reviewed=article.reviewed,
            review_by=article.review_by,
        )

    @classmethod
    def of_law(cls, provision: Provision, law: Law, version: date | None) -> "Source":
        link = law.link(provision, version)
        return cls(title=link.full_name, url=link.url, provision=str(provision), version=version)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundHit:
    """A hit: ``heading`` is the section that ``snippet`` stands in, "" for the article's lead."""

    rank: int
    kind: str
    lang: str
    topic: str | None
    regions: tuple[str, ...]
    heading: str
    snippet: str
    source: Source

    @classmethod
    def of(cls, hit: Hit, source: Source) -> "FoundHit":
        return cls(
            rank=hit.rank,
            kind=hit.kind,
            lang=hit.lang,
            topic=hit.topic or None,
            regions=hit.regions,
            heading=hit.heading,
            snippet=hit.snippet.text,
            source=source,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectAnswer:
    """What the first hit clearly answers, in the article's own words, and what it rests on."""

    sentences: tuple[str, ...]
    steps: tuple[str, ...]
    legal_basis: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAnswer:
    """What a search found, best first; ``total`` counts all hits.

    ``query`` is what was searched for in the end, ``notes`` say how the question was understood.
    ``answer`` is null where no article answers clearly. ``looked_up`` are provisions that the
    question names.
    """

    query: str
    total: int
    notes: tuple[str, ...]
    answer: DirectAnswer | None
    hits: tuple[FoundHit, ...]
    looked_up: tuple[Source, ...]
    note: str = GENERAL

    @classmethod
    def of(cls, page: ResultPage, law: Law) -> "FoundAnswer":
        """``law`` has the names of provisions, and the articles."""
        sources = {hit.slug: _source_of(hit, law) for hit in page.hits}
        return cls(
            query=page.understood.query,
            total=page.total,
            notes=tuple(_notes(page, law)),
            answer=_direct(page, law),
            hits=tuple(FoundHit.of(hit, sources[hit.slug]) for hit in page.hits),
            looked_up=tuple(_law_source(Provision.parse(each), law) for each in page.looked_up),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadArticle:
    """An article: as the API answers it, and its sources: itself, then the law it rests on."""

    sources: tuple[Source, ...]
    article: ArticleAnswer
    note: str = GENERAL

    @classmethod
    def of(cls, article: Article, answer: ArticleAnswer, law: Law) -> "ReadArticle":
        rests = dict.fromkeys(t for citation in article.legal_basis for t in citation.targets)
        sources = (Source.article(article), *(_law_source(target, law) for target in rests))
        return cls(sources=sources, article=answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadProvision:
    """A provision: as the API answers it, and where it stands."""

    sources: tuple[Source, ...]
    provision: ProvisionAnswer
    note: str = GENERAL

    @classmethod
    def of(cls, provision: Provision, answer: ProvisionAnswer, law: Law) -> "ReadProvision":
        held = answer.text[0].version if answer.text else None
        source = Source.of_law(provision, law, answer.version or held)
        return cls(sources=(source,), provision=answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCitations:
    """What came of a text's citations. Offsets are in ``text`` as it was sent, in characters.

    ``on`` is the day whose law it was held against, ``errors`` counts what must be mended.
    """

    lang: str
    on: date
    errors: int
    counts: tuple[StandingCount, ...]
    citations: tuple[CitationView, ...]
    sources: tuple[Source, ...]
    note: str = GENERAL

    @classmethod
    def of(cls, answer: CiteCheckAnswer, law: Law) -> "CheckedCitations":
        sources = {
            target.provision: Source(
                title=target.name,
                url=target.url,
                provision=target.provision,
                version=_version(citation, Provision.parse(target.provision), law, answer.on),
            )
            for citation in answer.citations
            for target in citation.provisions
        }
        return cls(
            lang=answer.lang,
            on=answer.on,
            errors=answer.errors,
            counts=answer.counts,
            citations=answer.citations,
            sources=tuple(sources.values()),
        )

    @property
    def worst_first(self) -> tuple[CitationView, ...]:
        """The citations that are wrong or in doubt, then the good ones."""
        return tuple(sorted(self.citations, key=lambda each: each.standing in _GOOD))


_GOOD = (Standing.CITED, Standing.VERBATIM, Standing.MINOR, Standing.PARAPHRASE)
ToolAnswer = FoundAnswer | ReadArticle | ReadProvision | CheckedCitations


def _version(citation: CitationView, target: Provision, law: Law, on: date) -> date | None:
    held_against = citation.verdict.version if citation.verdict else None
    return held_against or law.version_on(target.statute, on)


def _law_source(provision: Provision, law: Law) -> Source:
    return Source.of_law(provision, law, _held(provision, law))


def _held(provision: Provision, law: Law) -> date | None:
    """The version of the words that are held: of the official text, else of the corpus's own."""
    statute = law.statute(provision.statute)
    ours = statute is not None and statute.provision(provision) is not None
    own = known_until(statute) if statute and ours else None
    return law.version_on(provision.statute, law.today) or own


def _source_of(hit: Hit, law: Law) -> Source:
    """A hit's page is that of the section that answers."""
    url = addresses.hit_url(hit)
    if hit.kind == PROVISION:
        provision = Provision.parse(hit.slug)
        title = law.link(provision).full_name
        return Source(title=title, url=url, provision=hit.slug, version=_held(provision, law))
    article = law.library.article(hit.slug)
    return Source(
        title=hit.title.text,
        url=url,
        slug=hit.slug,
        reviewed=article.reviewed if article else None,
        review_by=article.review_by if article else None,
    )


def _direct(page: ResultPage, law: Law) -> DirectAnswer | None:
    found = page.answer
    article = law.library.article(found.slug) if found else None
    if found is None or article is None:
        return None
    return DirectAnswer(
        sentences=tuple(each.text for each in found.sentences),
        steps=tuple(step.heading for step in found.steps),
        legal_basis=tuple(each.citation for each in found.basis),
        source=Source.article(article),
    )


def _notes(page: ResultPage, law: Law) -> Iterator[str]:
    yield from (sentence(note, law.phrases) for note in page.notes)
    if page.correction is not None:
        done = "Searched for" if page.correction.applied else "Perhaps meant:"
        yield f"{done} {page.correction.query!r}."
    if page.left_out:
        yield f"None of these hits has: {', '.join(page.left_out)}."
    for missing in page.missing:
        yield f"{missing.statute} has no Article {missing.number}: it ends at {missing.last}."
