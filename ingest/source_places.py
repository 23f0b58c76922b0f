"""Where exactly in its file each citation stands, and what it quotes: what a fix replaces."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.script import HAN_OR_WORD
from ingest.source_lines import body_start, place
from kb.model import Citation

Span = tuple[int, int]

# What wrapping a text puts into it: white space, and marks of a quote at the start of a line.
_WRAPPING = re.compile(r"^[ \t]*(?:>[ \t]?)+|\s+", re.MULTILINE)
_QUOTED_LINE = re.compile(r"^ {0,3}>[^\n]*$", re.MULTILINE)
_WORDS = 12  # by which the two ends of a quotation are known


@dataclass(frozen=True, slots=True)
class SourcePlaces:
    """Offsets in characters of the source, None where markup stands between the words.

    ``quote`` is all lines of a block quote (``block``), or the words in line between their marks.
    """

    citation: Span | None
    quote: Span | None = None
    block: bool = False


def places_of(citations: Sequence[Citation], source: str) -> Iterator[SourcePlaces]:
    """The places of each citation, in their order, which is that of the source."""
    at = body_start(source)
    for citation in citations:
        found = place(citation.text, source, at)
        if found is None:
            yield SourcePlaces(None)
            continue
        at = found.end()
        quote, block = _quote(citation, source, at)
        yield SourcePlaces(_whole(citation.text, source, found.span()), quote, block)


def bare(text: str) -> str:
    """The text without what wrapping puts into it."""
    return _WRAPPING.sub("", text)


def _whole(text: str, source: str, words: Span) -> Span | None:
    """The span with the text's marks before its first and behind its last word: 《…》, (2)."""
    first = next(n for n, sign in enumerate(text) if sign.isalnum())
    last = next(n for n, sign in enumerate(reversed(text)) if sign.isalnum())
    start, end = words[0] - first, words[1] + last
    if start < 0 or bare(source[start:end]) != bare(text):
        return None
    return start, end


def _quote(citation: Citation, source: str, at: int) -> tuple[Span | None, bool]:
    """Where its quotation stands behind it, and whether that is a block quote."""
    quoted = [words.strip() for words in citation.quote if words.strip()]
    if not quoted:
        return None, False
    found = place(_few(quoted[0]), source, at)
    if found is None:
        return None, False
    line = source.rfind("\n", 0, found.start()) + 1
    if _QUOTED_LINE.match(source, line):
        span = _block(source, line)
        return (span if bare(source[slice(*span)]) == bare("".join(quoted)) else None), True
    ending = place(_few(quoted[-1], last=True), source, found.start())
    if ending is None or len(quoted) > 1:
        return None, False
    return _whole(quoted[0], source, (found.start(), ending.end())), False


def _block(source: str, line: int) -> Span:
    """All quoted lines from there on, without the last line break."""
    end = line
    while (quoted := _QUOTED_LINE.match(source, end)) is not None:
        end = quoted.end() + 1
    return line, end - 1


def _few(text: str, *, last: bool = False) -> str:
    """The first words, or the last ones."""
    words = list(HAN_OR_WORD.finditer(text))
    if not words:
        return text
    if last:
        return text[words[-_WORDS:][0].start() : words[-1].end()]
    return text[: words[:_WORDS][-1].end()]
