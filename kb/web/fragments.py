"""Addresses that lead to a passage: the text fragment behind an anchor.

``#anchor:~:text=first words,last words`` makes a browser scroll to the words and highlight
them; one that doesn't know it goes to the anchor. (WICG, URL Fragment Text Directives:
``textStart`` and ``textEnd`` lie in one block each and begin and end with whole words; in
them ``-``, ``,`` and ``&`` are percent-encoded, since the directive's syntax uses them.)
"""

import re
from urllib.parse import quote

_WORDS = 6  # enough to be told from other places, few enough for a short address
_CELL = " | "  # stands between the cells of a table's row, in our text alone
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_ITEM = re.compile(r"^\(\d{1,3}\) ")
# A clause in Chinese: its end is the end of a word, which a character in its middle may not be.
_CLAUSE = re.compile(r"[^，。；：！？、,;:!?]+")
_LEAST_CLAUSE = 4  # characters


def text_fragment(opening: str, closing: str) -> str:
    """The directive for a passage, to be put behind ``#anchor`` or ``#``; "" for no text.

    ``opening`` and ``closing`` are the first and the last piece of the passage that stand in
    one line of the article each; they are the same where the passage has one piece only.
    """
    # Of a row of cells that one has words; the number of an item is the browser's.
    first = _ITEM.sub("", _cells(opening)[0])
    last = _ITEM.sub("", _cells(closing)[-1])
    if not first or not last:
        return ""
    start, end = _start(first), _end(last)
    if opening == closing and first == last and (start == first or _overlap(start, end, first)):
        return f":~:text={_encoded(first)}"
    return f":~:text={_encoded(start)},{_encoded(end)}"


def with_fragment(url: str, opening: str, closing: str) -> str:
    """The address, with or without an anchor, with the passage's fragment."""
    fragment = text_fragment(opening, closing)
    return f"{url}{'' if '#' in url else '#'}{fragment}" if fragment else url


def _cells(text: str) -> list[str]:
    return [cell for part in text.split(_CELL.strip()) if (cell := part.strip())] or [""]


def _start(text: str) -> str:
    if _WIDE.search(text):
        clause = next((c for c in _CLAUSE.finditer(text) if len(c[0]) >= _LEAST_CLAUSE), None)
        return text[: clause.end()] if clause else text
    return " ".join(text.split()[:_WORDS])


def _end(text: str) -> str:
    if _WIDE.search(text):
        clauses = [c for c in _CLAUSE.finditer(text) if len(c[0]) >= _LEAST_CLAUSE]
        return text[clauses[-1].start() :] if clauses else text
    return " ".join(text.split()[-_WORDS:])


def _overlap(start: str, end: str, text: str) -> bool:
    """Whether the last words begin before the first ones end."""
    return len(text) - len(end) < len(start)


def _encoded(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")
