"""Quotations in Chinese, made from official texts by the edits in ``gold/quotes_zh.tsv``."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kb.numerals import NUMERALS, number
from kb.provision import Provision
from kb.statutes import ProvisionText
from kb.verdict import VerdictKind, Why

FILE = Path(__file__).parent / "gold" / "quotes_zh.tsv"


@dataclass(frozen=True, slots=True)
class EditedQuote:
    """A provision, the edits to its words, and the verdict that is due."""

    statute: str
    article: int
    edits: tuple[str, ...]
    kind: VerdictKind
    why: Why | None
    line: int


def edited_quotes(path: Path = FILE) -> Iterator[EditedQuote]:
    """The lines of the file; raises ``ValueError`` that names the line that is wrong."""
    for line, row in enumerate(path.read_text("utf-8").splitlines(), 1):
        if row.startswith("#"):
            continue
        try:
            statute, article, edits, kind, *why = row.split("\t")
            reason = Why(why[0]) if why and why[0] else None
            edits_in_order = tuple(edits.split("; "))
            yield EditedQuote(
                statute, int(article), edits_in_order, VerdictKind(kind), reason, line
            )
        except ValueError as error:
            raise ValueError(f"{path}:{line}: {error}") from None


def made(quote: EditedQuote, text: Callable[[int], ProvisionText]) -> tuple[str, ...]:
    """The paragraphs of the quotation; ``text`` finds the statute's articles.

    Raises ``ValueError`` where an edit changes nothing.
    """
    held = text(quote.article)
    lines = held.text.split("\n")
    for edit in quote.edits:
        verb, _, rest = edit.partition(" ")
        before = lines
        if verb == "paragraph":
            lines = held.paragraphs[int(rest) - 1].numbered.split("\n")
        elif verb == "sentence":
            lines = [lines[0].split("。")[int(rest) - 1] + "。"]
        elif verb == "replace":
            old, new = rest.split(" ")
            lines = [line.replace(old, new) for line in lines]
        elif verb == "drop":
            lines = [line.replace(rest, "") for line in lines]
        elif verb == "paste":
            lines = text(int(rest)).text.split("\n")
        else:
            lines = _WHOLE[edit if edit in _WHOLE else verb](lines, rest)
        if lines == before and edit not in ("whole", "paragraph 1"):
            raise ValueError(f"line {quote.line}: {edit!r} changes nothing in {held.provision}")
    return tuple(lines)


def _digits(lines: list[str], _: str) -> list[str]:
    """Chinese figures as digits, full width."""

    def written(found: re.Match[str]) -> str:
        value = number(found[0])
        return found[0] if value is None else str(value).translate(_WIDE)

    return [re.sub(f"[{NUMERALS}]{{1,7}}(?=[年月日个天倍])", written, line) for line in lines]


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_WHOLE: dict[str, Callable[[list[str], str], list[str]]] = {
    "whole": lambda lines, _: lines,
    "label": lambda lines, _: [f"第十条　【参保】{lines[0]}", *lines[1:]],
    "tail": lambda lines, words: ["".join(lines) + words],
    "ellipsis": lambda lines, _: [f"{lines[0][:20]}……{lines[-1][-20:]}"],
    "no punctuation": lambda lines, _: ["".join(re.findall(r"\w", "".join(lines)))],
    "items left out": lambda lines, _: ["".join((lines[0], *lines[2:4], *lines[5:]))],
    "digits": _digits,
}


def provision(statute: str, article: int) -> Provision:
    """The identity of an article of a statute."""
    return Provision(statute, article)
