"""Advice about a text: near articles, how it reads, what it may rest on, which queries move."""

import math
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from kb.advice import Measure, WhyNear
from kb.cli.advising import advisor_of, gate_of
from kb.cli.folders import Folders
from kb.cli.office import desk_of
from kb.editorial.advising import Advisor
from kb.editorial.desk import Desk
from kb.editorial.fixes import applied
from kb.editorial.gate import ndcg
from kb.editorial.readability import syllables
from kb.engine import Batch
from kb.evaluation.measures import measure
from kb.glossary import Concept, Glossary
from kb.index.engine import WhooshEngine
from kb.model import Status
from kb.request import SearchRequest
from kb.verdict import VerdictKind
from tests.conftest import ROOT
from tests.reworded import REWORDED

CARD = "lost-social-security-card"


@dataclass
class Advising:
    """Our corpus, indexed, and who tells about texts."""

    advisor: Advisor
    desk: Desk
    engine: WhooshEngine
    folders: Folders

    def text(self, slug: str) -> str:
        return (self.folders.corpus / self.desk.live.path_of(slug)).read_text("utf-8")


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Advising]:
    folder = tmp_path_factory.mktemp("advising")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    folders = Folders(folder / "corpus", folder / "data")
    engine = folders.engine()
    ingest(folders.corpus, engine)
    desk = desk_of(folders, engine, git="off")
    yield Advising(advisor_of(folders, engine, desk), desk, engine, folders)
    engine.close()


# near articles


@pytest.mark.parametrize("slug", REWORDED)
def test_a_copy_in_other_words_is_told(ours: Advising, slug: str) -> None:
    assert ours.advisor.near(REWORDED[slug])[0].slug == slug


def test_a_copy_is_told_by_its_text_and_by_its_question(ours: Advising) -> None:
    copy = ours.text(CARD).replace("I lost my social security card. What do I do?", "Plastic gone")
    near = ours.advisor.near(copy)
    assert near[0].slug == CARD
    assert near[0].why is WhyNear.SAME_QUESTION  # it has the same aliases
    asked = "I lost my social security card. What do I do?"
    only_text = f"---\ntitle: Plastic gone\nkind: qa\ntopic: other\n---\n{copy.split('---')[2]}"
    assert ours.advisor.near(only_text)[0].why is WhyNear.SAME_TEXT
    only_title = f"---\ntitle: {asked}\nkind: qa\ntopic: other\n---\n\nNobody knows.\n"
    assert ours.advisor.near(only_title)[0].shared == asked


def test_our_own_articles_are_mostly_not_near_another(ours: Advising) -> None:
    some = ours.desk.live.corpus.articles[::12]
    told = [a.slug for a in some if ours.advisor.near(ours.text(a.slug), a.slug)]
    assert len(told) <= 0.1 * len(some), told


@pytest.mark.parametrize("text", ["", "---\n", "---\ntitle: [\n---\n", "x" * 500_000, "\ud800"])
def test_no_article_gets_no_advice(ours: Advising, text: str) -> None:
    advisor = ours.advisor
    assert advisor.near(text) == ()
    assert advisor.readability(text) is None
    assert advisor.basis(text) == ()
    assert not advisor.gate(text).open


# how it reads


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("pay", 1), ("the", 1), ("care", 1), ("cared", 1), ("cares", 1), ("table", 2),
        ("pension", 2), ("insurance", 3), ("employer", 3), ("contribution", 4), ("2026", 1),
        ("wanted", 2), ("applied", 2),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_figures_of_a_text(ours: Advising) -> None:
    front = "---\ntitle: T\nkind: qa\ntopic: other\n---\n\n"
    long = "We pay " + "and pay " * 15 + "now."
    found = ours.advisor.readability(f"{front}You pay now. I go home.\n\n{long}\n\n> Not\n> this\n")
    assert found is not None
    figures = {figure.of: figure for figure in found.figures}
    assert found.longest[0].line == 9
    assert found.longest[0].length == 33
    assert figures[Measure.LONG_SENTENCES].value == pytest.approx(1 / found.sentences)
    assert figures[Measure.SENTENCE_LENGTH].value == pytest.approx(found.words / found.sentences)
    assert all(figure.median is not None for figure in found.figures)


def test_formulas(ours: Advising) -> None:
    front = "---\ntitle: T\nkind: qa\ntopic: other\n---\n\n"
    found = ours.advisor.readability(front + "The cat sat on the mat.\n")
    assert found is not None
    figures = {figure.of: figure.value for figure in found.figures}
    assert figures[Measure.READING_EASE] == pytest.approx(206.835 - 1.015 * 6 - 84.6)
    assert figures[Measure.GRADE] == pytest.approx(0.39 * 6 + 11.8 - 15.59)


def test_figures_in_chinese(ours: Advising) -> None:
    front = "---\ntitle: 题\nkind: qa\ntopic: other\nlang: zh\n---\n\n"
    found = ours.advisor.readability(front + "你好。" + "我" * 50 + "。龘龘\n")
    assert found is not None
    figures = {figure.of: figure for figure in found.figures}
    assert [found.words, found.sentences] == [0, 3]
    assert figures[Measure.RARE_CHARACTERS].value == pytest.approx(2 / 54)
    assert figures[Measure.RARE_CHARACTERS].unusual
    assert found.longest[0].length == 50


# what it may rest on


