"""Texts kept: new drafts, saves, older texts taken up again."""

from ingest.source import PENDING
from kb.editorial.history import History
from kb.editorial.manuscripts import (
    RESERVED,
    Manuscripts,
    Text,
    address_for,
    as_text,
    checked,
    is_address,
    with_status,
)
from kb.editorial.plans import FileChange, Plan
from kb.editorial.three_way import merge
from kb.editorial.workroom import Workroom, permit
from kb.editors_desk import Actor, Conflict, ConflictError, Manuscript, RefusedError
from kb.model import Form, Status
from kb.revisions import MAX_NOTE_CHARS, Unrecorded
from kb.workflow import Step

_SHOWN = (Status.PUBLISHED, Status.ARCHIVED)


class Saving:
    """Keeps texts; no step of the workflow is taken."""

    def __init__(self, room: Workroom, manuscripts: Manuscripts, history: History) -> None:
        self._room = room
        self._manuscripts = manuscripts
        self._history = history

    def create(self, text: str, slug: str, actor: Actor, note: str) -> Manuscript:
        """A new draft in the folder of its topic."""
        permit(actor, Step.CREATE)
        text = with_status(checked(text), Status.DRAFT)
        told = as_text("", text)
        address = self._free(slug, told.title)
        path = self._manuscripts.place(address, told.topic)
        record = Unrecorded(
            slug=address,
            author=actor.name,
            step=Step.CREATE,
            status=Status.DRAFT,
            text=text,
            at=self._room.now(),
            note=note_of(note),
        )
        file = FileChange(path=path, text=text)
        plan = Plan(files=(file,), steps=(record,), brought_back=address)
        self._room.carry_out(plan, actor, Step.CREATE, address, note)
        return found(self._manuscripts, address)

    def save(
        self,
        slug: str,
        text: str,
        actor: Actor,
        based_on: str,
        note: str,
        step: Step = Step.SAVE,
    ) -> Manuscript:
        """Keep the text, in the article's file or as its pending change."""
        permit(actor, step)
        now = found(self._manuscripts, slug)
        self._history.notice(now.slug)
        text = checked(text)
        status = now.status if now.status not in _SHOWN else Status.DRAFT
        form = Form.MARKDOWN if now.path.endswith(".md") else _form(self._manuscripts, now.slug)
        kept = with_status(text, status, form)
        if with_status(now.text, status, form) == kept:
            return now
        self._refuse_if_behind(now, kept, based_on, status, form)
        if now.pending or now.status in _SHOWN:
            suffix = now.path.rsplit(".", 1)[1]
            path, pending = f"{PENDING}/{now.slug}.{suffix}", True
            changes: tuple[FileChange, ...] = (FileChange(path=path, text=kept),)
        else:
            changes, pending = self.own_changes(now, kept), False
        record = Unrecorded(
            slug=now.slug,
            author=actor.name,
            step=step,
            status=status,
            text=kept,
            at=self._room.now(),
            note=note_of(note),
            pending=pending,
        )
        plan = Plan(files=changes, steps=(record,))
        self._room.carry_out(plan, actor, step, now.slug, note)
        return found(self._manuscripts, now.slug)

    def restore(self, slug: str, revision: int, actor: Actor, note: str) -> Manuscript:
        """The text of an older revision becomes the manuscript."""
        now = found(self._manuscripts, slug)
        old = self._room.revisions.revision(revision)
        text = self._room.revisions.text(old.version) if old and old.slug == now.slug else None
        if text is None:
            message = f"{now.slug} has no revision {revision} with a text; see its history"
            raise RefusedError("no-revision", message)
        note = note or f"restored from revision {revision}"
        return self.save(now.slug, text, actor, now.version, note, Step.RESTORE)

    def own_changes(self, now: Manuscript, text: str) -> tuple[FileChange, ...]:
        """The article's own file with this text, in the folder of the topic that it names."""
        path = self.path_for(now.slug, now.path, text)
        moved = (FileChange(path=now.path, text=None),) if path != now.path else ()
        return (FileChange(path=path, text=text), *moved)

    def path_for(self, slug: str, path: str, text: str) -> str:
        """Where an article's file belongs: where it is, unless its topic is another one now."""
        folders = path.split("/")
        topic = as_text(path, text).topic
        suffix = path.rsplit(".", 1)[1]
        place = self._manuscripts.place(slug, topic, suffix)
        known = {each.id for each in self._room.live.as_far_as_told().taxonomy.topics}
        moves = topic in known and len(folders) == 3 and folders[1] in known
        free = not (self._room.folder / place).exists()
        return place if moves and free else path

    def _free(self, slug: str, title: str) -> str:
        """The address for a new article. Raises ``RefusedError`` where it cannot be had."""
        if slug:
            refuse_address(self._manuscripts, slug)
            return slug
        address = address_for(title)
        if not address:
            message = "it has no title of which an address could be made; add `title:`"
            raise RefusedError("no-title", message)
        candidates = (f"{address[:75]}-{n}" if n > 1 else address for n in range(1, 1_000))
        return next(c for c in candidates if c not in RESERVED and not self._manuscripts.taken(c))

    def _refuse_if_behind(
        self, now: Manuscript, yours: str, based_on: str, status: Status, form: Form
    ) -> None:
        """Raise ``ConflictError`` where somebody else's text would be lost."""
        base, moved_on = self._history.base_of_pending(now.slug) if now.pending else ("", False)
        if moved_on:
            shown = self._manuscripts.own(now.slug)
            if shown is not None and based_on != shown.version:
                raise ConflictError(shown_conflict(now, shown, yours, base))
            return
        if based_on == now.version:
            return
        base = self._room.revisions.text(based_on) or ""
        theirs = with_status(now.text, status, form)
        merged = merge(with_status(base, status, form) if base else "", yours, theirs)
        raise ConflictError(
            Conflict(theirs=now, yours=yours, merged=merged.text, clashes=merged.clashes, base=base)
        )


