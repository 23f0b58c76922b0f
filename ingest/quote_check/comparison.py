"""An English quotation beside a provision: what the one has that the other has not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.quote_check.quantities import Quantity
from ingest.quote_check.reading import Sort, Token
from ingest.quote_check.shelf import Reading, Shelf
from ingest.quote_check.statements import Statement
from kb.provision import Provision

_BOUND_AHEAD = 2  # tokens between "at least" and its figure
_REFERENCES = ("article", "paragraph", "item", "section", "chapter", "grade")


@dataclass(frozen=True, slots=True)
class Clash:
    """Two places that disagree, and how surely they are about the same thing (0 to 1)."""

    quoted: str
    official: str
    start: int
    end: int
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came out; shares are 0 to 1."""

    covered: float  # how much of the quotation's words the provision has, by weight
    returned: float  # how much of the provision's sentences that it is about the quotation has
    strange: tuple[str, ...]  # known concepts that the provision does not have
    strangeness: float  # their share of the quotation's weight
    left_out: tuple[str, ...]
    figures: tuple[Clash, ...]
    duties: tuple[Clash, ...]
    doers: tuple[Clash, ...]
    denials: float  # the share of common words that one denies and the other affirms
    denied: tuple[str, ...]
    exception_dropped: bool
    exception_added: bool
    always: bool


def compare(quoted: Reading, held: Reading, shelf: Shelf) -> Comparison:
    weights = {name: shelf.weight(name) for name in quoted.classes}
    total = sum(weights.values()) or 1.0
    strange = tuple(n for n in quoted.classes if n not in held.meant and _known(n, shelf))
    common = sum(weight for name, weight in weights.items() if name in held.meant)
    region = about(quoted, held, shelf)
    wanted = {name: shelf.weight(name) for part in region for name in part.classes}
    back = sum(weight for name, weight in wanted.items() if name in quoted.meant)
    denied = tuple(_denied(quoted, region))
    shared = [n for n in quoted.classes if n in wanted]
    return Comparison(
        covered=common / total,
        returned=back / (sum(wanted.values()) or 1.0),
        strange=tuple(sorted(strange, key=lambda name: -weights[name])),
        strangeness=sum(weights[name] for name in strange) / total,
        left_out=tuple(
            sorted((n for n in wanted if n not in quoted.meant and _known(n, shelf)), key=lambda n: -wanted[n])
        ),
        figures=tuple(_figures(quoted, held, region)),
        duties=tuple(_duties(quoted, held, shelf)),
        doers=tuple(_doers(quoted, held, shelf)),
        denials=sum(weights[n] for n in denied) / (sum(weights[n] for n in shared) or 1.0),
        denied=denied,
        exception_dropped=_excepted(quoted, held, shelf) and not (_has([quoted], Sort.EXCEPT) or _has([quoted], Sort.BUT)),
        exception_added=_has([quoted], Sort.EXCEPT) and not _has([held], Sort.EXCEPT),
        always=_has([quoted], Sort.ALWAYS),
    )


def _known(name: str, shelf: Shelf) -> bool:
    """Whether the word belongs to the law: it is of the lexicon, or some provision has it."""
    return name in shelf.lexicon.names or name in shelf.numbers


def about(quoted: Reading, held: Reading, shelf: Shelf) -> tuple[Reading, ...]:
    """The provision's sentences that the quotation is about."""
    chosen: list[int] = []
    for sentence in quoted.sentences:
        wanted = {name: shelf.weight(name) for name in sentence.classes}
        for _ in range(4):
            gains = [
                sum(w for name, w in wanted.items() if name in part.meant) / (1 + 0.0 * len(part.classes))
                for part in held.sentences
            ]
            best = max(range(len(gains)), key=lambda n: (gains[n], -len(held.sentences[n].classes)), default=None)
            if best is None or gains[best] < 0.25 * (sum(shelf.weight(n) for n in sentence.classes) or 1):
                break
            chosen.append(best)
            for name in held.sentences[best].meant:
                wanted.pop(name, None)
    return tuple(held.sentences[n] for n in sorted(set(chosen)))


