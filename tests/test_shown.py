"""What a hit shows: text in units that lose nothing, and positions that are the body's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.codec import decode, encode
from kb.index.analysis import APART, TermList, tokens
from kb.index.shown import Shown, show
from kb.index.units import WIDTH, units, width
from kb.model import Article, Role
from tests.small_corpus import ARTICLES, HOSTILE, PAY, ZH_PAY, article, lead, section

TRICKY = "ab Pension养老保险々，。；！.…!?'’-5,8\n\t\u3000()”\u00ad①\u0301"
TEXTS = st.lists(st.text() | st.text(TRICKY, max_size=400), max_size=4)


def made_of(texts: list[str]) -> Article:
    return article("a", "Untitled", tuple(section(f"Part {n}", t) for n, t in enumerate(texts)))


def one_line(text: str) -> str:
    return " ".join(text.split())


@given(TEXTS)
def test_the_terms_are_those_of_the_whole_texts(texts: list[str]) -> None:
    _, body = show(made_of(texts))
    assert body == TermList.of(text for text in texts if text.split())


@given(TEXTS)
def test_the_units_are_the_text_in_one_line(texts: list[str]) -> None:
    shown, _ = show(made_of(texts))
    for number, part in enumerate(shown.sections):
        text = texts[int(part.heading.removeprefix("Part "))]
        assert "".join(shown.units[part.first : shown.after(number)]) == one_line(text)
    assert len(shown.sections) == sum(1 for text in texts if text.split())


@given(TEXTS)
def test_each_token_has_a_position_of_the_unit_that_it_begins_in(texts: list[str]) -> None:
    shown, _ = show(made_of(texts))
    for number, part in enumerate(shown.sections):
        section_units = shown.units[part.first : shown.after(number)]
        found = list(tokens("".join(section_units)))
        start = 0
        for unit, text in enumerate(section_units, part.first):
            end = start + len(text)
            inside = {
                token.position + shown.positions[part.first]
                for token in found
                if start <= token.start < end
            }
            assert all(
                shown.positions[unit] <= place < shown.positions[unit + 1] for place in inside
            )
            start = end


@given(TEXTS)
def test_windows_fit_and_stay_in_their_section(texts: list[str]) -> None:
    shown, _ = show(made_of(texts))
    assert len(shown.windows) == len(shown.units) == len(shown.positions) - 1
    for number, part in enumerate(shown.sections):
        last = shown.after(number)
        for unit in range(part.first, last):
            after = shown.windows[unit]
            assert unit < after <= last
            assert width("".join(shown.units[unit:after]).rstrip()) <= WIDTH
            if after < last:
                assert width("".join(shown.units[unit : after + 1]).rstrip()) > WIDTH


@pytest.mark.parametrize("found", [*ARTICLES, HOSTILE], ids=lambda found: found.slug)
def test_it_can_be_stored(found: Article) -> None:
    shown, _ = show(found)
    assert decode(encode(shown), Shown) == shown


def test_what_it_says_of_an_article() -> None:
    shown, _ = show(PAY)
    assert (shown.slug, shown.title, shown.topic) == (PAY.slug, PAY.title, PAY.topic)
    assert (shown.kind, shown.lang, shown.reviewed) == ("guide", "en", "2026-11-20")
    first, second = shown.sections[:2]
    assert (first.anchor, first.heading, first.role) == ("", "", Role.LEAD)
    assert " pay " in first.asks  # the title's
    assert second.anchor == next(s.anchor for s in PAY.sections[1:] if s.text)
    assert "办理 " in show(ZH_PAY)[0].sections[2].asks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two\n\nThree", ["One. ", "Two ", "Three"]),
        ("第一句。第二句", ["第一句。", "第二句"]),
        ("- a\n- b\n", ["- a ", "- b"]),
        ("word " * 60, [*["word " * 12] * 4, ("word " * 12).rstrip()]),
        ("养老，" * 60, ["养老，" * 10] * 6),
        ("x" * 250 + " y", ["x" * 60] * 4 + ["x" * 10 + " ", "y"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_units(text: str, expected: list[str]) -> None:
    assert [unit.text for unit in units(text)] == expected


def test_a_pair_across_a_cut_is_found_where_it_begins() -> None:
    shown, body = show(article("a", "b", (lead("字" * 149 + "养老" * 2 + "字" * 100),)))
    assert shown.positions[:6] == (0, 30, 60, 90, 120, 150)
    assert body.positions[body.terms.index("养老")] == 149
    assert shown.cut == tuple(range(1, len(shown.units)))


@given(st.text(TRICKY, max_size=60), st.data())
def test_positions_at_offsets(text: str, data: st.DataObject) -> None:
    at = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5)))
    body = TermList()
    body.add("before")
    found = body.add(text, at)
    after = list(tokens(text))
    for place, position in zip(at, found, strict=True):
        rest = [1 + token.position for token in after if token.start >= place]
        assert position == (rest[0] if rest else body.width)


def test_sections_are_apart() -> None:
    shown, body = show(made_of(["养老", "", "险"]))
    assert body.positions == [0, 1, 2 + APART]
    assert shown.positions == (0, 2 + APART, 3 + 2 * APART)
