"""On which line of its file each citation stands, and what it quotes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.script import HAN_OR_WORD
from kb.model import Citation

# A Chinese character is a word of its own: a line may end after any.
# Tags, emphasis, line breaks, quote marks. A "<" is a tag's beginning or is not, never both, so
# that there is one way to read anything.
_BETWEEN = r"(?:<[^<>]{0,200}>|(?!<[^<>]{0,200}>)\W){0,40}?"
_FRONT_MATTER = re.compile(r"---[ \t]*\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)
_ENOUGH = 12  # words by which a quotation is known


@dataclass(frozen=True, slots=True)
class Lines:
    """Where a citation stands, and where what it quotes begins, from 1."""

    citation: int
    quote: int


def lines_of(citations: Sequence[Citation], source: str) -> Iterator[Lines]:
    """The lines of each citation, in their order, which is that of the source.

    A citation is looked for word by word, since markup may lie between its words, and not in
    front matter. What is not found (a word in it is half in bold) stands where the one before it
    does, or at the top; a quotation that is not found, where its citation does.
    """
    at = body_start(source)
    line, counted = 1, 0  # lines were counted up to here
    for citation in citations:
        found = place(citation.text, source, at)
        if found is not None:
            line += source.count("\n", counted, found.start())
            counted, at = found.span()
        quoted = place(_quoted(citation), source, at)
        between = source.count("\n", counted, quoted.start()) if quoted else 0
        yield Lines(line, line + between)


def body_start(source: str) -> int:
    """Where the front matter ends, if there is any."""
    before = _FRONT_MATTER.match(source)
    return before.end() if before else 0


def place(text: str, source: str, at: int) -> re.Match[str] | None:
    """Where the text's words stand, from there on; "Article 1" does not stand in "Article 12"."""
    words = HAN_OR_WORD.findall(text)
    if not words:
        return None
    ends = r"(?![a-zA-Z0-9])" if words[-1].isascii() else ""
    starts = r"(?<![a-zA-Z0-9])" if words[0].isascii() else ""
    pattern = re.compile(starts + _BETWEEN.join(map(re.escape, words)) + ends)
    return pattern.search(source, at)


def _quoted(citation: Citation) -> str:
    """The first words of what it quotes."""
    first = next((words for words in citation.quote if words.strip()), "")
    words = list(HAN_OR_WORD.finditer(first))[:_ENOUGH]
    return first[: words[-1].end()] if words else ""
