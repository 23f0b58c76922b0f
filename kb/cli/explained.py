"""An explanation in the terminal."""

import unicodedata
from collections.abc import Iterable, Iterator
from math import prod

import click

from kb.cli.output import plural
from kb.cli.reasons import sentence
from kb.explanation import (
    Account,
    Comparison,
    Explanation,
    Factor,
    FactorFor,
    Part,
    PartOf,
    Understanding,
)
from kb.request import Filters, SearchRequest
from kb.web.addresses import filter_pairs
from kb.web.messages import Phrases, load_messages
from kb.web.notes import sentence as remark

_MOST = 15  # rows of a table; the others are added up
_FOR = {
    PartOf.BEST_BET: "editors want it first for this question",
    PartOf.ABOVE_OTHERS: "above all that is not looked up",
    PartOf.IS_PROVISION: "it is the provision that is looked up",
    PartOf.RESTS_ON_IT: "it rests on the provision",
    PartOf.FITS_REST: "fits what else the query says",
    PartOf.SAME_LANGUAGE: "is in the query's language",
    PartOf.ABOUT_IT: "has much of the provision's words",
    PartOf.QUESTION: "its title or an alias is near to the query",
    PartOf.TRANSLATION: "lent by its translation",
    PartOf.BASIS: "lent by an article that rests on it",
}
_OF_LOOK_UP = {PartOf.ABOVE_OTHERS, PartOf.IS_PROVISION, PartOf.RESTS_ON_IT}
_FACTORS = {
    FactorFor.OTHER_LANGUAGE: "it is in another language than the query",
    FactorFor.PROVISION: "it is a provision, and articles come first",
    FactorFor.SAME_QUESTION: "its title or an alias is the very question",
}


def print_explanation(explanation: Explanation, request: SearchRequest) -> None:
    """Where it ranks or why not, the query as understood, the score, the comparison."""
    name = explanation.title or explanation.slug
    click.secho(name, bold=True, nl=False)
    click.echo(f"  ({explanation.slug})" if explanation.title else "")
    _print_standing(explanation)
    _print_understanding(explanation.understood, request)
    _print_account(explanation)
    if explanation.compared:
        _print_comparison(explanation.compared, explanation)


def _print_standing(explanation: Explanation) -> None:
    hits = plural(explanation.total, "hit")
    if explanation.rank:
        click.echo(f"Rank {explanation.rank:,} of {hits}, score {explanation.score:.2f}.")
        return
    click.echo(f"Not among the {hits}:" if explanation.total else "There are no hits:")
    for reason in explanation.reasons:
        click.echo(f"- {sentence(reason, explanation)}")


# -- the query


def _print_understanding(understood: Understanding, request: SearchRequest) -> None:
    click.secho("\nThe query", bold=True)
    facts = dict(_facts(understood, request))
    for name, fact in facts.items():
        click.echo(f"  {name:<14}{fact}")
    phrases = Phrases("en", load_messages())
    for note in understood.notes:
        click.echo(f"  {'note':<14}{remark(note, phrases)}")
    words = [(word, word.typed) for word in understood.words]
    words += [(word, f"{word.typed} (together)") for word in understood.together]
    if words:
        width = max(*(_columns(label) for _, label in words), len("looked for")) + 2
        if facts:
            click.echo()
        click.secho(f"  {_padded('looked for', width)} documents   rarity", dim=True)
        for word, label in words[:_MOST]:
            counts = f"  counts {word.worth:g}" if word.worth != 1 else ""
            having = f"{word.documents:>10,}{word.rarity:>9.2f}"
            click.echo(f"  {_padded(label, width)}{having}{counts}")
        if len(words) > _MOST:
            click.echo(f"  and {len(words) - _MOST:,} more")
        click.secho(f"  of {understood.documents:,} documents", dim=True)


def _facts(understood: Understanding, request: SearchRequest) -> Iterator[tuple[str, str]]:
    correction = understood.correction
    if understood.query != request.query or not understood.words:
        yield "searched for", understood.query or "everything that the filters let pass"
    if correction and correction.applied:
        yield "corrected", f"from {request.query!r}; --as-typed does not"
    elif correction:
        yield "perhaps meant", correction.query
    if filters := ", ".join(_filters(understood.request.filters, request.filters)):
        yield "filters", filters
    for name, several in (
        ("conditions", understood.conditions),
        ("left aside", understood.dropped),
        ("looked up", understood.looked_up),
        ("may mean", understood.offered),
        ("statute named", understood.named),
    ):
        if several:
            yield name, ", ".join(several)
    for missing in understood.missing:
        yield "not there", f"{missing.statute} has no Article {missing.number}"
    if understood.glossary:
        others = (f"{one.typed} = {', '.join(one.others)}" for one in understood.glossary)
        yield "glossary", "; ".join(others)


def _filters(all_of_them: Filters, given: Filters) -> Iterator[str]:
    typed = {*filter_pairs(all_of_them)} - {*filter_pairs(given)}
    for field, value in filter_pairs(all_of_them):
        yield f"{field}: {value}" + (" (typed)" if (field, value) in typed else "")


