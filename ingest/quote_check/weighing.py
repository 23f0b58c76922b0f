"""How much each finding counts against an English quotation.

The weights are those of a logistic regression, none of them negative, fitted to the judged pairs
by ``python -m tests.quote_weights``, which prints them and how well they do on pairs that they
were not fitted to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.quote_check.clash import Clash
from ingest.quote_check.comparison import Comparison
from kb.verdict import Why


@dataclass(frozen=True, slots=True)
class Ground:
    """One finding: how strong it is (0 for none) and which reason it is."""

    name: str
    strength: float
    why: Why


def grounds(found: Comparison) -> tuple[Ground, ...]:
    """Every finding, on scales that make them about as strong as one another."""
    return (
        Ground("unlike", 4 * max(0.0, 0.75 - found.alike), Why.OTHER_WORDS),
        Ground("rivalry", 4 * max(0.0, found.rivalry + 0.1), Why.OTHER_PROVISION),
        Ground("strange", min(1.0, 5 * found.strangeness), Why.CONCEPTS),
        Ground("kinds", float(bool(found.kinds)), Why.CONCEPTS),
        Ground("opposed", float(bool(found.opposed)), Why.CONCEPTS),
        Ground("elsewhere", 2 * max(0.0, found.elsewhere - 0.4), Why.CONCEPTS),
        Ground("figures", surest(found.figures), Why.NUMBERS),
        Ground("misplaced", _over(surest(found.misplaced), 0.6), Why.NUMBERS),
        Ground("figures dropped", 3 * max(0.0, surest(found.figures_dropped) - 0.66), Why.NUMBERS),
        Ground("relations", surest(found.relations), Why.NUMBERS),
        Ground("duties", 1.5 * max(0.0, surest(found.duties) - 0.2), Why.DUTY),
        Ground("doers", 1.5 * max(0.0, surest(found.doers) - 0.4), Why.DUTY),
        Ground("contraries", 1.5 * max(0.0, surest(found.contraries) - 0.3), Why.NEGATION),
        Ground("denials", float(bool(found.denials)), Why.NEGATION),
        Ground("other doers", min(1.0, 1.4 * surest(found.other_doers)), Why.DUTY),
        Ground("newcomers", min(1.0, 0.5 * len(found.newcomers)), Why.DUTY),
        Ground("strangers", surest(found.strangers), Why.DUTY),
        Ground("denied", surest(found.denied), Why.NEGATION),
        Ground("denied given", surest(found.denied_given), Why.NEGATION),
        Ground("outcomes", min(2.0, len(found.outcomes)), Why.CONCEPTS),
        Ground("exception", float(found.exception_dropped), Why.NEGATION),
        Ground("exception added", float(found.exception_added), Why.NEGATION),
        Ground("always", float(found.always), Why.NEGATION),
        Ground("only added", float(found.only_added), Why.NEGATION),
        Ground("only dropped", float(found.only_dropped), Why.NEGATION),
    )


WEIGHTS = {
    "unlike": 2.25,
    "rivalry": 1.69,
    "strange": 1.93,
    "kinds": 2.45,
    "opposed": 1.73,
    "elsewhere": 2.70,
    "figures": 5.98,
    "misplaced": 3.08,
    "figures dropped": 1.55,
    "relations": 3.54,
    "duties": 6.64,
    "doers": 3.11,
    "contraries": 3.44,
    "denials": 1.26,
    "other doers": 3.06,
    "newcomers": 3.07,
    "strangers": 2.44,
    "denied": 1.43,
    "denied given": 0.00,
    "outcomes": 3.94,
    "exception": 4.99,
    "exception added": 0.24,
    "always": 0.58,
    "only added": 0.82,
    "only dropped": 2.13,
}
BIAS = -2.57


def doubt(found: Comparison) -> float:
    """How much speaks against the quotation: above 0 it does not hold."""
    return BIAS + sum(WEIGHTS[ground.name] * ground.strength for ground in grounds(found))


def reasons(found: Comparison, least: float = 0.8) -> tuple[Why, ...]:
    """Why it does not hold, the gravest first; what counts less than ``least`` is left out."""
    counts: dict[Why, float] = {}
    for ground in grounds(found):
        weight = WEIGHTS[ground.name] * ground.strength
        counts[ground.why] = counts.get(ground.why, 0.0) + weight
    ordered = sorted(counts, key=lambda why: -counts[why])
    return tuple(why for n, why in enumerate(ordered) if n == 0 or counts[why] >= least)


def surest(clashes: Sequence[Clash]) -> float:
    """How sure the surest of them is, 0 where there is none."""
    return max((clash.sure for clash in clashes), default=0.0)


def _over(value: float, least: float) -> float:
    return value if value >= least else 0.0


def strengths(found: Comparison) -> Iterable[float]:
    """The strengths alone, in the order of ``WEIGHTS``."""
    return (ground.strength for ground in grounds(found))
