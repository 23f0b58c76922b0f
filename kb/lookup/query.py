"""What provisions a query asks for: "article 60 social insurance law", 社保法60条."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kb.lookup.naming import Mention, StatuteNames, fold
from kb.lookup.numbering import (
    GAP,
    Numbered,
    Span,
    bare,
    items,
    marked,
    paragraphs,
)
from kb.model import unique
from kb.provision import Provision

MOST = 10  # provisions that one query can ask for
_YEARS = range(1949, 2100)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+/art-[0-9/a-z-]+")
_SIGNS = str.maketrans("’‘`´‐‑–—", "''''----")
# Asks for a provision's words, and says nothing about what is in it.
_ASKING = re.compile(
    r"(?<![a-z])(?:what|does|do|is|say|says|said|mean|means|meaning|text|content|contents|wording|"
    r"full|provide|provides|stipulate|stipulates|under|according|of|the|in|to|and|prc|china)(?![a-z])"
    "|的?(?:规定|内容|全文|原文|条文)|是?(?:什么|怎么说|怎么规定|如何规定)|[的了吗呢]"
)
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Missing:
    """A provision that its statute does not have: ``last`` is the number of its last one."""

    provision: Provision
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """What a query says of provisions.

    ``provisions`` are asked for, each with the pinpoint that the query gives. ``choices`` are
    those of several statutes of one name, of which one is meant. ``numbers`` are articles
    (number, inserted) of no statute that the query names. ``statutes`` are ids of statutes
    named without a number, where the query says nothing else. ``rest`` is the query without
    all that.
    """

    provisions: tuple[Provision, ...] = ()
    missing: tuple[Missing, ...] = ()
    choices: tuple[Provision, ...] = ()
    numbers: tuple[tuple[int, int], ...] = ()
    statutes: tuple[str, ...] = ()
    rest: str = ""


def look_up(query: str, names: StatuteNames) -> LookUp:
    """What the query says of provisions; an empty ``LookUp`` where it says nothing.

    A number is an article if it is called one (article, art., section, §, 第六十条), or stands
    right behind a statute's name and counts nothing: "labour contract law 38", 公积金条例24.
    """
    text = fold(query)
    if (known := _by_id(text, names)) is not None:
        return known
    mentions = names.find(text)
    numbers = [n for n in marked(text) if not any(_overlap(n, m) for m in mentions)]
    if not mentions:
        strong = [n for n in numbers if not n.weak]
        return LookUp(
            numbers=unique((n.article, n.inserted) for n in strong)[:MOST],
            rest=_without(text, strong) if strong else "",
        )
    behind = {m.end for m in mentions}
    numbers = [n for n in numbers if not n.weak or any(_adjacent(text, e, n) for e in behind)]
    numbers = numbers or list(_bare(text, mentions, names))
    if not numbers:
        named = [m for m in mentions if not m.weak]
        rest = _without(text, named)
        alone = not _WORD.search(rest)
        return LookUp(statutes=unique(i for m in named for i in m.ids) if alone else ())
    return _resolved(text, numbers, mentions, names)


def _by_id(text: str, names: StatuteNames) -> LookUp | None:
    """The provision whose id stands in the text, ``prc-sil-2010/art-60``."""
    found = _ID.search(text)
    if found is None:
        return None
    try:
        provision = Provision.parse(found[0])
    except ValueError:
        return None
    if provision.statute not in names.statutes:
        return None
    return _of([provision], names, text[: found.start()] + " " + text[found.end() :])


def _resolved(
    text: str, numbers: Sequence[Numbered], mentions: Sequence[Mention], names: StatuteNames
) -> LookUp:
    """Each number an article of the statute named nearest to it."""
    pins = _pins(text, mentions, numbers)
    used: list[Mention] = []
    provisions: list[Provision] = []
    choices: list[Provision] = []
    for one in _with_pins(numbers, *pins):
        nearest = min(mentions, key=lambda mention: _distance(mention, one))
        used.append(nearest)
        several = provisions if len(nearest.ids) == 1 else choices
        several += (
            Provision(found, one.article, one.inserted, one.paragraph, one.item)
            for found in nearest.ids
        )
    found = _of(provisions, names, _without(text, [*used, *numbers, *pins[0], *pins[1]]))
    return replace(found, choices=unique(choices)[:MOST])


def _of(provisions: Iterable[Provision], names: StatuteNames, rest: str) -> LookUp:
    """The provisions, those beyond the last set apart."""
    kept: list[Provision] = []
    missing: list[Missing] = []
    for provision in unique(provisions)[:MOST]:
        last = names.statutes[provision.statute].last_article
        if provision.article > last:
            missing.append(Missing(provision, last))
        else:
            kept.append(provision)
    return LookUp(provisions=tuple(kept), missing=tuple(missing), rest=rest)


def _bare(text: str, mentions: Sequence[Mention], names: StatuteNames) -> Iterator[Numbered]:
    """Numbers right behind names; one in front where there is nothing else ("38 LCL")."""
    for mention in mentions:
        if mention.weak:
            continue
        one = bare(text, mention.end)
        if one is None:
            first = re.match(r"\s*([0-9]{1,4})\s+", text)
            if first is None or first.end() != mention.start or text[mention.end :].strip():
                continue
            one = Numbered(*first.span(1), int(first[1]))
        last = max(names.statutes[found].last_article for found in mention.ids)
        only = not _WORD.search(_without(text, [mention, one]))
        if 1 <= one.article <= last or (only and one.article and one.article not in _YEARS):
            yield one


def _pins(
    text: str, mentions: Sequence[Mention], numbers: Sequence[Numbered]
) -> tuple[list[Span], list[Span]]:
    """The paragraphs and items that stand neither in a name nor in a number."""
    taken: list[Mention | Numbered | Span] = [*mentions, *numbers]
    of_items = [span for span in items(text) if not any(_overlap(span, t) for t in taken)]
    taken += of_items
    of_paragraphs = [span for span in paragraphs(text) if not any(_overlap(span, t) for t in taken)]
    return of_paragraphs, of_items


def _with_pins(
    numbers: Sequence[Numbered], of_paragraphs: Sequence[Span], of_items: Sequence[Span]
) -> Iterator[Numbered]:
    """Each number with the pinpoint behind it; the only number with one anywhere."""
    for place, one in enumerate(numbers):
        after = numbers[place + 1].start if place + 1 < len(numbers) else None

        def own(span: Span, one: Numbered = one, after: int | None = after) -> bool:
            return len(numbers) == 1 or (
                span.start >= one.end and (after is None or span.start < after)
            )

        paragraph = next((span.number for span in of_paragraphs if own(span)), one.paragraph)
        item = next((span.number for span in of_items if own(span)), one.item)
        yield replace(one, paragraph=paragraph, item=item)


def _adjacent(text: str, end: int, one: Numbered) -> bool:
    """Whether the number stands right behind a name that ends there."""
    gap = GAP.match(text, end)
    return gap is not None and gap.end() == one.start


def _distance(mention: Mention, one: Numbered) -> tuple[int, int]:
    """How far the name is from the number; of two as near, the one before it."""
    if mention.end <= one.start:
        return one.start - mention.end, 0
    return mention.start - one.end, 1


def _overlap(one: Numbered | Span, other: Mention | Numbered | Span) -> bool:
    return one.start < other.end and other.start < one.end


def _without(text: str, spans: Iterable[Mention | Numbered | Span]) -> str:
    """What else the query says."""
    left = list(text)
    for span in spans:
        left[span.start : span.end] = " " * (span.end - span.start)
    return " ".join(_ASKING.sub(" ", "".join(left)).split())
