"""`kb eval --related`: are the related articles those that a reader needs next?"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from kb.cli.judged_index import Indexed
from kb.evaluation import neighbours
from kb.evaluation.floors import read_floors, shortfalls
from kb.evaluation.judged import JudgedSet, UnusableSetError
from kb.evaluation.measures import Values, means
from kb.evaluation.neighbours import MAIN, NAMES
from kb.evaluation.relatedness import RelatedReport, Without, measured, without
from kb.index.ablation import NEARNESSES

_WIDTH = 28


def relatedness(corpus: Path, split: str, indexed: Indexed, floors: Path | None) -> RelatedReport:
    """Measure; with each nearness switched off too, unless the split is held out.

    Raises ``UnusableSetError`` and ``MissingPackageError``.
    """
    judged = neighbours.read(corpus, split)
    if not judged.queries:
        raise UnusableSetError(f"{judged.label}: there is no article with a judged neighbour")
    ours = measured(judged, indexed.engine.related)
    report = RelatedReport(
        set=judged.name,
        split=judged.split,
        articles=len(judged.queries),
        means=means(ours),
        ablation=() if judged.is_secret else tuple(_without_each(judged, indexed, ours)),
    )
    if floors is None:
        return report
    floor = read_floors(floors).get(judged.label)
    if floor is None:
        raise click.UsageError(f"{floors} has no floor for {judged.label!r}")
    return replace(report, below=shortfalls(floor, report.means))


def _without_each(judged: JudgedSet, indexed: Indexed, ours: Values) -> Iterator[Without]:
    for idea in NEARNESSES:
        with idea.switched_off():
            yield without(idea.name, ours, measured(judged, indexed.engine.related))


def print_related(report: RelatedReport) -> None:
    """The figures, and those without each nearness."""
    click.secho(f"{report.set} {report.split}", bold=True, nl=False)
    click.echo(f": {report.articles:,} articles with judged neighbours")
    click.echo(
        " " * _WIDTH + "".join(f"{name:>12}" for name in NAMES) + f"{'difference':>12}{'p':>8}"
    )
    click.echo(f"{'ours':<{_WIDTH}}{_cells(report.means)}")
    for one in report.ablation:
        compared = f"{one.difference:>+12.4f}{one.p:>8.4f}"
        click.echo(f"{'without ' + one.name:<{_WIDTH}}{_cells(one.means)}{compared}")
    if report.ablation:
        click.echo(f"Difference and p are of {MAIN}; p: paired randomisation.")
    for shortfall in report.below:
        click.secho(
            f"{shortfall.measure} is {shortfall.measured:.4f}: "
            f"{shortfall.by:.4f} below its floor {shortfall.floor:g}",
            fg="red",
            err=True,
        )


def _cells(of: dict[str, float]) -> str:
    return "".join(f"{of[name]:>12.4f}" for name in NAMES)
