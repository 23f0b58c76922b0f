"""Which provisions have (nearly) these words: shingles of four characters, then RapidFuzz.

A provision is entered under every third of its shingles, a quotation is looked up by all of
its own: six characters in common are so enough to be found, for a third of the space.
"""

import re
import sqlite3
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from rapidfuzz import fuzz

LENGTH, STEP = 4, 3
MOST_WORDS = 600  # characters of a quotation that are looked at
MOST_POSTINGS = 2_000  # provisions counted up; the rarest shingles first
MOST_CANDIDATES = 16  # provisions compared letter by letter
LIKE_ENOUGH = 0.8  # of a quotation's letters; below that it is another text
BATCH = 40_000  # provisions whose shingles are kept in memory together, some 150 MB

# Punctuation differs between prints, and is no evidence.
_NO_LETTER = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """The letters and digits alone, in one width and case."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())


def shingles(text: str) -> set[str]:
    """The shingles under which a text is entered; ``text`` is folded."""
    if len(text) < LENGTH + STEP:
        return {text[at : at + LENGTH] for at in range(max(1, len(text) - LENGTH + 1))}
    return {text[at : at + LENGTH] for at in range(0, len(text) - LENGTH + 1, STEP)}


def enter(database: sqlite3.Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Enter provisions, by ascending number, each with its folded text."""
    (batch,) = database.execute("SELECT coalesce(max(batch), 0) FROM shingle").fetchone()
    for rows in _batches(texts):
        batch += 1
        database.executemany(
            "INSERT INTO shingle (word, batch, provisions) VALUES (?, ?, ?)",
            ((word, batch, rows[word].tobytes()) for word in sorted(rows)),
        )


def _batches(texts: Iterable[tuple[int, str]]) -> Iterator[dict[str, "array[int]"]]:
    rows: defaultdict[str, array[int]] = defaultdict(_numbers)
    for n, (number, text) in enumerate(texts, 1):
        for word in shingles(text):
            rows[word].append(number)
        if n % BATCH == 0:
            yield rows
            rows = defaultdict(_numbers)
    if rows:
        yield rows


def _numbers() -> "array[int]":
    return array("I")


def candidates(
    database: sqlite3.Connection,
    words: str,
    is_held: Callable[[int], bool],
    within: Sequence[tuple[int, int]] = (),
) -> tuple[int, ...]:
    """Numbers of the provisions that share most with the folded words, the best first.

    ``is_held`` tells which numbers have not been removed since; ``within`` are ranges of
    numbers, both ends included; none: all.
    """
    words = words[:MOST_WORDS]
    wanted = {words[at : at + LENGTH] for at in range(max(1, len(words) - LENGTH + 1))}
    counts: Counter[int] = Counter()
    counted = 0
    for numbers in _postings(database, wanted):
        for part in _parts(numbers, within) if within else (numbers,):
            counts.update(part)
            counted += len(part)
        if counted > MOST_POSTINGS:
            break
    held = ((number, shared) for number, shared in counts.most_common() if is_held(number))
    best = list(islice(held, MOST_CANDIDATES))
    return tuple(number for number, shared in best if shared * 3 >= best[0][1])


def _parts(numbers: "array[int]", within: Sequence[tuple[int, int]]) -> Iterator["array[int]"]:
    for first, last in within:
        yield numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]


def _postings(database: sqlite3.Connection, words: set[str]) -> Iterator["array[int]"]:
    """The provisions of each shingle, the rarest shingle first."""
    marks = ", ".join("?" * len(words))
    for (data,) in database.execute(
        f"SELECT provisions FROM shingle WHERE word IN ({marks}) ORDER BY length(provisions)",  # noqa: S608
        tuple(words),
    ):
        numbers = _numbers()
        numbers.frombytes(data)
        yield numbers


def likeness(words: str, text: str) -> float:
    """How much of the words stands in the text (0-1); both are folded.

    Where the text is the shorter one it is not turned round: what it lacks counts.
    """
    if not words:
        return 0.0
    if len(words) > len(text):
        return fuzz.ratio(words, text) / 100
    return fuzz.partial_ratio(words, text, score_cutoff=100 * LIKE_ENOUGH) / 100
