"""A small set in BEIR's form that one can remember."""

import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

DOCUMENTS = (
    {"_id": "d1", "title": "Cats", "text": "Cats purr.\n\nThey sleep."},
    {"_id": "d2", "title": "Dogs", "text": "Dogs bark at cats.", "source": "not looked at"},
    {"_id": "法/狗#1", "text": "狗的主人应当买保险。"},
)
QUERIES = (
    {"_id": "q1", "text": "cats that purr"},
    {"_id": "q2", "text": "狗的保险", "more": 1},
    {"_id": "q3", "text": "birds"},
    {"_id": "q4", "text": "judged in no split"},
)
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq2\t法/狗#1\t1\nq3\td2\t0\n"


def write_set(folder: Path, packed: bool = False) -> Path:
    """Write the set, its split ``test``; answers the folder."""
    (folder / "qrels").mkdir(parents=True)
    (folder / "qrels" / "test.tsv").write_text(QRELS, "utf-8")
    _write(folder / "corpus.jsonl", DOCUMENTS, packed)
    _write(folder / "queries.test.jsonl", QUERIES, packed)
    return folder


def _write(path: Path, things: Iterable[Mapping[str, object]], packed: bool) -> None:
    data = "".join(json.dumps(thing, ensure_ascii=False) + "\n" for thing in things).encode()
    if packed:
        Path(f"{path}.gz").write_bytes(gzip.compress(data))
    else:
        path.write_bytes(data)
