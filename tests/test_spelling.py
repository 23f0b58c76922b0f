"""What a query is taken for, on an index one can remember."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.engine import Batch
from kb.index.engine import WhooshEngine
from kb.index.evidence import Evidence
from kb.index.homophones import mistaken
from kb.index.snapshot import Snapshot
from kb.index.spelling import corrected
from kb.index.wordlists import is_english, is_pinyin, sounding_like, sounds
from kb.request import MAX_QUERY_CHARS, SearchRequest
from kb.results import Correction
from tests.small_corpus import ARTICLES, article, lead

NOTES = (
    "The social security card. Reimbursement of hospital bills. Withdraw from the housing fund.",
    "Social security and the housing fund: who may withdraw, and how to apply for a life pension.",
    "Life insurance is no social security. Your hukou decides where. The fund pays in shebao.",
    "Minimum years for a pension. Income tax. Life insurance. Transistorized. "
    "A loan from the provident fund. Another province.",
    "A loan from the provident fund, across the province. Your hukou and your shebao.",
    "住房公积金可以提取。公积金贷款。生育津贴怎么领取。社保卡丢了。",
    "公积金提取的条件。生育津贴由基金支付。办理社保卡。社保转移办理。",
    "公积金怎么提取。社保转移和社保关系。社保卡的办理。",
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    engine = WhooshEngine.open(tmp_path_factory.mktemp("spelling") / "index")
    notes = [article(f"note-{n}", f"Note {n}", (lead(text),)) for n, text in enumerate(NOTES)]
    # In two segments: what is known is in either.
    engine.write(Batch(articles=ARTICLES, anew=True))
    engine.write(Batch(articles=tuple(notes)))
    with engine._reading() as snapshot:
        yield snapshot
    engine.close()


def meant(query: str, snapshot: Snapshot, *, as_typed: bool = False) -> Correction | None:
    return corrected(SearchRequest(query=query, as_typed=as_typed), snapshot)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("socal securty", "social security"),
        ("minimun years to recieve penison", "minimum years to recieve pension"),
        ("Socal SECURTY card", "Social SECURITY card"),
        ("anohter provnce", "another province"),
        ("my ension", "my pension"),
        ("pension's minimun", "pension's minimum"),
        ("socialsecurity card", "social security card"),
        ("with draw my money", "withdraw my money"),
        ("re imbursement", "reimbursement"),
        ("with draw with draw", "withdraw withdraw"),
        ("hukuo", "hukou"),
        ("lfe insurance", "life insurance"),  # three letters, but for the word beside it
        ("公积斤怎么取出来", "公积金怎么取出来"),
        ("生育津帖", "生育津贴"),
        ("社保转仪", "社保转移"),
        ("办理shebap的公积斤", "办理shebao的公积金"),
    ],
)
def test_what_is_corrected(query: str, expected: str, snapshot: Snapshot) -> None:
    found = meant(query, snapshot)
    assert found is not None
    assert (found.query, found.applied) == (expected, True)
    assert found.query == found.pieces.text
    asked = meant(query, snapshot, as_typed=True)
    assert asked is not None
    assert (asked.query, asked.applied) == (expected, False)


@pytest.mark.parametrize(
    "query",
    [
        "social security pension",  # known
        "contributing",  # in another form
        "how doesn't whats",  # fillers
        "the lone wolf waver",  # English, if not in the index
        "zyxwvut qqqqq",  # far from everything
        "sil art hpf",  # too short to tell
        "SOCAL",  # an abbreviation?
        "humin gongshang",  # pinyin
        "transistorised amplifier",  # British
        '"socal securty"',
        "“socal securty” 「公积斤」",
        "自己交養老保險",  # traditional characters are no errors
        "公積金怎麼取出來",
        "-penison topic:penison penison@example.org penison2 2penison pen_ison www.penison.cn",
        "l'penison penison'x",
        "自己交社保去哪里交",
        "深圳张三丰说什么",
        "",
        "\x00",
    ],
)
def test_what_is_left_alone(query: str, snapshot: Snapshot) -> None:
    assert meant(query, snapshot) is None


def test_a_word_that_may_be_meant_is_only_offered(snapshot: Snapshot) -> None:
    """There is an English word "lief", but two articles have "life insurance"."""
    found = meant("lief insurance", snapshot)
    assert found is not None
    assert (found.query, found.applied) == ("life insurance", False)
    assert meant("lief pension", snapshot) is None  # one article is not enough


def test_what_changed_is_marked(snapshot: Snapshot) -> None:
    found = meant("my socal securty, please", snapshot)
    assert found is not None
    assert found.pieces.pieces == ("my ", "social", " ", "security", ", please")


def test_a_correction_is_never_longer_than_a_query_may_be(snapshot: Snapshot) -> None:
    assert meant("penson" + " " * (MAX_QUERY_CHARS - 6), snapshot) is None
    assert meant("penson" + " " * (MAX_QUERY_CHARS - 7), snapshot) is not None


def test_a_query_in_another_language_is_left_alone(snapshot: Snapshot) -> None:
    query = "penzion socialna varnosta stanovanjska fonda otrokova dnevna zdravnika zavarovana"
    assert meant(query, snapshot) is None


WORDS = ["social", "security", "hukou", "pension", "years", "withdraw", "zebra", "the", "12333"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=8))
def test_correct_words_are_never_changed(snapshot: Snapshot, words: list[str]) -> None:
    assert meant(" ".join(words), snapshot) is None


ANY = st.text() | st.lists(
    st.sampled_from([*WORDS, "socal", "penison", "公积斤", "社保", "转仪", '"', "-", ":", "的"])
).map(" ".join)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ANY)
def test_a_correction_changes_what_it_marks_and_nothing_else(
    snapshot: Snapshot, query: str
) -> None:
    query = query[:MAX_QUERY_CHARS]
    found = meant(query, snapshot)
    if found is None:
        return
    assert found.query == found.pieces.text != query
    assert len(found.query) <= MAX_QUERY_CHARS
    kept = found.pieces.pieces[::2]
    place = 0
    for piece in kept:
        place = query.index(piece, place) + len(piece)
    assert query.startswith(kept[0])
    assert query.endswith(kept[-1])
    assert all(piece for piece in found.pieces.pieces[1::2])
    assert found.pieces.pieces[1::2]


def test_joins_do_not_overlap(tmp_path: Path) -> None:
    engine = WhooshEngine.open(tmp_path / "index")
    text = "Housework and workshop, a house, some work, a shop."
    engine.write(Batch(articles=(article("a", "A", (lead(text),)),)))
    with engine._reading() as snapshot:
        found = meant("house work shop", snapshot)
    engine.close()
    assert found is not None
    assert found.pieces.pieces == ("", "housework", " shop")


@pytest.mark.parametrize("piece", ["公积斤", "公积斤 ", "with draw ", "penison ", "x", "penisonq"])
def test_long_queries_are_answered(piece: str, snapshot: Snapshot) -> None:
    query = (piece * MAX_QUERY_CHARS)[:MAX_QUERY_CHARS]
    found = meant(query, snapshot)
    assert found is None or len(found.query) <= MAX_QUERY_CHARS


def test_at_most_one_character_a_run(snapshot: Snapshot) -> None:
    changes = mistaken("公积斤，生育津帖", Evidence(snapshot))
    assert [(c.start, c.end, c.text) for c in changes] == [(2, 3, "金"), (7, 8, "贴")]
    assert all(one.end <= other.start for one, other in pairwise(changes))


# -- the lists of others


def test_the_word_list_is_there() -> None:
    for word in ("pension", "suzhou", "a", "zebra", "renovation"):
        assert is_english(word), word
    for word in ("penison", "socal", "", "\n", "养老", "z" * 40, "pensio\x00"):
        assert not is_english(word), word


def test_pinyin() -> None:
    for word in ("shebao", "gongjijin", "hukou", "nvren"):
        assert is_pinyin(word), word
    for word in ("bao", "penison", "", "minimun", "shebaox", "养老"):
        assert not is_pinyin(word), word


def test_sounds() -> None:
    assert sounds("斤") == {"jin"}
    assert {"zhong", "chong"} <= sounds("重")
    assert sounds("a") == frozenset()
    assert "金" in sounding_like("斤")
    assert "斤" not in sounding_like("斤")
    assert sounding_like("x") == ()
