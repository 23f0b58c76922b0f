"""Which paragraph 前款 means: the official text tells where the quoted words stand.

A quotation need not be whole and does not show its paragraphs, so the finder knows the article
only. The words around a 前款 stand in one paragraph of the article; the one before it is meant.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.citing.relative_provisions import Relative, relatives
from ingest.numerals import fold
from kb.model import Citation
from kb.provision import Provision
from kb.statutes import ProvisionText

Look = Callable[[Provision], ProvisionText | None]
AROUND = 12  # characters on either side that are looked for
_SENTENCE_END = re.compile("[。；：:;]")
_NO_WORD = re.compile(r"\W+")


def with_paragraphs(citations: Sequence[Citation], look: Look) -> tuple[Citation, ...]:
    """The citations, those like 前款 with their paragraph where the official text shows it."""
    quoting = [c for c in citations if c.quote_spans and c.targets]
    if not quoting or len(quoting) == len(citations):
        return tuple(citations)
    starts = [c.quote_spans[0][0] for c in quoting]
    made: list[Citation] = []
    last: Relative | None = None
    for citation in citations:
        n = bisect_right(starts, citation.start) - 1
        if n >= 0 and not citation.statute and citation.targets:
            relative = next(relatives(fold(citation.text)), None)
            if relative is not None and not relative.start:
                if relative.level == "same" and last is not None:
                    relative = relative.after(last)
                last = relative
                citation = _with_paragraph(citation, relative, quoting[n], look)
        made.append(citation)
    return tuple(made)


def _with_paragraph(
    citation: Citation, relative: Relative, quoting: Citation, look: Look
) -> Citation:
    if relative.level in ("article", "same"):
        return citation
    place = _words_around(citation, quoting)
    text = look(quoting.targets[-1].whole)
    if not place or text is None:
        return citation
    held = [
        n
        for n, paragraph in enumerate(text.paragraphs, 1)
        if place in _bare(paragraph.text + "".join(paragraph.items))
    ]
    if len(held) != 1:
        return citation
    numbers = relative.numbers(quoting.targets[-1].number, held[0])
    targets = tuple(
        Provision.parse(f"{quoting.targets[-1].statute}/art-{number}") for number in numbers
    )
    return replace(citation, targets=targets) if targets else citation


def _words_around(citation: Citation, quoting: Citation) -> str:
    """The words around the citation inside the quotation; empty where they are not the same."""
    for (start, end), quote in zip(quoting.quote_spans, quoting.quote, strict=True):
        if start <= citation.start < end:
            at = citation.start - start
            if quote[at : at + len(citation.text)] != citation.text:
                return ""  # mark-up stands in it, and the places differ
            before = _SENTENCE_END.split(quote[max(0, at - AROUND) : at])[-1]
            after = quote[at : at + len(citation.text) + AROUND]
            return _bare(before + _SENTENCE_END.split(after)[0])
    return ""


def _bare(text: str) -> str:
    return _NO_WORD.sub("", fold(text))
