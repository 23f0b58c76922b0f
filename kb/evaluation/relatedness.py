"""What an evaluation of related articles tells."""

from dataclasses import dataclass

from kb.evaluation.floors import Shortfall
from kb.evaluation.judged import JudgedSet
from kb.evaluation.measures import Values, means, measure
from kb.evaluation.neighbours import MAIN, NAMES, Related, neighbours
from kb.evaluation.significance import p_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """The means with one nearness switched off.

    ``difference`` is that of the main measure to all of them, ``p`` how often chance alone
    differs as much.
    """

    name: str
    means: dict[str, float]
    difference: float
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedReport:
    """The figures of the judged neighbours of one split."""

    set: str
    split: str
    articles: int
    means: dict[str, float]
    ablation: tuple[Without, ...] = ()
    below: tuple[Shortfall, ...] = ()


def measured(judged: JudgedSet, related: Related) -> Values:
    """Every measure of every article of the set; raises ``MissingPackageError``."""
    return measure(judged.grades, neighbours(judged, related), NAMES)


def without(name: str, ours: Values, theirs: Values) -> Without:
    """Compare on the same articles."""
    own, other = ours[MAIN], theirs[MAIN]
    return Without(
        name=name,
        means=means(theirs),
        difference=means(theirs)[MAIN] - means(ours)[MAIN],
        p=p_value(list(own.values()), [other[slug] for slug in own]),
    )
