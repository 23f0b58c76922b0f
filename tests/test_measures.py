"""Measures, comparisons and floors on runs made by hand, with values worked out by hand."""

from math import log2
from pathlib import Path

import pytest

from kb.evaluation.comparison import compare
from kb.evaluation.floors import Floor, read_floors, shortfalls
from kb.evaluation.judged import JudgedSet, UnusableSetError
from kb.evaluation.measures import NAMES, Values, means, measure
from kb.evaluation.packages import MissingPackageError, package
from kb.evaluation.report import worst
from kb.evaluation.run import DEPTH, Run, run
from kb.evaluation.significance import ROUNDS, p_value
from kb.request import MAX_QUERY_CHARS, SearchRequest

IDEAL = 3 + 2 / log2(3) + 1 / log2(4)


@pytest.mark.parametrize(
    ("hits", "ndcg", "rr", "p", "recall"),
    [
        (["a", "b", "c"], 1.0, 1.0, 1.0, 1.0),
        (["b", "a"], (2 + 3 / log2(3)) / IDEAL, 1.0, 1.0, 2 / 3),
        (["wrong", "unjudged", "c"], (1 / log2(4)) / IDEAL, 1 / 3, 0.0, 1 / 3),
        (["wrong"], 0.0, 0.0, 0.0, 0.0),
        ([], 0.0, 0.0, 0.0, 0.0),
        ([f"x{n}" for n in range(10)] + ["a"], 0.0, 1 / 11, 0.0, 1 / 3),
        ([f"x{n}" for n in range(99)] + ["a"], 0.0, 1 / 100, 0.0, 1 / 3),
    ],
)
def test_measures(hits: list[str], ndcg: float, rr: float, p: float, recall: float) -> None:
    grades = {"q": {"a": 3, "b": 2, "c": 1, "wrong": 0}}
    found = means(measure(grades, {"q": hits}))
    assert tuple(found) == NAMES
    assert list(found.values()) == pytest.approx([ndcg, rr, p, recall])


def test_a_query_without_hits_counts_too() -> None:
    grades = {"q1": {"a": 1}, "q2": {"b": 1}}
    found = measure(grades, {"q1": ["a"]})
    assert found["P@1"] == {"q1": 1.0, "q2": 0.0}
    assert means(found) == dict.fromkeys(NAMES, 0.5)


def test_the_order_is_that_of_the_run() -> None:
    """trec_eval orders equal scores by id: ours must not be equal."""
    for hits in (["a", "z"], ["z", "a"]):
        assert means(measure({"q": {hits[0]: 1}}, {"q": hits}))["RR"] == 1.0


def test_a_run_asks_two_pages_and_cuts_long_queries() -> None:
    asked: list[SearchRequest] = []
    known = [f"d{n}" for n in range(1000)]

    def ask(request: SearchRequest) -> list[str]:
        asked.append(request)
        found = known[:70] if request.query == "few" else known
        return found[request.last - request.per_page : request.last]

    queries = {"q1": "many", "q2": "few", "q3": "x" * (MAX_QUERY_CHARS + 1)}
    told: list[tuple[int, int]] = []
    answers = run(queries, ask, lambda done, total: told.append((done, total)))
    assert [len(answers.hits[query]) for query in queries] == [DEPTH, 70, DEPTH]
    assert answers.hits["q1"] == tuple(known[:DEPTH])
    assert answers.cut == 1
    assert {len(request.query) for request in asked} == {4, 3, MAX_QUERY_CHARS}
    assert not any(request.facets for request in asked)
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_difference_by_chance_and_one_that_is_none() -> None:
    ours = [n / 40 for n in range(40)]
    assert p_value(ours, ours) == 1.0
    assert p_value([], []) == 1.0
    better = [value + 0.1 for value in ours]
    assert p_value(ours, better) == pytest.approx(1 / (ROUNDS + 1))
    mixed = [value + (0.1 if n % 2 else -0.1) for n, value in enumerate(ours)]
    assert p_value(ours, mixed) > 0.5
    # One pair that differs: any round differs as much.
    assert p_value([0.0, 0.5], [1.0, 0.5]) == 1.0
    # Three pairs that differ alike: two of eight rounds differ as much.
    assert p_value([0.0] * 3, [1.0] * 3) == pytest.approx(0.25, abs=0.02)
    assert p_value(ours, mixed) == p_value(ours, mixed), "the coin is seeded"


