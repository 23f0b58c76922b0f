"""`kb eval` as people and programs run it; baselines and ideas on a set one can remember."""

import ast
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb.cli import main
from kb.cli.judged_index import as_article
from kb.engine import Batch
from kb.evaluation import baselines, judgements
from kb.evaluation.baselines.vocabulary import Vocabulary
from kb.evaluation.beir import Document
from kb.evaluation.judged import UnusableSetError
from kb.evaluation.measures import NAMES
from kb.evaluation.packages import MissingPackageError
from kb.index import weights
from kb.index.ablation import IDEAS
from kb.index.engine import WhooshEngine
from kb.index.question import understand
from kb.request import SearchRequest
from tests.conftest import ROOT
from tests.judged_set import write_set

HEADER = "query\tlang\ttarget\tgrade\tsplit\n"
JUDGED = (
    "# a comment\n"
    + HEADER
    + "how do cats purr\ten\tcats\t3\tdev\n"
    + "how do cats purr\ten\tprc-sil-2010/art-60\t1\tdev\n"
    + "what article 10 says\ten\tprc-sil-2010/art-10\t3\tdev\n"
    + "hidden dogs bark\ten\tdogs\t3\tholdout\n"
    + "hidden dogs bark\ten\tcats\t0\tholdout\n"
)

Add = Callable[..., Path]
Run = Callable[..., Result]


@pytest.fixture
def run(corpus: Path, tmp_path: Path, add_article: Add) -> Run:
    """Run the command on a corpus of two articles with three judged queries."""
    add_article("cats", "Cats purr when they are well-fed.", title="Why do cats purr?")
    add_article("dogs", "Dogs bark at cats.", title="Why do dogs bark?")
    add_article("draft", "Cats purr.", more="").write_text("---\nbroken", "utf-8")
    (corpus / "judgements.tsv").write_text(JUDGED, "utf-8")
    folders = {"KB_CORPUS": str(corpus), "KB_DATA": str(tmp_path / "data")}

    def run(*args: str) -> Result:
        result = CliRunner(env=folders).invoke(main, ["eval", *args])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        return result

    return run


def test_the_corpus(run: Run, tmp_path: Path) -> None:
    result = run()
    assert result.exit_code == 0
    assert "corpus dev: 1 queries, 2 documents" in result.output
    assert "left out: 2 judgements of provisions" in result.output
    assert "left out: 1 queries that no document answers" in result.output
    assert result.stdout.splitlines()[-1].split() == ["ours", *["1.0000"] * 4]
    assert "broken" not in result.stdout
    assert "draft.md" in result.stderr
    assert not (tmp_path / "data").exists(), "the index that readers use is not touched"


def test_the_holdout_shows_no_queries(run: Run) -> None:
    result = run("--split", "holdout", "--baselines" if _has_bm25s() else "--queries=9")
    assert result.exit_code == 0
    assert "corpus holdout: 1 queries" in result.output
    as_json = run("--split", "holdout", "--json")
    assert json.loads(as_json.stdout)["queries"] == 1
    for output in (result.output, as_json.output):
        assert "hidden" not in output
    for option in (["--worst", "3"], ["--ablate"]):
        refused = run("--split", "holdout", *option)
        assert (refused.exit_code, "held out" in refused.output) == (2, True)


def _has_bm25s() -> bool:
    try:
        baselines.opened("bm25s")
    except MissingPackageError:
        return False
    return True


def test_an_error_in_the_judgements_repeats_no_query(run: Run, corpus: Path) -> None:
    for line in (
        "hidden words\ten\tcats\t4\tholdout",
        "hidden words\ten\tcats\t3\ttest",
        "hidden words\ten\tcats\t3",
        "hidden words\ten\t\t3\tdev",
        "hidden words\ten\tlaw/10\t3\tholdout",
        "hidden words\ten\tcats\t3\tholdout\nhidden words\ten\tcats\t3\tholdout",
    ):
        (corpus / "judgements.tsv").write_text(HEADER + line + "\n", "utf-8")
        result = run("--split", "holdout")
        assert result.exit_code == 3, line
        assert "judgements.tsv:" in result.output
        assert "hidden" not in result.output
    (corpus / "judgements.tsv").write_text("query\ttarget\n", "utf-8")
    with pytest.raises(UnusableSetError, match=r"judgements.tsv:1: the first line must name query"):
        judgements.read(corpus, "dev")


def test_as_json(run: Run) -> None:
    told = json.loads(run("--json", "--worst", "1").stdout)
    assert (told["set"], told["split"], told["queries"], told["of"]) == ("corpus", "dev", 1, 1)
    assert (told["unjudged"], told["unanswered"], told["cut"]) == (2, 1, 0)
    assert told["means"] == dict.fromkeys(NAMES, 1.0)
    assert told["worst"] == [
        {"query": "how do cats purr", "value": 1.0, "first": ["cats", "dogs"], "best": ["cats"]}
    ]
    assert told["baselines"] == told["ablation"] == told["below"] == []


