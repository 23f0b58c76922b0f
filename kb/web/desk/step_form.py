"""What is sent with a step: a comment, the version that was looked at, when, where to."""

import re
from dataclasses import dataclass
from datetime import datetime

from werkzeug.datastructures import MultiDict

from kb.editors_desk import EditorsDesk, Manuscript
from kb.model import Status
from kb.revisions import MAX_NOTE_CHARS
from kb.web.desk import moments
from kb.workflow import Step

_ADDRESS = re.compile(r"(?:.*/articles/)?(?P<slug>[^/?#]+)/?(?:[?#].*)?\Z", re.DOTALL)
_LONGEST = 300
SHOWN_ONLY = (Step.ARCHIVE, Step.REVIEW)  # they are about what readers have


@dataclass(frozen=True, slots=True, kw_only=True)
class StepForm:
    """As typed: ``at`` a moment in Beijing time, ``to`` a slug or an article's address."""

    note: str = ""
    based_on: str = ""
    at: str = ""
    to: str = ""
    override: bool = False

    @classmethod
    def read(cls, sent: MultiDict[str, str]) -> "StepForm":
        return cls(
            note=" ".join(sent.get("note", "").split())[:MAX_NOTE_CHARS],
            based_on=sent.get("based_on", ""),
            at=sent.get("at", "")[:_LONGEST],
            to=sent.get("to", "").strip()[:_LONGEST],
            override=sent.get("override") == "1",
        )

    @property
    def moment(self) -> datetime | None:
        return moments.read(self.at)

    @property
    def other(self) -> str:
        """The slug that ``to`` names, whether by itself or as the end of an address."""
        found = _ADDRESS.match(self.to)
        return found["slug"] if found else ""


def subject(desk: EditorsDesk, slug: str, step: Step) -> Manuscript | None:
    """What the step is about: the text that is edited, or the one that readers have.

    To publish once more what was archived is about the archived text.
    """
    manuscript = desk.manuscript(slug)
    if step in SHOWN_ONLY and manuscript is not None and manuscript.pending:
        return desk.shown(manuscript.slug)
    return manuscript


def is_unseen(manuscript: Manuscript) -> bool:
    """Whether readers have nothing of it."""
    return not manuscript.pending and manuscript.status in (Status.DRAFT, Status.REVIEW)
