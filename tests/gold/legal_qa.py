"""The citations of 150 legal answers, marked by hand: reads ``legal_qa.tsv``.

What counts as a citation, and what a verdict means, stands in ``README.md`` beside it.
"""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from kb.provision import Provision
from kb.verdict import VerdictKind

FILE = Path(__file__).with_name("legal_qa.tsv")
COLUMNS = (
    *("answer", "start", "end", "kind", "statute", "in_tree", "numbers"),
    *("quote_start", "quote_end", "verdict", "version", "superseded", "found_in", "note"),
)
ANSWERS = 150  # how many there are; a citation names its answer by the place in the list


class Kind(StrEnum):
    """Where a citation stands, and how it names the provision."""

    FULL = "full"  # the answer's own
    INNER = "inner"  # in the words of a provision that the answer quotes
    RELATIVE = "relative"  # there too, without an article's number: 前款, 本条第三款


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldCitation:
    """One citation; spans are offsets in characters of the answer.

    ``statute`` is the title of the statute that is meant, ``numbers`` are in the form of
    ``kb.model.Citation`` (none where they cannot be told). ``quote`` is the span of the words
    given as the provision's, ``version`` the day that names the version they agree with.
    ``found_in`` is, for a mismatch, the statute and the number of the provision that has them.
    """

    answer: int
    start: int
    end: int
    kind: Kind
    statute: str
    in_tree: bool
    numbers: tuple[str, ...]
    quote: tuple[int, int] | None = None
    verdict: VerdictKind | None = None
    version: date | None = None
    superseded: bool = False
    found_in: tuple[str, str] | None = None
    note: str = ""

    def __post_init__(self) -> None:
        for wrong, message in self._rules():
            if wrong:
                raise ValueError(message)

    def _rules(self) -> Iterator[tuple[bool, str]]:
        held = self.verdict in (VerdictKind.VERBATIM, VerdictKind.MINOR, VerdictKind.PARAPHRASE)
        yield not 0 <= self.answer < ANSWERS, f"there is no answer {self.answer}"
        yield not 0 <= self.start < self.end, "the span is empty"
        yield not self.statute, "no statute"
        yield self.kind is not Kind.RELATIVE and not self.numbers, "no numbers"
        yield (self.quote is None) != (self.verdict is None), "a quote has a verdict and vice versa"
        yield self.quote is not None and self.kind is not Kind.FULL, "quoted within a quote"
        if self.quote is not None:
            starts, ends = self.quote
            yield not self.end <= starts < ends, "the quote does not follow the citation"
            unchecked = self.verdict is VerdictKind.UNCHECKED
            yield self.in_tree == unchecked, "unchecked is what is not in the tree"
        yield held != (self.version is not None), "what holds has a version, nothing else has"
        yield self.superseded and not held, "only a quote that holds can be superseded"
        mismatch = self.verdict is VerdictKind.MISMATCH
        yield self.found_in is not None and not mismatch, "only a mismatch is found elsewhere"


def read(path: Path = FILE) -> tuple[GoldCitation, ...]:
    """All citations, in the order of the answers and of their places.

    Raises ``ValueError`` that names the file and the line.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(next(rows, ())) != COLUMNS:
            raise ValueError(f"{path}:1: the columns are to be {' '.join(COLUMNS)}")
        citations = tuple(_citation(f"{path}:{number}", row) for number, row in enumerate(rows, 2))
    for number, (before, after) in enumerate(pairwise(citations), 3):
        if (after.answer, after.start) < (before.answer, before.end):
            raise ValueError(f"{path}:{number}: it stands before, or in, the one above")
    return citations


def answers(shared_data: Path) -> tuple[str, ...]:
    """The texts that the spans belong to."""
    path = shared_data / "legal-qa" / "lawbench-3-8-dev.json"
    return tuple(entry["answer"] for entry in json.loads(path.read_text("utf-8")))


def _citation(where: str, cells: Sequence[str]) -> GoldCitation:
    try:
        row = dict(zip(COLUMNS, cells, strict=True))
        return GoldCitation(
            answer=int(row["answer"]),
            start=int(row["start"]),
            end=int(row["end"]),
            kind=Kind(row["kind"]),
            statute=row["statute"],
            in_tree=_flag(row["in_tree"]),
            numbers=tuple(_number(number) for number in row["numbers"].split()),
            quote=_quote(row["quote_start"], row["quote_end"]),
            verdict=VerdictKind(row["verdict"]) if row["verdict"] else None,
            version=date.fromisoformat(row["version"]) if row["version"] else None,
            superseded=_flag(row["superseded"]),
            found_in=_place(row["found_in"]),
            note=row["note"],
        )
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(f"{text!r} is neither 0 nor 1")
    return text == "1"


def _number(text: str) -> str:
    Provision.parse(f"any/art-{text}")
    return text


def _quote(start: str, end: str) -> tuple[int, int] | None:
    return (int(start), int(end)) if start or end else None


def _place(text: str) -> tuple[str, str] | None:
    if not text:
        return None
    statute, _, number = text.partition("#")
    return statute, _number(number)
