"""Article numbers that a query names: "art. 60(2)", "section 60", 第六十条第二款, 60条.

A query is folded before (``kb.lookup.look_up``). A number alone is an article only beside a
statute's name, and there only where it counts nothing: "labour law 38", not "labour law 8 hours".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.numerals import NUMERALS, number

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
]
_VALUES = {
    **{word: value for value, word in enumerate((*_ONES, *_TEENS), 1)},
    **{word: value for value, word in enumerate(_ORDINALS, 1)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
}
_SPELT = rf"(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_ONES)})\b)?|{'|'.join((*_TEENS, *_ONES))}"
_DIGITS = r"[0-9]{1,4}(?![0-9%a-z])(?!\.[0-9])(?!,[0-9]{3})"
_HAN = rf"[{NUMERALS}〇○两]{{1,9}}"
_ANY = rf"(?:[0-9]{{1,4}}|{_HAN})"

_HEAD = re.compile(
    r"(?:(?<![a-z-])(?:articles?|arts?|sections?|secs?|clauses?)(?![a-z])\.?|§{1,2}) {0,2}"
    rf"(?:(?:no\.?|number|nr\.?|#) {{0,2}})?(?P<n>{_DIGITS}|(?:{_SPELT})(?![a-z-]))"
    r"(?:-(?P<second>[0-9]{1,4})(?![0-9a-z%]))?"
)
_NEXT = re.compile(
    rf" {{0,2}}(?P<join>,|,? ?(?:and|or|to|through)\b|&|-|、) {{0,2}}(?P<n>{_DIGITS})"
)
_CHINESE = re.compile(
    rf"(?:(?P<sign>第) ?)?(?<![0-9{NUMERALS}])(?P<n>{_ANY})(?:-(?P<second>[0-9]{{1,2}}))? ?条"
    rf"(?:之(?P<inserted>{_ANY}))?"
)
_BARE_CHINESE = re.compile(rf"第 ?(?P<n>{_ANY})(?![0-9{NUMERALS}])")
_BARE = re.compile(rf"(?P<n>{_DIGITS})(?:-(?P<second>[0-9]{{1,4}})(?![0-9a-z%]))?")
# What may stand between a name and the number that belongs to it.
GAP = re.compile(r"[\s,、:·的》)\"'-]*(?:\([^()]{0,20}\))?\s*")
_BRACKETS = re.compile(r" ?\(([1-9][0-9]?)\)(?: ?\(([1-9][0-9]?)\))?")

# What is counted by the number before it, even if that is called an article: "article 5 minutes".
_MEASURED = re.compile(
    r" ?-?(?:minute|hour|day|week|month|year|time|page|word)s?(?![a-z])"
    r"| ?(?:%|percent|per cent|yuan|rmb|cny|usd|million|thousand|am|pm)(?![a-z])"
)
_COUNTED = re.compile(
    r" ?-?(?:minute|hour|day|week|month|year|time|point|step|people|person|employee|worker|item"
    r"|page|word|insurance|question|thing|tip|reason|way|change|grade|level|age)s?(?![a-z])"
    r"| ?(?:%|percent|per cent|yuan|rmb|cny|usd|million|thousand|am|pm)(?![a-z])"
    r"| ?(?:天|日|年|个|月|周|岁|元|块|万|千|百|小时|分|人|名|次|种|大|倍|级|号|届|险|项|类|版|修)"
)
_PLURAL = re.compile(r" [a-z]+(?<![sui])s(?![a-z])")
# 三条建议, 第三条路: these are no articles.
_COUNTED_HAN = re.compile(
    r"(?:路|线|河|街|腿|鱼|狗|船|命|道|消息|建议|理由|途径|渠道|评论|回复|微信|短信|新闻|经验|原则"
    r"|措施|办法|意见|链接|信息|记录|内容|件)"
)
_ITEM = re.compile(
    r"(?<![a-z])(?:items?|points?|sub-?(?:paragraph|item)s?)(?![a-z]) ?\(?([1-9][0-9]?)\)?"
    rf"|第? ?\(? ?({_ANY}) ?\)? ?项"
)
_PARAGRAPH = re.compile(
    r"(?<![a-z-])(?:paragraphs?|paras?)(?![a-z])\.? ?\(?([1-9][0-9]?)\)?"
    rf"|(?<![a-z])({'|'.join(_ORDINALS)}|[1-9](?:st|nd|rd|th)) para(?:graph)?(?![a-z])"
    rf"|第? ?\(? ?({_ANY}) ?\)? ?款"
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """An article's number in a text, from ``start`` to ``end``, with its pinpoint (0: none).

    ``inserted`` is the n of 之n. A ``weak`` one counts only right behind a statute's name.
    """

    start: int
    end: int
    article: int
    inserted: int = 0
    paragraph: int = 0
    item: int = 0
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A paragraph or an item that is named, and where."""

    start: int
    end: int
    number: int