# -- the score


def _print_account(explanation: Explanation) -> None:
    account = explanation.account
    times = prod(factor.value for factor in account.factors)
    if account.parts:
        click.secho("\nThe score", bold=True)
        _print_parts(account.parts, times)
        click.echo(f"  {account.score:>10.2f}  in all")
    elif explanation.rank:
        click.echo(
            "\nNo word was asked for, so hits have no score: they are in the order of slugs."
        )
    own = [part for part in account.unused if part.points]
    if own:
        click.secho(f"\nIts own words, which do not count{_why_not(account)}", bold=True)
        _print_parts(own, times)
    lacking = [part.what for part in (*account.parts, *account.unused) if _is_lacking(part)]
    if lacking and (account.parts or own):
        more = f" and {len(lacking) - _MOST:,} more" if len(lacking) > _MOST else ""
        click.echo(f"  It does not have: {', '.join(lacking[:_MOST])}{more}")
    if own or any(part.of in (PartOf.WORD, PartOf.QUESTION) for part in account.parts):
        _print_factors(account.factors, "")


def _why_not(account: Account) -> str:
    of = {part.of for part in account.parts}
    if PartOf.ABOVE_OTHERS in of:
        return ": what is looked up has a score of its own"
    if PartOf.BASIS in of:
        return ": an article that rests on it lends more"
    return ": its translation lends more" if PartOf.TRANSLATION in of else ""


def _is_lacking(part: Part) -> bool:
    return part.of is PartOf.WORD and not part.points


def _print_parts(parts: Iterable[Part], factor: float, indent: str = "") -> None:
    told = sorted((part for part in parts if part.points), key=lambda part: -part.points)
    rows = [(part, _label(part), _detail(part, factor)) for part in told[:_MOST]]
    width = max((_columns(label) for _, label, detail in rows if detail), default=0) + 2
    for part, label, detail in rows:
        line = f"{_padded(label, width)}{click.style(detail, dim=True)}" if detail else label
        click.echo(f"  {indent}{part.points:>10.2f}  {line}")
        if part.lent:
            _print_parts(part.lent, 0, f"{indent}{'':>10}")
    if rest := told[_MOST:]:
        click.echo(f"  {indent}{sum(part.points for part in rest):>10.2f}  {len(rest):,} more")


def _label(part: Part) -> str:
    match part.of:
        case PartOf.WORD:
            return part.what
        case PartOf.TOGETHER:
            return f"{part.what} (together)"
        case PartOf.OTHER_WORD:
            return f"{', '.join(part.others)} (for {part.what})"
        case PartOf.QUESTION:
            return f"near to {part.what!r}"
        case PartOf.TRANSLATION:
            return f"{part.worth:g} of the score of {part.what}"
        case PartOf.BASIS:
            return f"{part.worth:.2g} of the score of {part.what}, which rests on it"
    return _FOR[part.of]


def _detail(part: Part, factor: float) -> str:
    """How its points come about. The document's factors stand below the table; 0 for those of
    a translation, which do not."""
    if part.of not in (PartOf.WORD, PartOf.TOGETHER):
        return ""
    fields = ", ".join(f"{often.field} {often.times}x" for often in part.often)
    if not factor:
        return fields
    times = [f"{part.rarity:.2f} rarity", f"{part.impact:.2f} impact"]
    times += [f"{value:g}" for value in (part.worth, round(factor, 4)) if value != 1]
    return f"{' x '.join(times)}; {fields}"


# -- the comparison


def _print_comparison(compared: Comparison, explanation: Explanation) -> None:
    if not explanation.rank:
        place = "the first hit"
    else:
        place = "the hit below it" if compared.rank > explanation.rank else "the hit above it"
    click.secho(f"\nBeside {place}", bold=True, nl=False)
    click.echo(f": {compared.title}  ({compared.slug}), score {compared.score:.2f}")
    if not compared.differences:
        click.echo("  Nothing differs: equal hits are in the order of their slugs.")
        return
    click.secho(f"  {'here':>10}{'there':>10}", dim=True)
    for one in compared.differences[:_MOST]:
        label = {PartOf.WORD: one.what, PartOf.TOGETHER: f"{one.what} (together)"}.get(
            one.of, f"another word for {one.what}" if one.what else ""
        )
        click.echo(f"  {one.points:>10.2f}{one.others:>10.2f}  {label or _FOR[one.of]}")
    if len(compared.differences) > _MOST:
        click.echo(f"  and {len(compared.differences) - _MOST:,} smaller differences")
    if not _OF_LOOK_UP & {one.of for one in compared.differences}:
        _print_factors(compared.factors, "there ")


def _print_factors(factors: Iterable[Factor], where: str) -> None:
    for factor in factors:
        click.echo(f"  {where}x {factor.value:g}: {_FACTORS[factor.of]}")


# -- columns of a terminal


def _columns(text: str) -> int:
    """How many columns a text takes: a Chinese character two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int) -> str:
    return text + " " * max(2, width - _columns(text))
