"""Sets in BEIR's form: what is read, and what is said about a line that is wrong."""

import gzip
import json
from pathlib import Path

import pytest

from kb.cli.judged_index import as_article
from kb.evaluation import beir, lines
from kb.evaluation.judged import UnusableSetError
from kb.model import Kind, Status
from tests.judged_set import DOCUMENTS, QRELS, QUERIES, write_set


def test_plain_and_gzipped_sets_read_alike(tmp_path: Path) -> None:
    plain = write_set(tmp_path / "plain")
    packed = write_set(tmp_path / "packed" / "plain", packed=True)
    assert beir.read(plain, "test") == beir.read(packed, "test")
    assert list(beir.documents(plain)) == list(beir.documents(packed))
    assert beir.splits(packed) == ("test",)


def test_what_is_read(tmp_path: Path) -> None:
    judged = beir.read(write_set(tmp_path / "pets"), "test")
    assert judged.label == "pets test"
    assert judged.queries == {"q1": "cats that purr", "q2": "狗的保险"}
    assert judged.grades == {"q1": {"d1": 2, "d2": 0}, "q2": {"法/狗#1": 1}}
    assert judged.unanswered == 1, "q3 has only a grade of 0"


def test_a_file_of_queries_for_all_splits(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "pets")
    (folder / "queries.test.jsonl").rename(folder / "queries.jsonl")
    (folder / "qrels" / "dev.tsv").write_text("query-id\tcorpus-id\tscore\nq2\td1\t1\n", "utf-8")
    assert beir.splits(folder) == ("dev", "test")
    assert list(beir.read(folder, "dev").queries) == ["q2"]
    assert beir.read(folder, "dev").unanswered == 0


def test_a_score_below_0_is_no_better_than_0(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "pets")
    (folder / "qrels" / "test.tsv").write_text(QRELS + "q2\td2\t-2\n", "utf-8")
    assert beir.read(folder, "test").grades["q2"] == {"法/狗#1": 1, "d2": 0}


def test_a_document_becomes_an_answer(tmp_path: Path) -> None:
    english, _, chinese = map(as_article, beir.documents(write_set(tmp_path / "pets")))
    assert (english.slug, english.title, english.lang) == ("d1", "Cats", "en")
    assert (chinese.slug, chinese.title, chinese.lang) == ("法/狗#1", "", "zh")
    assert (english.kind, english.status) == (Kind.QA, Status.PUBLISHED)
    assert [section.text for section in english.sections] == ["Cats purr.\n\nThey sleep."]


GOOD = json.dumps(DOCUMENTS[0])
LONG = json.dumps({"_id": "x" * 513, "text": ""})


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (b"{", "corpus.jsonl:2: Input data was truncated"),
        (b"{x}", "corpus.jsonl:2: JSON is malformed"),
        (b"[]", "corpus.jsonl:2: Expected `object`, got `array`"),
        (b'{"text": "x"}', "corpus.jsonl:2: Object missing required field `_id`"),
        (b'{"_id": "x"}', "corpus.jsonl:2: Object missing required field `text`"),
        (b'{"_id": 7, "text": "x"}', "corpus.jsonl:2: Expected `str`, got `int` - at `$._id`"),
        (b'{"_id": "x", "text": null}', "corpus.jsonl:2: Expected `str`, got `null`"),
        (b'{"_id": "", "text": "x"}', "corpus.jsonl:2: an _id has 1 to 512 characters"),
        (LONG.encode(), "corpus.jsonl:2: an _id has 1 to 512 characters"),
        (GOOD.encode(), "corpus.jsonl:2: the _id 'd1' is there twice"),
        (b'{"_id": "\xff", "text": "x"}', "corpus.jsonl:2: not UTF-8"),
        (b'{"_id": "\\ud800", "text": "x"}', "corpus.jsonl:2: "),
    ],
)
def test_a_malformed_document(tmp_path: Path, second: bytes, said: str) -> None:
    folder = write_set(tmp_path / "pets")
    (folder / "corpus.jsonl").write_bytes(GOOD.encode() + b"\n" + second + b"\n")
    with pytest.raises(UnusableSetError) as raised:
        list(beir.documents(folder))
    assert said in str(raised.value)
    assert str(folder) in str(raised.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "test.tsv:1: the first line must name query-id, corpus-id, score"),
        ("q1\td1\t1\n", "test.tsv:1: the first line must name"),
        ("query-id corpus-id score\n", "test.tsv:1: the first line must name"),
        (QRELS + "q1\td9\n", "test.tsv:6: not 3 columns"),
        (QRELS + "q1\td9\t1\tx\n", "test.tsv:6: not 3 columns"),
        (QRELS + "\nq9\td9\t1\n", "test.tsv:7: the query 'q9' is not in queries.test.jsonl"),
        (QRELS + "q1\td9\tgood\n", "test.tsv:6: the score 'good' is no whole number"),
        (QRELS + "q1\td9\t0.5\n", "test.tsv:6: the score '0.5' is no whole number"),
        (QRELS + "q1\td9\t99999\n", "test.tsv:6: the score '99999' is no whole number"),
        (QRELS + "q1\td1\t1\n", "test.tsv:6: 'd1' is judged twice for the query 'q1'"),
    ],
)
def test_malformed_judgements(tmp_path: Path, text: str, said: str) -> None:
    folder = write_set(tmp_path / "pets")
    (folder / "qrels" / "test.tsv").write_text(text, "utf-8")
    with pytest.raises(UnusableSetError, match=said.replace("/", ".")):
        beir.read(folder, "test")


def test_a_malformed_query(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "pets")
    twice = json.dumps(QUERIES[0]) + "\n" + json.dumps(QUERIES[0])
    (folder / "queries.test.jsonl").write_text(twice, "utf-8")
    with pytest.raises(UnusableSetError, match=r"queries.test.jsonl:2: the _id 'q1' is there"):
        beir.read(folder, "test")


def test_a_file_that_is_no_gzip(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "pets", packed=True)
    whole = (folder / "corpus.jsonl.gz").read_bytes()
    for data in (b"plain text", whole[:-12], gzip.compress(b"{}")[:9]):
        (folder / "corpus.jsonl.gz").write_bytes(data)
        with pytest.raises(UnusableSetError, match=r"corpus.jsonl.gz:\d: "):
            list(beir.documents(folder))


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "pets")
    with pytest.raises(UnusableSetError, match=r"has no qrels/dev.tsv"):
        beir.read(folder, "dev")
    (folder / "queries.test.jsonl").unlink()
    with pytest.raises(UnusableSetError, match=r"has no queries.test.jsonl or .* queries.jsonl"):
        beir.read(folder, "test")
    (folder / "corpus.jsonl").unlink()
    with pytest.raises(UnusableSetError, match=r"has no corpus.jsonl or corpus.jsonl.gz"):
        list(beir.documents(folder))


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_set(tmp_path / "pets")
    monkeypatch.setattr(beir, "MAX_DOCUMENTS", 2)
    with pytest.raises(UnusableSetError, match=r"corpus.jsonl:3: more than 2 documents"):
        list(beir.documents(folder))
    monkeypatch.setattr(lines, "MAX_FILE_BYTES", 100)
    with pytest.raises(UnusableSetError, match=r"corpus.jsonl:2: the file is longer than 100"):
        list(beir.documents(folder))
    monkeypatch.setattr(lines, "MAX_LINE_BYTES", 10)
    with pytest.raises(UnusableSetError, match=r"corpus.jsonl:1: the line is longer than 10"):
        list(beir.documents(folder))
