"""An evaluation as a table for people."""

from collections.abc import Iterable

import click

from kb.cli.output import plural
from kb.evaluation.comparison import Compared
from kb.evaluation.floors import Shortfall
from kb.evaluation.measures import MAIN, NAMES
from kb.evaluation.report import Report, Served
from kb.request import MAX_QUERY_CHARS

_OURS = "ours"
_LEAST_WIDTH = 14


def print_report(report: Report) -> None:
    """The set, what was left out, the figures, comparisons, the worst queries, shortfalls."""
    click.secho(f"{report.set} {report.split}", bold=True, nl=False)
    sample = f" of {report.of:,}" if report.queries < report.of else ""
    click.echo(f": {report.queries:,}{sample} queries, {plural(report.documents, 'document')}")
    for text in _left_out(report):
        click.echo(f"  {text}")
    _print_table(report.means, ())
    if report.baselines:
        click.echo("\nBeside other engines, on the same terms (difference: theirs less ours):")
        _print_table(report.means, report.baselines)
    if report.ablation:
        click.echo("\nWith one idea switched off (difference: without it less with it):")
        _print_table(report.means, report.ablation)
    if report.worst:
        click.echo(f"\nServed worst, by {MAIN}:")
        _print_worst(report.worst)
    for shortfall in report.below:
        click.secho(_said(shortfall), fg="red", err=True)


def _left_out(report: Report) -> Iterable[str]:
    if report.cut:
        yield f"cut at {MAX_QUERY_CHARS} characters: {report.cut:,} queries"
    if report.unjudged:
        yield f"left out: {report.unjudged:,} judgements of provisions whose text is not held"
    if report.unanswered:
        yield f"left out: {report.unanswered:,} queries that no document answers"


def _print_table(ours: dict[str, float], others: tuple[Compared, ...]) -> None:
    width = max(_LEAST_WIDTH, *(len(other.name) + 2 for other in others), 0)
    heads = "".join(f"{name:>9}" for name in NAMES)
    click.echo(" " * width + heads + (f"{'difference':>13}{'p':>8}" if others else ""))
    click.echo(f"{_OURS:<{width}}" + _cells(ours))
    for other in others:
        compared = f"{other.difference[MAIN]:>+13.4f}{other.p[MAIN]:>8.4f}"
        note = f"  {other.note}; ours on them: {_ours(other):.4f}" if other.note else ""
        click.echo(f"{other.name:<{width}}{_cells(other.means)}{compared}{note}")
    if others:
        click.echo(
            f"Difference and p are of {MAIN}; p: how often chance alone differs as much "
            "(paired randomisation)."
        )


def _ours(other: Compared) -> float:
    """Our mean on the other one's queries."""
    return other.means[MAIN] - other.difference[MAIN]


def _cells(means: dict[str, float]) -> str:
    return "".join(f"{means[name]:>9.4f}" for name in NAMES)


def _print_worst(worst: tuple[Served, ...]) -> None:
    for served in worst:
        click.echo(f"{served.value:.4f}  {served.query}")
        click.secho(f"        first: {', '.join(served.first) or 'nothing'}", dim=True)
        click.secho(f"        best:  {', '.join(served.best)}", dim=True)


def _said(shortfall: Shortfall) -> str:
    return (
        f"{shortfall.measure} is {shortfall.measured:.4f}: "
        f"{shortfall.by:.4f} below its floor {shortfall.floor:g}"
    )
