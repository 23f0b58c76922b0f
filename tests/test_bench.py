"""The benchmark's own parts that can be told right from wrong without measuring anything."""

import math
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.bench import corpora, keystrokes, questions
from tests.bench.__main__ import main
from tests.bench.corpora import Record, make, parse_provisions, recombined, zipf_words
from tests.bench.engines import NAMES, adapter
from tests.bench.questions import Kind, Query
from tests.bench.reference import agreement, has, sound
from tests.bench.results import EngineResult, SetResult
from tests.bench.stream import Corpus
from tests.bench.tables import report, table
from tests.bench.targets import targets
from tests.bench.timing import Asked, Spread, in_turns, percentile, ratio

STATUTE = """# 某法

2010年10月28日 通过

<!-- INFO END -->

## 第一章 总则

第一条 为了规范，制定本法。

第二条 国家建立制度：

（一）养老；

（二）医疗。

## 第二章 附则

**第三条之一** 依照第二条规定办理。
"""

CORPUS = Corpus.of(
    [
        Record("Old-age pensions", "People get an old-age pension at sixty.", "pension", "", "en"),
        Record("养老保险", "参加基本养老保险的个人。", "pension", "cn-1", "zh"),
        Record("Payments", "An age of old payments, and a pension.", "pay", "", "en"),
    ]
)


def query(kind: Kind, text: str, *terms: str) -> Query:
    return Query(kind, text, tuple(map(CORPUS.number, terms)))


def test_provisions_are_parsed() -> None:
    found = list(parse_provisions(STATUTE))
    assert [provision.number for provision in found] == ["第一条", "第二条", "第三条之一"]
    assert found[1].paragraphs == ("国家建立制度：", "（一）养老；", "（二）医疗。")
    assert [provision.chapter for provision in found] == ["第一章 总则"] * 2 + ["第二章 附则"]


@pytest.mark.parametrize("name", corpora.SETS)
def test_documents_are_generated_where_there_is_no_data(name: str) -> None:
    made = make(name, 50, 1, None)
    assert len(made) == 50
    assert made == make(name, 50, 1, None)
    assert made != make(name, 50, 2, None)


def test_made_up_words_are_distinct() -> None:
    words = zipf_words()
    assert len(words) == len(set(words)) == corpora.ZIPF_WORDS


def test_missing_documents_are_made_of_clauses() -> None:
    records = [Record("t", "一二，三四。", "a", "", "zh"), Record("u", "五六，", "b", "", "zh")]
    made = recombined(records, 20, random.Random(1))
    assert len(made) == 20
    assert {clause for m in made for clause in corpora._CLAUSE.split(m.text) if clause} == {
        "一二，",
        "三四。",
        "五六，",
    }


def test_shared_tokens_are_without_exact_words() -> None:
    assert "pension" in CORPUS.numbers
    assert not any(term.startswith("=") for term in CORPUS.numbers)
    title, body = CORPUS.texts[1]
    assert len(title.split()) == 4  # three pairs and the last character
    assert all(word[1:].isdigit() for word in body.split())


def test_the_first_documents_have_the_same_tokens() -> None:
    first = CORPUS.first(2)
    assert first.texts == CORPUS.texts[:2]
    assert len(first.records) == 2


def test_queries_have_hits() -> None:
    corpus = Corpus.of(make("zipf", 200, 1, None))
    rng = random.Random(1)
    natural = questions.natural(corpus, "zipf", 10, rng, None)
    assert len(natural) == 10
    assert all(questions.FEWEST <= len(q.numbers) <= questions.MOST for q in natural)
    for asked in (questions.all_words(corpus, 10, rng), questions.phrases(corpus, 10, rng)):
        assert len(asked) == 10
        assert all(any(has(corpus, n, q) for n in range(200)) for q in asked)
    assert {len(q.numbers) for q in questions.of_length(corpus, natural, 5, 4, rng)} == {5}
    with_filters = questions.filtered(corpus, natural)
    assert all(q.topics and q.langs == ("en",) for q in with_filters)


@pytest.mark.parametrize(
    ("asked", "documents"),
    [
        (query(Kind.PHRASE, '"old age"', "old", "age"), [0]),
        (query(Kind.PHRASE, '"养老保险"', "养老", "老保", "保险"), [1]),
        (query(Kind.ALL, "old age", "old", "age"), [0, 2]),
        (query(Kind.ALL, "age old nowhere", "age", "nowhere"), []),
    ],
)
def test_what_has_the_words(asked: Query, documents: Sequence[int]) -> None:
    assert [n for n in range(3) if has(CORPUS, n, asked)] == documents


