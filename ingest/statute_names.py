"""Where a text names a statute: in 《》, in title case, or by a name the register knows."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ingest.known_names import WORD, Span, known_names
from ingest.script import HAN
from ingest.statute_kinds import KIND_ZH, KINDS_ZH, kind_of
from ingest.title_case import of_the_country, title_case, with_country

MAX_NAME = 120  # characters; the longest title in the national database is under 100

# Named in passing these are rarely statutes: "Privacy Notice", "Court Decision".
_WEAK = frozenset(("decision", "opinions", "notice", "amendment"))
_REVISION = re.compile(
    r" ?\((?=[^()\n]{0,40}(?:[0-9]{4}|修[正订改]|revis|amend))[^()\n]{1,40}\)", re.IGNORECASE
)
_SPACE = re.compile(r"\s+")
_BRACKET = re.compile(r"\s*[(（][^()（）]*[)）]$")
_SPACE = re.compile(r"\s+")
_BRACKET = re.compile("[《》]")
_NUMBERED = re.compile(r" ?(?:的|中)? ?第")
_NOT_A_STATUTE = re.compile(
    r"(?:合同|协议书?|章程|手册|须知|保单|承诺书|通知书|说明书|条款)(?:\([^)]*\))?$"
)

_RUNNING = re.compile(rf"[{HAN}]+\Z")
# Where a name without brackets begins, if the text runs on before it.
_LEAD_IN = re.compile(
    r"根据|依照|按照|依据|遵照|参照|适用|违反|符合|履行|我国|现行|属于|以及|或者|由于|明确|"
    r"关于|(?:法|条例|办法|规定|[条款项])(?:或者|以及|[和与及或])|条(?:所称|规定)|的(?=.)|是(?=.)|"
    r"(?:修[正改订])后的?|[以因按将把指受在从为被向对由未照据](?=.)"
)
_NO_LAW = re.compile(
    r"(?:方|做|看|说|想)法\Z|\A(?:无|设|依|合|非|违|司|执|立|普|国|手|疗|枪|语|书|算|用)法\Z"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names a statute, brackets and quotes included, and the name inside, on one line.

    ``weak`` where only a provision beside it makes it a statute's name.
    """

    start: int
    end: int
    name: str
    weak: bool = False


def mentions(text: str, folded: str, names: Collection[str] = ()) -> list[Mention]:
    """Every statute named in the text, in order; of two that overlap the longer one.

    ``folded`` is the same text through ``numerals.fold``; ``names`` are those of the register.
    """
    words = list(WORD.finditer(folded))
    known = list(known_names(frozenset(names)).spans(folded, words))
    spans = list(_bracketed(folded, frozenset(text[start:end] for start, end in known)))
    spans += (with_country(folded, span) for span in known)
    spans += of_the_country(folded)
    sure = set(spans)
    spans += title_case(folded, words, {end for _, end in known})
    found: list[Mention] = []
    for start, end in _longest(spans):
        note = _after_note(folded, end)  # it may stand inside the quotes or after them
        first, last = _unwrapped(folded, (start, note))
        after = _after_note(folded, last)
        bracketed = int(folded[start] == "《" and folded[end - 1] == "》")
        inside = text[start + bracketed : end - bracketed].strip()
        name = _SPACE.sub(" ", inside + text[end:note] + text[last:after])
        weak = (start, end) not in sure and kind_of(name) in _WEAK
        found.append(Mention(first, after, name, weak))
    return found


def running_name(folded: str, at: int) -> Span | None:
    """The Chinese name without brackets that ends at ``at``: 依照|环境保护税法|第十条."""
    window = folded[max(0, at - 30) : at]
    run = _RUNNING.search(window)
    if run is None:
        return None
    name = run[0]
    if "中华人民共和国" in name:
        name = name[name.rindex("中华人民共和国") :]
    else:
        leads = list(_LEAD_IN.finditer(name))
        name = name[leads[-1].end() :] if leads else name
    if name in KINDS_ZH or _NO_LAW.search(name) or not re.search(f"(?:{KIND_ZH})$", name):
        return None
    return at - len(name), at


def _bracketed(folded: str, known: Collection[str]) -> Iterator[Span]:
    """Names in 《》, which may be nested: 《实施〈社会保险法〉若干规定》."""
    opened: list[int] = []
    for bracket in _BRACKET.finditer(folded):
        if bracket[0] == "《":
            opened.append(bracket.start())
            continue
        if not opened:
            continue
        start, end = opened.pop(), bracket.end()
        name = folded[start + 1 : end - 1]
        if not name.strip() or end - start > MAX_NAME or "\n\n" in name:
            continue
        if name in KINDS_ZH or _NOT_A_STATUTE.search(name):
            continue  # 《条例》 is short for one that is named elsewhere
        if kind_of(name) or name in known or _NUMBERED.match(folded, end):
            yield start, end


def _longest(spans: Sequence[Span]) -> Iterator[Span]:
    """Of spans that overlap, the longest."""
    kept: Span | None = None
    for span in sorted(spans):
        if kept is None or span[0] >= kept[1]:
            if kept is not None:
                yield kept
            kept = span
        elif span[1] - span[0] > kept[1] - kept[0]:
            kept = span
    if kept is not None:
        yield kept


def _after_note(folded: str, at: int) -> int:
    """Where the "(revised in 2018)" that stands here ends; ``at`` where there is none."""
    note = _REVISION.match(folded, at)
    return note.end() if note else at


def _unwrapped(folded: str, span: Span) -> Span:
    """The span with the quotes or stars around it."""
    start, end = span
    for _ in range(3):
        if not (start and end < len(folded)):
            break
        if folded[start - 1] in "\"'*_" and folded[end] == folded[start - 1]:
            start, end = start - 1, end + 1
    return start, end
