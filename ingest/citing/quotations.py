"""The words that a text gives as a provision's own: block quotes and quotations in line."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from ingest.citing.english_provisions import S
from ingest.citing.running_quotes import is_item, running_quote, running_quote_en, words_end
from ingest.draft import Passage
from kb.model import Citation

Span = tuple[int, int]
MAX_INLINE = 5_000  # characters of a quotation in line; no provision is longer

_BREAK = re.compile(r"\n[ \t]*\n\s*")
# Article 10 stipulates: "…", Article 10: "…", 第十条规定：“…”
_SAYS = re.compile(
    rf"{S},?{S}(?:(?:的|中|也|还|亦|则|又|clearly|also|further|expressly|explicitly|which){S}){{0,2}}"
    rf"(?:(?:stipulat|provid|stat|say|read|prescrib|specif|requir)[a-z]{{0,5}}|(?:明确)?规定了?|指出|载明|明确)?"
    rf"{S}(?:that|as follows|如下)?{S}[:,]?{S}\Z",
    re.IGNORECASE,
)
# Article 82 of the Labour Contract Law ("LCL"), "…"
_ASIDE = re.compile(
    rf"{S}\((?:以下|下称|简称|hereinafter|hereafter|the\b|\")[^()\n]{{0,60}}\)", re.IGNORECASE
)
# Not 第六十条规定的, "Article 60 applies": there the provision is spoken of.
_LABELLED = re.compile(r"[ :：\u3000\n]+[^a-z]|(?![的规所中第和与及或])[\u3400-\u9fff]")
_OPENING = re.compile(r"[“\"「『]")
_CLOSING = {"“": "”", '"': '"', "「": "」", "『": "』"}
_MARKS = {mark: re.compile(f"[{mark}{closing}]") for mark, closing in _CLOSING.items()}
MAX_MARKS = 40  # quotation marks looked at before giving up
MAX_ITEMS = 60  # paragraphs that go on with a quotation
# A quotation right behind a comma, with no word such as "stipulates": no single term is meant.
MIN_CLAUSE = 6  # words
MIN_CLAUSE_ZH = 10  # characters
MAX_SAYING = 60  # characters between the citation and the opening quote


class Layout:
    """The paragraphs of a passage: where each ends, and which are quoted."""

    def __init__(self, passage: Passage, folded: str) -> None:
        self.text = passage.text
        self.folded = folded
        self._quoted = passage.quoted
        self._quote_starts = [start for start, _ in passage.quoted]
        self._breaks = [found.start() for found in _BREAK.finditer(passage.text)]

    def is_quoted(self, at: int) -> bool:
        """Whether the place lies in a block quote."""
        n = bisect_right(self._quote_starts, at) - 1
        return n >= 0 and at < self._quoted[n][1]

    def paragraph_end(self, at: int) -> int:
        """Where the paragraph around the place ends."""
        n = bisect_right(self._breaks, at - 1)
        return self._breaks[n] if n < len(self._breaks) else len(self.text)

    def words_end(self, at: int) -> int:
        """Where the paragraph ends in which the words begin that follow a label.

        A label, or "Article 10 stipulates:", may be a paragraph of its own; then that is the
        next one, if it is no block quote.
        """
        end = self.paragraph_end(at)
        says = (
            _SAYS.fullmatch(self.folded, at, min(end, at + MAX_SAYING)) and end <= at + MAX_SAYING
        )
        following = _BREAK.match(self.text, end) if says else None
        if following is None or self.is_quoted(following.end()):
            return end
        return self.paragraph_end(following.end())

    def runs(self) -> Iterator[list[Span]]:
        """The block quotes: quoted paragraphs with nothing between them."""
        run: list[Span] = []
        for span in self._quoted:
            if run and self.text[run[-1][1] : span[0]].strip():
                yield run
                run = []
            run.append(span)
        if run:
            yield run


def inline_quote(text: str, folded: str, limit: int, at: int) -> Span | None:
    """The span inside the quotation marks that follow a citation ending at ``at``.

    It must open after a word such as "stipulates" or a colon, and close before ``limit``.
    """
    aside = _ASIDE.match(folded, at, limit)
    at = aside.end() if aside else at
    opening = _OPENING.search(text, at, min(limit, at + MAX_SAYING))
    if opening is None or not _SAYS.fullmatch(folded, at, opening.start()):
        return None
    said = folded[at : opening.start()].strip(" ,\n") != ""
    closed = _closed(text, opening, limit)
    if closed is None or not (said or _is_clause(folded, at, opening, closed[1])):
        return None
    return closed


def _is_clause(folded: str, at: int, opening: re.Match[str], end: int) -> bool:
    """Whether the marks hold a sentence, and no single term: Article 10, "an employee shall …"."""
    words = folded[opening.end() : end]
    many = len(words.split()) >= MIN_CLAUSE if words.isascii() else len(words) >= MIN_CLAUSE_ZH
    return many and "," in folded[at : opening.start()]


def _closed(text: str, opening: re.Match[str], limit: int) -> Span | None:
    """The span between the opening mark and the one that closes it."""
    start, mark = opening.end(), opening[0]
    depth = 1
    marks = _MARKS[mark].finditer(text, start, min(limit, start + MAX_INLINE))
    for found in islice(marks, MAX_MARKS):
        depth += 1 if found[0] != _CLOSING[mark] else -1
        if depth == 0:
            return start, found.start()
    return None


def quoted_words(layout: Layout, start: int, end: int) -> list[Span]:
    """The words that are given as the provision's behind a citation, but for block quotes.

    A span for each paragraph: items on paragraphs of their own belong to it.
    """
    quote = inline_quote(layout.text, layout.folded, layout.paragraph_end(end), end)
    if quote is not None:
        return [quote]
    limit = layout.words_end(end)
    folded = layout.folded
    quote = running_quote(folded, start, end, limit) or running_quote_en(folded, start, end, limit)
    return list(_with_items(layout, quote)) if quote is not None else []


def _with_items(layout: Layout, quote: Span) -> Iterator[Span]:
    yield quote
    end = quote[1]
    for _ in range(MAX_ITEMS):
        paragraph_end = layout.paragraph_end(end)
        following = _BREAK.match(layout.text, paragraph_end)
        if layout.text[end:paragraph_end].strip() or following is None:
            return
        start = following.end()
        if layout.is_quoted(start) or not is_item(layout.folded, start):
            return
        end = words_end(layout.folded, start, layout.paragraph_end(start))
        if end > start:
            yield start, end


def with_block_quotes(citations: Sequence[Citation], layout: Layout) -> tuple[Citation, ...]:
    """Give block quotes to the last citation of the paragraph before them.

    A quoted paragraph may start with the provision's own number, 第六十条 …: then the
    quote from there on belongs to that number. Where it only repeats the number that
    stands before the quote, it is no citation of its own.
    """
    starts = [citation.start for citation in citations]
    labels = {c.start: c for c in citations if _is_label(c, layout.text)}
    given: dict[int, list[Span]] = {}
    repeated: set[int] = set()
    for run in layout.runs():
        before = bisect_right(starts, run[0][0] - 1) - 1
        owner = citations[before] if before >= 0 else None
        if owner is not None and layout.text[layout.paragraph_end(owner.end) : run[0][0]].strip():
            owner = None
        for start, end in run:
            first = start
            label = labels.get(start)
            if label is not None:
                first = end - len(layout.text[label.end : end].lstrip(" \n\u3000:："))
                if owner is not None and owner.numbers == label.numbers:
                    repeated.add(start)
                else:
                    owner = label
            if owner is not None and first < end:
                given.setdefault(owner.start, []).append((first, end))
    return tuple(
        _quoting(citation, given.get(citation.start, ()), layout.text)
        for citation in citations
        if citation.start not in repeated
    )


def _quoting(citation: Citation, spans: Sequence[Span], text: str) -> Citation:
    if not spans:
        return citation
    return replace(
        citation,
        quote=(*citation.quote, *(text[start:end] for start, end in spans)),
        quote_spans=(*citation.quote_spans, *spans),
    )


def _is_label(citation: Citation, text: str) -> bool:
    """Whether words of the provision follow its number, as at the start of a statute's article."""
    number_first = citation.text.casefold().startswith(("第", "art", "§"))
    return number_first and _LABELLED.match(text, citation.end) is not None
