"""What everything that is done at the desk works with: files, history, index, one at a time."""

import logging
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

from ingest.live import LiveCorpus
from kb.accounts import Audit, DeskUnusableError, Right
from kb.editorial.examining import Examiner
from kb.editorial.files import corpus_lock
from kb.editorial.plans import Plan, Plans
from kb.editors_desk import Actor, NotAllowedError
from kb.engine import IndexUnusableError, SearchEngine
from kb.official import NoTexts, OfficialTexts
from kb.removals import Removals
from kb.revisions import Revisions
from kb.schedule import Schedule
from kb.workflow import RULES, Step

_log = logging.getLogger(__name__)


class Publications(Protocol):
    """Where publications are kept besides: a git repository, or nowhere."""

    def commit(self, paths: Collection[str], author: str, message: str) -> str:
        """Keep exactly these paths as they are now; answers why it failed, "" where it did not.

        What failed is done with the next one.
        """
        ...

    def last_changes(self, texts: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        """Who gave the files, by path, the texts that they have, and with which words.

        Those of which it is not known are left out.
        """
        ...

    def behind(self) -> str: ...


class NoPublications:
    """Where the corpus lies in no repository."""

    def commit(self, paths: Collection[str], author: str, message: str) -> str:
        return ""

    def last_changes(self, texts: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        return {}

    def behind(self) -> str:
        return ""


def _now() -> datetime:
    return datetime.now(UTC)


def commit_message(what: str, note: str) -> str:
    """What was done to what, and below it why."""
    return f"{what}\n\n{note}" if note else what


@dataclass(slots=True, kw_only=True)
class Workroom:
    """The corpus folder and the data folder, and all that keeps or follows what is in them."""

    folder: Path
    data: Path
    live: LiveCorpus
    engine: SearchEngine
    revisions: Revisions
    removals: Removals
    schedule: Schedule
    audit: Audit
    publications: Publications = field(default_factory=NoPublications)
    today: Callable[[], date] = date.today
    now: Callable[[], datetime] = _now
    patience: float = 20.0
    texts: OfficialTexts = field(default_factory=NoTexts)
    plans: Plans = field(init=False)
    examiner: Examiner = field(init=False)
    _behind: str = ""
    _indexing: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.examiner = Examiner(self.live, self.texts, self.today)
        self.plans = Plans(self.folder, self.data, self.revisions, self.removals)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only one who changes the corpus; what a killed process left is finished first."""
        with corpus_lock(self.data, self.patience):
            self.plans.finish()
            # Another process may have written what this one has not been told of yet: to index
            # from an older memory would take it back.
            self.live.refresh()
            yield

    def carry_out(self, plan: Plan, actor: Actor, step: Step, subject: str, note: str) -> None:
        """Do what is planned; then memory and index follow. Within ``alone``."""
        self.plans.carry_out(plan)
        self.noted(actor.name, step, subject, note)
        self.live.refresh(plan.paths)

    def noted(self, actor: str, action: str, subject: str, detail: str) -> None:
        """The log must not undo what is done already."""
        try:
            self.audit.record(actor, action, subject, detail)
        except DeskUnusableError:
            _log.exception(
                "%s %s by %s could not be written to the audit log", action, subject, actor
            )

    def unplan(self, slug: str) -> None:
        """Nothing is to be published at this address by the schedule any more."""
        if self.schedule.of(slug) is not None:
            self.schedule.drop(slug)

    def publish(self, paths: Collection[str], author: str, message: str) -> None:
        """Keep what readers get in the repository too, if there is one; failing is only told."""
        failed = self.publications.commit(paths, author, message)
        if failed:
            self.noted(author, "commit-failed", ", ".join(paths), failed)

    def follow(self) -> None:
        """Bring the index up to date with the files; where that fails ``behind`` says so."""
        with self._indexing:
            try:
                self.live.bring_up(self.engine)
                self._behind = ""
            except (IndexUnusableError, OSError) as error:
                if str(error) != self._behind:  # it is tried again and again
                    _log.warning("the index does not have the newest articles: %s", error)
                self._behind = str(error)

    def behind(self) -> str:
        """Why the index, or the repository, does not have what the files have."""
        return self._behind or self.publications.behind()


def permit(actor: Actor, step: Step) -> None:
    """Raise ``NotAllowedError`` where the actor may not take such steps."""
    require(actor, RULES[step].right)


def require(actor: Actor, right: Right) -> None:
    """Raise ``NotAllowedError`` where the actor does not have the right."""
    if right not in actor.rights:
        raise NotAllowedError(actor.name, right)
