"""The figures of a quotation that are not the provision's."""

import re
from collections.abc import Iterator, Sequence

from ingest.quote_check.clash import Clash
from ingest.quote_check.quantities import Quantity
from ingest.quote_check.reading import Sort, Token
from ingest.quote_check.shelf import Reading, Shelf

_COUNTED = re.compile(r"\b(?:of the|these|those|all|the)\s$", re.IGNORECASE)
_AHEAD = 3  # tokens between "at least" and its figure
_CONTRARY = {
    Sort.ABOVE: Sort.BELOW,
    Sort.BELOW: Sort.ABOVE,
    Sort.BEFORE: Sort.AFTER,
    Sort.AFTER: Sort.BEFORE,
}
_TELLING = frozenset({"times", "percent", "yuan", "month", "day", "working day", "year"})
_AROUND = 6  # tokens
_BESIDE = 0.8  # a figure is another's where its own clause is so much less like


def alien(quoted: Reading, held: Reading) -> Iterator[Clash]:
    """Figures that the provision does not have, or bounds on the other side: at most, at least."""
    official = list(_bounded(held.tokens))
    for token, amount, bound in _bounded(quoted.tokens):
        least = {"": 2, "times": 1}.get(amount.measure, 0)
        small = amount.value <= least and amount.value.denominator == 1
        if small and (not bound or not amount.measure):
            continue  # "one of them", "the two sides" are no figures
        if not amount.measure and _COUNTED.search(
            quoted.text[max(0, token.start - 9) : token.start]
        ):
            continue  # "one of the three"
        same = [entry for entry in official if amount.agrees(entry[1])]
        if not same:
            others = [str(other) for _, other, _ in official if other.measure == amount.measure]
            weak = amount.measure in ("item", "paragraph")
            yield Clash(
                str(amount),
                ", ".join(dict.fromkeys(others)),
                token.start,
                token.end,
                0.5 if weak else 1.0,
            )
        elif (
            bound
            and not _denied(quoted.tokens, token)
            and all(other and other is not bound for _, _, other in same)
        ):
            theirs = same[0][2] or bound
            yield Clash(f"{_said(bound)} {amount}", f"{_said(theirs)} {amount}", *token.span, 0.8)


def misplaced(quoted: Reading, held: Reading, shelf: Shelf) -> Iterator[Clash]:
    """Figures that the provision has, but of something else: 30 days to pay for 30 to decide.

    The words of the whole clause must say so, and those right beside the figure.
    """
    theirs = [(clause, n) for clause in _clauses(held.tokens) for n in _figures(clause)]
    for clause in _clauses(quoted.tokens):
        for n in _figures(clause):
            amount = clause[n].quantity
            if amount is None or amount.measure == "":
                continue
            same = [(o, m) for o, m in theirs if _measure(o[m]) == amount.measure]
            far = [(_common(clause, o, shelf), o[m]) for o, m in same]
            near = [(_common(_window(clause, n), _window(o, m), shelf), o[m]) for o, m in same]
            if _others(far, amount) and _others(near, amount):
                best = max(like for like, _ in far)
                said = (str(token.quantity) for like, token in far if like == best)
                yield Clash(str(amount), ", ".join(said), *clause[n].span, best)


def _others(likes: Sequence[tuple[float, Token]], amount: Quantity) -> bool:
    """Whether the most like of them are other figures."""
    best = max((like for like, _ in likes), default=0.0)
    right = [like for like, t in likes if t.quantity is not None and amount.agrees(t.quantity)]
    return bool(likes) and max(right, default=0.0) < _BESIDE * best


def _measure(token: Token) -> str:
    return token.quantity.measure if token.quantity else ""


def _figures(clause: Sequence[Token]) -> list[int]:
    return [n for n, token in enumerate(clause) if token.quantity]


def _window(clause: Sequence[Token], at: int) -> Sequence[Token]:
    """What stands right beside it."""
    return clause[max(0, at - _AROUND) : at + _AROUND]


