"""Our engine: articles go in, a request as a reader types it, ranked slugs come out."""

from pathlib import Path

from kb.engine import Batch
from kb.index.engine import WhooshEngine
from kb.model import Article, Citation, Kind, Role, Section, Status
from kb.provision import Provision
from kb.request import Filters, SearchRequest, Words
from tests.bench.corpora import Record, Tick
from tests.bench.engines import PLAIN, Scoring
from tests.bench.questions import Kind as Asked
from tests.bench.questions import Query
from tests.bench.stream import Corpus

_REGIONS = ("national", "national", "national", "shenzhen", "beijing", "shanghai", "guangdong")
_LAST_ARTICLE = 9999  # of a statute, as far as a provision's id goes


class Adapter:
    """``WhooshEngine.rank``: what ``search`` does but for showing the hits."""

    # It weighs fields, coverage and exact words too: only a broken ranking has less.
    scoring = Scoring(joined=True, title=3.0)
    least = 0.15

    def __init__(self, name: str) -> None:
        self.name = name
        self.kinds = PLAIN | {Asked.FILTERED}
        self.engine: WhooshEngine | None = None

    def prepare(self, corpus: Corpus) -> tuple[Article, ...]:
        return tuple(article(place, record) for place, record in enumerate(corpus.records))

    def build(self, prepared: tuple[Article, ...], folder: Path, tick: Tick) -> None:
        engine = WhooshEngine.open(folder)
        engine.write(Batch(articles=prepared, anew=True), progress=tick)
        engine.close()

    def open(self, folder: Path) -> None:
        self.engine = WhooshEngine.open(folder)

    def search(self, query: Query) -> list[int]:
        assert self.engine is not None
        words = Words.ALL if query.kind is Asked.ALL else Words.ANY
        filters = Filters(topic=query.topics, lang=query.langs)
        facets = query.kind is Asked.FILTERED
        request = SearchRequest(query=query.text, filters=filters, words=words, facets=facets)
        page = self.engine.rank(request)
        return [int(slug[1:]) for slug in page.slugs]

    def close(self) -> None:
        if self.engine is not None:
            self.engine.close()
            self.engine = None


def article(place: int, record: Record, text: str | None = None) -> Article:
    """The document as an article; ``text`` in place of its own is a change to it."""
    # The law's words: a lead would be counted once more, as the article's answer.
    text_section = Section(
        heading="",
        anchor="",
        level=0,
        role=Role.BASIS,
        text=record.text if text is None else text,
        html="",
    )
    return Article(
        slug=f"d{place}",
        title=record.title,
        kind=Kind.GUIDE if place % 4 == 0 else Kind.QA,
        topic=record.topic,
        regions=(_REGIONS[place % len(_REGIONS)],),
        lang=record.lang,
        status=Status.PUBLISHED,
        sections=(text_section,),
        citations=(_citation(place, record),) if record.statute else (),
        path=f"articles/{record.topic}/d{place}.md",
    )


def _citation(place: int, record: Record) -> Citation:
    target = Provision(record.statute, 1 + place % _LAST_ARTICLE)
    return Citation(text="", anchor="", start=0, end=0, statute=record.statute, targets=(target,))