def marked(text: str) -> list[Numbered]:
    """The numbers that the text says are articles, in order."""
    found = [*_english(text), *_chinese(text)]
    return sorted(found, key=lambda one: (one.start, one.end))


def bare(text: str, at: int) -> Numbered | None:
    """The number right behind a name that ends at ``at``, unless it counts something."""
    gap = GAP.match(text, at)
    start = gap.end() if gap else at
    if found := _BARE_CHINESE.match(text, start):
        article = number(found["n"])
        counted = _COUNTED.match(text, found.end()) or _han_follows(text, found.end())
    elif found := _BARE.match(text, start):
        article = number(found["n"])
        counted = counts(text, found.end()) or _han_follows(text, found.end())
    else:
        return None
    if article is None or counted:
        return None
    second = found.groupdict().get("second")
    if second and not _is_inserted(article, second):
        return None  # a range of numbers, or a date
    return _bracketed(text, Numbered(found.start(), found.end(), article, int(second or 0)))


def counts(text: str, at: int) -> bool:
    """Whether the number that ends here counts what follows: "8 hours", 8小时."""
    return bool(_COUNTED.match(text, at) or _PLURAL.match(text, at))


def paragraphs(text: str) -> list[Span]:
    """The paragraphs (款) that are named, without those that are an item's."""
    return list(_spans(_PARAGRAPH, text))


def items(text: str) -> list[Span]:
    """The items (项) that are named."""
    return list(_spans(_ITEM, text))


def _english(text: str) -> Iterator[Numbered]:
    for head in _HEAD.finditer(text):
        article = _value(head["n"])
        if article is None or _MEASURED.match(text, head.end()):
            continue
        second = head["second"]
        inserted = int(second) if second and _is_inserted(article, second) else 0
        first = _bracketed(text, Numbered(head.start(), head.end(), article, inserted))
        yield first
        last = first
        if second and not inserted:
            last = Numbered(head.start(), head.end(), int(second))
            yield from _through(first, last)
        while (following := _NEXT.match(text, last.end)) and not counts(text, following.end()):
            added = Numbered(*following.span("n"), int(following["n"]))
            if following["join"].strip(" ,") in ("to", "through", "-"):
                yield from _through(last, added)
            elif added.article:
                yield added
            last = _bracketed(text, added)


def _chinese(text: str) -> Iterator[Numbered]:
    last: Numbered | None = None
    for found in _CHINESE.finditer(text):
        article = number(found["n"])
        inserted = number(found["inserted"]) if found["inserted"] else 0
        if found["second"] and article:
            inserted = int(found["second"]) if _is_inserted(article, found["second"]) else None
        if article is None or inserted is None or _COUNTED_HAN.match(text, found.end()):
            continue
        one = Numbered(found.start(), found.end(), article, inserted, weak=not found["sign"])
        if last and text[last.end : one.start].strip() in ("至", "到", "-", "~"):
            yield from _through(last, one)
        else:
            yield one
        last = one


def _through(first: Numbered, last: Numbered) -> Iterator[Numbered]:
    """What comes after the first up to the last; nothing where that is no range."""
    if first.article < last.article <= first.article + 20:
        for article in range(first.article + 1, last.article + 1):
            yield replace(last, article=article, inserted=0)


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    for found in pattern.finditer(text):
        value = _value(next(group for group in found.groups() if group))
        if value is not None and value < 100:
            yield Span(found.start(), found.end(), value)


def _bracketed(text: str, one: Numbered) -> Numbered:
    """With the (2)(3) that follows as its pinpoint."""
    found = _BRACKETS.match(text, one.end)
    if found is None:
        return one
    return replace(one, end=found.end(), paragraph=int(found[1]), item=int(found[2] or 0))


def _is_inserted(article: int, second: str) -> bool:
    """274-1 is the first article inserted behind 274, while 10-12 is a range."""
    return 1 <= int(second) < min(article, 100)


def _han_follows(text: str, at: int) -> bool:
    return "\u3400" <= text[at : at + 1] <= "\u9fff"


def _value(text: str) -> int | None:
    digits = text.rstrip("stndrh") if text[:1].isdecimal() else text
    if digits.isdecimal() or digits[0] > "\u3000":
        return number(digits)
    return sum(_VALUES[word] for word in re.split("[ -]", text))