def test_a_set_is_indexed_once(run: Run, tmp_path: Path) -> None:
    folder = write_set(tmp_path / "pets", packed=True)
    first = run(str(folder))
    assert first.exit_code == 0, first.output
    assert "pets test: 2 queries, 3 documents" in first.output
    (kept,) = (tmp_path / "data" / "evaluation").iterdir()
    before = {path: path.stat().st_mtime_ns for path in kept.iterdir() if path.suffix == ".seg"}
    assert before
    assert run(str(folder), "--split", "test").output == first.output
    assert {path: path.stat().st_mtime_ns for path in before} == before
    with weights.changed(K1=2.0):
        run(str(folder))
    assert len(list(kept.parent.iterdir())) == 2, "other weights make other impacts"


def test_a_kept_index_that_is_damaged(run: Run, tmp_path: Path) -> None:
    folder = write_set(tmp_path / "pets")
    assert run(str(folder)).exit_code == 0
    (kept,) = (tmp_path / "data" / "evaluation").iterdir()
    (segment,) = kept.glob("*.seg")
    segment.write_bytes(b"damaged")
    result = run(str(folder))
    assert result.exit_code == 3
    assert f"or delete {kept}" in result.output


def test_a_set_with_long_queries(run: Run, tmp_path: Path) -> None:
    folder = write_set(tmp_path / "pets")
    long = json.dumps({"_id": "q1", "text": "cats purr " * 60}) + '\n{"_id": "q2", "text": "狗"}'
    (folder / "queries.test.jsonl").write_text(long + '\n{"_id": "q3", "text": "x"}', "utf-8")
    assert "cut at 500 characters: 1 queries" in run(str(folder)).output


def test_errors_of_a_set(run: Run, tmp_path: Path) -> None:
    nowhere = run(str(tmp_path / "nowhere"))
    assert (nowhere.exit_code, "has no qrels/SPLIT.tsv" in nowhere.output) == (3, True)
    folder = write_set(tmp_path / "pets")
    (folder / "qrels" / "train.tsv").write_text("query-id\tcorpus-id\tscore\n", "utf-8")
    several = run(str(folder))
    assert (several.exit_code, "name one with --split: test, train" in several.output) == (2, True)
    other = run(str(folder), "--split", "dev")
    assert (other.exit_code, "none of: test, train" in other.output) == (2, True)
    (folder / "queries.test.jsonl").rename(folder / "queries.jsonl")
    empty = run(str(folder), "--split", "train")
    assert (empty.exit_code, "no query that a document answers" in empty.output) == (3, True)
    (folder / "corpus.jsonl").write_text("{}\n")
    malformed = run(str(folder), "--split", "test")
    assert (malformed.exit_code, "corpus.jsonl:1: " in malformed.output) == (3, True)


@pytest.mark.parametrize(
    "args", [["--split", "test"], ["--queries", "0"], ["--worst", "-1"], ["a", "b"]]
)
def test_usage_errors_are_status_2(run: Run, args: list[str]) -> None:
    assert run(*args).exit_code == 2


