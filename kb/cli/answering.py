"""`kb eval --answers`: is the answer above the hits the right one, and how often is there one?"""

from collections.abc import Iterator

import click

from kb.cli.judged_index import Indexed
from kb.evaluation.cards import (
    Candidate,
    Card,
    CardReport,
    Cards,
    cards,
    with_thresholds,
    wrong,
)
from kb.evaluation.judged import JudgedSet
from kb.index import weights
from kb.request import MAX_QUERY_CHARS, SearchRequest

# What is tried beside the thresholds that hold: parts of the question, factors of the score.
COVERAGES = (0.0, 0.3, 0.4, 0.5, 0.6, 0.8)
LEADS = (1.0, 1.2, 1.3, 1.4, 1.5, 1.75, 2.0)


def answered(judged: JudgedSet, indexed: Indexed) -> CardReport:
    """The answers with the thresholds as they are; with others too, unless the set is secret."""
    card = _card(indexed)
    secret = judged.is_secret
    return CardReport(
        set=judged.name,
        split=judged.split,
        cards=cards(judged, card, weights.ANSWER_COVERAGE, weights.ANSWER_LEAD),
        tried=() if secret else tuple(_with_other_thresholds(judged, indexed)),
        wrong=() if secret else wrong(judged, card),
    )


def _card(indexed: Indexed) -> Card:
    def card(query: str) -> str | None:
        request = SearchRequest(query=query[:MAX_QUERY_CHARS], facets=False)
        answer = indexed.engine.search(request).answer
        return answer.slug if answer else None

    return card


def _with_other_thresholds(judged: JudgedSet, indexed: Indexed) -> Iterator[Cards]:
    candidates = list(_candidates(judged, indexed))
    for coverage in COVERAGES:
        for lead in LEADS:
            yield with_thresholds(candidates, len(judged.queries), coverage, lead)


def _candidates(judged: JudgedSet, indexed: Indexed) -> Iterator[Candidate]:
    """The first hit of each query that has one."""
    for query, text in judged.queries.items():
        if (first := indexed.engine.first_hit(text[:MAX_QUERY_CHARS])) is not None:
            yield Candidate(
                grade=judged.grades[query].get(first.slug, 0),
                asked=first.is_its_question,
                coverage=first.coverage,
                lead=first.lead,
            )


def print_cards(report: CardReport) -> None:
    """The figures, a table of the thresholds that were tried, the wrong answers."""
    click.secho(f"{report.set} {report.split}", bold=True, nl=False)
    click.echo(f": {report.cards.queries:,} queries, an answer above the hits where it is clear")
    click.echo(
        f"{'coverage':>9}{'lead':>7}{'answers':>9}{'share':>8}{'grade 2+':>10}{'grade 3':>9}"
    )
    _print_line(report.cards)
    if report.tried:
        click.echo("With other thresholds:")
        for tried in report.tried:
            _print_line(tried)
    if report.wrong:
        click.echo("Answers below grade 2:")
        for query, slug in report.wrong:
            click.echo(f"  {query}")
            click.secho(f"    {slug}", dim=True)


def _print_line(of: Cards) -> None:
    click.echo(
        f"{of.coverage:>9.2f}{of.lead:>7.2f}{of.shown:>9,}{of.share:>8.3f}"
        f"{of.precision:>10.3f}{of.best_precision:>9.3f}"
    )
