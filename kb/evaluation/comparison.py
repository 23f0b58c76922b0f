"""Another system, or ours with an idea switched off, beside ours."""

from dataclasses import dataclass

from kb.evaluation.measures import NAMES, Values, means
from kb.evaluation.significance import p_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A system's means; ``difference`` is its mean less ours on the same queries.

    ``p`` is the probability of such a difference by chance, by measure; ``note`` says why it
    was asked fewer queries than ours, if it was.
    """

    name: str
    queries: int
    means: dict[str, float]
    difference: dict[str, float]
    p: dict[str, float]
    note: str = ""


def compare(name: str, ours: Values, theirs: Values, note: str = "") -> Compared:
    """Compare on their queries, which are some or all of ours."""
    shared = {
        measure: {query: ours[measure][query] for query in theirs[measure]} for measure in NAMES
    }
    own, others = means(shared), means(theirs)
    return Compared(
        name=name,
        queries=len(theirs[NAMES[0]]),
        means=others,
        difference={measure: others[measure] - own[measure] for measure in NAMES},
        p={
            measure: p_value(list(shared[measure].values()), list(theirs[measure].values()))
            for measure in NAMES
        },
        note=note,
    )
