"""An English quotation beside our translation of a provision."""

import heapq
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.quote_check.clash import Clash
from ingest.quote_check.comparison import Comparison, alike, compare, rivals
from ingest.quote_check.reading import Sort
from ingest.quote_check.shelf import Reading, Shelf
from ingest.quote_check.weighing import doubt, reasons
from ingest.quote_check.words import told
from kb.provision import Provision
from kb.verdict import Change, Difference, VerdictKind, Why

SHORTEST = 2  # words that say something
LONGEST = 12_000  # characters
MOST_TOLD = 12  # differences
MOST_FOUND = 6  # provisions that have it
_LIKELY = 12  # provisions with a concept that are read
_HAS_IT = 0.6  # so alike, another provision is the one that is quoted
_NEARLY = 0.35  # of a sentence's weight: a provision that has the strange concept, and this much
_ELLIPSIS = re.compile(r"\s*(?:…+|\.{3,}|\[…\]|\[\.\.\.\])\s*")
_BETWEEN = re.compile(r"[^a-z0-9%]+")
_LABEL = re.compile(
    r"\s*(?:(?:article|art\.|section)\s+\d{1,4}[.:\s]{1,4}|\(\d{1,2}\)\s*)?", re.IGNORECASE
)
_SPELLINGS = (
    (re.compile(r"\blabour"), "labor"),
    (re.compile(r"(?<=[a-z]{3})is(?=e\b|ed\b|ing\b|ation)"), "iz"),
    (re.compile(r"\bcentre"), "center"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """What came of it."""

    kind: VerdictKind
    likeness: float
    differences: tuple[Difference, ...] = ()
    why: tuple[Why, ...] = ()
    found_in: tuple[Provision, ...] = ()


@lru_cache(maxsize=5_000)
def letters(text: str) -> str:
    """The words alone: case, punctuation, item numbers and American spelling aside."""
    plain = re.sub(r"\(\d{1,2}\)", " ", text.casefold().replace("’", "'"))
    for spelling, usual in _SPELLINGS:
        plain = spelling.sub(usual, plain)
    return f" {_BETWEEN.sub(' ', plain).strip()} "


def contained(quotation: str, held: str) -> bool:
    """Whether its pieces stand there word for word, in order."""
    words, at = letters(held), 0
    for piece in _ELLIPSIS.split(quotation[_label(quotation) :]):
        for line in piece.split("\n"):
            wanted = letters(line)
            if not wanted.strip():
                continue
            at = words.find(wanted, max(0, at - 1))
            if at < 0:
                return False
            at += len(wanted)
    return at > 0


def _label(quotation: str) -> int:
    found = _LABEL.match(quotation)
    return found.end() if found else 0


def judge(quotation: str, held: str, shelf: Shelf, cited: Sequence[Provision]) -> Found:
    """Hold a quotation that is not ``contained`` against the provision's words.

    Its paragraphs are joined by line breaks.
    """
    quoted = Reading.of(quotation[:LONGEST], shelf.lexicon)
    if sum(quoted.classes.values()) < SHORTEST:
        return Found(VerdictKind.UNCHECKED, 0.0, why=(Why.TOO_SHORT,))
    theirs = Reading.of(held, shelf.lexicon)
    found = compare(quoted, theirs, shelf, frozenset(provision.whole for provision in cited))
    differences = tuple(_differences(found, quoted))[:MOST_TOLD]
    if doubt(found) <= 0:
        return Found(VerdictKind.PARAPHRASE, found.alike, differences)
    return Found(
        VerdictKind.MISMATCH,
        found.alike,
        differences,
        _why(found, quoted, shelf),
        tuple(dict.fromkeys(_found_in(found, quoted, shelf, cited)))[:MOST_FOUND],
    )


def _why(found: Comparison, quoted: Reading, shelf: Shelf) -> tuple[Why, ...]:
    """Another provision's words, where there is one that has them."""
    why = reasons(found)
    held = found.rival and alike(quoted, shelf.reading(found.rival), shelf) >= _HAS_IT
    if why[0] in (Why.OTHER_PROVISION, Why.OTHER_WORDS):
        first = Why.OTHER_PROVISION if held else Why.OTHER_WORDS
        return (first, *(w for w in why if w not in (Why.OTHER_PROVISION, Why.OTHER_WORDS)))
    return tuple(w for w in why if w is not Why.OTHER_PROVISION or held)


def _differences(found: Comparison, quoted: Reading) -> Iterator[Difference]:
    for clash in (*found.figures, *found.misplaced, *found.relations, *found.duties):
        yield _replaced(clash, quoted)
    for clash in (*found.doers, *found.contraries):
        yield _replaced(clash, quoted)
    for name in dict.fromkeys((*found.kinds, *found.strange)):
        token = next(t for t in quoted.tokens if t.sort is Sort.CLASS and t.name == name)
        concept = told([name], quoted.lexicon)[0]
        yield Difference(change=Change.ADDED, quoted=concept, start=token.start, end=token.end)
    if found.exception_dropped:
        yield Difference(change=Change.MISSING, official="except")
    for concept in told(found.left_out, quoted.lexicon):
        yield Difference(change=Change.MISSING, official=concept)


def _replaced(clash: Clash, quoted: Reading) -> Difference:
    change = Change.REPLACED
    if not clash.official:
        change = Change.ADDED
    elif not clash.quoted:
        change = Change.MISSING
    words = clash.quoted or quoted.text[max(0, clash.start) : max(0, clash.end)]
    return Difference(
        change=change,
        quoted=words if change is not Change.MISSING else "",
        official=clash.official,
        start=clash.start,
        end=clash.end,
    )


def _found_in(
    found: Comparison, quoted: Reading, shelf: Shelf, cited: Sequence[Provision]
) -> Iterator[Provision]:
    """The provision that has it all, else those that have what the cited one lacks."""
    without = frozenset(provision.whole for provision in cited)
    own = {provision.statute for provision in cited}
    rival = found.rival if found.rivalry > 0 else None
    if rival and alike(quoted, shelf.reading(rival), shelf) >= _HAS_IT:
        yield rival
    concepts = found.kinds or found.strange
    where = [(_best(name, quoted, shelf, without, own), name) for name in concepts]
    yield from sorted(place for place, _ in where if place is not None)
    if not concepts and found.rivalry > 0:
        yield from rivals(quoted, shelf, without)[:1]


def _best(
    concept: str,
    quoted: Reading,
    shelf: Shelf,
    without: frozenset[Provision],
    own: set[str],
) -> Provision | None:
    """The provision that says of this concept what the quotation does, the statute's own first."""
    places = [p for p in shelf.where.get(concept, ()) if p not in without]
    for among in ([p for p in places if p.statute in own], places):
        likely = heapq.nlargest(
            _LIKELY, among, key=lambda p: shelf.weight_of(quoted.classes.keys() & shelf.meant[p])
        )
        scores = {p: _says(concept, quoted, shelf.reading(p), shelf) for p in likely}
        best = max(scores, key=lambda p: (scores[p], -p.article), default=None)
        if best is not None and scores[best] >= _NEARLY:
            return best
    return None


def _says(concept: str, quoted: Reading, held: Reading, shelf: Shelf) -> float:
    """How much of a sentence about the concept stands there; other things of its kind aside."""
    kind: frozenset[str] = frozenset().union(
        *(kind for kind in quoted.lexicon.kinds if concept in kind)
    )
    best = 0.0
    for sentence in quoted.sentences:
        names = {n for n in sentence.classes if n not in kind} | {concept}
        if concept not in sentence.classes:
            continue
        for part in held.sentences:
            if concept not in part.classes:
                continue
            common = shelf.weight_of(names & part.meant) / shelf.weight_of(names)
            back = shelf.weight_of(names & part.meant) / (shelf.weight_of(part.classes) or 1.0)
            best = max(best, 0.5 * common + 0.5 * min(1.0, back))
    return best