def test_a_missing_package_is_status_3(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr("kb.evaluation.packages.import_module", missing)
    result = run()
    assert result.exit_code == 3
    assert "this needs the package ir-measures: pip install" in result.output


def test_floors(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    path.write_text('{"corpus dev": {"P@1": 1.0}, "corpus holdout": {"RR": 1, "queries": 7}}')
    assert run("--floors", str(path)).exit_code == 0
    assert run("--floors", str(path), "--split", "holdout").exit_code == 0
    conflict = run("--floors", str(path), "--split", "holdout", "--queries", "3")
    assert (conflict.exit_code, "holds on 7 queries" in conflict.output) == (2, True)
    path.write_text('{"other dev": {"P@1": 1.0}}')
    unknown = run("--floors", str(path))
    assert (unknown.exit_code, "no floor for 'corpus dev'" in unknown.output) == (2, True)
    assert run("--floors", str(tmp_path / "nowhere.json")).exit_code == 3


def test_below_a_floor_is_status_1(run: Run, corpus: Path, tmp_path: Path) -> None:
    (corpus / "judgements.tsv").write_text(HEADER + "do cats purr\ten\tdogs\t3\tdev\n", "utf-8")
    path = tmp_path / "floors.json"
    path.write_text('{"corpus dev": {"RR": 0.75, "R@100": 1.0}}')
    result = run("--floors", str(path))
    assert result.exit_code == 1
    assert "RR is 0.5000: 0.2500 below its floor 0.75" in result.stderr
    told = json.loads(run("--floors", str(path), "--json").stdout)
    assert told["below"] == [{"measure": "RR", "floor": 0.75, "measured": 0.5}]


@pytest.mark.parametrize("name", baselines.KNOWN)
def test_every_baseline_finds_what_has_the_words(name: str) -> None:
    if name == "bm25s" and not _has_bm25s():
        pytest.skip("bm25s is not installed")
    vocabulary = Vocabulary()
    vocabulary.add("d1", ["cat"], ["purr", "purr", "sleep"])
    vocabulary.add("d2", ["dog"], ["bark", "cat", "sleep"])
    vocabulary.add("d3", [], ["bird", "sing"])
    queries = {
        "q1": vocabulary.known(["purr", "cat"]),
        "q2": vocabulary.known(["bird"]),
        "q3": vocabulary.known(["fish"]),
    }
    engine = baselines.opened(name)
    found = baselines.hits(engine, vocabulary, queries, lambda *_: None, lambda *_: None)
    assert {query: list(hits) for query, hits in found.items()} == {
        "q1": ["d1", "d2"],
        "q2": ["d3"],
        "q3": [],
    }


def test_baselines_are_compared(run: Run) -> None:
    if not _has_bm25s():
        pytest.skip("bm25s is not installed")
    result = run("--baselines", "--json")
    told = json.loads(result.stdout)["baselines"]
    assert [one["name"] for one in told] == list(baselines.KNOWN)
    assert all(one["means"]["P@1"] == 1.0 and one["p"]["RR"] == 1.0 for one in told)
    assert "Beside other engines" in run("--baselines").output


def test_each_idea_is_switched_off_in_turn(run: Run) -> None:
    told = json.loads(run("--ablate", "--json").stdout)["ablation"]
    names = [one["name"] for one in told]
    assert "DROP_FILLERS: fillers are dropped" in names
    assert "weight of title" in names
    assert "weight of aliases" not in names, "no article has one"
    assert "With one idea switched off" in run("--ablate").output


def test_an_idea_is_switched_off_and_on_again() -> None:
    before = {name: value for name, value in vars(weights).items() if name.isupper()}
    heavy = weights.occurrence_weights(weights.np.ones((5, 1)), weights.np.ones(5))
    for idea in IDEAS:
        with idea.switched_off():
            now = {name: getattr(weights, name) for name in idea.off}
            assert now == idea.off
            assert any(before[name] != value for name, value in now.items()), idea.name
        assert {name: getattr(weights, name) for name in before} == before
    off = next(idea for idea in IDEAS if idea.name == "weight of title")
    with off.switched_off():
        assert weights.occurrence_weights(weights.np.ones((5, 1)), weights.np.ones(5))[0] == 1.0
    again = weights.occurrence_weights(weights.np.ones((5, 1)), weights.np.ones(5))
    assert again.tolist() == heavy.tolist()
    with pytest.raises(KeyError), weights.changed(NO_SUCH_NUMBER=1):
        pass


@pytest.mark.parametrize(
    ("idea", "asked", "factor"),
    [
        ("SAME_QUESTION", "why do cats purr", 1 / weights.SAME_QUESTION),
        ("OTHER_LANGUAGE", "养老 cats", 1 / weights.OTHER_LANGUAGE),
        ("EXACT_WORTH", "cats", None),
        ("TWO_WORDS_WORTH", "do cats", None),
        ("QUESTION_WORTH", "cats", None),
        ("JOINED_WORTH", "cats well-fed", None),
        ("DROP_FILLERS", "cats when", None),
        ("LEAST_SCORE", "cats", 1.0),
    ],
)
def test_an_idea_that_is_off_changes_scores(
    tmp_path: Path, idea: str, asked: str, factor: float | None
) -> None:
    """None stands for some change, which depends on how rare the words are."""
    (off,) = [one for one in IDEAS if idea in one.off]
    document = Document(_id="cats", title="Why do cats purr?", text="When well-fed, cats purr.")
    engine = WhooshEngine.open(tmp_path / "index")
    engine.write(Batch(articles=(as_article(document),)))
    request = SearchRequest(query=asked)
    (on,) = engine.rank(request).scores
    with off.switched_off():
        (without,) = engine.rank(request).scores
    engine.close()
    if factor is None:
        assert without != pytest.approx(on)
    else:
        assert without == pytest.approx(on * factor)


def test_nobody_keeps_a_copy_of_a_number_that_is_switched() -> None:
    """``from kb.index.weights import K1`` would keep the old value while an idea is off."""
    switched = {name for idea in IDEAS for name in idea.off}
    for path in (ROOT / "kb" / "index").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "kb.index.weights":
                copied = {alias.name for alias in node.names} & switched
                assert not copied or path.stem == "ablation", f"{path}: {copied}"


def test_fillers_can_be_kept() -> None:
    asked = "how do cats purr"
    assert [concept.term for concept in understand(asked).concepts] == ["cat", "purr"]
    with weights.changed(DROP_FILLERS=False):
        kept = understand(asked)
    assert [concept.term for concept in kept.concepts] == ["how", "do", "cat", "purr"]
    assert kept.gist == understand(asked).gist
