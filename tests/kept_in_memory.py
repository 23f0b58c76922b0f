"""What the desk's database keeps, in memory: for tests of what is done at the desk."""

import itertools
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from kb.accounts import AuditEntry
from kb.model import Status
from kb.removals import Removal
from kb.revisions import Revision, Unrecorded, version_of
from kb.schedule import Scheduled
from kb.workflow import Step


@dataclass
class MemoryRevisions:
    """The history as a list, its texts by version."""

    kept: list[Revision] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def add(
        self,
        slug: str,
        *,
        author: str,
        step: Step,
        status: Status,
        text: str | None,
        note: str = "",
        pending: bool = False,
        at: datetime | None = None,
    ) -> Revision:
        with self._lock:
            version = "" if text is None else version_of(text)
            if text is not None:
                self.texts[version] = text
            revision = Revision(
                number=next(self._numbers),
                slug=slug,
                at=at or datetime.now(UTC),
                author=author,
                step=step,
                status=status,
                version=version,
                note=note,
                pending=pending,
            )
            self.kept.append(revision)
            return revision

    def add_all(
        self, steps: Sequence[Unrecorded], *, renamed: tuple[str, str] | None = None
    ) -> None:
        if renamed is not None:
            old, new = renamed
            self.kept = [replace(r, slug=new) if r.slug == old else r for r in self.kept]
        for step in steps:
            self.add(
                step.slug,
                author=step.author,
                step=step.step,
                status=step.status,
                text=step.text,
                note=step.note,
                pending=step.pending,
                at=step.at,
            )

    def of(self, slug: str, *, limit: int = 200) -> tuple[Revision, ...]:
        return tuple(r for r in reversed(self.kept) if r.slug == slug)[:limit]

    def revision(self, number: int) -> Revision | None:
        return next((r for r in self.kept if r.number == number), None)

    def text(self, version: str) -> str | None:
        return self.texts.get(version)

    def knows(self, slug: str, version: str) -> bool:
        return any(r.slug == slug and r.version == version for r in self.kept)

    def latest(self) -> dict[str, Revision]:
        return {revision.slug: revision for revision in self.kept}


@dataclass
class MemoryRemovals:
    """Removals by slug."""

    kept: dict[str, Removal] = field(default_factory=dict)

    def removal(self, slug: str) -> Removal | None:
        return self.kept.get(slug)

    def led_on(self, slug: str) -> Removal | None:
        return next((kept for kept in self.all() if slug in kept.formerly), None)

    def all(self) -> tuple[Removal, ...]:
        return tuple(sorted(self.kept.values(), key=lambda r: r.at, reverse=True))

    def add(self, removal: Removal) -> None:
        self.kept[removal.slug] = removal

    def undo(self, slug: str) -> Removal | None:
        return self.kept.pop(slug, None)


@dataclass
class MemorySchedule:
    """What is scheduled, by slug."""

    kept: dict[str, Scheduled] = field(default_factory=dict)
    claimed: set[str] = field(default_factory=set)

    def all(self) -> tuple[Scheduled, ...]:
        return tuple(sorted(self.kept.values(), key=lambda s: s.at))

    def of(self, slug: str) -> Scheduled | None:
        return self.kept.get(slug)

    def set(self, scheduled: Scheduled) -> None:
        self.kept[scheduled.slug] = scheduled
        self.claimed.discard(scheduled.slug)

    def drop(self, slug: str) -> None:
        self.kept.pop(slug, None)
        self.claimed.discard(slug)

    def claim(self, now: datetime) -> Scheduled | None:
        for due in self.all():
            if due.at <= now and not due.failed and due.slug not in self.claimed:
                self.claimed.add(due.slug)
                return due
        return None


@dataclass
class MemoryAudit:
    """The log as a list."""

    kept: list[AuditEntry] = field(default_factory=list)

    def record(self, actor: str, action: str, subject: str, detail: str = "") -> None:
        entry = AuditEntry(
            at=datetime.now(UTC), actor=actor, action=action, subject=subject, detail=detail
        )
        self.kept.append(entry)

    def entries(
        self,
        *,
        limit: int = 100,
        before: datetime | None = None,
        actor: str = "",
        subject: str = "",
    ) -> tuple[AuditEntry, ...]:
        return tuple(reversed(self.kept))[:limit]
