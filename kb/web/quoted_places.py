"""Where the differences of a quotation stand in the text that quotes."""

from collections.abc import Iterator

from kb.model import Citation

Span = tuple[int, int]


def places(citation: Citation, start: int, end: int) -> Iterator[Span]:
    """The spans of the text for a span of the quotation, its paragraphs joined by a line break.

    A span over several paragraphs is one in each. There are none where the quotation has no
    place in the text, or not all of it has.
    """
    if start < 0 or len(citation.quote_spans) != len(citation.quote):
        return
    offset = 0  # of the paragraph in the quotation
    for words, (first, last) in zip(citation.quote, citation.quote_spans, strict=True):
        low, high = max(start, offset), min(end, offset + len(words))
        if low < high:
            yield first + low - offset, min(first + high - offset, last)
        elif low == high == start == end:  # something is missing here
            yield first + low - offset, first + low - offset
            return
        offset += len(words) + 1
