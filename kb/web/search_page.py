"""What the search page shows: hits, filters that toggle, pages, and help where nothing is found."""

from dataclasses import dataclass, replace

from kb.engine import SearchEngine
from kb.library import Library
from kb.model import Kind
from kb.request import MAX_HITS_DEEP, Filters, SearchRequest
from kb.results import Facet, Hit, ResultPage
from kb.taxonomy import Topic
from kb.web import addresses
from kb.web.addresses import FILTER_FIELDS
from kb.web.messages import LANGUAGES, Phrases
from kb.web.nearest import nearest
from kb.web.site import Site

_TOPICS_OFFERED = 3
_WANTED_OFFERED = 5
_PAGES_AROUND = 2  # page numbers shown on each side of the current one


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A filter value: its name, its count, and the address that adds or removes it."""

    name: str
    count: int
    chosen: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The values of one filter field under the field's name."""

    field: str
    name: str
    values: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """A hit with the addresses of its article and of the section that answers."""

    hit: Hit
    url: str
    section_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A page of results; ``number`` 0 stands for a gap between numbers."""

    number: int
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """Filters taken away: what would be found without them."""

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
    """The whole page. ``removable`` are the chosen filters; ``help`` is there with no hits."""

    request: SearchRequest
    results: ResultPage
    hits: tuple[HitView, ...]
    choices: tuple[Choices, ...]
    removable: tuple[WayOut, ...]
    links: tuple[PageLink, ...]
    previous_url: str
    next_url: str
    first_url: str
    last_page: int
    help: Help | None


def search_view(
    request: SearchRequest, engine: SearchEngine, library: Library, site: Site, phrases: Phrases
) -> SearchView:
    """Ask the engine and lay out its answer; raises ``IndexUnusableError``."""
    results = engine.search(request)
    names = _Names(site, phrases)
    last = min(results.pages, MAX_HITS_DEEP // request.per_page)
    return SearchView(
        request=request,
        results=results,
        hits=tuple(
            HitView(
                hit=hit,
                url=addresses.article_url(hit.slug),
                section_url=addresses.article_url(hit.slug, hit.anchor) if hit.anchor else "",
            )
            for hit in results.hits
        ),
        choices=tuple(_choices(request, facet, names) for facet in results.facets if facet.values),
        removable=tuple(
            WayOut(
                name=f"{phrases(f'facet_{field}')}: {names.of(field, value)}",
                count=0,
                url=addresses.question_url(request.query, toggled(request.filters, field, value)),
            )
            for field, value in addresses.filter_pairs(request.filters)
        ),
        links=_page_links(request, last),
        previous_url=_page_url(request, request.page - 1, last),
        next_url=_page_url(request, request.page + 1, last),
        first_url=_page_url(request, 1, last),
        last_page=last,
        help=None if results.total else _help(request, engine, library, phrases),
    )


def toggled(filters: Filters, field: str, value: str) -> Filters:
    """The filters with the value taken out if it is in, else put in."""
    chosen: tuple[str, ...] = getattr(filters, field)
    without = tuple(v for v in chosen if v != value)
    return _with(filters, field, without if len(without) < len(chosen) else (*chosen, value))


def _with(filters: Filters, field: str, values: tuple[str, ...]) -> Filters:
    # Spelled out so that the type checker sees which fields there are.
    match field:
        case "topic":
            return replace(filters, topic=values)
        case "region":
            return replace(filters, region=values)
        case "kind":
            return replace(filters, kind=values)
        case _:
            return replace(filters, lang=values)


@dataclass(frozen=True, slots=True)
class _Names:
    """What a filter's value is called in the interface's language."""

    site: Site
    phrases: Phrases

    def of(self, field: str, value: str) -> str:
        lang = self.phrases.lang
        match field:
            case "topic":
                return self.site.topic_name(value, lang)
            case "region":
                return self.site.place(value, lang)
            case "kind" if value in list(Kind):
                return self.phrases(f"kind_{value}")
            case "lang" if value in LANGUAGES:
                return self.phrases(f"lang_{value}")
            case _:
                return value


def _choices(request: SearchRequest, facet: Facet, names: _Names) -> Choices:
    return Choices(
        field=facet.field,
        name=names.phrases(f"facet_{facet.field}"),
        values=tuple(
            Choice(
                name=names.of(facet.field, value.value),
                count=value.count,
                chosen=value.chosen,
                url=addresses.question_url(
                    request.query, toggled(request.filters, facet.field, value.value)
                ),
            )
            for value in facet.values
            if value.count or value.chosen
        ),
    )


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


def _help(request: SearchRequest, engine: SearchEngine, library: Library, phrases: Phrases) -> Help:
    topics = {topic: _about(topic, library) for topic in library.taxonomy.topics}
    filled = {topic: text for topic, text in topics.items() if library.in_topic(topic.id)}
    wanted = {wanted.title: wanted.title for wanted in library.wanted()}
    return Help(
        ways_out=_ways_out(request, engine, phrases),
        topics=nearest(request.query, filled, _TOPICS_OFFERED),
        wanted=nearest(request.query, wanted, _WANTED_OFFERED),
    )


def _about(topic: Topic, library: Library) -> str:
    articles = library.in_topic(topic.id)
    words = (topic.name_en, topic.name_zh, topic.about_en, topic.about_zh)
    return " \n".join((*words, *(name for a in articles for name in (a.title, *a.aliases))))


def _ways_out(request: SearchRequest, engine: SearchEngine, phrases: Phrases) -> tuple[WayOut, ...]:
    """What each chosen filter costs: the searches without it that do find something."""
    chosen = [field for field in FILTER_FIELDS if getattr(request.filters, field)]
    ways: list[WayOut] = []
    for field in chosen if len(chosen) > 1 else []:
        wider = SearchRequest(query=request.query, filters=_with(request.filters, field, ()))
        if total := engine.search(wider).total:
            name = phrases("without_filter", filter=phrases(f"facet_{field}"), count=total)
            ways.append(WayOut(name=name, count=total, url=addresses.search_url(wider)))
    if chosen:
        widest = SearchRequest(query=request.query)
        if total := engine.search(widest).total:
            name = phrases("without_filters", count=total)
            ways.append(WayOut(name=name, count=total, url=addresses.search_url(widest)))
    return tuple(ways)
