"""Judged neighbours: the file, and what is measured with it."""

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.pipeline import Corpus
from kb.cli import main
from kb.evaluation.judged import JudgedSet, UnusableSetError
from kb.evaluation.measures import means
from kb.evaluation.neighbours import COLUMNS, FILE, read
from kb.evaluation.relatedness import measured, without
from kb.model import Article, Status
from tests.conftest import ROOT

HEADER = "\t".join(COLUMNS) + "\n"
LINES = [
    tuple(line.split("\t"))
    for line in (ROOT / "corpus" / FILE).read_text("utf-8").splitlines()
    if not line.startswith("#")
][1:]


@pytest.fixture
def corpus(real_corpus: Corpus) -> Corpus:
    return real_corpus


# -- the corpus's file


def test_the_file_can_be_read() -> None:
    sets = [read(ROOT / "corpus", split) for split in ("dev", "holdout")]
    assert sum(len(one.queries) for one in sets) >= 45
    assert sum(len(grades) for one in sets for grades in one.grades.values()) >= 400


def test_the_split_is_by_hash() -> None:
    for slug, _, _, split in LINES:
        number = int(hashlib.sha256(slug.encode()).hexdigest(), 16)
        assert split == ("dev" if number % 5 else "holdout"), slug


def test_pairs_are_articles_in_one_language(corpus: Corpus) -> None:
    published: dict[str, Article] = {
        article.slug: article for article in corpus.articles if article.status is Status.PUBLISHED
    }
    for slug, other, _, _ in LINES:
        assert {slug, other} <= published.keys(), (slug, other)
        assert slug != other
        assert published[slug].lang == published[other].lang, (slug, other)


def test_grades_tell_neighbours_apart() -> None:
    grades = Counter(grade for _, _, grade, _ in LINES)
    assert set(grades) == {"0", "1", "2", "3"}
    assert min(grades.values()) >= 50


# -- reading


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("slug\tother\n", ":1: the first line must name slug, related, grade, split"),
        (HEADER + "a\tb\t3\n", ":2: not 4 columns"),
        (HEADER + "a\tb\t4\tdev\n", ":2: the grade must be 0 to 3"),
        (HEADER + "a\tb\t3\ttest\n", ":2: the grade must be 0 to 3"),
        (HEADER + "a\tb\t3\tdev\na\tb\t2\tdev\n", ":3: b is judged twice"),
    ],
)
def test_what_is_wrong_is_said(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text, "utf-8")
    with pytest.raises(UnusableSetError, match=said):
        read(tmp_path, "dev")


# -- measuring


def test_figures() -> None:
    grades = {"x": {"a": 3, "b": 2, "c": 1}, "y": {"a": 2}}
    judged = JudgedSet.of("related", "dev", {"x": "x", "y": "y"}, grades)
    best = measured(judged, lambda slug, limit: ("a", "b", "c")[:limit])
    assert best["nDCG@5"] == {"x": 1.0, "y": 1.0}
    assert best["P(rel=2)@3"] == pytest.approx({"x": 2 / 3, "y": 1 / 3})
    nothing = measured(judged, lambda slug, limit: ())
    assert means(nothing) == {"nDCG@5": 0.0, "P(rel=2)@3": 0.0}
    lost = without("all of it", best, nothing)
    assert (lost.difference, lost.means["nDCG@5"]) == (-1.0, 0.0)


@pytest.mark.usefixtures("evaluated_once_indexed")
def test_each_nearness_is_worth_something(tmp_path: Path) -> None:
    folders = {"KB_CORPUS": str(ROOT / "corpus"), "KB_DATA": str(tmp_path)}
    result = CliRunner(env=folders).invoke(main, ["eval", "--related", "--json"])
    assert result.exit_code == 0
    found = json.loads(result.output)
    assert [one["name"] for one in found["ablation"]] == [
        "shared provisions",
        "the same topic",
        "similar text",
    ]
    for one in found["ablation"]:
        assert one["difference"] < 0
        assert one["p"] < 0.05


@pytest.mark.usefixtures("evaluated_once_indexed")
def test_holdout_shows_figures_only(tmp_path: Path) -> None:
    folders = {"KB_CORPUS": str(ROOT / "corpus"), "KB_DATA": str(tmp_path)}
    result = CliRunner(env=folders).invoke(main, ["eval", "--related", "--split", "holdout"])
    assert result.exit_code == 0
    assert len(result.output.splitlines()) == 3


def test_a_corpus_without_judged_neighbours(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    (folder / "articles").mkdir(parents=True)
    (folder / "taxonomy.toml").write_bytes((ROOT / "corpus" / "taxonomy.toml").read_bytes())
    folders = {"KB_CORPUS": str(folder), "KB_DATA": str(tmp_path / "data")}
    result = CliRunner(env=folders).invoke(main, ["eval", "--related"])
    assert result.exit_code == 3
    assert FILE in result.output