def _excepted(quoted: Reading, held: Reading, shelf: Shelf) -> bool:
    """Whether the provision makes an exception to what the quotation says."""
    wanted = {name: shelf.weight(name) for name in quoted.classes}
    gains = [sum(w for name, w in wanted.items() if name in p.meant) for p in held.sentences]
    sorts = {token.sort for token in quoted.tokens}
    steers = sorts & {Sort.BAN, Sort.DUTY, Sort.LEAVE}
    for n, part in enumerate(held.sentences):
        if gains[n] < 0.85 * max(gains):
            continue
        if steers and not steers & {token.sort for token in part.tokens}:
            continue
        if _has([part], Sort.EXCEPT):
            return True
    return False


def _has(parts: Sequence[Reading], sort: Sort) -> bool:
    return any(token.sort is sort for part in parts for token in part.tokens)


def _bounded(tokens: Sequence[Token]) -> Iterator[tuple[Token, Quantity, str]]:
    """Each figure with its bound: ``above`` for "at least", ``below`` for "within", or nothing."""
    between = 0
    for n, token in enumerate(tokens):
        if token.sort is Sort.BETWEEN:
            between = 2
        if token.quantity is None:
            continue
        bound = ""
        if between:
            bound, between = ("above" if between == 2 else "below"), between - 1
        for before in reversed(tokens[max(0, n - _BOUND_AHEAD) : n]):
            if before.sort in (Sort.ABOVE, Sort.BELOW):
                bound = before.sort.value
                break
            if before.sort in (Sort.STOP, Sort.NUMBER, Sort.COMMA):
                break
        for after in tokens[n + 1 : n + 3]:
            if after.sort is Sort.OR_MORE:
                bound = "above"
            elif after.sort is Sort.AT_MOST or (
                after.sort is Sort.BELOW and after.name.startswith(("at most", "at the most"))
            ):
                bound = "below"
            if after.sort is not Sort.CLASS:
                break
        yield token, token.quantity, bound


def _figures(quoted: Reading, held: Reading, region: Sequence[Reading]) -> Iterator[Clash]:
    official = list(_bounded(held.tokens))
    near = [entry for part in region for entry in _bounded(part.tokens)]
    for token, amount, bound in _bounded(quoted.tokens):
        if amount.value == 1 and amount.measure in ("", "times") and not bound:
            continue  # "one of them" is no figure
        same = [entry for entry in official if amount.agrees(entry[1])]
        if not same:
            others = [str(a) for _, a, _ in near if a.measure == amount.measure]
            sure = 0.5 if amount.measure in ("item", "paragraph") else 1.0
            yield Clash(str(amount), ", ".join(dict.fromkeys(others)), token.start, token.end, sure)
        elif bound and all(b and b != bound for _, _, b in same):
            yield Clash(f"{bound} {amount}", f"{same[0][2]} {amount}", token.start, token.end, 0.8)


def misplaced(quoted: Reading, held: Reading, shelf: Shelf) -> Iterator[Clash]:
    """Figures that the provision has, but of something else."""
    clauses = [(clause, [t for t in clause if t.quantity]) for clause in _clauses(held.tokens)]
    for clause in _clauses(quoted.tokens):
        for token in clause:
            amount = token.quantity
            if amount is None or amount.measure == "":
                continue
            likes = [
                (_common(clause, other, shelf), any(amount.agrees(t.quantity) for t in figures if t.quantity), figures)
                for other, figures in clauses
                if any(t.quantity and t.quantity.measure == amount.measure for t in figures)
            ]
            right = max((like for like, has, _ in likes if has), default=0.0)
            best = max(likes, key=lambda entry: entry[0], default=None)
            if best and not best[1] and right < 0.6 * best[0]:
                others = [str(t.quantity) for t in best[2] if t.quantity and t.quantity.measure == amount.measure]
                yield Clash(str(amount), ", ".join(others), token.start, token.end, best[0])


def _clauses(tokens: Sequence[Token]) -> list[list[Token]]:
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token.sort is Sort.STOP:
            found.append([])
        else:
            found[-1].append(token)
    return [clause for clause in found if clause]