def shown_conflict(now: Manuscript, shown: Text, yours: str, base: str) -> Conflict:
    """That the article itself was changed while a change of it was pending.

    Its version is the one to base the next save on: who does has seen what readers have.
    """
    status = now.status
    theirs = Manuscript(
        slug=now.slug,
        path=now.path,
        text=shown.text,
        version=shown.version,
        status=status,
        title=shown.title or now.slug,
        lang=shown.lang,
        pending=True,
        shown=now.shown,
        shown_version=shown.version,
    )
    merged = merge(
        with_status(base, status, shown.form) if base else "",
        yours,
        with_status(shown.text, status, shown.form),
    )
    return Conflict(
        theirs=theirs, yours=yours, merged=merged.text, clashes=merged.clashes, base=base
    )


def found(manuscripts: Manuscripts, slug: str) -> Manuscript:
    """The manuscript. Raises ``RefusedError`` where there is none."""
    manuscript = manuscripts.manuscript(slug)
    if manuscript is None:
        raise RefusedError("unknown", f"there is no article at the address {slug[:100]!r}")
    return manuscript


def refuse_address(manuscripts: Manuscripts, slug: str, *, formerly_of: str = "") -> None:
    """Raise ``RefusedError`` where no article can be, or another one is, at the address.

    Its own old addresses an article may have again: that is ``formerly_of``.
    """
    if not is_address(slug) or slug in RESERVED:
        better = address_for(slug)
        hint = f", such as {better!r}" if better and better not in RESERVED else ""
        message = f"{slug[:100]!r} cannot be an address: take words joined by hyphens{hint}"
        raise RefusedError("bad-address", message)
    if manuscripts.taken(slug, formerly_of=formerly_of):
        message = f"the address {slug!r} is taken by another article; choose another one"
        raise RefusedError("address-taken", message)


def note_of(note: str) -> str:
    """A note as it is kept, on one line."""
    return " ".join(note.split())[:MAX_NOTE_CHARS]


def _form(manuscripts: Manuscripts, slug: str) -> Form:
    text = manuscripts.pending(slug) or manuscripts.own(slug)
    return text.form if text else Form.MARKDOWN
