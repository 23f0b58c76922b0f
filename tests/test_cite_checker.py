"""Citations of any text: found, resolved, their quotations placed."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cite_checker import Checker, register_with
from ingest.glossary_file import glossary_of
from ingest.pipeline import register_of
from ingest.source_lines import lines_of
from kb.cite_check import TextForm
from kb.model import Citation
from kb.official import Version
from kb.provision import Provision
from kb.statutes import Paragraph, ProvisionText, Register, Statute
from kb.verdict import Change, Verdict, VerdictKind
from tests.conftest import ROOT
from tests.official_texts import MemoryTexts
from tests.small_corpus import SIL, STATUTES
from tests.word_files import paragraph, word_file

CHECKER = Checker(register=Register.of(STATUTES), today=lambda: date(2026, 12, 1))
SAID = "Article 60 of the Social Insurance Law stipulates:"


def test_a_text() -> None:
    text = f'See {SAID} "Employers pay." And 《社会保险法》第十六条, Article 120 of the SIL.'
    checked = CHECKER.check(text)
    assert checked.text == text
    assert (checked.lang, checked.on, checked.errors) == ("en", date(2026, 12, 1), 1)
    assert [c.targets for c in checked.citations] == [
        (Provision(SIL, 60),),
        (Provision(SIL, 16),),
        (),
    ]
    first = checked.citations[0]
    assert [text[start:end] for start, end in first.quote_spans] == ["Employers pay."]
    for citation in checked.citations:
        assert text[citation.start : citation.end] == citation.text


@pytest.mark.parametrize(
    ("form", "content"),
    [
        (TextForm.TEXT, f"{SAID}\nEmployers pay.\n".encode()),
        (TextForm.MARKDOWN, f"---\ntitle: A\n---\n\n{SAID}\n\n> *Employers* pay.\n".encode()),
        (TextForm.HTML, f"<p>{SAID}<blockquote>Employers <i>pay</i>.</blockquote>".encode()),
        (TextForm.WORD, word_file(SAID, paragraph("Employers pay.", "Quote"))),
    ],
)
def test_a_file_of_any_form(form: TextForm, content: bytes) -> None:
    checked = CHECKER.check_file(content, form, on=date(2012, 1, 1))
    (citation,) = checked.citations
    assert citation.targets == (Provision(SIL, 60),)
    assert citation.quote == ("Employers pay.",)
    assert [checked.text[s:e] for s, e in citation.quote_spans] == ["Employers pay."]
    assert checked.on == date(2012, 1, 1)


def test_the_language_is_that_of_the_letters() -> None:
    assert CHECKER.check("根据《社会保险法》第六十条，用人单位应当自行申报。").lang == "zh"


def test_nothing_is_cited() -> None:
    assert CHECKER.check("").citations == CHECKER.check("Nothing.").citations == ()


def test_imported_statutes_are_known_and_the_corpus_knows_better() -> None:
    other = Statute(
        id="zh-1",
        title_en="",
        title_zh="月球法",
        adopted=date(2020, 1, 1),
        in_force=date(2020, 1, 1),
        last_article=9,
    )
    again = Statute(
        id=SIL,
        title_en="",
        title_zh="中华人民共和国社会保险法",
        adopted=date(2020, 1, 1),
        in_force=date(2020, 1, 1),
        last_article=1,
    )
    register = register_with(Register.of(STATUTES), MemoryTexts(entries=(other, again)))
    assert register.get(SIL) == STATUTES[0]
    (citation,) = Checker(register=register).check("《月球法》第五条").citations
    assert citation.targets == (Provision("zh-1", 5),)


def test_the_page_that_the_project_was_founded_on(seed: Path) -> None:
    folder = ROOT / "corpus"
    checker = Checker(register=register_of(folder), glossary=glossary_of(folder))
    checked = checker.check_file(seed.read_bytes(), TextForm.TEXT)
    (citation,) = checked.citations
    assert citation.targets == (Provision(SIL, 10),)
    assert len(citation.quote) == len(citation.quote_spans)
    assert "other flexible employees can participate" in citation.quote[-1]
    assert "Related articles" not in citation.quote[-1]
    assert checked.text[slice(*citation.quote_spans[0])].startswith("Employees should participate")
    verdict = citation.verdict
    assert verdict is not None
    assert verdict.kind is VerdictKind.MISMATCH
    assert {found.article for found in verdict.found_in} == {23, 33, 44, 53}
    added = {d.quoted for d in verdict.differences if d.change is Change.ADDED}
    assert added == {
        "basic medical insurance",
        "maternity insurance",
        "unemployment insurance",
        "work-related injury insurance",
    }


def test_quotations_are_judged_by_the_version_of_the_day() -> None:
    official = MemoryTexts({SIL: (_version(2010, "十五"), _version(2020, "二十"))})
    checker = Checker(
        register=Register.of(STATUTES), texts=official, today=lambda: date(2026, 12, 1)
    )
    text = (
        "《社会保险法》第十六条规定："
        "“参加基本养老保险的个人，累计缴费满十五年的，按月领取基本养老金。”"
    )

    def verdict(on: date | None) -> Verdict | None:
        (citation,) = checker.check(text, on=on).citations
        return citation.verdict

    then, now = verdict(date(2015, 1, 1)), verdict(None)
    assert then is not None
    assert now is not None
    assert (then.kind, then.superseded) == (VerdictKind.VERBATIM, False)
    assert (now.kind, now.superseded) == (VerdictKind.VERBATIM, True)
    assert then.version == now.version == date(2010, 1, 1)


def _version(year: int, years: str) -> tuple[Version, tuple[ProvisionText, ...]]:
    day = date(year, 1, 1)
    words = f"参加基本养老保险的个人，累计缴费满{years}年的，按月领取基本养老金。"
    provision = ProvisionText(
        provision=Provision(SIL, 16), chapter=(), paragraphs=(Paragraph(text=words),)
    )
    return Version(adopted=day, in_force=day, last_article=98, imported=day), (provision,)


PIECES = [SAID, "《社会保险法》第六十条", "第十六条", "“", "”", '"', "\n", "\n\n", ":", " x ", "> "]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_every_span_is_in_the_text_and_in_order(text: str) -> None:
    checked = CHECKER.check(text)
    last = 0
    for citation in checked.citations:
        assert last <= citation.start < citation.end <= len(checked.text)
        assert checked.text[citation.start : citation.end] == citation.text
        last = citation.start
        for start, end in citation.quote_spans:
            assert checked.text[start:end] in citation.quote


def test_lines_of_citations_in_their_source() -> None:
    source = (
        "---\ntitle: A\n---\n\nSee Article 16 of the\n**Social Insurance Law**.\n\n"
        "## Legal basis\n\nArticle 16 of the Social Insurance Law and Article 60 of it.\n\n"
        "Article 16 of the Social Insurance Law.\n"
    )
    citations = CHECKER.check_file(source.encode(), TextForm.MARKDOWN).citations
    assert [c.numbers for c in citations] == [("16",), ("16",), ("60",), ("16",)]
    assert _lines(citations, source) == [5, 10, 10, 12]
    plain = "One\n\nArticle 16 of the Social Insurance Law\n"
    assert _lines(CHECKER.check(plain).citations, plain) == [3]
    assert _lines(citations, "") == [1, 1, 1, 1]


def _lines(citations: Sequence[Citation], source: str) -> list[int]:
    return [at.citation for at in lines_of(citations, source)]


def test_lines_of_quotations() -> None:
    source = (
        "---\ntitle: Employers pay.\n---\n\nEmployers pay.\n\n"
        "Article 60 of the Social\nInsurance Law says:\n\n> Employers\n> **declare** and pay.\n\n"
        "Employers declare and pay. 《社会保险法》第六\n十条：\n\n> 用人单位应当自行申\n> 报。\n"
    )
    citations = CHECKER.check_file(source.encode(), TextForm.MARKDOWN).citations
    lines = list(lines_of(citations, source))
    assert [(at.citation, at.quote) for at in lines] == [(7, 10), (13, 16)]


def test_no_text_between_words_makes_the_search_run_away() -> None:
    """There is one way to read a tag, so this is done at once; with two it never would be."""
    source = "Article " + "<.>" * 39 + " Article 60 of the SIL"
    citations = CHECKER.check("Article 60 of the SIL").citations
    assert _lines(citations, "\n\n" + source * 100) == [3]
