"""On which line of its file each citation stands."""

from collections.abc import Iterator, Sequence

from kb.model import Citation


def lines_of(citations: Sequence[Citation], source: str) -> Iterator[int]:
    """The line of each citation, from 1; the citations are in the order of the source.

    The words of a citation are looked for in the source, since markup may lie between them and
    where they stand in the text. What is not found stands where the one before it does.
    """
    at = 0
    line = 1
    counted = 0  # lines were counted up to here
    for citation in citations:
        found, length = _find(citation.text, source, at)
        if found >= 0:
            line += source.count("\n", counted, found)
            counted = found
            at = found + length
        yield line


def _find(words: str, source: str, at: int) -> tuple[int, int]:
    """The whole of the words, else the last line of them: the provision's number."""
    for part in (words, words.split("\n")[-1], words.split()[-1] if words.split() else words):
        found = source.find(part, at)
        if found >= 0:
            return found, len(part)
    return -1, 0
