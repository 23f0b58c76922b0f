"""A checked text in pieces: nothing is lost, everything is marked where it stands."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.cite_check import CheckedText
from kb.model import Citation
from kb.verdict import Change, Difference, Verdict, VerdictKind
from kb.web.marked_text import Piece, rows
from kb.web.quoted_places import places
from kb.web.standing import Standing
from tests.checked_texts import CHECKER, CHINESE, ELSEWHERE, NEARLY, RIGHT, WRONG_NUMBER


def pieces(checked: CheckedText) -> list[Piece]:
    return [piece for row in rows(checked) for piece in row.pieces]


def whole(checked: CheckedText) -> str:
    return "".join("".join(piece.text for piece in row.pieces) + row.after for row in rows(checked))


def test_citations_quotations_and_differences() -> None:
    checked = CHECKER.check(CHINESE)
    found = pieces(checked)
    assert whole(checked) == CHINESE
    assert [(p.cited, p.text, p.standing) for p in found if p.cited] == [
        (1, "《社会保险法》第十六条", Standing.MISMATCH),
        (2, "《社会保险法》第六十条第一款", Standing.VERBATIM),
        (3, "第二款", Standing.SUPERSEDED),
        (4, "《社会保险法》第十六条", Standing.MISMATCH),
        (5, "《社会保险法》第四十五条", Standing.CITED),
        (6, "《社会保险法》第一百二十条", Standing.WRONG),
        (7, "《月球法》第五条", Standing.UNKNOWN),
    ]
    assert all(p.opens for p in found if p.cited)
    quoted = {n: "".join(p.text for p in found if p.quoted == n) for n in (1, 2, 3, 4)}
    assert quoted == {1: WRONG_NUMBER, 2: RIGHT, 3: NEARLY, 4: ELSEWHERE}
    assert [p.text for p in found if p.differs] == ["十"]


def test_a_citation_and_the_quotation_below_it_are_in_one_row() -> None:
    text = f"One.\n\n《社会保险法》第六十条规定：\n{NEARLY}\n\n\n  Two.\n"
    shown = [("".join(p.text for p in row.pieces), row.after) for row in rows(CHECKER.check(text))]
    assert shown == [
        ("One.", "\n\n"),
        (f"《社会保险法》第六十条规定：\n{NEARLY}", "\n\n\n"),
        ("  Two.", "\n"),
    ]
    assert [row.citations for row in rows(CHECKER.check(text))] == [(), (1,), ()]


def cited(start: int, end: int, spans: tuple[tuple[int, int], ...], text: str) -> Citation:
    quote = tuple(text[s:e] for s, e in spans)
    return Citation(
        text=text[start:end],
        anchor="",
        start=start,
        end=end,
        statute="X",
        quote=quote,
        quote_spans=spans,
        verdict=Verdict(
            kind=VerdictKind.MISMATCH,
            differences=(
                Difference(change=Change.ADDED, start=0, end=3),
                Difference(change=Change.REPLACED, start=2, end=9),
                Difference(change=Change.MISSING, start=-1, end=-1),
                Difference(change=Change.ADDED, start=500, end=900),
            ),
        )
        if quote
        else None,
    )


@st.composite
def checked_texts(draw: st.DrawFn) -> CheckedText:
    """Any text with citations and quotations anywhere in it, overlapping too."""
    text = draw(st.text(alphabet=st.sampled_from("ab<&\n 第"), min_size=1, max_size=80))
    at = st.integers(0, len(text))
    span = st.tuples(at, at).map(lambda pair: (min(pair), max(pair)))
    drawn = draw(st.lists(st.tuples(span, st.lists(span, max_size=3)), max_size=5))
    citations = sorted(
        (cited(start, end, tuple(sorted(spans)), text) for (start, end), spans in drawn),
        key=lambda citation: (citation.start, citation.end),
    )
    return CheckedText(text=text, lang="en", citations=tuple(citations), on=date(2026, 12, 1))


@given(checked_texts())
def test_the_pieces_are_the_text(checked: CheckedText) -> None:
    assert whole(checked) == checked.text
    at = 0
    for row in rows(checked):
        for piece in row.pieces:
            assert piece.text
            assert piece.text == checked.text[at : at + len(piece.text)]
            if piece.cited:
                citation = checked.citations[piece.cited - 1]
                assert citation.start <= at < citation.end
                assert piece.opens == (at == citation.start)
            if piece.quoted:
                spans = checked.citations[piece.quoted - 1].quote_spans
                assert any(start <= at < end for start, end in spans)
            at += len(piece.text)
        assert not row.after.strip()
        at += len(row.after)
    told = [number for row in rows(checked) for number in row.citations]
    before_end = [c for c in checked.citations if c.start < len(checked.text)]
    assert told == list(range(1, len(before_end) + 1))


QUOTING = cited(0, 1, ((4, 7), (10, 14)), "x : abc\n  defg.")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 3, [(4, 7)]),
        (1, 2, [(5, 6)]),
        (2, 6, [(6, 7), (10, 12)]),
        (4, 8, [(10, 14)]),
        (3, 3, [(7, 7)]),
        (1, 1, [(5, 5)]),
        (-1, -1, []),
        (90, 99, []),
    ],
)
def test_places_in_the_text(start: int, end: int, expected: list[tuple[int, int]]) -> None:
    assert list(places(QUOTING, start, end)) == expected


def test_a_quotation_without_a_place_has_none() -> None:
    assert list(places(replace(QUOTING, quote_spans=()), 0, 3)) == []
