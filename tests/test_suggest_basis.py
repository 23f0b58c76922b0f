"""Suggested legal bases: what is asked, over the real index, and by the command."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.glossary_file import glossary_of
from kb.basis import MAX_TEXT_CHARS, BasisRequest
from kb.cli import main
from kb.engine import Batch
from kb.evaluation.hidden_bases import hidden_bases
from kb.index.engine import WhooshEngine
from kb.model import Role
from kb.provision import Provision
from tests.conftest import ROOT
from tests.real_corpus import RealCorpus
from tests.small_corpus import ARTICLES, PAY, SIL, STATUTES, YEARS, article, lead, section


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    folder = tmp_path_factory.mktemp("basis")
    engine = WhooshEngine.open(folder, glossary=lambda: glossary_of(ROOT / "corpus"))
    engine.write(Batch(articles=ARTICLES, statutes=STATUTES, anew=True))
    yield engine
    engine.close()


def provisions(engine: WhooshEngine, request: BasisRequest) -> list[Provision]:
    return [one.provision for one in engine.suggest_basis(request)]


def test_what_is_asked_holds_nothing_of_the_law() -> None:
    asked = BasisRequest.of_article(PAY)
    assert "Article 60" not in asked.whole
    assert "collecting body" not in asked.whole, "the legal basis is left out"
    assert asked.title == PAY.title
    assert asked.lead.startswith("You can pay")
    assert asked.cited == (Provision(SIL, 60),)
    years = BasisRequest.of_article(YEARS)
    assert "Article 16" not in years.whole
    assert "gives you the choice" in years.whole


def test_what_stands_below_the_legal_basis_is_left_out_too() -> None:
    below = replace(section("Its text", "The secret words of the law itself."), level=3)
    after = section("Afterwards", "What comes after the basis is the article's.")
    sections = (lead("The answer of the article."), section("B", "x", Role.BASIS), below, after)
    asked = BasisRequest.of_article(article("a", "A", sections))
    assert "secret" not in asked.whole
    assert "comes after" in asked.whole


def test_a_long_text_is_asked_in_few_passages() -> None:
    text = "\n\n".join(f"This is paragraph {n} of a long text." for n in range(500))
    asked = BasisRequest.of_text(text)
    assert len(asked.passages) <= 60
    assert "paragraph 499" in asked.whole
    with pytest.raises(ValueError, match="200,001 characters"):
        BasisRequest.of_text("x" * (MAX_TEXT_CHARS + 1))


def test_the_provision_and_the_passage_it_supports(engine: WhooshEngine) -> None:
    text = (
        "My pension\n\nWhoever has contributed for fifteen years draws a monthly pension.\n\n"
        "People who work for themselves pay directly, without an employer."
    )
    found = {one.provision.article: one for one in engine.suggest_basis(BasisRequest.of_text(text))}
    assert set(found) >= {16, 60}
    assert found[16].passages[0].text.startswith("Whoever has contributed")
    assert found[60].passages[0].text.startswith("People who work for themselves")
    assert found[16].title == "Article 16, Social Insurance Law"
    assert found[16].title_zh == "社会保险法第十六条"
    assert max(one.score for one in found.values()) == 1.0


def test_chinese_finds_the_english_text_by_the_glossary(engine: WhooshEngine) -> None:
    asked = BasisRequest.of_text("养老金\n\n我交养老保险满十五年，什么时候可以领取养老金？")
    assert provisions(engine, asked)[0] == Provision(SIL, 16)


def test_what_is_cited_is_marked_and_takes_no_place(engine: WhooshEngine) -> None:
    asked = BasisRequest.of_article(replace(YEARS, slug="a-new-article"), limit=1)
    found = engine.suggest_basis(asked)
    assert [one.provision.article for one in found if one.cited] == [16]
    assert sum(not one.cited for one in found) <= 1


def test_an_article_is_no_witness_for_itself(engine: WhooshEngine) -> None:
    for own in (YEARS, PAY):
        for one in engine.suggest_basis(BasisRequest.of_article(own)):
            assert own.slug not in one.rests
            assert "yang-lao-jiao-fei-nian-xian" not in one.rests or own is not YEARS
    stranger = replace(YEARS, slug="a-new-article")
    found = engine.suggest_basis(BasisRequest.of_article(stranger))
    assert YEARS.slug in found[0].rests


@pytest.mark.parametrize(
    "text",
    [
        "Whisk the eggs with sugar until pale, then fold in the flour and bake it.",
        "今天天气很好，我们去公园散步，看到了很多花和鸟，中午在湖边吃了饭。",
        "short",
        "",
    ],
)
def test_nothing_for_what_is_about_other_things(engine: WhooshEngine, text: str) -> None:
    assert engine.suggest_basis(BasisRequest.of_text(text)) == ()


def test_nothing_where_no_provision_is_held(tmp_path: Path) -> None:
    engine = WhooshEngine.open(tmp_path)
    assert engine.suggest_basis(BasisRequest.of_article(PAY)) == ()
    engine.write(Batch(articles=ARTICLES, anew=True))
    assert engine.suggest_basis(BasisRequest.of_article(PAY)) == ()
    engine.close()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_answered(engine: WhooshEngine, text: str) -> None:
    asked = BasisRequest.of_text(text)
    found = engine.suggest_basis(asked)
    assert found == engine.suggest_basis(asked)
    assert all(0 < one.score <= 1 for one in found)


def test_the_figures() -> None:
    """One article whose two provisions are suggested first and fourth."""
    basis = frozenset(Provision(SIL, n) for n in (16, 45))
    sections = (lead("An answer that is long enough."),)
    cited = replace(YEARS.citations[0], anchor="", start=0, end=2, targets=tuple(sorted(basis)))
    asked = article("a", "A", sections, citations=(cited,))
    order = [Provision(SIL, n) for n in (16, 1, 2, 3, 4, 45)]
    figures = {(f.sought, f.lang): f for f in hidden_bases([asked], basis, lambda _: order)}
    assert set(figures) == {(s, lang) for s in ("basis", "cited") for lang in ("en", "")}
    one = figures["basis", ""]
    assert (one.articles, one.recall_at_5, one.recall_at_10, one.rr) == (1, 0.5, 1.0, 1.0)


@pytest.fixture(scope="module")
def data(real: RealCorpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    shutil.copytree(real.index, folder / "index")
    return folder


def run(data: Path, *options: str, typed: str = "") -> tuple[int, str]:
    folders = {"KB_CORPUS": str(ROOT / "corpus"), "KB_DATA": str(data)}
    result = CliRunner(env=folders).invoke(main, ["suggest-basis", *options], input=typed)
    return result.exit_code, result.output


def test_the_command_on_an_article_a_file_and_standard_input(data: Path, tmp_path: Path) -> None:
    status, said = run(data, "pension-contribution-years", "--json")
    assert status == 0
    assert any(one["cited"] for one in json.loads(said))
    file = tmp_path / "draft.md"
    file.write_text(
        "---\ntitle: Who pays the surcharge?\nkind: qa\ntopic: contributions\n---\n\n"
        "An employer that pays social insurance premiums late pays a surcharge a day.\n\n"
        "## Legal basis\n\nSocial Insurance Law, Article 86.\n",
        "utf-8",
    )
    status, said = run(data, str(file))
    assert status == 0
    assert "prc-sil-2010/art-86  Article 86, Social Insurance Law  cited already" in said
    assert "supports: An employer that pays" in said
    status, said = run(data, "-", typed="单位没有给我交工伤保险，我上班路上受伤了，医疗费谁来付？")
    assert status == 0
    assert "Regulation on Work-Related Injury Insurance" in said


@pytest.mark.parametrize(
    ("options", "typed", "status", "said"),
    [
        (["no-such-article"], "", 2, "neither an article's address nor a file"),
        (["-"], "", 2, "the text is empty"),
        (["-"], "x" * (MAX_TEXT_CHARS + 1), 2, "at most 200,000"),
        (["-"], "Whisk the eggs with sugar until pale and bake.", 1, "No provision"),
        (["-", "--limit", "0"], "", 2, "0 is not in the range"),
    ],
)
def test_mistakes(data: Path, options: list[str], typed: str, status: int, said: str) -> None:
    found, output = run(data, *options, typed=typed)
    assert found == status
    assert said in output