def test_soundness_counts_hits_and_empty_answers() -> None:
    asked = query(Kind.PHRASE, '"old age"', "old", "age")
    assert sound(CORPUS, [asked], [[0]]) == 1.0
    assert sound(CORPUS, [asked], [[0, 2]]) == 0.5
    assert sound(CORPUS, [asked, asked], [[0], []]) == 0.5


def test_agreement_takes_equal_documents_for_each_other() -> None:
    scores = [float(n // 2) for n in range(24)]  # 0 0 1 1 ... 11 11
    best = list(range(23, 13, -1))
    assert agreement(best, scores) == 1.0
    assert agreement([*best[:9], 15], scores) == 0.9, "the same document twice counts once"
    assert agreement([0, 1, 2], scores) == 0.0
    assert agreement([], [0.0, 0.0]) == 1.0
    odd = [float(n // 4) for n in range(24)]  # the tenth best is one of four equals
    assert agreement([*range(16, 24), 12, 13], odd) == agreement([*range(16, 24), 14, 15], odd) == 1


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([3, 1, 2], 0.5, 2), ([1, 2], 0.5, 1.5), ([7], 0.95, 7), (list(range(101)), 0.95, 95)],
)
def test_percentiles(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == expected


def test_nothing_has_no_percentile() -> None:
    assert math.isnan(percentile([], 0.5))


def test_ratios_are_over_the_queries_both_got_to() -> None:
    assert ratio(Asked([10, 10]), Asked([5, 5, 1000]), 0.5) == 2.0


def test_engines_take_turns_and_the_slow_one_stops() -> None:
    class Counting:
        def __init__(self, name: str, answer: int) -> None:
            self.name, self.answer = name, answer

        def search(self, query: Query) -> list[int]:
            return [self.answer]

    queries = [query(Kind.NATURAL, "pension", "pension")] * 25
    asked = in_turns([Counting("a", 1), Counting("b", 2)], queries, 10)
    assert {name: len(mine.times) for name, mine in asked.items()} == {"a": 25, "b": 25}
    assert asked["b"].answers == [[2]] * 25
    assert not in_turns([Counting("a", 1)], queries, 0)["a"].times


def test_tables_are_markdown() -> None:
    assert table(["a", "b"], [["one", "1.5"], ["x", "10.25"]]).splitlines() == [
        "| a   |     b |",
        "| --- | ----: |",
        "| one |   1.5 |",
        "| x   | 10.25 |",
    ]


def test_targets_say_what_was_not_measured() -> None:
    def engine(p50: float, slower: float) -> EngineResult:
        return EngineResult(
            spreads={Kind.NATURAL: Spread(5, p50, 2 * p50)},
            slower={Kind.NATURAL: (slower, slower)},
        )

    result = SetResult("laws", 1000, 70_000, 1.0, 12.0, {"ours": engine(1, 1)})
    assert all(math.isnan(t.measured) for t in targets(result) if "tantivy" in t.what)
    result.engines |= {"tantivy": engine(5, 5), "tantivy-count": engine(3, 3)}
    first = next(target for target in targets(result) if Kind.NATURAL in target.what)
    assert first.measured == pytest.approx(1 / 3), "the faster of the two is what counts"
    assert not first.reached
    assert f"| {Kind.NATURAL}, p50, of tantivy's" in report(result)


def test_our_adapter_finds_what_it_indexed(tmp_path: Path) -> None:
    ours = adapter("ours")
    ours.build(ours.prepare(CORPUS), tmp_path / "index", lambda done, total: None)
    ours.open(tmp_path / "index")
    assert ours.search(query(Kind.NATURAL, "养老保险", "养老", "老保", "保险"))[0] == 1
    ours.close()


def test_strokes_are_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = make("zipf", 30, 1, None)
    keystrokes.build(tmp_path / "index", records)
    typed = list(keystrokes.strokes(records, 3, random.Random(1)))
    assert typed[0] == typed[1][:1] == typed[2][:1]
    keystrokes.measure(tmp_path / "index", typed)
    assert capsys.readouterr().out.startswith(f"{len(typed)} strokes, ")


def test_options_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    said = capsys.readouterr().out
    assert all(word in said for word in ("--documents", "--seed", *NAMES))
    with pytest.raises(SystemExit, match="2"):
        main(["--engines", "nonesuch"])
    assert "'nonesuch' is none of ours" in capsys.readouterr().err
