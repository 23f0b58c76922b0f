"""The signs of the query language: what is an operator, and what is only words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.filter_names import FilterNames
from kb.index.conditions import MOST_CONDITIONS, demands
from kb.index.lifting import lift
from kb.index.operators import Part, parts
from kb.index.question import understand
from kb.request import Filters, SearchRequest
from kb.results import Remark
from tests.nasty_queries import NASTY
from tests.small_site import TAXONOMY

NAMES = FilterNames.of(TAXONOMY)
# Pieces that operators are made of, in any order.
GRAMMAR = st.lists(
    st.sampled_from([
        *("topic:", "region:", "lang:", "kind:", "statute:", "intitle:", "标题：", "主题:", "foo:"),
        *("-", "－", "--", '"', "“", "”", "「", "」", " ", "  ", "(", ")", "，", ".", "*", "\x00"),
        *("pension", "养老", "深圳", "zh", "qa", "work-injury", "5", "保", "'s", "a", "\u0301"),
    ]),
    max_size=14,
).map("".join)  # fmt: skip
QUERY = st.one_of(st.text(max_size=60), GRAMMAR, st.sampled_from(NASTY))


def shown(part: Part) -> str:
    """``not intitle="some words"``: short, to be read in a table."""
    text = f'"{part.text}"' if part.quoted else part.text
    return ("not " if part.negated else "") + (part.field + "=" if part.field else "") + text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("can I pay?", ["can I pay?"]),
        ("", [""]),
        # quotes, of whatever form; one alone is none
        ('a "b c" d', ["a ", '"b c"', " d"]),
        ("“养老保险”怎么交", ['"养老保险"', "怎么交"]),
        ("「养老」『保险』", ['"养老"', '"保险"']),
        ("”a“", ['"a"']),
        ('"a”', ['"a"']),
        ('say "a b', ['say "a b']),
        ('"a" b"', ['"a"', ' b"']),
        ('"" x', ['""', " x"]),
        # what is not wanted
        ("pension -rural", ["pension ", "not rural"]),
        ("养老金 －农村", ["养老金 ", "not 农村"]),
        ("pension −rural.", ["pension ", "not rural", "."]),
        ('pension -"rural residents"', ["pension ", 'not "rural residents"']),
        ("养老 -「农村居民」", ["养老 ", 'not "农村居民"']),
        ("pension (-rural)", ["pension (", "not rural", ")"]),
        ("养老，-农村。", ["养老，", "not 农村", "。"]),
        ("-work-related", ["not work-related"]),
        ("work-related", ["work-related"]),
        ("5-10 A - B -- --x a--b 养老-农村", ["5-10 A - B -- --x a--b 养老-农村"]),
        ("-* -( -😀 -_x -", ["-* -( -😀 -_x -"]),
        ('"a"-b', ['"a"', "-b"]),
        # fields
        ("topic:pension x", ["topic=pension", " x"]),
        ("x TOPIC：养老", ["x ", "topic=养老"]),
        ("主题：养老 地区:深圳", ["topic=养老", " ", "region=深圳"]),
        ('statute:"Social Insurance Law"', ['statute="Social Insurance Law"']),
        ("kind:q&a, lang:zh.", ["kind=q&a", ", ", "lang=zh", "."]),
        ("topic:work-injury", ["topic=work-injury"]),
        ("-topic:pension", ["not topic=pension"]),
        ("intitle:card intitle:“社保卡”", ["intitle=card", " ", 'intitle="社保卡"']),
        ("-intitle:card", ["not intitle=card"]),
        ("topic:a:b", ["topic=a:b"]),
        ("topic: pension", ["topic: pension"]),
        ("mytopic:x foo:bar http://x 10:30 title:x", ["mytopic:x foo:bar http://x 10:30 title:x"]),
        ("topic:* topic:-x topic:", ["topic:* topic:-x topic:"]),
        ("请问主题:养老", ["请问主题:养老"]),
        ('"topic:pension"', ['"topic:pension"']),
        ("\u212aind:qa ſtatute:sil", ["\u212aind:qa ſtatute:sil"]),
    ],
)
def test_parts(query: str, expected: list[str]) -> None:
    assert [shown(part) for part in parts(query)] == expected


@given(query=QUERY)
def test_the_parts_are_the_whole_query(query: str) -> None:
    found = parts(query)
    assert "".join(query[part.start : part.end] for part in found) == query
    assert all(part.text in query for part in found)


def ids(field: str, name: str) -> tuple[str, ...]:
    return NAMES.ids(field, name)


@pytest.mark.parametrize(
    ("query", "rest", "filters"),
    [
        ("how topic:pension long", "how long", Filters(topic=("pension",))),
        ("topic:Pension", "", Filters(topic=("pension",))),
        ("x topic:养老 topic:工伤", "x", Filters(topic=("pension", "work-injury"))),
        ("x topic:养老 topic:pension", "x", Filters(topic=("pension",))),
        ('x topic:"work injury"', "x", Filters(topic=("work-injury",))),
        ('x topic:" Work  Injury "', "x", Filters(topic=("work-injury",))),
        ("x topic:WORK_INJURY", "x", Filters(topic=("work-injury",))),
        ("x region:深圳市 region:Liaoning", "x", Filters(region=("shenzhen", "liaoning"))),
        ('x region:"All of China"', "x", Filters(region=("national",))),
        ("x lang:中文 lang:English", "x", Filters(lang=("zh", "en"))),
        ("x lang:zh-CN kind:q&a 类型：指南", "x", Filters(lang=("zh",), kind=("qa", "guide"))),
        ('"x y" topic:pension -z', '"x y" -z', Filters(topic=("pension",))),
        ("-z,topic:pension", "-z,", Filters(topic=("pension",))),
    ],
)
def test_filters_are_lifted_out(query: str, rest: str, filters: Filters) -> None:
    lifted = lift(SearchRequest(query=query), ids)
    assert lifted.request == SearchRequest(query=rest, filters=filters)
    assert lifted.notes == ()


def test_what_was_chosen_and_what_was_typed_are_alternatives() -> None:
    chosen = Filters(topic=("medical",), lang=("en",))
    lifted = lift(SearchRequest(query="x topic:pension kind:qa", filters=chosen, page=2), ids)
    expected = Filters(topic=("medical", "pension"), lang=("en",), kind=("qa",))
    assert lifted.request == SearchRequest(query="x", filters=expected, page=2)


@pytest.mark.parametrize(
    ("query", "remarks"),
    [
        ("topic:nonsense", [(Remark.NO_SUCH_VALUE, "topic:nonsense", "topic")]),
        ("x 地区:火星", [(Remark.NO_SUCH_VALUE, "地区:火星", "region")]),
        ('lang:""', [(Remark.NO_SUCH_VALUE, 'lang:""', "lang")]),
        ("x -topic:pension", [(Remark.NOT_WITHOUT, "-topic:pension", "topic")]),
        ("topic:x topic:x", [(Remark.NO_SUCH_VALUE, "topic:x", "topic")]),
        ("foo:bar http://x 10:30 topic: x", []),
    ],
)
def test_what_names_nothing_stays(query: str, remarks: list[tuple[Remark, str, str]]) -> None:
    lifted = lift(SearchRequest(query=query), ids)
    assert lifted.request.query == query
    assert [(note.remark, note.typed, note.field) for note in lifted.notes] == remarks


@given(query=QUERY)
def test_nothing_is_left_to_lift(query: str) -> None:
    once = lift(SearchRequest(query=query), ids)
    again = lift(once.request, ids)
    assert again.request == once.request
    assert set(again.notes) == set(once.notes)


# -- what must be there, and what must not


def terms(query: str) -> tuple[list[str], list[str], list[str]]:
    """The terms of concepts, of what must be there, and of what must not."""
    found = understand(query)
    return (
        [concept.term for concept in found.concepts],
        [" ".join(one.terms) for one in found.wordings],
        [" ".join(one.terms) for one in found.unwanted],
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("paying pension", (["pay", "pension"], [], [])),
        ('"paying pension"', (["pay", "pension"], ["=paying =pension"], [])),
        ("pension -paying", (["pension"], [], ["pay"])),
        ('pension -"paying it"', (["pension"], [], ["=paying it"])),
        ("养老 -农村居民", (["养老"], [], ["农村 居民"])),
        ("养老 -保", (["养老"], [], ["保"])),
        ("pension -work-related", (["pension"], [], ["work relat"])),
        ("intitle:cards cost", (["card", "cost"], ["card"], [])),
        ("cost intitle:how", (["cost", "how"], ["how"], [])),
        ("养老 intitle:保", (["养老", "保"], ["保"], [])),
        ("cost -intitle:cards", (["cost"], [], ["card"])),
        ("topic:pension", (["topic", "pension"], [], [])),
        ("x -topic:pension", (["x"], [], [])),
        ("pension -pension", (["pension"], [], ["pension"])),
        # only negations: words
        ("-pension", (["pension"], [], [])),
        ('-pension -"the cost"', (["pension", "cost", "the"], ["=the =cost"], [])),
        ('"" -pension *', (["pension"], [], [])),
        # no word at all
        ("* - \"\" ()", ([], [], [])),
        ('-"" intitle:""', ([], [], [])),
    ],
)  # fmt: skip
def test_demands(query: str, expected: tuple[list[str], list[str], list[str]]) -> None:
    assert terms(query) == expected


@pytest.mark.parametrize(
    ("query", "everything"),
    [("", True), (" ", True), ("-x", True), ("-x -“养老”", True), ("x", False), ("*", False),
     ('""', False), ('-""', False), ("topic:x", False), ("* -x", False), ("-* -x", False)],
)  # fmt: skip
def test_filters_alone_ask_for_everything(query: str, everything: bool) -> None:
    assert understand(query, filtered=True).everything is everything
    assert not understand(query).everything


def test_only_so_many_conditions_are_heeded() -> None:
    many = "pension " + " ".join(f"-w{n}" for n in range(MOST_CONDITIONS + 3))
    found = demands(many)
    assert len(found.unwanted) == MOST_CONDITIONS
    assert [(n.remark, n.typed) for n in found.notes] == [(Remark.TOO_MANY, f"-w{MOST_CONDITIONS}")]
    assert demands("-a -b").notes[0].remark is Remark.ONLY_WITHOUT


@given(query=QUERY, filtered=st.booleans())
def test_words_that_are_not_wanted_do_not_count(query: str, filtered: bool) -> None:
    found = demands(query, filtered=filtered)
    if not found.unwanted:
        return
    without = "".join(query[p.start : p.end] if not p.negated else " " for p in parts(query))
    expected = understand(without, filtered=filtered)
    assert understand(query, filtered=filtered).concepts == expected.concepts


@pytest.mark.parametrize(
    ("field", "name", "expected"),
    [
        ("topic", "pension", ("pension",)),
        ("topic", "ＰＥＮＳＩＯＮ", ("pension",)),
        ("topic", "参保登记与社保卡", ("registration",)),
        ("region", "深圳", ("shenzhen",)),
        ("region", "市", ()),
        ("kind", "provision", ("provision",)),
        ("lang", "chinese", ("zh",)),
        ("topic", "", ()),
        ("topic", "-", ()),
        ("statute", "sil", ()),
        ("nothing", "x", ()),
    ],
)
def test_names(field: str, name: str, expected: tuple[str, ...]) -> None:
    assert NAMES.ids(field, name) == expected


def test_values_that_no_taxonomy_names_are_found_by_id() -> None:
    assert FilterNames().ids("topic", "Old Age", ["old-age", "other"]) == ("old-age",)
    assert FilterNames().ids("topic", "pension", ["old-age"]) == ()
