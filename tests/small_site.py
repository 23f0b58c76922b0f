"""The site over the small corpus, on the real engine in a folder of the test's own."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.test import TestResponse

from kb import bundle
from kb.cite_check import CiteChecker
from kb.demand import DemandQueue
from kb.engine import Batch, SearchEngine
from kb.filter_names import FilterNames
from kb.index.engine import WhooshEngine
from kb.office import Office
from kb.official import OfficialTexts
from kb.review import Clearings
from kb.taxonomy import Region, Taxonomy, Topic
from kb.web.app import create_app
from tests.small_corpus import ARTICLES, DRAFT, HOSTILE, STATUTES

TODAY = date(2026, 12, 1)

TAXONOMY = Taxonomy(
    topics=tuple(
        Topic(
            id=id, name_en=en, name_zh=zh, about_en=f"About {en.lower()}.", about_zh=f"{zh}问题。"
        )
        for id, en, zh in (
            ("contributions", "Paying contributions", "缴费"),
            ("registration", "Registration and the card", "参保登记与社保卡"),
            ("pension", "Pension", "养老"),
            ("medical", "Medical insurance", "医疗保险"),
            ("work-injury", "Work injury", "工伤"),
            ("unemployment", "Unemployment", "失业"),
            ("maternity", "Maternity", "生育"),
            ("other", "Other questions", "其他问题"),
        )
    ),
    regions=(
        Region(id="national", name_en="All of China", name_zh="全国"),
        Region(id="liaoning", name_en="Liaoning", name_zh="辽宁", parent="national"),
        Region(id="guangdong", name_en="Guangdong", name_zh="广东", parent="national"),
        Region(id="shenzhen", name_en="Shenzhen", name_zh="深圳", parent="guangdong"),
        Region(id="xinjiang", name_en="Xinjiang", name_zh="新疆", parent="national"),
        Region(id="urumqi", name_en="Urumqi", name_zh="乌鲁木齐", parent="xinjiang"),
    ),
)

EVERYTHING = Batch(articles=(*ARTICLES, DRAFT, HOSTILE), statutes=STATUTES, anew=True)


class CompiledOnce(BytecodeCache):
    """Templates compiled by one app of a test run serve the next one: that is most of a page."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if (code := self._kept.get(bucket.key)) is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = CompiledOnce()


@contextmanager
def engine_with(folder: Path, batch: Batch | None = EVERYTHING) -> Iterator[SearchEngine]:
    """The real engine, holding the batch; None leaves it as it is before the first ingest."""
    engine = WhooshEngine.open(folder, names=FilterNames.of(TAXONOMY))
    try:
        if batch is not None:
            engine.write(batch)
        yield engine
    finally:
        engine.close()


def site(
    engine: SearchEngine,
    taxonomy: Taxonomy = TAXONOMY,
    demand: DemandQueue | None = None,
    texts: OfficialTexts | None = None,
    checker: CiteChecker | None = None,
    clearings: Clearings | None = None,
    site_url: str = "",
    office: Office | None = None,
    api_rate: int = 0,
) -> Flask:
    """The app over this engine, on a day when nothing is overdue."""
    app = create_app(
        engine,
        taxonomy,
        templates=bundle.templates(),
        today=lambda: TODAY,
        demand=demand,
        texts=texts,
        checker=checker,
        clearings=clearings,
        site_url=site_url,
        office=office,
        api_rate=api_rate,
    )
    app.jinja_env.bytecode_cache = COMPILED
    return app


def soup(response: TestResponse) -> BeautifulSoup:
    """The page, parsed."""
    return BeautifulSoup(response.text, "lxml")


def texts(tags: Iterable[Tag]) -> list[str]:
    """What each tag says, spaces folded."""
    return [" ".join(tag.get_text().split()) for tag in tags]


def open_client(folder: Path) -> Iterator[FlaskClient]:
    """For a module's fixture: a browser without a memory, over everything."""
    with engine_with(folder) as engine:
        yield site(engine).test_client(use_cookies=False)
