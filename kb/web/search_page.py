"""What the search page shows: hits, filters, pages, and help where nothing is found."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from kb.engine import SearchEngine
from kb.library import Library
from kb.model import NATIONAL
from kb.provision import Provision
from kb.request import MAX_HITS_DEEP, PROVISION, Filters, SearchRequest, Words
from kb.results import Hit, ResultPage
from kb.taxonomy import Topic
from kb.web import addresses
from kb.web.addresses import FILTER_FIELDS
from kb.web.answer_card import AnswerView, answer_view
from kb.web.choices import Choices, Choosing, Removable, without
from kb.web.corrections import CorrectionView
from kb.web.fragments import with_fragment
from kb.web.highlight import marked
from kb.web.messages import Phrases, language_tag
from kb.web.named_law import LawNote, StatuteName, full_name, law_notes
from kb.web.names import Names
from kb.web.nearest import nearest
from kb.web.notes import sentence
from kb.web.site import Site

_TOPICS_OFFERED = 3
_WANTED_OFFERED = 5
_PAGES_AROUND = 2  # page numbers shown on each side of the current one


@dataclass(slots=True, kw_only=True)
class HitView:
    """A hit as it is shown; ``section_url`` is "" where the article's lead answers.

    Where there is one it leads to the passage shown, else ``url`` does.

    ``tag`` is the language of its text, ``title_tag`` that of its title, ``lang`` and ``kind``
    are what the interface calls them, ``places`` are regions, each with whether it is less
    than all of China. ``statute`` is the name of a provision's statute, "" for articles.
    """

    rank: int
    url: str
    title: Markup
    snippet: Markup
    section_url: str
    heading: str
    tag: str
    lang: str
    kind: str
    topic: str
    topic_url: str
    places: tuple[tuple[str, bool], ...]
    title_tag: str
    statute: str = ""
    statute_url: str = ""

    @classmethod
    def of(cls, hit: Hit, names: Names) -> "HitView":
        url = addresses.article_url(hit.slug, hit.anchor)
        passage = with_fragment(url, hit.opening, hit.closing)
        return cls(
            rank=hit.rank,
            url=addresses.article_url(hit.slug) if hit.anchor else passage,
            title=marked(hit.title),
            snippet=marked(hit.snippet),
            section_url=passage if hit.anchor else "",
            heading=hit.heading,
            tag=language_tag(hit.lang),
            lang=names.of("lang", hit.lang),
            kind=names.of("kind", hit.kind),
            topic=names.of("topic", hit.topic),
            topic_url=addresses.topic_url(hit.topic),
            places=tuple((names.of("region", r), r != NATIONAL) for r in hit.regions),
            title_tag=language_tag(hit.lang),
        )

    @classmethod
    def of_provision(
        cls, hit: Hit, names: Names, statute: StatuteName, phrases: Phrases
    ) -> "HitView":
        """A provision under its name in the interface's language."""
        provision = Provision.parse(hit.slug)
        return cls(
            rank=hit.rank,
            url=addresses.hit_url(hit),
            title=escape(full_name(provision, statute, phrases)),
            snippet=marked(hit.snippet),
            section_url="",
            heading="",
            tag=language_tag(hit.lang),
            lang=names.of("lang", hit.lang),
            kind=names.of("kind", hit.kind),
            topic="",
            topic_url="",
            places=(),
            title_tag=phrases.tag,
            statute=statute(provision.statute),
            statute_url=addresses.statute_url(provision.statute),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A page of results; ``number`` 0 stands for a gap between numbers."""

    number: int
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """A condition taken away: what would be found without it."""

    name: str
    count: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """What to offer where nothing was found."""

    ways_out: tuple[WayOut, ...]
    topics: tuple[Topic, ...]
    wanted: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView:
    """The whole page. ``removable`` are the chosen filters; ``help`` is there with no hits.

    ``ask_url`` is where the question can be sent to the editors, "" where nobody takes it.
    ``notes`` say what was not understood of the query.
    """

    heading: str
    request: SearchRequest
    results: ResultPage
    hits: tuple[HitView, ...]
    choices: tuple[Choices, ...]
    removable: tuple[Removable, ...]
    without_filters_url: str
    links: tuple[PageLink, ...]
    previous_url: str
    next_url: str
    first_url: str
    last_page: int
    correction: CorrectionView | None
    help: Help | None
    notes: tuple[str, ...]
    law_notes: tuple[LawNote, ...]
    answer: AnswerView | None
    ask_url: str
    quoted_left_out: tuple[str, ...]


def search_view(results: ResultPage, site: Site, phrases: Phrases) -> SearchView:
    """Lay out what the engine answered; raises ``IndexUnusableError``.

    All addresses ask for the request as it was understood: filters that were typed can be
    taken away like those that were clicked.
    """
    request = results.understood
    choosing = Choosing(request, site, phrases, results.generation)
    found = results.correction
    last = min(results.pages, MAX_HITS_DEEP // request.per_page)
    names = site.names[phrases.lang]

    def statute(statute_id: str) -> str:
        return site.statute_name(statute_id, phrases.lang, results.generation)

    return SearchView(
        heading=_heading(results, phrases),
        request=request,
        results=results,
        hits=tuple(
            HitView.of_provision(hit, names, statute, phrases)
            if hit.kind == PROVISION
            else HitView.of(hit, names)
            for hit in results.hits
        ),
        choices=tuple(choosing.choices(facet) for facet in results.facets if facet.values),
        removable=tuple(choosing.removable()),
        without_filters_url=choosing.without_any,
        links=_page_links(request, last),
        previous_url=_page_url(request, request.page - 1, last),
        next_url=_page_url(request, request.page + 1, last),
        first_url=_page_url(request, 1, last),
        last_page=last,
        correction=CorrectionView.of(found, request) if found else None,
        help=None if results.total else _help(request, site, phrases),
        notes=tuple(sentence(note, phrases) for note in results.notes),
        law_notes=law_notes(results, statute, phrases),
        answer=answer_view(results.answer) if results.answer else None,
        ask_url=addresses.ask_url(results.query) if site.demand else "",
        quoted_left_out=tuple(phrases("quoted", word=word) for word in results.left_out),
    )


def _heading(results: ResultPage, phrases: Phrases) -> str:
    """What the page answers: the query as typed, if there is one beside chosen filters."""
    if not results.query:
        return phrases("search_title")
    return phrases("search_results_for", query=results.query)


def _page_links(request: SearchRequest, last: int) -> tuple[PageLink, ...]:
    """The first page, the last, those around the current one, and gaps between."""
    if last < 2:
        return ()
    around = range(request.page - _PAGES_AROUND, request.page + _PAGES_AROUND + 1)
    numbers = sorted({1, last, *(n for n in around if 1 <= n <= last)})
    links: list[PageLink] = []
    for number in numbers:
        if links and number > links[-1].number + 1:
            links.append(PageLink(number=0))
        links.append(
            PageLink(
                number=number,
                url=_page_url(request, number, last),
                current=number == request.page,
            )
        )
    return tuple(links)


def _page_url(request: SearchRequest, page: int, last: int) -> str:
    """A page's address, "" where there is no such page."""
    return addresses.search_url(replace(request, page=page)) if 1 <= page <= last else ""


def _help(request: SearchRequest, site: Site, phrases: Phrases) -> Help:
    library = site.library()
    topics = {topic: _about(topic, library) for topic in library.taxonomy.topics}
    filled = {topic: text for topic, text in topics.items() if library.in_topic(topic.id)}
    wanted = {wanted.title: wanted.title for wanted in library.wanted()}
    return Help(
        ways_out=tuple(_ways_out(request, site.engine, phrases)),
        topics=nearest(request.query, filled, _TOPICS_OFFERED),
        wanted=nearest(request.query, wanted, _WANTED_OFFERED),
    )


def _about(topic: Topic, library: Library) -> str:
    articles = library.in_topic(topic.id)
    words = (topic.name_en, topic.name_zh, topic.about_en, topic.about_zh)
    return " \n".join((*words, *(name for a in articles for name in (a.title, *a.aliases))))


def _ways_out(request: SearchRequest, engine: SearchEngine, phrases: Phrases) -> Iterator[WayOut]:
    """What each condition costs: the searches without it that do find something."""
    chosen = [field for field in FILTER_FIELDS if getattr(request.filters, field)]
    ways: list[tuple[str, str, SearchRequest]] = []
    if request.words is Words.ALL:
        ways.append(("without_all_words", "", replace(request, words=Words.ANY, page=1)))
    for field in chosen if len(chosen) > 1 else []:
        wider = replace(request, filters=without(request.filters, field), page=1)
        ways.append(("without_filter", phrases(f"facet_{field}"), wider))
    if chosen:
        ways.append(("without_filters", "", replace(request, filters=Filters(), page=1)))
    for key, name, wider in ways:
        if total := engine.search(wider).total:
            said = phrases(key, filter=name, count=total)
            yield WayOut(name=said, count=total, url=addresses.search_url(wider))
