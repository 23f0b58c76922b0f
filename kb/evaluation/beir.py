"""Sets in BEIR's form: a folder with documents, queries, and judgements by split.

``corpus.jsonl`` has ``_id``, ``title``, ``text`` a line, and perhaps the ``chapter`` that it is
from; ``queries.<split>.jsonl`` (or
``queries.jsonl`` for all splits) ``_id`` and ``text``; both may be gzipped. ``qrels/<split>.tsv``
has the columns ``query-id``, ``corpus-id``, ``score`` under a header; a score below 0 counts
as 0. (Thakur et al.: BEIR, a
Heterogeneous Benchmark for Zero-shot Evaluation of Information Retrieval Models, 2021.)
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kb.codec import CodecError, decode
from kb.evaluation.judged import JudgedSet, UnusableSetError
from kb.evaluation.lines import numbered, wrong

HEADER = ("query-id", "corpus-id", "score")
MAX_DOCUMENTS = 2_000_000  # they are indexed in one batch, in memory
MAX_ID_CHARS = 512
MAX_SCORE = 1_000
_SCORE = re.compile(r"-?[0-9]{1,6}")  # what some sets mark as harmful has less than 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    _id: str
    text: str

    @property
    def id(self) -> str:
        return self._id


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(_Line):
    """A document to be found; ``chapter`` is the heading above it, where a set tells one."""

    title: str = ""
    chapter: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Query(_Line):
    """A query; ids are unique in a file."""


Line = TypeVar("Line", bound=_Line)


def splits(folder: Path) -> tuple[str, ...]:
    """The splits that have judgements."""
    return tuple(sorted(path.stem for path in (folder / "qrels").glob("*.tsv")))


def corpus_file(folder: Path) -> Path:
    """The file of the documents; raises ``UnusableSetError`` where there is none."""
    return _one_of(folder, "corpus.jsonl", "corpus.jsonl.gz")


def documents(folder: Path) -> Iterator[Document]:
    """The documents in their order; raises ``UnusableSetError`` with file and line."""
    path = corpus_file(folder)
    for count, (number, document) in enumerate(_lines(path, Document), 1):
        if count > MAX_DOCUMENTS:
            raise wrong(path, number, f"more than {MAX_DOCUMENTS:,} documents")
        yield document


def read(folder: Path, split: str) -> JudgedSet:
    """The queries of one split with their judgements.

    A judged document need not be among the documents: it then counts as not found. Raises
    ``UnusableSetError`` with file and line.
    """
    qrels = _one_of(folder, f"qrels/{split}.tsv")
    file = _one_of(
        folder,
        *(f"queries{part}.jsonl{end}" for part in (f".{split}", "") for end in ("", ".gz")),
    )
    queries = {query.id: query.text for _, query in _lines(file, _Query)}
    grades = _grades(qrels, queries.keys(), file)
    # A file for all splits has queries of the others too: they are not part of this one.
    judged = {query: text for query, text in queries.items() if query in grades}
    return JudgedSet.of(folder.resolve().name, split, judged, grades)


def _one_of(folder: Path, *names: str) -> Path:
    found = next((folder / name for name in names if (folder / name).is_file()), None)
    if found is None:
        raise UnusableSetError(f"{folder} has no {' or '.join(names)}")
    return found


def _lines(path: Path, sort: type[Line]) -> Iterator[tuple[int, Line]]:
    seen: set[str] = set()
    for number, text in numbered(path):
        try:
            line = decode(text.encode(), sort)
        except CodecError as error:
            raise wrong(path, number, str(error).partition(": ")[2]) from None
        if not 0 < len(line.id) <= MAX_ID_CHARS:
            raise wrong(path, number, f"an _id has 1 to {MAX_ID_CHARS} characters")
        if line.id in seen:
            raise wrong(path, number, f"the _id {line.id!r} is there twice")
        seen.add(line.id)
        yield number, line


def _grades(path: Path, queries: Set[str], file: Path) -> dict[str, dict[str, int]]:
    grades: defaultdict[str, dict[str, int]] = defaultdict(dict)
    lines = numbered(path)
    number, header = next(lines, (1, ""))
    if tuple(header.split("\t")) != HEADER:
        raise wrong(path, number, f"the first line must name {', '.join(HEADER)}, with tabs")
    for number, line in lines:
        fields = line.split("\t")
        if len(fields) != len(HEADER):
            raise wrong(path, number, f"not {len(HEADER)} columns separated by tabs")
        query, document, score = fields
        if query not in queries:
            raise wrong(path, number, f"the query {query!r} is not in {file.name}")
        if not _SCORE.fullmatch(score) or int(score) > MAX_SCORE:
            raise wrong(path, number, f"the score {score!r} is no whole number to {MAX_SCORE:,}")
        if document in grades[query]:
            raise wrong(path, number, f"{document!r} is judged twice for the query {query!r}")
        grades[query][document] = max(0, int(score))
    return dict(grades)
