"""The employer for the employee, both for one, paid for not paid: acts beside acts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.quote_check.acts import Act
from ingest.quote_check.clash import Clash
from ingest.quote_check.reading import Sort
from ingest.quote_check.shelf import Reading, Shelf

_LEAST = 0.2  # less alike than this, two acts have nothing to do with one another
_AS_LIKE = 0.85
_MORE = 0.8  # how surely a doer too many is a difference, and one too few
_FEWER = 0.6
_ANYBODY = frozenset({"individual", "anyone"})


@dataclass(frozen=True, slots=True)
class _Pair:
    act: Act
    like: float
    others: tuple[Act, ...]


def other_doers(quoted: Reading, held: Reading, shelf: Shelf) -> Iterator[Clash]:
    """Acts that somebody else does, or that another does as well, or no longer does."""
    for pair in _pairs(quoted, held, shelf, same_sign=True):
        ours = pair.act
        near = [other for other in pair.others if other.doers]
        if not ours.doers or len(near) < len(pair.others) or not near:
            continue
        theirs = frozenset().union(*(other.doers for other in near))
        share = _difference(ours, theirs, near, held, shelf)
        if share:
            yield Clash(
                _named(ours), ", ".join(sorted(theirs)), ours.start, ours.end, share * pair.like
            )


def _difference(
    ours: Act, theirs: frozenset[str], near: Sequence[Act], held: Reading, shelf: Shelf
) -> float:
    """How far another set of doers is another statement (0: not at all)."""
    sides = shelf.lexicon.payers
    if any(other.doers == ours.doers for other in near):
        return 0.0
    if not ours.doers & theirs:
        return 1.0
    around = {sides[name] for other in near for name in other.around if name in sides}
    refused = {
        side
        for other in held.acts
        if other.deed == ours.deed and other.denied != ours.denied
        for side in other.doers
    }
    if ours.doers & refused - theirs:
        return 1.0  # "the employee does not pay"
    if ours.doers - theirs - around:  # else the list was not wholly understood
        return _MORE
    if ours.doers - theirs:
        return 0.0
    return 1.0 if ours.alone else _FEWER


def _named(act: Act) -> str:
    names = ", ".join(sorted(act.doers))
    return f"{names} alone" if act.alone else names


def strangers(quoted: Reading, held: Reading, shelf: Shelf) -> Iterator[Clash]:
    """Doers of whom the provision does not speak at all."""
    sides = shelf.lexicon.payers
    there = {sides[name] for name in held.meant if name in sides}
    for act in quoted.acts:
        strange = act.doers - there
        if strange and there:
            yield Clash(", ".join(sorted(strange)), ", ".join(sorted(there)), act.start, act.end)


def newcomers(quoted: Reading, held: Reading, shelf: Shelf) -> Iterator[Clash]:
    """Parties of whom the provision does not speak, though it speaks of others."""
    sides = shelf.lexicon.sides
    there = {sides[name] for name in held.meant if name in sides}
    for token in quoted.tokens:
        if token.sort is not Sort.CLASS or token.owner or token.name in _ANYBODY:
            continue
        side = sides.get(token.name, "")
        meant = {sides.get(n, "") for n in shelf.lexicon.implied.get(token.name, ())}
        if side and there and side not in there and not meant & there:
            yield Clash(side, ", ".join(sorted(there)), *token.span)


def denied(quoted: Reading, held: Reading, shelf: Shelf, *, given: bool) -> Iterator[Clash]:
    """Acts that the provision denies and the quotation affirms, or the other way round.

    What is ``given`` as a condition is told apart: it is often told by its contrary.
    """
    names = shelf.lexicon.names
    for pair in _pairs(quoted, held, shelf, same_sign=False):
        ours = pair.act
        if ours.given is given and all(other.denied != ours.denied for other in pair.others):
            deed = names.get(ours.deed, ours.deed)
            words = (f"not {deed}", deed) if ours.denied else (deed, f"not {deed}")
            yield Clash(*words, ours.start, ours.end, pair.like)


def _pairs(quoted: Reading, held: Reading, shelf: Shelf, *, same_sign: bool) -> Iterator[_Pair]:
    for ours in quoted.acts:
        likes = [
            (_likeness(ours, other, shelf), other)
            for other in held.acts
            if other.deed == ours.deed
            and other.given == ours.given
            and (not same_sign or other.denied == ours.denied)
            and (same_sign or _compatible(ours, other))
        ]
        best = max((like for like, _ in likes), default=0.0)
        if best > _LEAST:
            near = tuple(other for like, other in likes if like >= _AS_LIKE * best)
            yield _Pair(ours, best, near)


def _compatible(one: Act, other: Act) -> bool:
    return not one.doers or not other.doers or bool(one.doers & other.doers)


def _likeness(one: Act, other: Act, shelf: Shelf) -> float:
    """How much the two are about the same thing (0 to 1), the clause before the sentence."""
    parties = shelf.lexicon.payers
    deed = {one.deed, other.deed}

    def bare(names: frozenset[str]) -> frozenset[str]:
        return frozenset(n for n in names if n not in parties and n not in deed)

    near = _overlap(bare(one.about), bare(other.around), shelf)
    back = _overlap(bare(other.about), bare(one.around), shelf)
    far = _overlap(bare(one.around), bare(other.around), shelf)
    return 0.45 * near + 0.4 * back + 0.15 * far


def _overlap(ours: frozenset[str], theirs: frozenset[str], shelf: Shelf) -> float:
    if not ours:
        return 0.5 if theirs else 1.0  # the deed alone
    implied = shelf.lexicon.implied
    meant = theirs.union(*(implied.get(name, ()) for name in theirs))
    return shelf.weight_of(ours & meant) / (shelf.weight_of(ours) or 1.0)


def outcomes(quoted: Reading, held: Reading) -> tuple[str, ...]:
    """What comes of it, where the provision tells of nothing of the sort."""
    lexicon = quoted.lexicon
    there = held.meant | {lexicon.turned.get(name, (name, False))[0] for name in held.meant}
    return tuple(
        name
        for name in quoted.classes
        if name in lexicon.outcomes
        and name not in there
        and lexicon.turned.get(name, (name, False))[0] not in there
    )
