"""The figures of a quotation that are not the provision's."""

from collections.abc import Iterator, Sequence

from ingest.quote_check.clash import Clash
from ingest.quote_check.quantities import Quantity
from ingest.quote_check.reading import Sort, Token
from ingest.quote_check.shelf import Reading, Shelf

_AHEAD = 3  # tokens between "at least" and its figure
_BESIDE = 0.8  # a figure is another's where its own clause is so much less like


def alien(quoted: Reading, held: Reading) -> Iterator[Clash]:
    """Figures that the provision does not have, or bounds on the other side: at most, at least."""
    official = list(_bounded(held.tokens))
    for token, amount, bound in _bounded(quoted.tokens):
        least = {"": 2, "times": 1}.get(amount.measure, 0)
        if amount.value <= least and not bound:
            continue  # "one of them", "the two sides" are no figures
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
        elif bound and all(other and other is not bound for _, _, other in same):
            theirs = same[0][2] or bound
            yield Clash(f"{_said(bound)} {amount}", f"{_said(theirs)} {amount}", *token.span, 0.8)


def misplaced(quoted: Reading, held: Reading, shelf: Shelf) -> Iterator[Clash]:
    """Figures that the provision has, but of something else: 30 days to pay for 30 to decide."""
    clauses = [(clause, [t for t in clause if t.quantity]) for clause in _clauses(held.tokens)]
    for clause in _clauses(quoted.tokens):
        for token in clause:
            amount = token.quantity
            if amount is None or amount.measure == "":
                continue
            likes = [
                (_common(clause, other, shelf), amounts)
                for other, figures in clauses
                if (amounts := _of_measure(figures, amount.measure))
            ]
            right = [like for like, same in likes if any(map(amount.agrees, same))]
            best, theirs = max(likes, key=lambda pair: pair[0], default=(0.0, []))
            if theirs and best not in right and max(right, default=0.0) < _BESIDE * best:
                yield Clash(str(amount), ", ".join(map(str, theirs)), *token.span, best)


def relations(quoted: Reading, held: Reading) -> Iterator[Clash]:
    """ "Higher than the minimum wage" where the provision says lower."""
    official = {(name, sort) for name, sort, _ in _related(held.tokens)}
    names = quoted.lexicon.names
    for name, sort, token in _related(quoted.tokens):
        other = Sort.BELOW if sort is Sort.ABOVE else Sort.ABOVE
        if (name, other) in official and (name, sort) not in official:
            what = names.get(name, name)
            yield Clash(f"{sort} {what}", f"{other} {what}", *token.span, 0.8)


def _said(bound: Sort) -> str:
    return "at least" if bound is Sort.ABOVE else "at most"


def _of_measure(tokens: Sequence[Token], measure: str) -> list[Quantity]:
    amounts = [token.quantity for token in tokens if token.quantity is not None]
    return [amount for amount in amounts if amount.measure == measure]


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
        if token.sort not in (Sort.ABOVE, Sort.BELOW):
            continue
        if token.name.startswith(("within", "under", "over")):
            continue
        for behind in tokens[n + 1 : n + 4]:
            if behind.sort is not Sort.CLASS:
                break
            yield behind.name, token.sort, token
