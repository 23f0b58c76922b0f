"""How an article gets to its readers: states, the steps between them, who may take which."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb.accounts import Right, Role
from kb.model import Status


class Step(StrEnum):
    """What can be done to an article."""

    CREATE = "create"
    SAVE = "save"
    SUBMIT = "submit"  # for review
    RETURN = "return"  # to its author
    PUBLISH = "publish"
    SCHEDULE = "schedule"  # to be published at a time
    UNSCHEDULE = "unschedule"
    REVIEW = "review"  # somebody read it and found it right: its review dates
    ARCHIVE = "archive"
    RENAME = "rename"
    MERGE = "merge"  # into another article
    REMOVE = "remove"
    UNDO_REMOVAL = "undo-removal"
    DISCARD = "discard"  # a pending change of a published article
    RESTORE = "restore"  # an older revision's text, as a new save
    OUTSIDE = "outside"  # changed as a file, not at the desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """From which states of the manuscript a step may be taken, to which it leads, and by whom.

    ``to`` is None where the state stays as it is.
    """

    right: Right
    origins: frozenset[Status]
    to: Status | None = None


_ANY = frozenset(Status)
_UNPUBLISHED = frozenset({Status.DRAFT, Status.REVIEW})
_SHOWN = frozenset({Status.PUBLISHED, Status.ARCHIVED})

RULES: dict[Step, Rule] = {
    Step.CREATE: Rule(right=Right.WRITE, origins=frozenset(), to=Status.DRAFT),
    # A save never changes what readers see: of what is published it makes a pending change.
    Step.SAVE: Rule(right=Right.WRITE, origins=_ANY),
    Step.RESTORE: Rule(right=Right.WRITE, origins=_ANY),
    Step.SUBMIT: Rule(right=Right.WRITE, origins=frozenset({Status.DRAFT}), to=Status.REVIEW),
    Step.RETURN: Rule(right=Right.WRITE, origins=frozenset({Status.REVIEW}), to=Status.DRAFT),
    Step.DISCARD: Rule(right=Right.WRITE, origins=_UNPUBLISHED),
    Step.PUBLISH: Rule(
        right=Right.PUBLISH, origins=_UNPUBLISHED | {Status.ARCHIVED}, to=Status.PUBLISHED
    ),
    Step.SCHEDULE: Rule(right=Right.PUBLISH, origins=_UNPUBLISHED),
    Step.UNSCHEDULE: Rule(right=Right.PUBLISH, origins=_UNPUBLISHED),
    Step.REVIEW: Rule(right=Right.PUBLISH, origins=_SHOWN),
    Step.ARCHIVE: Rule(
        right=Right.PUBLISH, origins=frozenset({Status.PUBLISHED}), to=Status.ARCHIVED
    ),
    Step.RENAME: Rule(right=Right.PUBLISH, origins=_ANY),
    Step.MERGE: Rule(right=Right.PUBLISH, origins=_ANY),
    Step.REMOVE: Rule(right=Right.PUBLISH, origins=_ANY),
    Step.UNDO_REMOVAL: Rule(right=Right.PUBLISH, origins=frozenset()),
}


def may(role: Role, step: Step) -> bool:
    """Whether somebody with this role may ever take the step."""
    return step in RULES and role.may(RULES[step].right)


def steps(role: Role, status: Status) -> tuple[Step, ...]:
    """The steps that somebody with this role may take with a manuscript in this state."""
    return tuple(
        step for step, rule in RULES.items() if status in rule.origins and role.may(rule.right)
    )


def a_year_after(day: date) -> date:
    """The same day a year on; after 29 February it is 28 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def published_days(today: date, review_by: date | None) -> tuple[date, date]:
    """When an article counts as reviewed and is due again, if it is published today."""
    due = review_by if review_by is not None and review_by > today else a_year_after(today)
    return today, due
