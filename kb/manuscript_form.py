"""The text of an article as a form has it: its fields above, its body below, and a new one."""

import json
import re
from dataclasses import dataclass
from functools import cache

from kb.model import Kind

_FRONT = re.compile(r"\A---[ \t]*\n.*?^---[ \t]*(?:\n(?:[ \t]*\n)*|\Z)", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"(?P<name>[a-z_]+)[ \t]*:")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFields:
    """The front matter that editors fill in, as it is written: "" and () where it is not given."""

    title: str = ""
    kind: str = ""
    topic: str = ""
    regions: tuple[str, ...] = ()
    lang: str = ""
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    translation_of: str = ""
    review_by: str = ""


def split(text: str) -> tuple[str, str]:
    """Front matter, with the blank lines below it, and body; ``"", text`` where there is none.

    The two in a row are the text.
    """
    found = _FRONT.match(text)
    at = found.end() if found else 0
    return text[:at], text[at:]


def field_at(text: str, line: int) -> str:
    """The field of the front matter that stands on a line (from 1) or began above it.

    "" where the line is none of the front matter.
    """
    front, _ = split(text)
    lines = front.split("\n")[:line]
    if line > front.count("\n"):
        return ""
    names = (found["name"] for above in reversed(lines) if (found := _FIELD.match(above)))
    return next(names, "")


def new_text(
    kind: Kind,
    lang: str,
    *,
    title: str = "",
    topic: str = "other",
    aliases: tuple[str, ...] = (),
) -> str:
    """The text that a new article begins with: a draft in English ("en") or Chinese ("zh").

    What its author has to write stands in it as hints.
    """
    hints = _HINTS[lang]
    front = [
        "---",
        f"title: {quoted(title) if title.strip() else quoted(hints[kind].title)}",
        f"kind: {kind}",
        f"topic: {topic}",
        "regions: [national]",
        f"lang: {lang}",
        "status: draft",
    ]
    told = [alias for alias in aliases if alias.strip()]
    if told:
        front += ["aliases:", *(f"  - {quoted(alias)}" for alias in told)]
    return "\n".join((*front, "---", "", hints[kind].body))


def hints_left(text: str) -> tuple[str, ...]:
    """The lines that a new text begins with for its author's sake, and that still stand in it."""
    lines = {line.strip() for line in split(text)[1].splitlines()}
    return tuple(hint for hint in _hint_lines() if hint in lines)


@cache
def _hint_lines() -> tuple[str, ...]:
    """Sentences alone: a heading or a document of the template is an article's as well."""
    bodies = (hints.body for kinds in _HINTS.values() for hints in kinds.values())
    lines = (line for body in bodies for line in body.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line.endswith((".", "。"))))


def quoted(text: str) -> str:
    """A text as a YAML value: in quotes, so that nothing in it means anything."""
    # What JSON writes is YAML, but for what it leaves as it is and YAML takes for a line's end.
    written = json.dumps(" ".join(text.split()), ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in written)


@dataclass(frozen=True, slots=True)
class _Hints:
    title: str
    body: str


_HINTS = {
    "en": {
        Kind.GUIDE: _Hints(
            "How do I …?",
            """Answer the question in one or two sentences: this is what readers see first.

## Steps

### 1. What comes first

What to do, where, and what to bring.

### 2. What comes next

What to do then.

## Documents you need

- Resident identity card

## To sum up

The whole in a sentence.

## Legal basis

Name the statute and the article in a line of its own, and quote its words below it.
""",
        ),
        Kind.QA: _Hints(
            "May I …?",
            """Answer the question in one or two sentences: this is what readers see first.

## When it is different

Who this does not hold for, and what holds for them.

## Legal basis

Name the statute and the article in a line of its own, and quote its words below it.
""",
        ),
    },
    "zh": {
        Kind.GUIDE: _Hints(
            "怎样……？",
            """用一两句话直接回答问题，读者最先看到的就是这里。

## 办理步骤

### 一、第一步做什么

写明做什么、到哪里办、带什么材料。

### 二、第二步做什么

写明接下来做什么。

## 所需材料

- 居民身份证

## 总结

用一句话概括全文。

## 法律依据

单独一行写明法律名称和条款，并在下面引用原文。
""",
        ),
        Kind.QA: _Hints(
            "能不能……？",
            """用一两句话直接回答问题，读者最先看到的就是这里。

## 哪些情况不同

写明对哪些人不适用，以及他们适用什么规定。

## 法律依据

单独一行写明法律名称和条款，并在下面引用原文。
""",
        ),
    },
}
