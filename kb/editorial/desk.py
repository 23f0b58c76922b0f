"""The editors' desk: everything that can be done to articles, one at a time, kept safely."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from ingest.live import LiveCorpus
from kb.editorial import form_fields
from kb.editorial.history import History
from kb.editorial.listing import Listing
from kb.editorial.manuscripts import Manuscripts, as_text
from kb.editorial.moving import Moving
from kb.editorial.publishing import Publishing
from kb.editorial.saving import Saving
from kb.editorial.workroom import Workroom
from kb.editors_desk import Actor, Entry, Examined, Manuscript
from kb.manuscript_form import ArticleFields
from kb.removals import Removal
from kb.revisions import Revision
from kb.schedule import Scheduled
from kb.workflow import Step

T = TypeVar("T")
_MOST_DUE = 500  # published in one go; what is left is done in the next


class Desk:
    """Implements ``kb.editors_desk.EditorsDesk``, whose words say what each method does.

    What changes something does so under the corpus lock, and brings the index up to date before
    it answers.
    """

    def __init__(self, room: Workroom) -> None:
        self._room = room
        self._manuscripts = Manuscripts(room)
        self._history = History(room, self._manuscripts)
        self._saving = Saving(room, self._manuscripts, self._history)
        self._publishing = Publishing(room, self._manuscripts, self._history, self._saving)
        self._moving = Moving(room, self._manuscripts, self._history)
        self._listing = Listing(room, self._manuscripts)

    @property
    def room(self) -> Workroom:
        """What it works with."""
        return self._room

    @property
    def live(self) -> LiveCorpus:
        """The corpus in memory."""
        return self._room.live

    # reading

    def entries(self) -> tuple[Entry, ...]:
        return self._listing.entries()

    def manuscript(self, slug: str) -> Manuscript | None:
        return self._manuscripts.manuscript(slug)

    def shown(self, slug: str) -> Manuscript | None:
        return self._manuscripts.shown(slug)

    def history(self, slug: str) -> tuple[Revision, ...]:
        now = self._manuscripts.manuscript(slug)
        return self._room.revisions.of(now.slug if now else slug)

    def text_of(self, revision: int) -> str | None:
        found = self._room.revisions.revision(revision)
        return self._room.revisions.text(found.version) if found and found.version else None

    def examine(self, text: str, slug: str = "") -> Examined:
        own = self._manuscripts.own(slug) if slug else None
        path = own.path if own else self._manuscripts.place(slug or "new", as_text("", text).topic)
        return self._room.examiner.examined(text, path)

    def fields_of(self, text: str) -> ArticleFields | None:
        return form_fields.fields_of(text)

    def with_fields(self, text: str, fields: ArticleFields) -> str:
        return form_fields.with_fields(text, fields)

    def behind(self) -> str:
        return self._room.behind()

    # writing

    def create(self, text: str, slug: str, actor: Actor, note: str = "") -> Manuscript:
        return self._alone(lambda: self._saving.create(text, slug, actor, note))

    def save(
        self, slug: str, text: str, actor: Actor, *, based_on: str, note: str = ""
    ) -> Manuscript:
        return self._alone(lambda: self._saving.save(slug, text, actor, based_on, note))

    def take(
        self,
        step: Step,
        slug: str,
        actor: Actor,
        *,
        based_on: str = "",
        note: str = "",
        override: bool = False,
    ) -> Manuscript:
        return self._alone(
            lambda: self._publishing.take(step, slug, actor, based_on, note, override)
        )

    def schedule(
        self, slug: str, at: datetime, actor: Actor, *, based_on: str, note: str = ""
    ) -> Scheduled:
        return self._alone(lambda: self._publishing.schedule(slug, at, actor, based_on, note))

    def unschedule(self, slug: str, actor: Actor) -> None:
        self._alone(lambda: self._publishing.unschedule(slug, actor))

    def rename(self, slug: str, to: str, actor: Actor, note: str = "") -> Manuscript:
        return self._alone(lambda: self._moving.rename(slug, to, actor, note))

    def merge(self, slug: str, into: str, actor: Actor, note: str = "") -> Manuscript:
        return self._alone(lambda: self._moving.merge(slug, into, actor, note))

    def remove(self, slug: str, actor: Actor, note: str = "") -> Removal:
        return self._alone(lambda: self._moving.remove(slug, actor, note))

    def undo_removal(self, slug: str, actor: Actor, note: str = "") -> Manuscript:
        return self._alone(lambda: self._moving.undo(slug, actor, note))

    def restore(self, slug: str, revision: int, actor: Actor, note: str = "") -> Manuscript:
        return self._alone(lambda: self._saving.restore(slug, revision, actor, note))

    def publish_due(self, now: datetime) -> tuple[str, ...]:
        published: list[str] = []
        for _ in range(_MOST_DUE):
            due = self._room.schedule.claim(now)
            if due is None:
                break
            if self._alone(lambda due=due: self._publishing.publish_scheduled(due)):  # type: ignore[misc]
                published.append(due.slug)
        return tuple(published)

    # what happens besides

    def catch_up(self) -> int:
        """Take in what was done to the files outside, and index it; answers how many texts.

        For the start of a server, and for whoever saw files change.
        """
        return self._alone(self._history.reconcile)

    def retry(self) -> None:
        """Try again what failed when something was saved, if anything did."""
        if self.behind():
            self._room.publications.commit((), "", "")
            self._room.follow()

    def _alone(self, do: Callable[[], T]) -> T:
        with self._room.alone():
            try:
                return do()
            finally:
                self._room.follow()
