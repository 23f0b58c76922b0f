"""Text that still has mark-up in it, as it comes from a database or a form: without it.

Real texts have ``<p>`` between paragraphs and ``《实施&lt;社会保险法&gt;若干规定》``. What is found
in the bare text is told in places of the text as it was.
"""

import html
import re
from bisect import bisect_right
from dataclasses import dataclass

Span = tuple[int, int]

_BLOCK = "p|div|br|li|ul|ol|tr|td|th|table|tbody|h[1-6]|blockquote|section|article|hr"
_INLINE = "span|a|b|i|u|em|strong|font|small|sub|sup|cite|q|mark|label|o:p|code"
_MARK_UP = re.compile(
    rf"(?P<block></?(?:{_BLOCK})(?:\s[^<>]{{0,300}})?/?>)|(?P<inline></?(?:{_INLINE})(?:\s[^<>]{{0,300}})?/?>)"
    r"|&(?:[lg]t|amp|quot|apos|nbsp|[lr][sd]quo|middot|mdash|ndash|#[0-9]{1,5}|#x[0-9a-f]{1,4});",
    re.IGNORECASE,
)
_SPACES = "\u00a0\u2003\u2002\u3000"


@dataclass(frozen=True, slots=True)
class Bare:
    """A text without its mark-up, and where each piece of it stood."""

    text: str
    starts: tuple[int, ...]  # of the pieces, in the bare text
    pieces: tuple[tuple[int, int, bool], ...]  # where they were, and whether word for word

    def span(self, start: int, end: int) -> Span:
        """Where the words from ``start`` to ``end`` of the bare text stood."""
        first = self._piece(start)
        at, _, same = self.pieces[first]
        began = at + (start - self.starts[first] if same else 0)
        last = self._piece(max(start, end - 1))
        at, length, same = self.pieces[last]
        ended = at + (end - self.starts[last] if same else length)
        return began, max(began, ended)

    def at(self, place: int) -> int:
        """Where in the bare text a place of the text as it was is."""
        n = bisect_right(self.pieces, (place, len(self.text) + place, True)) - 1
        at, length, same = self.pieces[max(n, 0)]
        return self.starts[max(n, 0)] + (min(place - at, length) if same else 0)

    def _piece(self, place: int) -> int:
        return max(bisect_right(self.starts, place) - 1, 0)


def bare(text: str) -> Bare | None:
    """The text without tags and entities; None where it has none."""
    found = list(_MARK_UP.finditer(text)) if "<" in text or "&" in text else []
    if not found:
        return None
    made: list[str] = []
    starts: list[int] = []
    pieces: list[tuple[int, int, bool]] = []
    length = done = 0

    def put(piece: str, start: int, end: int, same: bool) -> None:
        nonlocal length
        if piece:
            made.append(piece)
            starts.append(length)
            pieces.append((start, end - start, same))
            length += len(piece)

    for mark in found:
        put(text[done : mark.start()], done, mark.start(), True)
        put(_instead(mark), mark.start(), mark.end(), False)
        done = mark.end()
    put(text[done:], done, len(text), True)
    return Bare("".join(made), tuple(starts), tuple(pieces)) if made else None


def _instead(mark: re.Match[str]) -> str:
    """What stands for a tag or an entity: a paragraph ends, nothing, the character."""
    if mark["block"]:
        return "\n\n"
    if mark["inline"]:
        return ""
    character = html.unescape(mark[0])
    return " " if character in _SPACES or not character.isprintable() else character
