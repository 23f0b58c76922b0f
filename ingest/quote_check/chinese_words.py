"""The Chinese words that meaning hangs on: not, must, figures, who, and the glossary's terms."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from kb.glossary import Glossary
from kb.verdict import Why


class Mark(StrEnum):
    """What a word does."""

    NOT = "not"
    EXCEPT = "except"
    DUTY = "duty"
    LEAVE = "leave"
    BAN = "ban"
    FIGURE = "figure"
    CONCEPT = "concept"


REASONS = {
    Mark.NOT: Why.NEGATION,
    Mark.EXCEPT: Why.NEGATION,
    Mark.DUTY: Why.DUTY,
    Mark.LEAVE: Why.DUTY,
    Mark.BAN: Why.DUTY,
    Mark.FIGURE: Why.NUMBERS,
    Mark.CONCEPT: Why.CONCEPTS,
}
# Words that hold a 不, 未, 无 or 非 which denies nothing else.
_WHOLE = (
    "不动产|不可抗力|不良|未成年|未来|非全日制|无固定期限|无雇工|非法|无效|无偿|无因管理|不当得利"
    "|不正当|不法|非营利|无线|不仅|不同|不足|不满|无行为能力|无民事行为能力|无论|不论|相应|反应|对应|适应"
    "|供应|应用|应急|应付|应届|应邀|响应|认可|许可|可能"
)
_MARKS = re.compile(
    rf"(?P<whole>{_WHOLE})"
    r"|(?P<ban>不得|不准|不许|不可以?|不应当?|禁止|严禁|无权|不能)"
    r"|(?P<except>除[^。；]{1,40}?外|除外|另有.{0,6}规定|但是?(?!凡)|例外)"
    r"|(?P<duty>应当|必须|应该|务必|须|应)"
    r"|(?P<leave>可以|有权|可)"
    r"|(?P<not>不再?|未|无|没有|非|勿)"
    r"|(?P<figure>\d+(?:\.\d+)?(?:%|个月|年|月|日|天|倍|元|小时|周岁|岁|周|人|次|种|件|款|项|条)?以?[上下内]?)"
)
_UNITS = (("个月", "月"), ("天", "日"), ("周岁", "岁"), ("以", ""))
# Parties: who does it counts as a duty.
PARTIES = frozenset(
    (
        *("employer", "employee", "worker", "agency", "collection-agency", "trade-union"),
        *("administrative-department", "insurer", "policyholder", "insured", "beneficiary"),
        *("heir", "guardian", "user-unit", "labour-dispatch", "state-council"),
    )
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A word, what it does, its name without variants, and its span."""

    mark: Mark
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The glossary's Chinese terms, the longest first."""

    pattern: re.Pattern[str]
    concepts: dict[str, str]


@cache
def terms(glossary: Glossary) -> Terms:
    """The terms of a glossary; kept, since it is asked for with every quotation."""
    found: dict[str, str] = {}
    for concept in glossary.concepts:
        for term in (concept.zh, *concept.also_zh):
            if len(term) > 1:
                found.setdefault(term, concept.id)
    longest = sorted(found, key=len, reverse=True)
    return Terms(re.compile("|".join(map(re.escape, longest)) or r"\Z\A"), found)


def marks(text: str, known: Terms) -> tuple[Marked, ...]:
    """The marks of a plain text, in order; a concept may lie over others."""
    return tuple(sorted(_marks(text, known), key=lambda mark: mark.start))


def _marks(text: str, known: Terms) -> Iterator[Marked]:
    for found in _MARKS.finditer(text):
        kind = found.lastgroup or ""
        if kind == "whole":
            continue
        name = found[0] if kind == "figure" else kind
        for written, usual in _UNITS if kind == "figure" else ():
            name = name.replace(written, usual)
        yield Marked(Mark(kind), name, found.start(), found.end())
    for found in known.pattern.finditer(text):
        yield Marked(Mark.CONCEPT, known.concepts[found[0]], found.start(), found.end())


def within(marked: tuple[Marked, ...], start: int, end: int) -> Counter[tuple[Mark, str]]:
    """The marks that the span touches; an empty span touches those around it."""
    return Counter(
        (mark.mark, mark.name)
        for mark in marked
        if (mark.start < end and start < mark.end)
        or (start == end and mark.start < start < mark.end)
    )


def reason(mark: Mark, name: str) -> Why:
    """Why it matters that the mark is not there, or is there."""
    return Why.DUTY if mark is Mark.CONCEPT and name in PARTIES else REASONS[mark]
