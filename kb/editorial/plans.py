"""What a step changes, written down before it is done, so that it is done whole or not at all."""

import hashlib
import logging
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kb import codec
from kb.editorial import files
from kb.removals import Removal, Removals
from kb.revisions import Revisions, Unrecorded, version_of

JOURNAL = "desk-plan.json"
_log = logging.getLogger(__name__)
_LOOKED_BACK = 20  # revisions among which one is sought that may have been recorded already


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """That a file of the corpus is to hold a text, or (None) to be gone.

    ``path`` is relative to the corpus folder; ``before`` is the hash of the bytes that it has
    now, "" where there is no file: the file is left alone if it has others by then.
    """

    path: str
    text: str | None
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that one step changes: files, history, addresses, removals.

    ``renamed`` is an article's old address and its new one; ``brought_back`` the address of a
    removed article where there is one again.
    """

    files: tuple[FileChange, ...] = ()
    steps: tuple[Unrecorded, ...] = ()
    renamed: tuple[str, str] | None = None
    removed: Removal | None = None
    brought_back: str = ""

    @property
    def at(self) -> datetime:
        return self.steps[0].at

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(change.path for change in self.files)


class Plans:
    """Carries plans out.

    A plan is written to the data folder first. Whoever takes the corpus lock next after a
    process was killed amid one carries it to its end: so a reader of the corpus sees what was
    before or what is after, and no text that was once handed over is lost.
    """

    def __init__(self, folder: Path, data: Path, revisions: Revisions, removals: Removals) -> None:
        self._folder = folder
        self._journal = data / JOURNAL
        self._revisions = revisions
        self._removals = removals

    def carry_out(self, plan: Plan) -> None:
        """Do it all. Raises ``OSError`` or ``DeskUnusableError``: then nothing was changed.

        To be called by who has the corpus lock.
        """
        plan = replace(plan, files=tuple(map(self._with_before, plan.files)))
        files.write_whole(self._journal, codec.encode(plan).decode("utf-8"))
        try:
            staged = self._stage(plan)
            try:
                self._keep(plan)
                self._place(plan, staged)
            except BaseException:
                for beside in staged.values():
                    beside.unlink(missing_ok=True)
                raise
        finally:
            # Where this cannot be done the plan is carried out again, which changes nothing.
            with suppress(OSError):
                self._journal.unlink(missing_ok=True)

    def finish(self) -> tuple[str, ...]:
        """Carry a plan to its end amid which a process was killed; answers the paths it is about.

        To be called by who has the corpus lock.
        """
        try:
            plan = codec.decode(self._journal.read_bytes(), Plan)
        except FileNotFoundError:
            return ()
        except (OSError, codec.CodecError) as error:  # it is written whole: not by us
            _log.error("%s cannot be read and is put aside: %s", self._journal, error)
            with suppress(OSError):
                self._journal.rename(self._journal.with_suffix(".unreadable"))
            return ()
        self._keep(replace(plan, steps=tuple(s for s in plan.steps if not self._is_kept(s))))
        for change in plan.files:
            if _hash_of(self._folder / change.path) == change.before:
                self._put(change, None)
        files.sweep(self._folder)
        self._journal.unlink(missing_ok=True)
        return plan.paths

    def _with_before(self, change: FileChange) -> FileChange:
        return replace(change, before=_hash_of(self._folder / change.path))

    def _stage(self, plan: Plan) -> dict[str, Path]:
        staged: dict[str, Path] = {}
        try:
            for change in plan.files:
                if change.text is not None:
                    path = self._folder / change.path
                    staged[change.path] = files.staged(path, change.text)
        except BaseException:
            for beside in staged.values():
                beside.unlink(missing_ok=True)
            raise
        return staged

    def _keep(self, plan: Plan) -> None:
        """What the database keeps of it."""
        self._revisions.add_all(plan.steps, renamed=plan.renamed)
        for slug in (plan.brought_back, plan.removed.slug if plan.removed else ""):
            if slug and self._removals.removal(slug) is not None:
                self._removals.undo(slug)
        if plan.removed is not None:
            self._removals.add(plan.removed)

    def _is_kept(self, step: Unrecorded) -> bool:
        """Whether it was recorded before the process was killed; times may have been moved on."""
        version = "" if step.text is None else version_of(step.text)
        return any(
            (kept.step, kept.version, kept.author) == (step.step, version, step.author)
            and kept.at >= step.at
            for kept in self._revisions.of(step.slug, limit=_LOOKED_BACK)
        )

    def _place(self, plan: Plan, staged: dict[str, Path]) -> None:
        """Let every file take its place; what was done is taken back where one cannot."""
        done: list[FileChange] = []
        try:
            for change in plan.files:
                path = self._folder / change.path
                old = (
                    path.read_bytes().decode("utf-8", "surrogateescape") if path.exists() else None
                )
                self._put(change, staged.get(change.path))
                done.append(replace(change, text=old))
        except OSError:
            for change in reversed(done):
                with suppress(OSError):
                    self._put(change, None)
            raise

    def _put(self, change: FileChange, beside: Path | None) -> None:
        path = self._folder / change.path
        if change.text is None:
            files.delete(path)
        elif beside is not None:
            files.take_place(beside, path)
        else:
            files.write_whole(path, change.text)


def _hash_of(path: Path) -> str:
    """The hash of the file's bytes, "" where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return ""
