"""Judging the answers above the hits: how many there are, how many are right."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb.cli import main
from kb.evaluation.cards import Candidate, Cards, cards, with_thresholds, wrong
from kb.evaluation.judged import JudgedSet
from kb.index import weights
from tests.conftest import ROOT

GRADES = {
    "best": {"a": 3, "b": 2},
    "good": {"a": 3, "b": 2},
    "poor": {"a": 3, "b": 1},
    "unjudged": {"a": 3},
    "none": {"a": 3},
}
SHOWN = {"best": "a", "good": "b", "poor": "b", "unjudged": "b", "none": None}


def judged(split: str = "dev") -> JudgedSet:
    return JudgedSet.of("corpus", split, {query: query for query in GRADES}, GRADES)


def test_cards_are_counted_by_grade() -> None:
    found = cards(judged(), SHOWN.__getitem__, 0.5, 1.3)
    assert found == Cards(coverage=0.5, lead=1.3, queries=5, shown=4, good=2, best=1)
    assert (found.share, found.precision, found.best_precision) == (0.8, 0.5, 0.25)


def test_no_card_is_never_wrong() -> None:
    found = cards(judged(), lambda query: None, 0.5, 1.3)
    assert (found.share, found.precision, found.best_precision) == (0.0, 1.0, 1.0)


def test_other_thresholds() -> None:
    candidates = [
        Candidate(grade=3, asked=True, coverage=0.1, lead=1.0),
        Candidate(grade=2, asked=False, coverage=0.5, lead=1.3),
        Candidate(grade=0, asked=False, coverage=0.49, lead=9.0),
        Candidate(grade=0, asked=False, coverage=0.9, lead=1.29),
    ]
    found = with_thresholds(candidates, 10, 0.5, 1.3)
    assert (found.queries, found.shown, found.good, found.best) == (10, 2, 2, 1)
    assert with_thresholds(candidates, 10, 0.0, 1.0).shown == 4


def test_wrong_cards_are_named_unless_they_are_secret() -> None:
    assert wrong(judged(), SHOWN.__getitem__) == (("poor", "b"), ("unjudged", "b"))
    with pytest.raises(ValueError, match="not shown"):
        wrong(judged("holdout"), SHOWN.__getitem__)


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    folders = {"KB_CORPUS": str(ROOT / "corpus"), "KB_DATA": str(tmp_path)}
    return lambda *args: CliRunner(env=folders).invoke(main, ["eval", *args])


@pytest.mark.usefixtures("evaluated_once_indexed")
def test_the_thresholds_hold_what_they_promise(run: Run) -> None:
    """At least nine of ten answers answer a good part, and a sixth of the queries get one."""
    found = json.loads(run("--answers", "--json").output)
    shown, good, queries = (found["cards"][name] for name in ("shown", "good", "queries"))
    assert good >= 0.9 * shown
    assert shown >= queries / 6
    thresholds = (weights.ANSWER_COVERAGE, weights.ANSWER_LEAD)
    held = next(one for one in found["tried"] if (one["coverage"], one["lead"]) == thresholds)
    assert held == found["cards"]
    assert len(found["wrong"]) == shown - good


@pytest.mark.usefixtures("evaluated_once_indexed")
def test_of_holdout_nothing_but_figures_is_shown(run: Run) -> None:
    result = run("--answers", "--split", "holdout", "--json")
    found = json.loads(result.output)
    assert found["tried"] == found["wrong"] == []
    assert found["cards"]["queries"] > 0
    assert len(run("--answers", "--split", "holdout").output.splitlines()) == 3


@pytest.mark.parametrize(
    "args",
    [
        ("--answers", "--related"),
        ("--answers", "--ablate"),
        ("--related", "--baselines"),
        ("--related", "--queries", "5"),
        ("--answers", "."),
    ],
)
def test_what_says_nothing_beside_it_is_refused(run: Run, args: tuple[str, ...]) -> None:
    assert run(*args).exit_code == 2
