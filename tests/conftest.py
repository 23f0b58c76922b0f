"""What many tests share: where things are, and a corpus folder one can write into."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from ingest.pipeline import Corpus
from kb.index.engine import WhooshEngine
from tests.desk_database import (  # noqa: F401 - fixtures
    desk_database,
    desk_place,
    empty_place,
    open_database,
    postgres_place,
    postgres_server,
)
from tests.real_corpus import RealCorpus, real_corpus_in

ROOT = Path(__file__).parent.parent

# A busy machine is no failure: speed is measured elsewhere.
settings.register_profile("kb", deadline=None)
settings.load_profile("kb")

TAXONOMY = """
[[topics]]
id = "contributions"
name_en = "Paying contributions"
name_zh = "缴费"
[[topics]]
id = "pension"
name_en = "Pension"
name_zh = "养老"
[[topics]]
id = "other"
name_en = "Other questions"
name_zh = "其他问题"
[[regions]]
id = "national"
name_en = "All of China"
name_zh = "全国"
[[regions]]
id = "shenzhen"
name_en = "Shenzhen"
name_zh = "深圳"
parent = "national"
"""

STATUTE = """---
id: prc-sil-2010
title_en: Social Insurance Law of the People's Republic of China
title_zh: 中华人民共和国社会保险法
aliases: [Social Insurance Law, SIL, 社会保险法, 社保法]
kind: law
issuer: Standing Committee of the National People's Congress
adopted: 2010-10-28
in_force: 2011-07-01
status: in force
last_article: 98
source: a test
lang: en
translation: unofficial
---

## Chapter II Basic Old-Age Insurance

### Article 10

Employees take part in old-age insurance; employer and employee pay for it together.

Persons in flexible employment may take part and pay themselves.

## Chapter VII Collection

### Article 60

Employers declare and pay in full and on time.

Persons in flexible employment may pay directly, namely:

(1) at the counter;

(2) online.
"""

ARTICLE = """---
title: {title}
kind: guide
topic: contributions
status: published
reviewed: 2026-01-10
{more}---

{body}
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that no worker process is left alone with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The third-party data beside the checkout; its tests are skipped where it is not."""
    folder = Path(os.environ.get("KB_SHARED_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"there is no third-party data at {folder} (KB_SHARED_DATA names it)")
    return folder


@pytest.fixture(scope="session")
def seed(shared_data: Path) -> Path:
    """The page that the project was founded on, as it was scraped."""
    path = shared_data.parent / "seed" / "payment-guide.txt"
    if not path.is_file():
        pytest.skip(f"there is no {path}")
    return path


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> RealCorpus:
    """The project's own corpus, read and indexed once for all processes of a test run."""
    own = tmp_path_factory.getbasetemp()
    return real_corpus_in(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session")
def real_corpus(real: RealCorpus) -> Corpus:
    """The project's own corpus, as it is read."""
    return real.read


@pytest.fixture(scope="session")
def real_engine(real: RealCorpus) -> Iterator[WhooshEngine]:
    """An engine over the project's own corpus: to be asked, not to be written to."""
    with real.opened() as engine:
        yield engine


@pytest.fixture
def evaluated_once_indexed(real: RealCorpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """`kb eval` asks the corpus's one index instead of a new one; the README's is run as it is."""
    monkeypatch.setattr("kb.cli.evaluating.of_corpus", real.judged)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus folder with a taxonomy, one statute and no article."""
    folder = tmp_path / "corpus"
    (folder / "articles" / "contributions").mkdir(parents=True)
    (folder / "statutes").mkdir()
    (folder / "taxonomy.toml").write_text(TAXONOMY, "utf-8")
    (folder / "statutes" / "prc-sil-2010.md").write_text(STATUTE, "utf-8")
    return folder


@pytest.fixture
def add_article(corpus: Path) -> Callable[..., Path]:
    """Write an article into the corpus: ``add_article("slug", body, title=..., more=...)``."""

    def add(slug: str, body: str, title: str = "", more: str = "") -> Path:
        path = corpus / "articles" / "contributions" / f"{slug}.md"
        title = title or slug.replace("-", " ").capitalize()
        path.write_text(ARTICLE.format(title=title, more=more, body=body), "utf-8")
        return path

    return add