def values(**each: float) -> Values:
    return dict.fromkeys(NAMES, each)


def test_a_comparison_is_over_shared_queries() -> None:
    compared = compare("theirs", values(q1=0.5, q2=1.0), values(q1=0.75), "a sample")
    assert (compared.queries, compared.note) == (1, "a sample")
    assert compared.means["RR"] == 0.75
    assert compared.difference["RR"] == 0.25
    assert compared.p["RR"] == 1.0


def test_the_worst_queries_of_a_set_that_may_be_seen() -> None:
    grades = {"q1": {"a": 1}, "q2": {"a": 1, "b": 3}}
    judged = JudgedSet.of("s", "dev", {"q1": "one", "q2": "two", "q3": "three"}, grades)
    answers = Run({"q1": ("a",), "q2": ("x", "a")})
    (served,) = worst(judged, answers, values(q1=1.0, q2=0.2), 1)
    assert (served.query, served.first, served.best) == ("two", ("x", "a"), ("b",))
    secret = JudgedSet.of("s", "holdout", {"q1": "one"}, grades)
    with pytest.raises(ValueError, match="not shown"):
        worst(secret, answers, values(q1=1.0), 1)


def test_a_sample_is_always_the_same_and_grows() -> None:
    queries = {f"q{n}": f"text {n}" for n in range(50)}
    judged = JudgedSet.of("s", "dev", queries, {query: {"d": 1} for query in queries})
    few, more = judged.sample(5), judged.sample(10)
    assert few == judged.sample(5)
    assert len(few.queries) == 5
    assert set(few.queries) < set(more.queries)
    assert few.grades.keys() == few.queries.keys()
    assert judged.sample(100) == judged


def test_a_floor_holds_or_says_by_how_much_not() -> None:
    floor = Floor(least={"nDCG@10": 0.5, "P@1": 0.25})
    assert shortfalls(floor, {"nDCG@10": 0.5, "P@1": 0.3, "RR": 0.0}) == ()
    (below,) = shortfalls(floor, {"nDCG@10": 0.45, "P@1": 0.3})
    assert (below.measure, below.by) == ("nDCG@10", pytest.approx(0.05))


def test_floors_are_read(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    path.write_text(
        '{"corpus dev": {"P@1": 1, "RR": 0.5}, "x y": {"RR": 0, "queries": 9, "reason": "why"}}'
    )
    assert read_floors(path) == {
        "corpus dev": Floor(least={"P@1": 1.0, "RR": 0.5}),
        "x y": Floor(least={"RR": 0.0}, queries=9, reason="why"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"s": 1}',
        '{"s": {"MAP": 0.5}}',
        '{"s": {"RR": 1.5}}',
        '{"s": {"RR": "high"}}',
        '{"s": {"RR": true}}',
        '{"s": {"queries": 0}}',
        '{"s": {"queries": 1.5}}',
        '{"s": {"reason": 1}}',
    ],
)
def test_malformed_floors(tmp_path: Path, text: str) -> None:
    path = tmp_path / "floors.json"
    path.write_text(text)
    with pytest.raises(UnusableSetError, match=r"floors.json"):
        read_floors(path)


def test_floors_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnusableSetError, match=r"nowhere.json: No such file"):
        read_floors(tmp_path / "nowhere.json")


def test_a_missing_package_says_what_to_install() -> None:
    with pytest.raises(
        MissingPackageError, match=r"this needs the package x: pip install '.*\[eval\]'"
    ):
        package("no_such_module_here", "x")
