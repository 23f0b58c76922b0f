"""On which line of its file each citation stands."""

import re
from collections.abc import Iterator, Sequence

from kb.model import Citation

_WORD = re.compile(r"\w+")
_BETWEEN = r"(?:<[^<>]{0,200}>|\W){0,40}?"  # tags, emphasis, line breaks, quote marks


def lines_of(citations: Sequence[Citation], source: str) -> Iterator[int]:
    """The line of each citation, from 1; the citations are in the order of the source.

    A citation is looked for word by word, since markup may lie between its words. What is not
    found (a word in it is half in bold) stands where the one before it does.
    """
    at = 0
    line = 1
    counted = 0  # lines were counted up to here
    for citation in citations:
        words = _WORD.findall(citation.text)
        found = re.compile(_BETWEEN.join(map(re.escape, words))).search(source, at)
        if found is not None and words:
            line += source.count("\n", counted, found.start())
            counted, at = found.span()
        yield line
