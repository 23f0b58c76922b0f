"""The titles of related articles at the end of a page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.draft import Doubt
from ingest.fields import MAX_TEXT, MAX_TEXTS
from ingest.lines import Line
from ingest.masthead import asks
from ingest.numerals import fold
from ingest.outline import Ordinal, Style, ordinal
from ingest.script import HAN

_SENTENCES = re.compile(r"[.;!]\s+\S|[。；！]\S")
_BETWEEN = re.compile(r";\s+|\s*[；｜]\s*|\s+\|\s+")
_WORD = re.compile(r"[a-z][a-z'’-]+|[0-9]+", re.IGNORECASE)
_HAN_RUN = re.compile(f"[{HAN}]+")
_COMMON_WORDS = (
    "a about after all an and any are as at be been before by can did do does for from get had has "
    "have how i if in into is it its just long many may more most much must my need no not of on "
    "one or other our out own shall should so some still that the their them then there they this "
    "to up us use was we were what when where which who whom whose why will with you your "
    "怎么 如何 怎样 什么 哪里 哪些 多少 可以 是否 能否 为什 需要 自己 一个 么办 我的"
)
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class Related:
    """The titles, each with the line it stands on, and the lines that turned out to be text."""

    titles: tuple[Line, ...]
    text: tuple[Line, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def related(lines: Sequence[Line], room: int = MAX_TEXTS) -> Related:
    """Read the lines below "Related articles"; what exceeds ``room`` titles counts as text."""
    lines = list(_listed(lines))
    marked = any(line.bullet for line in lines)
    last = max((at for at, line in enumerate(lines) if line.bullet), default=-1)
    counted = not marked and _counts(lines)
    titles: list[Line] = []
    text: list[Line] = []
    doubts: list[Doubt] = []
    for at, line in enumerate(lines):
        if marked and not line.bullet and titles and at < last:
            joined = Line(titles[-1].number, f"{titles[-1].text} {line.text}", "-")
            if len(joined.text) <= MAX_TEXT:  # a title that runs on
                titles[-1] = joined
                doubts.append(Doubt(line=line.number, message="read as part of the title above"))
                continue
        fits = line.bullet or counted or (not text and _may_be_title(line.text, strict=marked))
        if fits and len(line.text) <= MAX_TEXT and len(titles) < room:
            titles.append(line)
        else:
            text.append(line)
    if text:
        message = "text below the related titles, read as part of the article"
        doubts.append(Doubt(line=text[0].number, message=message))
    return Related(tuple(_without_numbers(titles)), tuple(text), tuple(doubts))


def unmarked(lines: Sequence[Line], after_basis: bool) -> int | None:
    """Where a list of titles starts at the end of the page that no marker announces."""
    at = len(lines)
    while at and (lines[at - 1].bullet or (asks(lines[at - 1].text) and _short(lines[at - 1]))):
        at -= 1
    run = lines[at:]
    if len(run) < 2 or not at or lines[at - 1].text.endswith((":", "：")):
        return None
    questions = sum(asks(line.text) for line in run)
    bulleted = all(line.bullet for line in run)
    if 2 * questions >= len(run) and (bulleted or after_basis):
        return at
    return None


def off_topic(title: str, titles: Sequence[Line]) -> list[Doubt]:
    """A doubt for each related title that shares no word with the article's."""
    own = _words(title)
    return [
        Doubt(line=line.number, message=f"off topic? No word in common: {line.text!r}")
        for line in titles
        if own and not own & _words(line.text)
    ]


def _listed(lines: Sequence[Line]) -> list[Line]:
    """One line a title: several on the marker's own line are separated by ; or |."""
    if len(lines) == 1 and not lines[0].bullet:
        pieces = _BETWEEN.split(lines[0].text)
        if all(pieces):
            return [Line(lines[0].number, piece) for piece in pieces]
    return list(lines)


def _may_be_title(text: str, *, strict: bool) -> bool:
    if strict:
        return asks(text) and len(text) <= MAX_TEXT
    return len(text) <= MAX_TEXT // 2 and not _SENTENCES.search(text)


def _short(line: Line) -> bool:
    return len(line.text) <= MAX_TEXT // 2 and line.text.endswith(("?", "？"))


def _counts(lines: Sequence[Line]) -> bool:
    """Whether the lines are numbered 1, 2, 3: then the numbers are no part of the titles."""
    found = [ordinal(line.text) for line in lines]
    return len(lines) > 1 and all(_is_number(o, n) for n, o in enumerate(found, 1))


def _is_number(found: Ordinal | None, n: int) -> bool:
    styles = (Style.ARABIC, Style.PAREN, Style.CIRCLED, Style.HAN)
    return found is not None and found.style in styles and found.number == n


def _without_numbers(titles: Sequence[Line]) -> list[Line]:
    if not _counts(titles):
        return list(titles)
    bare = []
    for line in titles:
        counted = ordinal(line.text)
        text = line.text[len(counted.text) :].strip() if counted else line.text
        bare.append(Line(line.number, text or line.text, line.bullet))
    return bare


def _words(text: str) -> set[str]:
    """Words without endings and without those of any question; Chinese by two characters."""
    words = {_stem(word) for word in _WORD.findall(fold(text).casefold())}
    for run in _HAN_RUN.findall(text):
        words |= {run[at : at + 2] for at in range(len(run) - 1)}
    return words - _COMMON


def _stem(word: str) -> str:
    """Enough to see that "payments" is "pay": endings off, four letters left."""
    if word in _COMMON:
        return word
    for ending in ("ments", "ment", "ing", "ies", "es", "ed", "s", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
