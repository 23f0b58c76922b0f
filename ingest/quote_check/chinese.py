"""A Chinese quotation beside the official text of a provision, character by character."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from ingest.quote_check.alignment import Edit, edits
from ingest.quote_check.chinese_words import Mark, Terms, marks, reason, within
from ingest.quote_check.plain_chinese import Plain, label_end, letters, plain, without_label
from ingest.quote_check.provision_words import LOST, Official
from kb.verdict import Change, Difference, VerdictKind, Why

SHORTEST = 6  # characters that count; fewer are no quotation that could be told from others
LONGEST = 6_000  # characters that are aligned; no provision is longer
SUMMARY = 50  # characters: fewer that are not alike may tell of the provision, not quote it
_ALIKE = 0.85  # so alike, window by window, words can be meant as the provision's
_RUN = 12  # characters in a row that nobody finds by telling of the provision
FEW_WORDS, _NEARLY = 20, 0.95  # of so few characters nearly all must be
_FEW = 0.8  # so much of the quotation in place is a quotation with a few other characters
_SAME = 0.45  # less in common is nothing in common
_ELLIPSIS = re.compile(r"\s*(?:…+|\.{3,}|。{3,}|\[…\]|＊{3,})\s*")
_SENTENCE_END = "。；;！？!?：:”\"'』」）)\n"
_EXCEPTIONS = ("但", "法律另有规定")
_QUALIFIES = (Mark.NOT, Mark.EXCEPT, Mark.BAN)  # a sentence does not say the same without them
_WRITERS = re.compile(
    r"[\s”\"』」]*(?:律师|综上|因此|所以|由此|可见|以上|建议|温馨|注意|根据|依据|法律依据|如果您|如有|故此|故，"
    r"|也就是|即使如此|总之|总而言之|结论|解答|分析|提示|希望|您好|《|第[零一二三四五六七八九十百千\d]{1,9}条)"
)


@dataclass(frozen=True, slots=True)
class Found:
    """What came of it: ``likeness`` is the share (0-1) of the quotation that stands there."""

    kind: VerdictKind
    likeness: float
    differences: tuple[Difference, ...] = ()
    why: tuple[Why, ...] = ()


def compare(quotation: str, held: Official, known: Terms) -> Found:
    """Hold a quotation, its paragraphs joined by line breaks, against the words."""
    start = label_end(quotation)
    body = quotation[start : start + LONGEST]
    if _contained(body, held):
        return Found(VerdictKind.VERBATIM, 1.0)
    words = plain(body)
    if not words.text:
        return Found(VerdictKind.UNCHECKED, 0.0, why=(Why.TOO_SHORT,))
    cut = _cut(words, body, held)
    words = Plain(words.text[:cut], words.places[:cut])
    at = held.plain.text.find(words.text)
    if at >= 0:
        return _whole(at, held, known)
    if len(words.text) < SHORTEST:
        return Found(VerdictKind.UNCHECKED, 0.0, why=(Why.TOO_SHORT,))
    left_out = _left_out_between(words, body, held)
    if left_out is not None:
        return _shortened(left_out, start, held)
    alike = fuzz.partial_ratio(words.text, held.plain.text) / 100
    least = _NEARLY if len(words.text) < FEW_WORDS else _ALIKE
    told_of = alike < least and _longest_run(words.text, held.plain.text) < _RUN
    if told_of and len(words.text) < SUMMARY:
        return Found(VerdictKind.UNCHECKED, alike, why=(Why.TOO_SHORT,))
    return _aligned(words, start, quotation, held, known)


def stands(quotation: str, held: Official) -> bool:
    """Whether all of the quotation stands there in a row, and is long enough to tell."""
    words = plain(without_label(quotation)).text
    return len(words) >= SHORTEST and words in held.plain.text


def _longest_run(quoted: str, text: str) -> int:
    """The length of the longest piece that stands in both, as they are aligned."""
    blocks = (code for code in Indel.opcodes(quoted, text) if code.tag == "equal")
    return max((block.src_end - block.src_start for block in blocks), default=0)


def _contained(body: str, held: Official) -> bool:
    """Whether its pieces stand there in order: the quick way, for nearly all."""
    at = 0
    for piece in _ELLIPSIS.split(body):
        for line in piece.split("\n"):
            wanted = letters(line)
            at = held.letters.find(wanted, at)
            if at < 0:
                return False
            at += len(wanted)
    first = held.letters.find(letters(body.split("\n")[0]))
    return bool(letters(body)) and (first == 0 or first not in held.cut_short)


def _whole(at: int, held: Official, known: Terms) -> Found:
    """All of it stands there; a character or two that are lost at its beginning are told."""
    begins = max((clause for clause in held.clauses if clause <= at), default=0)
    if not 0 < at - begins <= LOST:
        return Found(VerdictKind.VERBATIM, 1.0)
    start, end = held.plain.span(begins, at)
    lost = Difference(change=Change.MISSING, official=held.text[start:end], start=0, end=0)
    told = within(marks(held.plain.text, known), begins, at)
    why = tuple(dict.fromkeys(reason(*m) for m in told if m[0] is not Mark.CONCEPT))
    return Found(VerdictKind.MISMATCH if why else VerdictKind.MINOR, 1.0, (lost,), why)


def _left_out_between(words: Plain, body: str, held: Official) -> list[tuple[int, int, int]] | None:
    """Where the quotation leaves sentences or items out: its own place, and the official span.

    None where its sentences do not all stand there, in order.
    """
    gaps: list[tuple[int, int, int]] = []
    at = first = 0
    for end in _sentence_ends(words, body):
        piece = words.text[first:end]
        found = held.plain.text.find(piece, at)
        if found < 0:
            return None
        if first and found > at:
            gaps.append((first, at, found))
        at, first = found + len(piece), end
    return gaps


def _sentence_ends(words: Plain, body: str) -> Iterator[int]:
    for n in range(1, len(words.places)):
        between = body[words.places[n - 1][1] : words.places[n][0]]
        if any(sign in "。；;！？：:\n" for sign in between):
            yield n
    yield len(words.places)


def _shortened(gaps: Sequence[tuple[int, int, int]], offset: int, held: Official) -> Found:
    """Sentences that are left out without a sign are told; an exception may not be."""
    differences = []
    excepted = False
    for at, first, last in gaps:
        start, end = held.plain.span(first, last)
        lost = held.text[start:end]
        excepted = excepted or lost.startswith(_EXCEPTIONS)
        differences.append(
            Difference(change=Change.MISSING, official=lost, start=offset + at, end=offset + at)
        )
    if excepted:
        return Found(VerdictKind.MISMATCH, 1.0, tuple(differences), (Why.NEGATION,))
    return Found(VerdictKind.MINOR, 1.0, tuple(differences))


def _cut(words: Plain, body: str, held: Official) -> int:
    """Where the provision's words end and the writer's own begin, if they do."""
    text = held.plain.text
    for end in sorted({*held.ends, len(text)}, reverse=True):
        last = text[max(0, end - 2 * SHORTEST) : end]
        at = words.text.rfind(last) if len(last) >= SHORTEST else -1
        if at < 0 or at + len(last) == len(words.text):
            if at >= 0:
                return len(words.text)
            continue
        cut = at + len(last)
        behind = body[words.places[cut - 1][1] :]
        ends_there = behind[:1] in _SENTENCE_END
        if ends_there and (end == len(text) or _WRITERS.match(behind[1:])):
            return cut
    return len(words.text)


def _aligned(words: Plain, offset: int, quotation: str, held: Official, known: Terms) -> Found:
    found = edits(words.text, held.plain.text, held.bounds)
    changed = sum(edit.end - edit.start for edit in found)
    likeness = 1 - changed / len(words.text)
    ours, theirs = marks(words.text, known), marks(held.plain.text, known)
    why: list[Why] = []
    differences: list[Difference] = []
    for edit in found:
        differences.append(_difference(edit, words, offset, quotation, held))
        if _left_out(edit, held):
            continue
        broken = _broken_off(edit, held)
        if broken:
            lost = (mark for part in broken for mark in within(theirs, *part))
            why += [reason(*mark) for mark in lost if mark[0] in _QUALIFIES]
            continue
        have = within(ours, edit.start, edit.end)
        lack = within(theirs, edit.first, edit.last)
        why += [reason(*mark) for mark in ((have - lack) + (lack - have))]
    reasons = tuple(dict.fromkeys(why))
    if likeness < _SAME:
        return Found(VerdictKind.MISMATCH, likeness, (), (Why.OTHER_WORDS,))
    if reasons:
        return Found(VerdictKind.MISMATCH, likeness, tuple(differences), reasons)
    few = likeness >= _FEW
    return Found(VerdictKind.MINOR if few else VerdictKind.PARAPHRASE, likeness, tuple(differences))


def _left_out(edit: Edit, held: Official) -> bool:
    """Whole sentences or items that are left out; but an exception is not left out so."""
    whole = edit.start == edit.end and {edit.first, edit.last} <= held.bounds
    return whole and not held.plain.text[edit.first : edit.last].startswith(_EXCEPTIONS)


def _broken_off(edit: Edit, held: Official) -> tuple[tuple[int, int], ...]:
    """Of an omission over several sentences those parts whose sentence is quoted for the rest."""
    inside = [bound for bound in held.bounds if edit.first < bound < edit.last]
    if not edit.missing or not inside:
        return ()
    return (edit.first, min(inside)), (max(inside), edit.last)


def _difference(
    edit: Edit, words: Plain, offset: int, quotation: str, held: Official
) -> Difference:
    start, end = (offset + place for place in words.span(edit.start, edit.end))
    first, last = held.plain.span(edit.first, edit.last)
    quoted, official_words = quotation[start:end], held.text[first:last]
    change = Change.REPLACED
    if edit.start == edit.end:
        change = Change.MISSING
    elif edit.first == edit.last:
        change = Change.ADDED
    return Difference(change=change, quoted=quoted, official=official_words, start=start, end=end)