def _common(one: Sequence[Token], other: Sequence[Token], shelf: Shelf) -> float:
    ours = {t.name for t in one if t.sort is Sort.CLASS}
    theirs = {t.name for t in other if t.sort is Sort.CLASS}
    return sum(map(shelf.weight, ours & theirs)) / (sum(map(shelf.weight, ours)) or 1.0)


def relations(quoted: Reading, held: Reading) -> Iterator[Clash]:
    """ "Higher than the minimum wage" where the provision says lower."""
    official = {(name, sort) for name, sort, _ in _related(held.tokens)}
    for name, sort, token in _related(quoted.tokens):
        other = Sort.BELOW if sort is Sort.ABOVE else Sort.ABOVE
        if (name, other) in official and (name, sort) not in official:
            yield Clash(f"{sort} {name}", f"{other} {name}", token.start, token.end, 0.8)


def _related(tokens: Sequence[Token]) -> Iterator[tuple[str, Sort, Token]]:
    for n, token in enumerate(tokens):
        if token.sort in (Sort.ABOVE, Sort.BELOW) and not token.name.startswith(("within", "under", "over")):
            for behind in tokens[n + 1 : n + 4]:
                if behind.sort is not Sort.CLASS:
                    break
                yield behind.name, token.sort, token


def _likeness(
    one: Statement, other: Statement, shelf: Shelf, without: frozenset[str] = frozenset()
) -> float:
    """How much the two are about the same (0 to 1), whatever classes are ``without``."""
    implied = shelf.lexicon.implied
    theirs = dict(other.about)
    for name, weight in other.about.items():
        for near in implied.get(name, ()):
            theirs.setdefault(near, weight)
    ours = [(name, w, shelf.weight(name)) for name, w in one.about.items() if name not in without]
    total = sum(w * tells for _, w, tells in ours)
    common = sum(min(w, theirs.get(name, 0.0)) * tells for name, w, tells in ours)
    if one.verb and one.verb == other.verb:
        common *= 1.15
    back = sum(w * shelf.weight(name) for name, w in other.about.items() if name not in without)
    return min(1.0, 0.6 * common / (total or 1.0) + 0.4 * common / (back or 1.0))


@dataclass(frozen=True, slots=True)
class _Pair:
    statement: Statement
    like: float
    others: tuple[Statement, ...]


def _pairs(quoted: Reading, held: Reading, shelf: Shelf) -> Iterator[_Pair]:
    """Each statement of the quotation with the provision's that are most like it.

    Parties count for nothing here: they stand in every statement. A "must" or "may" is held against another rather than against a clause without any.
    """
    parties = frozenset(shelf.lexicon.payers)
    for statement in quoted.statements:
        likes = [(_likeness(statement, other, shelf, parties), other) for other in held.statements]
        best = max((like for like, _ in likes), default=0.0)
        if best <= 0.15:
            continue
        steered = [pair for pair in likes if pair[1].sort is not Sort.CLASS]
        first = max((like for like, _ in steered), default=0.0)
        if statement.sort is not Sort.CLASS and first >= 0.6 * best:
            likes, best = steered, first
        near = tuple(other for like, other in likes if like >= 0.85 * best)
        yield _Pair(statement, best, near)


def _duties(quoted: Reading, held: Reading, shelf: Shelf) -> Iterator[Clash]:
    for pair in _pairs(quoted, held, shelf):
        ours = pair.statement
        verbs = {o.verb for o in pair.others} & _near(ours.about, shelf)
        if ours.verb not in set().union(*(_near(o.about, shelf) for o in pair.others)) and not verbs:
            continue  # not one of them speaks of the same
        if all(Sort.CLASS not in (ours.sort, o.sort) and ours.sort is not o.sort for o in pair.others):
            yield Clash(ours.sort.value, pair.others[0].sort.value, ours.start, ours.end, pair.like)


def _near(names: Iterable[str], shelf: Shelf) -> set[str]:
    return {*names, *(near for name in names for near in shelf.lexicon.implied.get(name, ()))}


