"""Must for may, may not for may, the employee for the employer: statements beside statements."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.quote_check.clash import Clash
from ingest.quote_check.reading import Sort, Token
from ingest.quote_check.shelf import Reading, Shelf
from ingest.quote_check.statements import Statement

_LEAST = 0.15  # less alike than this, two statements have nothing to do with one another
_AS_LIKE = 0.85  # so much of the best likeness is as good as the best
_STEERED = 0.6  # so much of it is enough for a "must" to be held against another "must"
_SAME_VERB = 1.15
_SURELY = 0.6  # so like, two statements are about the same whatever their verbs
_NEAR = 0.5  # the weight from which on a class belongs to the statement itself
_IN_WORDS = {Sort.DUTY: "shall", Sort.LEAVE: "may", Sort.BAN: "shall not", Sort.CLASS: ""}

Signs = dict[str, set[bool | None]]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A statement of the quotation, and the provision's that are most like it."""

    statement: Statement
    like: float
    others: tuple[Statement, ...]


def duties(quoted: Reading, held: Reading, shelf: Shelf) -> Iterator[Clash]:
    """Statements that order what the provision allows, allow what it forbids, and so on."""
    for pair in _pairs(quoted, held, shelf):
        ours = pair.statement
        theirs = set().union(*(_implied(other.about, shelf) for other in pair.others))
        verbs = {other.verb for other in pair.others}
        shared = ours.verb in theirs or verbs & _implied(ours.about, shelf)
        if not shared and pair.like < _SURELY:
            continue  # not one of them speaks of the same
        sorts = {other.sort for other in pair.others}
        if not sorts & {ours.sort, Sort.CLASS} and ours.sort is not Sort.CLASS:
            official = _IN_WORDS[pair.others[0].sort]
            yield Clash(_IN_WORDS[ours.sort], official, ours.start, ours.end, pair.like)


def doers(quoted: Reading, held: Reading, shelf: Shelf) -> Iterator[Clash]:
    """Statements about somebody else than in the provision."""
    sides = shelf.lexicon.payers
    parties = frozenset(sides)
    for ours in quoted.statements:
        if not ours.who:
            continue
        same = [other for other in held.statements if other.denied == ours.denied]
        like, near = _nearest(ours, same, shelf, parties)
        if not near or any(other.who in ("", ours.who) for other in near):
            continue
        there = {sides.get(name, "") for name, weight in ours.about.items() if weight > _NEAR}
        if ours.sort is Sort.CLASS and all(other.who in there for other in near):
            continue  # it stands there too, as another's
        yield Clash(ours.who, near[0].who, ours.start, ours.end, like)


def contraries(quoted: Reading, held: Reading, shelf: Shelf) -> Iterator[Clash]:
    """Statements that deny what the provision affirms, or the other way round."""
    contrary = _contrary(_signs(quoted.tokens), _signs(held.tokens))
    for pair in _pairs(quoted, held, shelf):
        ours = pair.statement
        if contrary & set(ours.about) and all(
            other.denied != ours.denied and Sort.CLASS in (ours.sort, other.sort)
            for other in pair.others
        ):
            words = ("not", "") if ours.denied else ("", "not")
            yield Clash(*words, ours.start, ours.end, pair.like)


def denials(quoted: Reading, region: Sequence[Reading]) -> Iterator[Clash]:
    """Words that one text denies and the other affirms, wherever they stand."""
    official = [token for part in region for token in part.tokens]
    contrary = _contrary(_signs(quoted.tokens), _signs(official))
    names = quoted.lexicon.names
    for token in quoted.tokens:
        if token.name in contrary and token.sort is Sort.CLASS and token.negated:
            yield Clash("not " + names.get(token.name, token.name), "", *token.span)
    for token in official:
        if token.name in contrary and token.sort is Sort.CLASS and token.negated:
            yield Clash("", "not " + names.get(token.name, token.name))


def _pairs(quoted: Reading, held: Reading, shelf: Shelf) -> Iterator[_Pair]:
    """Parties count for nothing here: they stand in every statement."""
    parties = frozenset(shelf.lexicon.payers)
    for statement in quoted.statements:
        like, near = _nearest(statement, held.statements, shelf, parties)
        if near:
            yield _Pair(statement, like, near)


def _nearest(
    ours: Statement, others: Sequence[Statement], shelf: Shelf, without: frozenset[str]
) -> tuple[float, tuple[Statement, ...]]:
    """A "must" or "may" is held against another rather than against a clause without any."""
    likes = [(_likeness(ours, other, shelf, without), other) for other in others]
    best = max((like for like, _ in likes), default=0.0)
    if best <= _LEAST:
        return 0.0, ()
    steered = [pair for pair in likes if pair[1].sort is not Sort.CLASS]
    first = max((like for like, _ in steered), default=0.0)
    if ours.sort is not Sort.CLASS and first >= _STEERED * best:
        likes, best = steered, first
    return best, tuple(other for like, other in likes if like >= _AS_LIKE * best)


def _likeness(one: Statement, other: Statement, shelf: Shelf, without: frozenset[str]) -> float:
    """How much the two are about the same (0 to 1), whatever classes are ``without``."""
    implied = shelf.lexicon.implied
    theirs = dict(other.about)
    for name, weight in other.about.items():
        for near in implied.get(name, ()):
            theirs.setdefault(near, weight)
    ours = [(name, w, shelf.weight(name)) for name, w in one.about.items() if name not in without]
    if not ours and without:
        return _likeness(one, other, shelf, frozenset())
    total = sum(weight * tells for _, weight, tells in ours)
    common = sum(min(weight, theirs.get(name, 0.0)) * tells for name, weight, tells in ours)
    if one.verb and one.verb == other.verb:
        common *= _SAME_VERB
    back = sum(w * shelf.weight(name) for name, w in other.about.items() if name not in without)
    return min(1.0, 0.6 * common / (total or 1.0) + 0.4 * common / (back or 1.0))


def _implied(names: Iterable[str], shelf: Shelf) -> set[str]:
    return {*names, *(near for name in names for near in shelf.lexicon.implied.get(name, ()))}


def _signs(tokens: Iterable[Token]) -> Signs:
    """Whether each class is denied (True), affirmed (False), or perhaps denied (None)."""
    signs: Signs = {}
    for token in tokens:
        if token.sort is Sort.CLASS:
            signs.setdefault(token.name, set()).add(token.negated)
    return signs


def _contrary(ours: Signs, theirs: Signs) -> set[str]:
    """What the one always denies and the other always affirms."""
    return {
        name
        for name, signs in ours.items()
        if (signs == {True} and theirs.get(name) == {False})
        or (signs == {False} and theirs.get(name) == {True})
    }
