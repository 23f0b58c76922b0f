"""The lines of a legal basis: what they cite, and the words they quote."""

import re
from collections.abc import Iterator, Sequence

from ingest.body import Body
from ingest.citing_line import CitingLine, citing, cut
from ingest.draft import Doubt
from ingest.lines import Line
from ingest.numerals import HAN_NUMERALS

_CITES = re.compile(rf"\bart(?:icles?|\.)\s?[0-9]|第[{HAN_NUMERALS}0-9]{{1,9}}条", re.IGNORECASE)

# What no statute says: a question, or a short label such as "Tips:" with no items below it.
_QUESTION = re.compile(r"[?？]\Z")
_LABEL = re.compile(r"[^,，;；.。]{1,30}[:：]\Z")
_ITEM = re.compile(rf"[(（]?(?:[0-9]{{1,2}}|[{HAN_NUMERALS}]{{1,3}})[)）.、]")


def write_basis(body: Body, lines: Sequence[Line]) -> Iterator[Doubt]:
    """Write statutes and provisions as paragraphs, what they say as block quotes.

    Each line after a provision is a paragraph of it, up to the next statute or
    provision, or to a line that no statute could say.
    Yields what is doubtful; the body is complete once all is read.
    """
    cited: list[str] = []  # the citing lines of the paragraph being gathered
    quoted: list[str] = []
    unfinished: Line | None = None  # a statute that no provision followed yet
    statute = False
    anything = False
    own_words = False  # below the provision's words the page speaks again

    def flush() -> None:
        if cited:
            body.paragraph(*cited)
        if quoted:
            body.quote(quoted)
        cited.clear()
        quoted.clear()

    pieces = [(line, piece) for line in lines for piece in cut(line.text)]
    for at, (line, piece) in enumerate(pieces):
        found = citing(piece)
        if found is not None:
            if quoted:
                flush()
            yield from _misfits(line, found, unfinished, named=statute)
            unfinished = line if found.statute and not found.provision else None
            statute = statute or found.statute
            anything, own_words = True, False
            cited.append(found.text)
            if found.quote:
                quoted.append(found.quote)
        elif quoted and _speaks(piece, pieces[at + 1][1] if at + 1 < len(pieces) else ""):
            flush()
            own_words = True
            message = f"read as the page's own words, not the provision's: {piece!r}"
            yield Doubt(line=line.number, message=message)
            body.paragraph(piece)
        elif anything and not own_words:
            if unfinished is not None:
                yield Doubt(line=line.number, message="a quote that names no provision")
                unfinished = None
            quoted.append(piece)
        else:
            body.paragraph(piece)
    flush()
    if unfinished is not None:
        yield _no_provision(unfinished)
    if lines and not anything and not any(_CITES.search(line.text) for line in lines):
        message = "a legal basis that names no statute and no provision"
        yield Doubt(line=lines[0].number, message=message)


def basis_starts(lines: Sequence[Line], *, below_text: bool) -> int | None:
    """Where a legal basis starts that no marker announces; None where there is none.

    A statute's name with a provision on the next line, or a provision on a line of
    its own; one with the words behind it only below other text.
    """
    found = [citing(line.text) for line in lines]
    for at, (here, after) in enumerate(zip(found, [*found[1:], None], strict=False)):
        if here is None:
            continue
        if here.provision:
            if not here.quote or (here.statute and (at or below_text)):
                return at
        elif after is not None and after.provision:
            return at
    return None


def _speaks(text: str, below: str) -> bool:
    """Whether the line ends a quotation: the page speaks in it, not the statute."""
    label = _LABEL.match(text) is not None and bool(below) and not _ITEM.match(below)
    return label or _QUESTION.search(text) is not None


def _misfits(
    line: Line, found: CitingLine, unfinished: Line | None, *, named: bool
) -> Iterator[Doubt]:
    if unfinished is not None and found.statute:
        yield _no_provision(unfinished)
    if not named and not found.statute:
        message = f"no statute is named for {found.text.rstrip(':： ')!r}"
        yield Doubt(line=line.number, message=message)


def _no_provision(line: Line) -> Doubt:
    return Doubt(line=line.number, message=f"{line.text!r} is named without a provision")
