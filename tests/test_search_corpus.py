"""The search on the corpus itself: what must hold whatever is written there."""

import subprocess
import sys
from pathlib import Path

import pytest

from kb.index.engine import WhooshEngine
from kb.request import SearchRequest
from tests.conftest import ROOT
from tests.real_corpus import RealCorpus

ORDER = """
import sys
from pathlib import Path
from kb.index.engine import WhooshEngine
from kb.request import SearchRequest
engine = WhooshEngine.open(Path(sys.argv[1]))
for query in sys.argv[2:]:
    found = engine.rank(SearchRequest(query=query, per_page=50))
    print(found.total, found.slugs)
"""


@pytest.fixture
def folder(real: RealCorpus) -> Path:
    return real.index


@pytest.fixture
def engine(real_engine: WhooshEngine) -> WhooshEngine:
    return real_engine


@pytest.mark.parametrize(
    ("query", "per_page"),
    [
        ("pension", 10),
        ("pension", 20),
        ("socal securty", 50),
        ("card", 10),
        ("my employer stopped paying for me", 7),
        ("社保断缴了有什么影响", 10),
        ("maternity leave 全国统一多少天", 10),
    ],
)
def test_pages_follow_one_another(engine: WhooshEngine, query: str, per_page: int) -> None:
    total = engine.rank(SearchRequest(query=query)).total
    pages = -(-total // per_page)
    slugs = [
        slug
        for page in range(1, pages + 1)
        for slug in engine.rank(SearchRequest(query=query, page=page, per_page=per_page)).slugs
    ]
    assert len(slugs) == len(set(slugs)) == total


def test_every_process_finds_the_same_in_the_same_order(engine: WhooshEngine, folder: Path) -> None:
    assert engine.generation()
    queries = ["pension", "card", "employer record", "社保断缴了有什么影响"]
    found = {
        subprocess.run(
            [sys.executable, "-c", ORDER, str(folder), *queries],
            env={"PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("社會保險法第六十條", "社会保险法第六十条"),
        ("勞動合同法第38條", "劳动合同法第38条"),
        ("異地就醫怎麼報銷", "异地就医怎么报销"),
        ("請問社保卡丟了怎麼辦", "请问社保卡丢了怎么办"),
    ],
)
def test_traditional_characters_ask_the_same(
    engine: WhooshEngine, traditional: str, simplified: str
) -> None:
    found = engine.search(SearchRequest(query=traditional))
    same = engine.search(SearchRequest(query=simplified))
    assert [hit.slug for hit in found.hits] == [hit.slug for hit in same.hits]
    assert found.looked_up == same.looked_up
    assert found.correction is None
    assert len(found.left_out) == len(same.left_out)


@pytest.mark.parametrize("query", ["社保怎么退", "社保怎么取", "1", "12333", "visa", "annuity"])
def test_a_keyword_is_no_question(engine: WhooshEngine, query: str) -> None:
    assert engine.search(SearchRequest(query=query)).answer is None


@pytest.mark.parametrize("query", ["怀孕被辞退", "社保基数", "劳动仲裁要钱吗", "突发疾病死亡"])
def test_the_question_is_answered_in_its_own_language(engine: WhooshEngine, query: str) -> None:
    """Where there is a Chinese article; the English one may have the words."""
    first = engine.search(SearchRequest(query=query)).hits[0]
    assert first.lang == "zh"


@pytest.mark.parametrize(
    ("asked", "looked_up"),
    [
        ("SIL art 60(2)", "prc-sil-2010/art-60/para-2"),
        ("SIL art 60(99)", "prc-sil-2010/art-60"),  # it has two paragraphs
    ],
)
def test_a_pinpoint_is_one_that_is_there(engine: WhooshEngine, asked: str, looked_up: str) -> None:
    assert engine.search(SearchRequest(query=asked)).looked_up == (looked_up,)


@pytest.mark.parametrize("query", ["zhufang gongjijin", "labour", "labor", "licence", "organised"])
def test_what_is_right_is_not_corrected(engine: WhooshEngine, query: str) -> None:
    found = engine.search(SearchRequest(query=query)).correction
    assert found is None or not found.applied


@pytest.mark.parametrize(
    ("one", "other"),
    [("labour contract", "labor contract"), ("licence", "license"), ("mum", "mom")],
)
def test_spellings_find_the_same(engine: WhooshEngine, one: str, other: str) -> None:
    first, second = (engine.rank(SearchRequest(query=query)) for query in (one, other))
    assert first.total == second.total > 0
