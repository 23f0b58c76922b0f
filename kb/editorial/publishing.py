"""The steps between draft, review, published and archived, and their times."""

from dataclasses import replace
from datetime import UTC, datetime

from ingest.fields import day_of
from ingest.front_matter_edit import NoFrontMatterError, read_text, set_field
from kb.accounts import Right
from kb.editorial.history import History
from kb.editorial.manuscripts import Manuscripts, Text, with_status
from kb.editorial.plans import FileChange, Plan
from kb.editorial.saving import Saving, found, note_of, shown_conflict
from kb.editorial.three_way import merge
from kb.editorial.workroom import Workroom, commit_message, permit, require
from kb.editors_desk import Actor, Conflict, ConflictError, Examined, Manuscript, RefusedError
from kb.model import Status
from kb.revisions import Unrecorded
from kb.schedule import Scheduled
from kb.workflow import RULES, Step, a_year_after

_SHOWN = (Status.PUBLISHED, Status.ARCHIVED)
CLOCK = "clock"


class Publishing:
    """Takes the steps of the workflow."""

    def __init__(
        self, room: Workroom, manuscripts: Manuscripts, history: History, saving: Saving
    ) -> None:
        self._room = room
        self._manuscripts = manuscripts
        self._history = history
        self._saving = saving

    def take(
        self, step: Step, slug: str, actor: Actor, based_on: str, note: str, override: bool
    ) -> Manuscript:
        """Take one of the steps that change an article's state."""
        if step not in (
            Step.SUBMIT, Step.RETURN, Step.PUBLISH, Step.ARCHIVE, Step.REVIEW, Step.DISCARD,
        ):  # fmt: skip
            raise RefusedError("no-such-step", f"{step} is no step to be taken so")
        permit(actor, step)
        if override:
            require(actor, Right.ADMINISTER)
            if not note.strip():
                message = "to publish in spite of errors, say in a note why"
                raise RefusedError("override-needs-note", message)
        now = found(self._manuscripts, slug)
        self._history.notice(now.slug)
        self._refuse_if_moved(now, based_on)
        self._refuse_from(step, now)
        match step:
            case Step.SUBMIT:
                self._set_status(now, Status.REVIEW, step, actor, note)
            case Step.RETURN:
                self._set_status(now, Status.DRAFT, step, actor, note)
            case Step.PUBLISH:
                self._publish(now, actor, actor.name, note, override)
            case Step.ARCHIVE | Step.REVIEW:
                self._change_shown(now, step, actor, note)
            case _:
                self._discard(now, actor, note)
        return found(self._manuscripts, now.slug)

    def schedule(
        self, slug: str, at: datetime, actor: Actor, based_on: str, note: str
    ) -> Scheduled:
        """Publish the manuscript as it is now, at a time."""
        permit(actor, Step.SCHEDULE)
        if at.tzinfo is None:
            raise ValueError("a time without a zone")
        if at <= self._room.now():
            when = f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
            raise RefusedError("past", f"{when} is past; publish it now instead")
        now = found(self._manuscripts, slug)
        self._refuse_if_moved(now, based_on)
        self._refuse_from(Step.SCHEDULE, now)
        self._refuse_faulty(self._examined(now, self._published(now.text)), override=False)
        scheduled = Scheduled(
            slug=now.slug,
            at=at.astimezone(UTC),
            by=actor.name,
            version=now.version,
            note=note_of(note),
        )
        self._room.schedule.set(scheduled)
        self._room.noted(actor.name, Step.SCHEDULE, now.slug, f"{scheduled.at:%Y-%m-%d %H:%M} UTC")
        return scheduled

    def unschedule(self, slug: str, actor: Actor) -> None:
        permit(actor, Step.UNSCHEDULE)
        if self._room.schedule.of(slug) is None:
            raise RefusedError("not-scheduled", f"{slug} is not scheduled")
        self._room.schedule.drop(slug)
        self._room.noted(actor.name, Step.UNSCHEDULE, slug, "")

    def publish_scheduled(self, due: Scheduled) -> bool:
        """Publish what is due; where it cannot be, the schedule says why. Answers whether.

        What was put off, or taken off the schedule, since it was claimed is left alone.
        """
        if self._room.schedule.of(due.slug) != due:  # only who has the corpus lock changes it
            return False
        clock = Actor(name=CLOCK, rights=frozenset(Right))
        try:
            now = found(self._manuscripts, due.slug)
            self._history.notice(now.slug)
            if not now.pending and now.status is Status.PUBLISHED:
                self._room.schedule.drop(due.slug)  # done, by a process that was killed after it
                return False
            if now.version != due.version:
                raise RefusedError("moved-on", "the text was changed since it was scheduled")
            self._refuse_from(Step.PUBLISH, now)
            self._publish(now, clock, due.by, due.note, override=False)
        except (RefusedError, ConflictError) as error:
            self._room.schedule.set(replace(due, failed=str(error)))
            self._room.noted(CLOCK, "publish-failed", due.slug, str(error))
            return False
        return True

    # the steps

    def _set_status(
        self, now: Manuscript, status: Status, step: Step, actor: Actor, note: str
    ) -> None:
        text = self._with_status(now, status)
        files = (
            (FileChange(path=now.path, text=text),)
            if now.pending
            else self._saving.own_changes(now, text)
        )
        record = self._record(now, actor.name, step, status, text, note, pending=now.pending)
        self._room.carry_out(Plan(files=files, steps=(record,)), actor, step, now.slug, note)

    def _publish(
        self, now: Manuscript, actor: Actor, author: str, note: str, override: bool
    ) -> None:
        text = self._published(now.text)
        own = self._manuscripts.own(now.slug)
        if now.pending and own is not None:
            text = self._upon(own, now, text)
        self._refuse_faulty(self._examined(now, text), override=override)
        path = self._saving.path_for(now.slug, own.path, text) if own else now.path
        if own is None:  # a pending change whose article was deleted by hand
            path = self._manuscripts.place(now.slug, "") if now.pending else now.path
        gone = {now.path, own.path if own else now.path} - {path}
        record = self._record(now, author, Step.PUBLISH, Status.PUBLISHED, text, note)
        files = (
            FileChange(path=path, text=text),
            *(FileChange(path=old, text=None) for old in sorted(gone)),
        )
        self._room.carry_out(
            Plan(files=files, steps=(record,)), actor, Step.PUBLISH, now.slug, note
        )
        self._room.unplan(now.slug)
        message = commit_message(f"Publish {now.slug}", note)
        self._room.publish(tuple(change.path for change in files), author, message)

    def _upon(self, own: Text, now: Manuscript, text: str) -> str:
        """The pending change in the place of what readers have, with what only that has."""
        base, moved_on = self._history.base_of_pending(now.slug)
        if moved_on:
            raise ConflictError(shown_conflict(now, own, now.text, base))
        formerly = _formerly(own.text)
        return set_field(text, "formerly", formerly) if formerly else text

    def _change_shown(self, now: Manuscript, step: Step, actor: Actor, note: str) -> None:
        own = self._manuscripts.own(now.slug)
        assert own is not None  # noqa: S101 - the state was looked at
        status = Status.ARCHIVED if step is Step.ARCHIVE else own.status or Status.PUBLISHED
        form = own.form
        try:
            text = with_status(own.text, status, form)
            if step is Step.REVIEW:
                text = self._reviewed(text, renew=True)
        except NoFrontMatterError as error:
            raise RefusedError("no-article", f"{own.path}: {error}; mend it first") from None
        files = (FileChange(path=own.path, text=text),)
        record = self._record(now, actor.name, step, status, text, note)
        self._room.carry_out(Plan(files=files, steps=(record,)), actor, step, now.slug, note)
        message = commit_message(f"{step.capitalize()} {now.slug}", note)
        self._room.publish((own.path,), actor.name, message)

    def _discard(self, now: Manuscript, actor: Actor, note: str) -> None:
        own = self._manuscripts.own(now.slug)
        if not now.pending or own is None:
            message = f"{now.slug} has no change that readers do not have; a draft can be removed"
            raise RefusedError("nothing-pending", message)
        record = self._record(
            now, actor.name, Step.DISCARD, now.shown or Status.PUBLISHED, own.text, note
        )
        files = (FileChange(path=now.path, text=None),)
        plan = Plan(files=files, steps=(record,))
        self._room.carry_out(plan, actor, Step.DISCARD, now.slug, note)
        self._room.unplan(now.slug)

    # what they need

    def _record(
        self,
        now: Manuscript,
        author: str,
        step: Step,
        status: Status,
        text: str,
        note: str,
        pending: bool = False,
    ) -> Unrecorded:
        return Unrecorded(
            slug=now.slug,
            author=author,
            step=step,
            status=status,
            text=text,
            at=self._room.now(),
            note=note_of(note),
            pending=pending,
        )

    def _refuse_if_moved(self, now: Manuscript, based_on: str) -> None:
        if based_on in ("", now.version):
            return
        base = self._room.revisions.text(based_on) or ""
        merged = merge(base, base, now.text)
        conflict = Conflict(
            theirs=now, yours=base, merged=merged.text, clashes=merged.clashes, base=base
        )
        raise ConflictError(conflict)

    def _refuse_from(self, step: Step, now: Manuscript) -> None:
        """Raise ``RefusedError`` where the step does not begin in this state."""
        of_shown = step in (Step.ARCHIVE, Step.REVIEW) and now.shown is not None
        status = now.shown if of_shown and now.shown is not None else now.status
        if status not in RULES[step].origins:
            origins = " or ".join(sorted(RULES[step].origins))
            message = f"{now.slug} is {status}; to {step} it, it must be {origins}"
            raise RefusedError("wrong-state", message)

    def _with_status(self, now: Manuscript, status: Status) -> str:
        text = self._manuscripts.pending(now.slug) or self._manuscripts.own(now.slug)
        assert text is not None  # noqa: S101 - it was just found
        return with_status(now.text, status, text.form)

    def _published(self, text: str) -> str:
        """The text as readers get it: published, reviewed today."""
        try:
            return self._reviewed(set_field(text, "status", Status.PUBLISHED.value), renew=False)
        except NoFrontMatterError:
            if text.startswith("---\n"):
                return text
            return self._published(f"---\nstatus: draft\n---\n{text}")

    def _reviewed(self, text: str, *, renew: bool) -> str:
        """Reviewed today; to be reviewed again in a year, unless a later day says otherwise."""
        today = self._room.today()
        text = set_field(text, "reviewed", today.isoformat())
        fields = read_text(text).fields
        due = day_of(fields["review_by"].value) if "review_by" in fields else None
        next_year = a_year_after(today)
        if due is None or due <= today or (renew and due < next_year):
            text = set_field(text, "review_by", next_year.isoformat())
        return text

    def _examined(self, now: Manuscript, text: str) -> Examined:
        own = self._manuscripts.own(now.slug)
        return self._room.examiner.examined(text, own.path if own else now.path)

    def _refuse_faulty(self, looked_at: Examined, *, override: bool) -> None:
        blocking = looked_at.blocking
        if looked_at.article is None:
            message = "it is no article yet: " + "; ".join(str(f.problem) for f in blocking[:3])
            raise RefusedError("no-article", message, blocking)
        if blocking and not override:
            first = blocking[0].problem
            message = f"{len(blocking)} things keep it from readers, the first: {first}"
            raise RefusedError("blocked", message, blocking)


def _formerly(text: str) -> list[str]:
    value = read_text(text).fields.get("formerly")
    if value is None:
        return []
    return [str(v) for v in value.value] if isinstance(value.value, list) else [str(value.value)]
