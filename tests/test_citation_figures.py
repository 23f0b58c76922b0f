"""Citations are found and resolved as well as was promised: in legal answers, in statutes."""

import csv
from functools import lru_cache
from pathlib import Path

import pytest

from kb.statutes import Register
from tests import finding, law_citations
from tests.cn_laws import TreeTexts, tree

pytestmark = pytest.mark.long

SAMPLE = Path(__file__).with_name("gold") / "cn_laws_sample.tsv"


@lru_cache(maxsize=1)
def laws(data: Path) -> tuple[Register, TreeTexts]:
    return tree(data)


@pytest.mark.shared
def test_citations_in_legal_answers(shared_data: Path) -> None:
    register, texts = laws(shared_data)
    answers, gold = finding.answers(shared_data), finding.read()
    figures = finding.measure(answers, gold, register, texts)
    assert figures.precision >= 0.99, figures.differences
    assert figures.recall >= 0.98, figures.differences
    assert figures.resolved >= 0.97, figures.differences
    assert figures.quotes >= 0.98, figures.differences


@pytest.mark.shared
@pytest.mark.timeout(600)
def test_citations_in_statutes(shared_data: Path) -> None:
    register, texts = laws(shared_data)
    found = list(law_citations.citations(register, texts))
    figures = law_citations.measure(found)
    assert figures.counts["found"] > 10_000
    assert figures.resolved >= 0.97, figures

    titles = {statute.id: statute.title_zh for statute in register}
    at = {(f.statute.title_zh, f.number, f.citation.start, f.citation.end): f for f in found}
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    wrong = []
    for row in rows:
        one = at.get((row["statute"], row["article"], int(row["start"]), int(row["end"])))
        targets = one.citation.targets if one else ()
        shown = " ".join(f"{titles[t.statute]}#{str(t).partition('/art-')[2]}" for t in targets)
        if one is None or (shown or "-") != row["expected"]:
            wrong.append((row, shown))
    assert len(rows) == 200
    assert len(wrong) <= 2, wrong