def dropped(quoted: Reading, region: Sequence[Reading], shelf: Shelf) -> Iterator[Clash]:
    """Figures that are left out, though all that stands beside them is quoted."""
    ours = [token.quantity for token in quoted.tokens if token.quantity]
    for part in region:
        for n in _figures(part.tokens):
            amount = part.tokens[n].quantity
            if amount is None or amount.measure not in _TELLING:
                continue
            if any(amount.measure == other.measure or amount.agrees(other) for other in ours):
                continue
            beside = {t.name for t in _window(part.tokens, n) if t.sort is Sort.CLASS}
            share = shelf.weight_of(beside & quoted.meant) / (shelf.weight_of(beside) or 1.0)
            yield Clash("", str(amount), sure=share)


def relations(quoted: Reading, held: Reading) -> Iterator[Clash]:
    """ "Higher than the minimum wage" where the provision says lower."""
    official = {(name, sort) for name, sort, _ in _related(held.tokens)}
    names = quoted.lexicon.names
    for name, sort, token in _related(quoted.tokens):
        other = _CONTRARY[sort]
        if (name, other) in official and (name, sort) not in official:
            what = names.get(name, name)
            yield Clash(f"{sort} {what}", f"{other} {what}", *token.span)


def _denied(tokens: Sequence[Token], figure: Token) -> bool:
    """Whether a "not" stands before it: "not used within 30 days" is "unused for more"."""
    at = next(n for n, token in enumerate(tokens) if token is figure)
    return any(token.sort in (Sort.NOT, Sort.BAN) for token in tokens[max(0, at - 4) : at])


def _said(bound: Sort) -> str:
    return "at least" if bound is Sort.ABOVE else "at most"


def _bounded(tokens: Sequence[Token]) -> Iterator[tuple[Token, Quantity, Sort | None]]:
    """Each figure with the bound that it is: "at least", "within", or none."""
    between = 0
    for n, token in enumerate(tokens):
        if token.sort is Sort.BETWEEN:
            between = 2
        if token.quantity is None:
            continue
        bound: Sort | None = None
        if between:
            bound = Sort.ABOVE if between == 2 else Sort.BELOW
            between -= 1
        yield token, token.quantity, _after(tokens[n + 1 : n + 3]) or _before(tokens, n) or bound


def _before(tokens: Sequence[Token], at: int) -> Sort | None:
    for token in reversed(tokens[max(0, at - _AHEAD) : at]):
        if token.sort in (Sort.ABOVE, Sort.BELOW):
            return token.sort
        if token.sort in (Sort.STOP, Sort.NUMBER, Sort.COMMA):
            break
    return None


def _after(tokens: Sequence[Token]) -> Sort | None:
    for token in tokens:
        if token.sort is Sort.OR_MORE:
            return Sort.ABOVE
        if token.sort is Sort.AT_MOST or token.name.startswith(("at most", "at the most")):
            return Sort.BELOW
        if token.sort is not Sort.CLASS:
            break
    return None


def _clauses(tokens: Sequence[Token]) -> list[list[Token]]:
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token.sort is Sort.STOP:
            found.append([])
        else:
            found[-1].append(token)
    return [clause for clause in found if clause]


def _common(one: Sequence[Token], other: Sequence[Token], shelf: Shelf) -> float:
    ours = {token.name for token in one if token.sort is Sort.CLASS}
    theirs = {token.name for token in other if token.sort is Sort.CLASS}
    return shelf.weight_of(ours & theirs) / (shelf.weight_of(ours) or 1.0)


def _related(tokens: Sequence[Token]) -> Iterator[tuple[str, Sort, Token]]:
    for n, token in enumerate(tokens):
        if token.sort not in _CONTRARY:
            continue
        if token.name.startswith(("within", "under", "over")):
            continue
        reach = 2 if token.sort in (Sort.BEFORE, Sort.AFTER) else 4
        for behind in tokens[n + 1 : n + reach]:
            if behind.sort is not Sort.CLASS:
                break
            yield behind.name, token.sort, token
