"""Articles that get another address, become part of another one, or go."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.front_matter_edit import NoFrontMatterError
from ingest.source import PENDING, UnreadableError, decode
from kb.editorial.history import History
from kb.editorial.judged import NEIGHBOURS, QUERIES, neighbours_renamed, queries_renamed
from kb.editorial.links import led_to, names_in, with_names, without_name
from kb.editorial.manuscripts import Manuscripts, Text, as_text
from kb.editorial.plans import FileChange, Plan
from kb.editorial.saving import found, note_of, refuse_address
from kb.editorial.workroom import Workroom, commit_message, permit
from kb.editors_desk import Actor, Manuscript, RefusedError
from kb.model import Status
from kb.removals import Removal
from kb.revisions import Unrecorded
from kb.workflow import Step

_SHOWN = (Status.PUBLISHED, Status.ARCHIVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Files:
    """The files of one article."""

    slug: str
    own: Text | None
    pending: Text | None

    @property
    def present(self) -> tuple[Text, ...]:
        return tuple(text for text in (self.own, self.pending) if text is not None)


class Moving:
    """Renames, merges, removes, brings back; links and judged queries go along."""

    def __init__(self, room: Workroom, manuscripts: Manuscripts, history: History) -> None:
        self._room = room
        self._manuscripts = manuscripts
        self._history = history

    def rename(self, slug: str, to: str, actor: Actor, note: str) -> Manuscript:
        """Give it another address; the old one leads there if readers knew it."""
        permit(actor, Step.RENAME)
        files = self._files(slug)
        own = files.own
        refuse_address(self._manuscripts, to, formerly_of=files.slug)
        known = own is not None and own.status in _SHOWN
        changes: dict[str, str | None] = {}
        records: list[Unrecorded] = []
        for text in files.present:
            new = led_to(text.text, files.slug, to)
            if known:
                new = self._formerly(text, new, (files.slug,), leave_out=to)
            folder, _, name = text.path.rpartition("/")
            changes[text.path] = None
            changes[f"{folder}/{to}.{name.rsplit('.', 1)[1]}"] = new
            status = text.status or Status.DRAFT
            records.append(self._record(to, actor, Step.RENAME, status, text, new, note))
        changes |= self._followed(files, to)
        self._carry_out(
            changes,
            records,
            actor,
            Step.RENAME,
            files.slug,
            note,
            renamed=(files.slug, to),
            brought_back=to,
        )
        self._room.unplan(files.slug)  # the text is another: who planned it is to look again
        if known:
            self._publish(changes, actor, commit_message(f"Rename {files.slug} to {to}", note))
        return found(self._manuscripts, to)

    def merge(self, slug: str, into: str, actor: Actor, note: str) -> Manuscript:
        """Let the other article have its addresses, title and aliases, and take its file away."""
        permit(actor, Step.MERGE)
        files, target = self._files(slug), self._files(into)
        if files.slug == target.slug:
            raise RefusedError("same", "an article cannot be merged into itself")
        if target.own is None:
            raise RefusedError("unknown", f"there is no article at the address {into[:100]!r}")
        own = files.own or files.present[0]
        addresses = (files.slug, *names_in(own.text, "formerly")) if own.status in _SHOWN else ()
        names = (own.title, *names_in(own.text, "aliases"))
        changes: dict[str, str | None] = {text.path: None for text in files.present}
        records: list[Unrecorded] = []
        for text in target.present:
            new = without_name(led_to(text.text, files.slug, target.slug), "related", target.slug)
            new = self._formerly(text, new, addresses, leave_out=target.slug)
            new = self._named(text, new, names)
            changes[text.path] = new
            status = text.status or Status.DRAFT
            records.append(self._record(target.slug, actor, Step.MERGE, status, text, new, note))
        changes |= {
            path: text
            for path, text in self._followed(files, target.slug).items()
            if path not in changes
        }
        gone = self._record(
            files.slug, actor, Step.MERGE, own.status or Status.DRAFT, own, None, note
        )
        self._carry_out(changes, [gone, *records], actor, Step.MERGE, files.slug, note)
        self._room.unplan(files.slug)
        if own.status in _SHOWN or target.own.status in _SHOWN:
            self._publish(
                changes, actor, commit_message(f"Merge {files.slug} into {target.slug}", note)
            )
        return found(self._manuscripts, target.slug)

    def remove(self, slug: str, actor: Actor, note: str) -> Removal:
        """Delete its files. Where readers had it, its address says so from now on."""
        permit(actor, Step.REMOVE)
        files = self._files(slug)
        last = files.own or files.present[0]
        status = last.status or Status.DRAFT
        removal = Removal(
            slug=files.slug,
            title=last.title or files.slug,
            lang=last.lang,
            path=last.path,
            version=last.version,
            at=self._room.now(),
            by=actor.name,
            note=note_of(note),
            published=files.own is not None and status in _SHOWN,
            formerly=tuple(names_in(last.text, "formerly")),
        )
        changes: dict[str, str | None] = {text.path: None for text in files.present}
        record = self._record(files.slug, actor, Step.REMOVE, status, last, None, note)
        self._carry_out(changes, [record], actor, Step.REMOVE, files.slug, note, removed=removal)
        self._room.unplan(files.slug)
        if removal.published:
            self._publish(changes, actor, commit_message(f"Remove {files.slug}", note))
        return removal

    def undo(self, slug: str, actor: Actor, note: str) -> Manuscript:
        """Bring it back as it was."""
        permit(actor, Step.UNDO_REMOVAL)
        removal = self._room.removals.removal(slug)
        text = self._room.revisions.text(removal.version) if removal else None
        if removal is None or text is None:
            raise RefusedError("not-removed", f"{slug[:100]!r} is no address of a removed article")
        refuse_address(self._manuscripts, slug)
        path = removal.path
        if path.startswith(f"{PENDING}/") or (self._room.folder / path).exists():
            path = self._manuscripts.place(slug, as_text(path, text).topic)
        told = as_text(path, text)
        status = told.status or Status.DRAFT
        record = self._record(slug, actor, Step.UNDO_REMOVAL, status, told, text, note)
        self._carry_out(
            {path: text}, [record], actor, Step.UNDO_REMOVAL, slug, note, brought_back=slug
        )
        if removal.published:
            self._publish({path: text}, actor, commit_message(f"Bring {slug} back", note))
        return found(self._manuscripts, slug)

    # what they need

    def _files(self, slug: str) -> _Files:
        now = found(self._manuscripts, slug)
        self._history.notice(now.slug)
        return _Files(
            slug=now.slug,
            own=self._manuscripts.own(now.slug),
            pending=self._manuscripts.pending(now.slug),
        )

    def _record(
        self,
        slug: str,
        actor: Actor,
        step: Step,
        status: Status,
        about: Text,
        text: str | None,
        note: str,
    ) -> Unrecorded:
        return Unrecorded(
            slug=slug,
            author=actor.name,
            step=step,
            status=status,
            text=text,
            at=self._room.now(),
            note=note_of(note),
            pending=about.path.startswith(f"{PENDING}/"),
        )

    def _formerly(
        self, about: Text, text: str, addresses: tuple[str, ...], *, leave_out: str
    ) -> str:
        try:
            text = with_names(text, "formerly", addresses)
            return without_name(text, "formerly", leave_out)
        except NoFrontMatterError as error:
            message = f"{about.path}: {error}; mend its front matter first"
            raise RefusedError("no-article", message) from None

    def _named(self, about: Text, text: str, names: tuple[str, ...]) -> str:
        try:
            return with_names(text, "aliases", names, leave_out=(about.title,))
        except NoFrontMatterError as error:
            message = f"{about.path}: {error}; mend its front matter first"
            raise RefusedError("no-article", message) from None

    def _followed(self, files: _Files, to: str) -> dict[str, str | None]:
        """What else in the corpus names the old address, with the new one."""
        own_paths = {text.path for text in files.present}
        changes: dict[str, str | None] = {}
        for path, text in self._others():
            new = led_to(text, files.slug, to)
            if path not in own_paths and new != text:
                changes[path] = new
        for name, renamed in ((QUERIES, queries_renamed), (NEIGHBOURS, neighbours_renamed)):
            file = self._room.folder / name
            if not file.is_file():
                continue
            try:
                text = decode(file.read_bytes(), name)
            except UnreadableError:
                continue
            new = renamed(text, files.slug, to)
            if new != text:
                changes[name] = new
        return changes

    def _others(self) -> Iterator[tuple[str, str]]:
        for path in self._manuscripts.addresses():
            source = self._room.live.source(path)
            if source is not None:
                yield path, source.text
        for text in self._manuscripts.all_pending():
            yield text.path, text.text

    def _carry_out(
        self,
        changes: dict[str, str | None],
        records: list[Unrecorded],
        actor: Actor,
        step: Step,
        subject: str,
        note: str,
        *,
        renamed: tuple[str, str] | None = None,
        removed: Removal | None = None,
        brought_back: str = "",
    ) -> None:
        """Do it; of articles whose links alone changed the history is told too."""
        told = {record.slug for record in records}
        for path, text in changes.items():
            slug = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
            if text is None or slug in told or "/" not in path:
                continue
            about = as_text(path, text)
            self._history.notice(slug)
            status = about.status or Status.DRAFT
            record = self._record(
                slug, actor, Step.SAVE, status, about, text, f"links: {step} {subject}"
            )
            records.append(record)
        files = tuple(FileChange(path=path, text=text) for path, text in changes.items())
        # What is gone last: a killed process leaves an article twice rather than not at all.
        files = tuple(sorted(files, key=lambda change: change.text is None))
        plan = Plan(
            files=files,
            steps=tuple(replace(r, at=records[0].at) for r in records),
            renamed=renamed,
            removed=removed,
            brought_back=brought_back,
        )
        self._room.carry_out(plan, actor, step, subject, note)

    def _publish(self, changes: dict[str, str | None], actor: Actor, message: str) -> None:
        paths = tuple(path for path in changes if not path.startswith(f"{PENDING}/"))
        self._room.publish(paths, actor.name, message)
