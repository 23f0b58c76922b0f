"""The gold is well-formed, and says of the answers what can be seen in them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kb.verdict import VerdictKind
from tests.gold.legal_qa import COLUMNS, GoldCitation, Kind, answers, read

GOLD = read()
TAGS = re.compile(r"<[^>]*>")


def row(**cells: str) -> str:
    usual = {
        **{"answer": "3", "start": "5", "end": "9", "kind": "full", "statute": "某法"},
        **{"in_tree": "1", "numbers": "60", "quote_start": "9", "quote_end": "20"},
        **{"verdict": "verbatim", "version": "2018-12-29", "superseded": "0"},
    }
    return "\t".join({**usual, **cells}.get(column, "") for column in COLUMNS)


def file_of(tmp_path: Path, lines: Sequence[str]) -> Path:
    path = tmp_path / "gold.tsv"
    path.write_text("".join(f"{line}\n" for line in ("\t".join(COLUMNS), *lines)), "utf-8")
    return path


def test_a_row_is_read(tmp_path: Path) -> None:
    usual = GoldCitation(
        answer=3,
        start=5,
        end=9,
        kind=Kind.FULL,
        statute="某法",
        in_tree=True,
        numbers=("60",),
        quote=(9, 20),
        verdict=VerdictKind.VERBATIM,
        version=date(2018, 12, 29),
    )
    mismatch = row(
        **{"start": "30", "end": "32", "quote_start": "32", "quote_end": "40"},
        **{"verdict": "mismatch", "version": "", "found_in": "某法#61/para-2"},
    )
    assert read(file_of(tmp_path, [row(), mismatch])) == (
        usual,
        replace(
            usual,
            start=30,
            end=32,
            quote=(32, 40),
            verdict=VerdictKind.MISMATCH,
            version=None,
            found_in=("某法", "61/para-2"),
        ),
    )


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["3\t5"], ":2: "),
        ([row() + "\tmore"], ":2: "),
        ([row(answer="150")], ":2: there is no answer 150"),
        ([row(end="5")], ":2: the span is empty"),
        ([row(statute="")], ":2: no statute"),
        ([row(numbers="")], ":2: no numbers"),
        ([row(numbers="60/2")], ":2: 'any/art-60/2' is not a provision id"),
        ([row(kind="whole")], ":2: 'whole'"),
        ([row(in_tree="yes")], ":2: 'yes' is neither 0 nor 1"),
        ([row(verdict="")], ":2: a quote has a verdict"),
        ([row(verdict="exact")], ":2: 'exact'"),
        ([row(quote_start="8")], ":2: the quote does not follow"),
        ([row(quote_end="9")], ":2: the quote does not follow"),
        ([row(kind="inner")], ":2: quoted within a quote"),
        ([row(in_tree="0")], ":2: unchecked is what is not in the tree"),
        ([row(version="")], ":2: what holds has a version"),
        ([row(found_in="某法#61")], ":2: only a mismatch"),
        ([row(), row()], ":3: it stands before"),
        ([row(), row(answer="2")], ":3: it stands before"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    tmp_path: Path, lines: Sequence[str], message: str
) -> None:
    path = file_of(tmp_path, lines)
    with pytest.raises(ValueError, match=re.escape(f"{path}{message}")):
        read(path)


def test_other_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold.tsv"
    path.write_text("answer\tstart\n", "utf-8")
    with pytest.raises(ValueError, match=":1: the columns are to be answer start end"):
        read(path)


def test_every_answer_was_read_and_every_citation_of_its_own_has_a_quote() -> None:
    assert {citation.answer for citation in GOLD} == set(range(150))
    assert all((citation.quote is not None) == (citation.kind is Kind.FULL) for citation in GOLD)


def test_what_is_cited_in_a_quote_stands_in_one() -> None:
    for citation in GOLD:
        around = [
            other.quote
            for other in GOLD
            if other.answer == citation.answer
            and other.quote
            and other.quote[0] <= citation.start < citation.end <= other.quote[1]
        ]
        assert len(around) == (citation.kind is not Kind.FULL), citation


@pytest.mark.shared
def test_each_span_names_a_provision(shared_data: Path) -> None:
    texts = answers(shared_data)
    assert len(texts) == 150
    for citation in GOLD:
        span = texts[citation.answer][citation.start : citation.end]
        assert span.endswith(("条", "款", "项", "之一")), citation
        assert "条" in span or citation.kind is Kind.RELATIVE, citation
        assert citation.end <= len(texts[citation.answer])
        if citation.quote:
            quote = texts[citation.answer][slice(*citation.quote)]
            assert quote == TAGS.sub("", quote).strip() or "</p><p>" in quote, citation


@pytest.mark.shared
def test_no_provision_of_an_answer_is_left_out(shared_data: Path) -> None:
    """Held against a pattern that knows nothing of statutes."""
    number = re.compile("第[〇零一二三四五六七八九十百千0-9]+条")
    marked = Counter[int]()
    texts = answers(shared_data)
    for citation in GOLD:
        span = texts[citation.answer][citation.start : citation.end]
        marked[citation.answer] += len(number.findall(span))
    seen = Counter({answer: len(number.findall(text)) for answer, text in enumerate(texts)})
    assert marked == seen


@pytest.mark.shared
def test_the_statutes_that_are_in_the_tree_are(shared_data: Path) -> None:
    titles = set()
    for path in (shared_data / "cn-laws").rglob("*.md"):
        with path.open(encoding="utf-8") as file:
            titles.add(file.readline().removeprefix("# ").strip())
    for citation in GOLD:
        assert (citation.statute in titles) == citation.in_tree, citation
        assert citation.found_in is None or citation.found_in[0] in titles