def contraries(quoted: Reading, held: Reading, shelf: Shelf) -> Iterator[Clash]:
    """Statements that deny what the provision affirms, or the other way round."""
    ours_signs, their_signs = _polarity(quoted.tokens), _polarity(held.tokens)
    contrary = {
        name
        for name, signs in ours_signs.items()
        if None not in signs and {not sign for sign in signs} == their_signs.get(name)
    }
    for pair in _pairs(quoted, held, shelf):
        ours = pair.statement
        if not contrary & set(ours.about):
            continue
        if all(o.denied != ours.denied and Sort.CLASS in (ours.sort, o.sort) for o in pair.others):
            yield Clash(_sign(ours.denied), _sign(not ours.denied), ours.start, ours.end, pair.like)


def _sign(denied: bool) -> str:
    return "not" if denied else ""


def _doers(quoted: Reading, held: Reading, shelf: Shelf) -> Iterator[Clash]:
    sides = shelf.lexicon.payers
    for ours in quoted.statements:
        if not ours.who:
            continue
        likes = [
            (_likeness(ours, other, shelf, frozenset(sides)), other)
            for other in held.statements
            if other.denied == ours.denied
        ]
        best = max((like for like, _ in likes), default=0.0)
        near = [other for like, other in likes if like >= 0.85 * best]
        if best > 0 and all(other.who and other.who != ours.who for other in near):
            yield Clash(ours.who, near[0].who, ours.start, ours.end, best)


def opposed(quoted: Reading, held: Reading) -> Iterator[tuple[str, str]]:
    """Words where the provision has their contrary."""
    for name in quoted.classes:
        other = quoted.lexicon.opposites.get(name, "")
        if other in held.meant and name not in held.meant and other not in quoted.meant:
            yield name, other


def elsewhere(quoted: Reading, held: Reading, shelf: Shelf) -> tuple[float, Provision | None]:
    """How much better another provision has one of the quotation's clauses."""
    best: tuple[float, Provision | None] = (0.0, None)
    for clause in _clauses_and(quoted.tokens):
        names = {t.name for t in clause if t.sort is Sort.CLASS}
        if len(names) < 4:
            continue
        total = sum(map(shelf.weight, names))
        own = sum(shelf.weight(n) for n in names if n in held.meant) / total
        sums: dict[Provision, float] = {}
        for name in names:
            for provision in shelf.where.get(name, ()):
                sums[provision] = sums.get(provision, 0.0) + shelf.weight(name)
        provision, most = max(sums.items(), key=lambda pair: pair[1], default=(None, 0.0))
        if most / total - own > best[0]:
            best = (most / total - own, provision)
    return best


def _clauses_and(tokens: Sequence[Token]) -> list[list[Token]]:
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token.sort in (Sort.STOP, Sort.COMMA):
            found.append([])
        else:
            found[-1].append(token)
    return [clause for clause in found if clause]


def _denied(quoted: Reading, region: Sequence[Reading]) -> Iterator[str]:
    """Classes that one text always denies and the other always affirms."""
    ours = _polarity(quoted.tokens)
    theirs = _polarity([token for part in region for token in part.tokens])
    for name, signs in ours.items():
        if name in theirs and len(signs) == len(theirs[name]) == 1 and signs != theirs[name]:
            yield name


def denials(quoted: Reading, region: Sequence[Reading]) -> Iterator[Clash]:
    """What one text denies with a verb and its object, and the other affirms both."""
    ours = _polarity(quoted.tokens)
    theirs = _polarity([token for part in region for token in part.tokens])
    contrary = {
        name
        for name, signs in ours.items()
        if None not in signs and {not sign for sign in signs} == theirs.get(name)
    }
    for tokens in (quoted.tokens, [token for part in region for token in part.tokens]):
        heads = [token for token in tokens if token.sort is Sort.CLASS]
        for one, other in zip(heads, heads[1:], strict=False):
            if one.negated and other.negated and {one.name, other.name} <= contrary:
                yield Clash(f"not {one.name} {other.name}", "", -1, -1, 0.7)


def _polarity(tokens: Sequence[Token]) -> dict[str, set[bool | None]]:
    signs: dict[str, set[bool | None]] = {}
    for token in tokens:
        if token.sort is Sort.CLASS:
            signs.setdefault(token.name, set()).add(token.negated)
    return signs