@pytest.mark.parametrize("slug", REWORDED)
def test_a_basis_that_is_put_in_is_quoted_rightly(ours: Advising, slug: str) -> None:
    text = REWORDED[slug]
    helps = [one for one in ours.advisor.basis(text) if one.fix]
    assert helps
    for one in helps[:3]:
        assert one.fix is not None
        examined = ours.desk.examine(applied(text, one.fix))
        assert examined.article is not None
        assert one.suggestion.provision.whole in examined.article.provisions
        assert not examined.blocking
        verdicts = {c.verdict.kind for c in examined.article.citations if c.verdict}
        assert verdicts <= {VerdictKind.VERBATIM}
        again = ours.desk.examine(applied(applied(text, one.fix), one.fix))
        assert again.article is not None


def test_a_basis_goes_behind_those_there_are(ours: Advising) -> None:
    text = ours.text(CARD)
    one = next(one for one in ours.advisor.basis(text, CARD) if one.fix)
    assert one.fix is not None
    mended = applied(text, one.fix)
    assert mended.count("## Legal basis") == 1
    assert mended.startswith(text.rstrip())


# which judged queries move


def test_an_edit_that_takes_the_words_away_is_told(ours: Advising) -> None:
    text = ours.text(CARD)
    assert ours.advisor.gate(text, CARD).changes == ()
    front, body = text.split("related:", 1)
    bare = front.split("aliases:")[0].replace("I lost my social security card. What do I do?", "X")
    gate = ours.advisor.gate(f"{bare}related:{body.split('---')[0]}---\n\nNothing.\n", CARD)
    assert gate.worse
    assert 0 < gate.asked <= gate.judged
    assert gate.mean_before is not None
    assert gate.mean_after is not None
    assert gate.mean_after < gate.mean_before
    assert any(change.target == CARD for change in gate.worse)
    assert ours.advisor.gate(text, CARD).changes == ()  # nothing of it stayed


def test_no_query_of_the_holdout_is_told(ours: Advising) -> None:
    lines = (ROOT / "corpus" / "judgements.tsv").read_text("utf-8").splitlines()
    secret = {line.split("\t")[0] for line in lines if line.endswith("\tholdout")}
    shown = ours.desk.live.article(CARD)
    assert shown is not None
    gone = replace(shown, aliases=(), sections=shown.sections[:1], title="Nothing")
    changes = gate_of(ours.folders, ours.engine).of_article(gone, shown).changes
    assert changes
    assert not secret & {change.query for change in changes}


def test_without_judgements_the_gate_only_has_findings(ours: Advising, tmp_path: Path) -> None:
    gate = gate_of(Folders(tmp_path, tmp_path), ours.engine)
    shown = ours.desk.live.article(CARD)
    assert shown is not None
    assert gate.of_article(shown, None).judged == 0


@pytest.mark.parametrize(
    ("grades", "hits"),
    [
        ({"a": 3, "b": 1, "c": 0}, ["x", "a", "b"]),
        ({"a": 3, "b": 2}, ["b", "a"]),
        ({"a": 2}, ["x"] * 10 + ["a"]),
        ({"a": 2}, []),
    ],
)
def test_our_ndcg_is_that_of_the_evaluation(grades: dict[str, int], hits: list[str]) -> None:
    hits = [f"{hit}{n}" if hit == "x" else hit for n, hit in enumerate(hits)]
    expected = measure({"q": grades}, {"q": hits}, ["nDCG@10"])["nDCG@10"]["q"]
    assert math.isclose(ndcg(grades, hits), expected, abs_tol=1e-9)


# trying out


def test_a_trial_changes_nothing(ours: Advising) -> None:
    engine = ours.engine
    shown = ours.desk.live.article(CARD)
    assert shown is not None
    request = SearchRequest(query="xyzzyplugh")
    generation = engine.generation()
    files = {path.name for path in ours.folders.data.rglob("*")}
    with engine.trial(Batch(articles=(replace(shown, aliases=("xyzzyplugh",)),))) as tried:
        assert [hit.slug for hit in tried.search(request).hits][:1] == [CARD]
        assert not engine.search(request).hits
    concept = Concept(id="x", en="xyzzyplugh", zh="社保卡丢了")
    with engine.trial(Batch(), Glossary(concepts=(concept,))) as tried:
        assert CARD in [hit.slug for hit in tried.search(request).hits]
    assert not engine.search(request).hits
    assert engine.generation() == generation
    assert {path.name for path in ours.folders.data.rglob("*")} == files


def test_the_engine_follows_its_glossary(ours: Advising) -> None:
    request = SearchRequest(query="plughxyzzy")
    path = ours.folders.corpus / "glossary.toml"
    before = path.read_text("utf-8")
    entry = '\n[[concepts]]\nid = "x"\nen = "plughxyzzy"\nzh = "社保卡丢了"\n'
    assert not ours.engine.search(request).hits
    path.write_text(before + entry, "utf-8")
    assert ours.engine.search(request).hits
    path.write_text(before + entry + "[[", "utf-8")  # a mistake changes nothing
    assert ours.engine.search(request).hits
    path.write_text(before, "utf-8")
    assert not ours.engine.search(request).hits


def test_statuses_are_told(ours: Advising) -> None:
    assert {one.status for one in ours.advisor.near(REWORDED[CARD])} == {Status.PUBLISHED}
