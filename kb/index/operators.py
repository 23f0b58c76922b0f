"""The signs of the query language: quotes, ``-without``, ``intitle:``, ``topic:``.

Here a query is only taken apart. What looks like no operator is words; so any string is a
query, and taking it apart takes time in proportion to its length.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

TITLE = "intitle"
FILTERS = {
    "topic": ("topic", "主题"),
    "region": ("region", "地区"),
    "lang": ("lang", "language", "语言"),
    "kind": ("kind", "类型"),
    "statute": ("statute", "法律", "法规"),
}
"""The filters' fields and what people type for them."""
_FIELDS = {name: field for field, names in FILTERS.items() for name in names} | {
    TITLE: TITLE,
    "标题": TITLE,
}
# People and their keyboards take one double quote for another.
_DOUBLE = '"“”„‟＂'
_QUOTED = (
    rf"[{_DOUBLE}](?P<a{{0}}>[^{_DOUBLE}]*)[{_DOUBLE}]"
    r"|「(?P<b{0}>[^」]*)」|『(?P<c{0}>[^』]*)』"
)
_SPACES_AND_QUOTES = rf"\s{_DOUBLE}「」『』"
_STOPS = r",;!?()\[\]{}，；。、！？（）【】《》"
# Something of at least one letter or digit; a trailing full stop ends the sentence, not the word.
_WORD = rf"[^\W_](?:[^{_SPACES_AND_QUOTES}{_STOPS}]*[^\W_])?"
# Spelled out, since IGNORECASE would take ſ for s and the Kelvin sign for k.
_NAMES = "|".join(
    "".join(f"[{char}{char.upper()}]" if char.isascii() else char for char in name)
    for name in _FIELDS
)
_PART = re.compile(
    # An operator stands at the beginning of a word: "5-10" and "work-related" have none.
    rf"(?<![^\s({{\[（【《,;，；、。])"
    rf"(?:(?P<minus>[-－−])?(?P<field>{_NAMES})[:：](?:{_QUOTED.format(1)}|(?P<value>{_WORD}))"
    rf"|(?P<without>[-－−])(?:{_QUOTED.format(2)}|(?P<word>{_WORD})))"
    rf"|{_QUOTED.format(3)}"
)
_SIGN = re.compile(rf"[-－−:：「『{_DOUBLE}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a query, from ``start`` to ``end``, and the words in it.

    ``field`` is a filter's, or ``TITLE``, or "". What is ``negated`` is not wanted; what
    is ``quoted`` is meant as it stands.
    """

    text: str
    start: int
    end: int
    field: str = ""
    negated: bool = False
    quoted: bool = False

    @property
    def is_filter(self) -> bool:
        return self.field in FILTERS


def parts(query: str) -> tuple[Part, ...]:
    """The query's parts in order; together they are the whole query."""
    if not _SIGN.search(query):
        return (Part(text=query, start=0, end=len(query)),)
    return tuple(_parts(query))


def _parts(query: str) -> Iterator[Part]:
    done = 0
    for found in _PART.finditer(query):
        if found.start() > done:
            yield Part(text=query[done : found.start()], start=done, end=found.start())
        done = found.end()
        groups = found.groupdict()
        word = groups["value"] or groups["word"]
        quoted = (groups[f"{form}{n}"] for n in (1, 2, 3) for form in "abc")
        yield Part(
            text=word or next((text for text in quoted if text), ""),
            start=found.start(),
            end=done,
            field=_FIELDS[groups["field"].lower()] if groups["field"] else "",
            negated=bool(groups["minus"] or groups["without"]),
            quoted=word is None,
        )
    if done < len(query):
        yield Part(text=query[done:], start=done, end=len(query))
