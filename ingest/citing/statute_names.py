"""Where a text names a statute: in 《》, in title case, or by a name the register knows."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ingest.citing.chinese_names import bracketed, documents
from ingest.citing.known_names import WORD, Span, known_names
from ingest.citing.statute_kinds import kind_of
from ingest.citing.title_case import of_the_country, title_case, with_country

# Named in passing these are rarely statutes: "Privacy Notice", "Court Decision".
_WEAK = frozenset(("decision", "opinions", "notice", "amendment"))
_REVISION = re.compile(
    r" ?\((?=[^()\n]{0,40}(?:[0-9]{4}|修[正订改]|revis|amend))[^()\n]{1,40}\)", re.IGNORECASE
)
_SPACE = re.compile(r"\s+")
_CLOSING = {"《": "》", "<": ">"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names a statute, brackets and quotes included, and the name inside, on one line.

    ``weak`` where only a provision beside it makes it a statute's name.
    """

    start: int
    end: int
    name: str
    weak: bool = False


def mentions(text: str, folded: str, names: Collection[str] = ()) -> list[Mention]:
    """Every statute named in the text, in order; of two that overlap the longer one.

    ``folded`` is the same text through ``numerals.fold``; ``names`` are those of the register.
    """
    words = list(WORD.finditer(folded))
    known = list(known_names(frozenset(names)).spans(folded, words))
    spans = list(bracketed(folded, frozenset(text[start:end] for start, end in known)))
    spans += (with_country(folded, span) for span in known)
    spans += of_the_country(folded)
    sure = set(spans)
    numbers = set(documents(folded))
    spans += numbers
    spans += title_case(folded, words, {end for _, end in known})
    found: list[Mention] = []
    for start, end in _longest(spans):
        note = _after_note(folded, end)  # it may stand inside the quotes or after them
        first, last = _unwrapped(folded, (start, note))
        after = _after_note(folded, last)
        marks = int(_CLOSING.get(folded[start]) == folded[end - 1])
        inside = text[start + marks : end - marks].strip()
        name = _SPACE.sub(" ", inside + text[end:note] + text[last:after])
        weak = (start, end) not in sure and ((start, end) in numbers or kind_of(name) in _WEAK)
        found.append(Mention(first, after, name, weak))
    return found


def _longest(spans: Sequence[Span]) -> Iterator[Span]:
    """Of spans that overlap, the longest."""
    kept: Span | None = None
    for span in sorted(spans):
        if kept is None or span[0] >= kept[1]:
            if kept is not None:
                yield kept
            kept = span
        elif span[1] - span[0] > kept[1] - kept[0]:
            kept = span
    if kept is not None:
        yield kept


def _after_note(folded: str, at: int) -> int:
    """Where the "(revised in 2018)" that stands here ends; ``at`` where there is none."""
    note = _REVISION.match(folded, at)
    return note.end() if note else at


def _unwrapped(folded: str, span: Span) -> Span:
    """The span with the quotes or stars around it."""
    start, end = span
    for _ in range(3):
        if not (start and end < len(folded)):
            break
        if folded[start - 1] in "\"'*_" and folded[end] == folded[start - 1]:
            start, end = start - 1, end + 1
    return start, end
