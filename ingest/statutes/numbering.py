"""The lines of a statute's text, and how they number its provisions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from ingest.numerals import NUMBER, fold, number

ARTICLE = re.compile(rf"第 ?(?P<n>{NUMBER}) ?条(?: ?之 ?(?P<after>{NUMBER}))?[ 、.:]*")
COUNTED = re.compile(r"(?P<n>[一二三四五六七八九十百]{1,5}) ?[、.] ?")
ARABIC = re.compile(r"(?P<n>[0-9]{1,3}) ?[、.](?![0-9]) ?")
_HEADING = re.compile(r"(#{1,6})[ \t]*(.*?)[ \t]*#*")
_COMMENT = re.compile(r"<!--.*?-->")


class Numbering(Enum):
    """How a text numbers its provisions."""

    ARTICLES = "第一条"
    COUNTED = "一、"
    ARABIC = "1."
    HEADINGS = "## 一、"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line without spaces around it; ``folded`` is as long as it, with narrow signs.

    ``follows`` says that no empty line stands before it, ``level`` is that of a heading, else 0.
    ``quoted`` says that a quotation that began on an earlier line goes on here.
    """

    n: int
    text: str
    folded: str
    level: int
    follows: bool
    quoted: bool


def lines_of(text: str, first_line: int) -> Iterator[Line]:
    """The lines that say something; ``first_line`` is the number of the first one."""
    follows = quoted = False
    for n, raw in enumerate(text.split("\n"), first_line):
        stripped = _COMMENT.sub("", raw).replace("\u200b", "").strip()
        if not stripped:
            follows = False
            continue
        heading = _HEADING.fullmatch(stripped)
        level = len(heading[1]) if heading else 0
        if heading:
            stripped, quoted = heading[2], False
        folded = fold(stripped).replace("\u2002", " ").replace("．", ".")
        yield Line(n, stripped, folded, level, follows, quoted)
        follows = True
        # Each paragraph of a quotation opens it again, and only the last one closes it.
        opens, closes = stripped.rfind("“"), stripped.rfind("”")
        quoted = opens > closes or (quoted and opens == closes)


def numbering_of(lines: Sequence[Line]) -> Numbering:
    """The numbering that the text has: articles, else the first that counts from one."""
    plain = [line for line in lines if not line.level and not line.quoted]
    if any(ARTICLE.match(line.folded) for line in plain):
        return Numbering.ARTICLES
    headings = [line for line in lines if line.level]
    if _counts(ARABIC, plain) > 2 and _counts(COUNTED, headings):
        return Numbering.ARABIC
    if _counts(COUNTED, plain):
        return Numbering.COUNTED
    if _counts(COUNTED, headings) > 1:
        return Numbering.HEADINGS
    return Numbering.NONE


def _counts(pattern: re.Pattern[str], lines: Sequence[Line]) -> int:
    """How far the lines count, from one and without a gap."""
    last = 0
    for line in lines:
        found = pattern.match(line.folded)
        if found and number(found["n"]) == last + 1:
            last += 1
    return last
