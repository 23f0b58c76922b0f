"""Provision numbers in English: "Articles 10 to 12", "the second paragraph of Article 60"."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.citing.citation_grammar import (
    MAX_PARTS,
    Numbers,
    article_number,
    in_order,
    pinpoint,
    through,
)
from ingest.numerals import ORDINAL

# White space inside a citation: a line may break, a paragraph may not. Atomic: in a pattern that
# repeats it, a space that could be read in two ways would double the work each time.
S = r"(?> {0,3}(?:\n(?!\n))? {0,3})"

HEAD = re.compile(
    rf"(?:(?<![\w-])(?P<word>articles?|arts?(?:\.|\b))|(?P<sign>§§?)){S}(?:nos?\.{S})?(?=\(?[1-9])",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?P<open>\()?(?P<n>[1-9][0-9]{0,3})(?(open)\))(?:-(?P<second>[1-9][0-9]{0,3}))?"
    r"(?![A-Za-z0-9_%])(?!\.[0-9])(?!,[0-9]{3}(?![0-9]))(?!-[A-Za-z])"
)
# "Article 5 minutes" counts something else.
_UNIT = re.compile(
    rf"{S}(?:-?(?:minute|hour|day|week|month|year|time|point|step|people|person|employee|worker|"
    r"reader|user|item|page|word|image|photo|comment|view)s?|%|percent|per cent|yuan|rmb|usd|"
    r"million|thousand|am|pm|ways|things|tips|reasons)\b(?! ?\(?[0-9])",
    re.IGNORECASE,
)
_AND = re.compile(rf"(?:{S},)?{S}(?:\band\b|\bor\b|&|\bas well as\b){S}|{S}[,;]{S}", re.IGNORECASE)
_TO = re.compile(rf"{S}(?:\b(?:to|through|thru|until|till)\b|-){S}", re.IGNORECASE)

_PINS = r"(?:\([1-9][0-9]?\)|[1-9][0-9]?(?![0-9]))"
_PIN_LIST = rf"(?P<ns>{_PINS}(?:{S}(?:,|-|\band\b|\bor\b|\bto\b|,{S}and\b){S}{_PINS}){{0,20}}+)"
_LEVELS = (
    ("para", r"(?:paragraphs?|paras?\b\.?)"),
    ("item", r"(?:sub-?paragraphs?|sub-?items?|items?|points?|sub-?sections?)"),
)
_ORDINALS = rf"{ORDINAL}(?:(?:,|{S}and|{S}or|{S}to){S}(?:the )?{ORDINAL}){{0,9}}+"
_NAMED_PINS = tuple(
    (
        level,
        re.compile(rf"(?:the )?{word}{S}{_PIN_LIST}", re.IGNORECASE),
        re.compile(
            rf"(?:the )?(?P<ns>{_ORDINALS}){S}{word}(?![A-Za-z0-9])(?!{S}\(?[0-9])",
            re.IGNORECASE,
        ),
    )
    for level, word in _LEVELS
)
_PIN_START = re.compile(
    rf"\b(?:the )?(?:{ORDINAL}|{'|'.join(word for _, word in _LEVELS)})\b", re.IGNORECASE
)
_PIN_OF = re.compile(rf"(?:{S},)?{S}(?:\b(?:of|in|under)\b{S})?(?:\bthe\b{S})?", re.IGNORECASE)
_ENTRY = re.compile(
    rf"(?P<to>{S}(?:-|\bto\b){S})?(?:the )?(?P<n>{ORDINAL}|[1-9][0-9]?)", re.IGNORECASE
)
_BRACKETED = re.compile(r" ?\(([1-9][0-9]?)\)")
_MORE_BRACKETS = re.compile(
    rf"(?:{S},{S}(?:\b(?:and|or)\b{S})?|{S}\b(?:and|or)\b{S})\(([1-9][0-9]?)\)", re.IGNORECASE
)
_CLOSED = re.compile(rf"{S}(?:[,.;:)]|\bof\b|\band\b|\bor\b|\bto\b|\Z)|\n\n", re.IGNORECASE)
_OPENED = re.compile(rf"{S}\(")
_COMMA = re.compile(rf"{S},?{S}")


@dataclass(frozen=True, slots=True)
class _Pins:
    """Pinpoints and the span that they were read from."""

    start: int
    end: int
    tails: tuple[str, ...]


class Reader:
    """Reads the citations of one folded text."""

    def __init__(self, folded: str) -> None:
        self._text = folded
        self._before = self._pins_before()

    def heads(self) -> Iterator[re.Match[str]]:
        """Where "Article 10" and the like stand."""
        return HEAD.finditer(self._text)

    def read(self, head: re.Match[str]) -> list[Numbers]:
        """The provisions at a head, one entry for each time that "Article" is said.

        They are one list, "Article 10, Article 11 and Article 12"; a statute named
        after them may be that of the last entry only.
        """
        found: list[Numbers] = []
        following: re.Match[str] | None = head
        while following is not None and len(found) < MAX_PARTS:
            group = self._group(following)
            if group is None:
                break
            found.append(group)
            following = self._next_head(group.end)
        return found

    def _next_head(self, at: int) -> re.Match[str] | None:
        """The "Article" after "and", with or without "paragraph 2 of" before it."""
        separator = _AND.match(self._text, at) or _TO.match(self._text, at)
        if separator is None:
            return None
        start = separator.end()
        head = HEAD.match(self._text, start)
        if head is not None:
            return head
        pins = self._pins(start)
        return HEAD.match(self._text, self._skip(_PIN_OF, pins.end)) if pins else None

    def _group(self, head: re.Match[str]) -> Numbers | None:
        text = self._text
        plural = (head["word"] or "").casefold().startswith(("articles", "arts")) or (
            head["sign"] == "§§"
        )
        first = self._number(head.end())
        if first is None or _UNIT.match(text, first[1]):
            return None
        before = self._before.get(head.start())
        numbers, end = self._with_pins(*first, before)
        for _ in range(MAX_PARTS):
            to = _TO.match(text, end)
            separator = to or _AND.match(text, end)
            if separator is None:
                break
            at = separator.end()
            again = HEAD.match(text, at) if to else None  # "Article 10 to Article 12"
            following = self._number(again.end() if again else at)
            if following is None or text[at] == "(" or _UNIT.match(text, following[1]):
                break
            # "Article 58 and 60." goes on, "Article 58, 30 days" does not.
            if not (
                plural or to or ("," not in separator[0] and _CLOSED.match(text, following[1]))
            ):
                break
            added, end = self._with_pins(*following, before if plural else None)
            if to and numbers:
                numbers += through(numbers[-1], added[0])
                added = added[1:]
            numbers += added
        return Numbers(
            start=before.start if before else head.start(),
            end=end,
            numbers=in_order(iter(numbers)),
            sure=self._sure(head, before),
        )

    def _sure(self, head: re.Match[str], before: _Pins | None) -> bool:
        """A capital, a sign, a pinpoint or the start of a line: it is no magazine's article."""
        word = head["word"]
        line = self._text[max(0, head.start() - 4) : head.start()].rpartition("\n")
        at_start = head.start() < 4 or bool(line[1])
        return (
            word is None
            or word[0].isupper()
            or before is not None
            or (at_start and not line[2].strip(" *_>\"'("))
        )

    def _number(self, at: int) -> tuple[tuple[str, ...], int] | None:
        """The article or the range of articles (10-12) at this place, and where it ends."""
        found = _NUMBER.match(self._text, at)
        if found is None:
            return None
        first, second = found["n"], found["second"]
        if second is None:
            return (first,), found.end()
        if int(second) > int(first):
            return (first, *through(first, second)), found.end()
        inserted = article_number(first, second)  # Article 274-1
        return ((inserted,), found.end()) if inserted else None

    def _with_pins(
        self, articles: tuple[str, ...], end: int, before: _Pins | None
    ) -> tuple[tuple[str, ...], int]:
        after = self._pins_after(end) if before is None else None
        tails = before.tails if before else after.tails if after else ("",)
        *others, last = articles
        numbers = (*others, *(f"{last}/{tail}".rstrip("/") for tail in tails))
        return numbers, after.end if after else end

    def _pins_after(self, at: int) -> _Pins | None:
        """ "(2)(3)", ", paragraph 2, item 3" after an article's number."""
        end = at
        bracketed: list[str] = []
        while len(bracketed) < 2 and (found := _BRACKETED.match(self._text, end)):
            if found[0][0] == " " and not _CLOSED.match(self._text, found.end()):
                break  # "Article 14 (1) The fund ..." starts an enumeration
            bracketed.append(found[1])
            end = found.end()
        if bracketed:
            levels = zip(("para", "item"), bracketed, strict=False)
            tails = ["/".join(f"{level}-{n}" for level, n in levels)]
            while len(tails) < MAX_PARTS and (more := _MORE_BRACKETS.match(self._text, end)):
                tails.append(tails[0].rstrip("0123456789") + more[1])  # Article 60(1) and (2)
                end = more.end()
            return _Pins(at, end, tuple(tails))
        opened = _OPENED.match(self._text, at)
        pins = self._pins(opened.end() if opened else self._skip(_COMMA, at))
        if pins is None or not opened:
            return pins
        closed = self._text[pins.end : pins.end + 1] == ")"
        return _Pins(at, pins.end + 1, pins.tails) if closed else None

    def _pins_before(self) -> Mapping[int, _Pins]:
        """ "the second paragraph of" before each "Article", by where the article starts."""
        found: dict[int, _Pins] = {}
        done = 0
        for start in _PIN_START.finditer(self._text):
            if start.start() < done:
                continue
            pins = self._pins(start.start())
            if pins is None:
                continue
            head = HEAD.match(self._text, self._skip(_PIN_OF, pins.end))
            if head is not None and head.start() > pins.end:
                found[head.start()] = pins
                done = head.end()
        return found

    def _pins(self, at: int) -> _Pins | None:
        """A pinpoint in words; with a second level, "item 3 of paragraph 2" or the reverse."""
        first = self._level(at)
        if first is None:
            return None
        level, tails, end = first
        second = self._level(self._skip(_PIN_OF, end))
        if second is None or second[0] == level:
            return _Pins(at, end, tuple(tails))
        by_level = {level: tails, second[0]: second[1]}
        paragraph = by_level["para"][0]
        return _Pins(at, second[2], tuple(f"{paragraph}/{item}" for item in by_level["item"]))

    def _level(self, at: int) -> tuple[str, list[str], int] | None:
        for level, counted, ordinal in _NAMED_PINS:
            found = counted.match(self._text, at) or ordinal.match(self._text, at)
            if found is None:
                continue
            tails: list[str] = []
            for entry in _ENTRY.finditer(found["ns"]):
                tail = pinpoint(level, entry["n"])
                if tail is not None:
                    tails += through(tails[-1], tail) if entry["to"] and tails else (tail,)
            return (level, tails, found.end()) if tails else None
        return None

    def _skip(self, pattern: re.Pattern[str], at: int) -> int:
        found = pattern.match(self._text, at)
        return found.end() if found else at
