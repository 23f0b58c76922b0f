"""The editors' desk in memory: the Protocols, for tests of what stands before them."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from kb.accounts import AccountError, AuditEntry, Right, Role, User
from kb.editors_desk import (
    Actor,
    Conflict,
    ConflictError,
    Entry,
    Examined,
    Manuscript,
    NotAllowedError,
    RefusedError,
)
from kb.manuscript_form import ArticleFields
from kb.model import Kind, Status
from kb.office import Office
from kb.removals import NoRemovals, Removal
from kb.revisions import Revision, version_of
from kb.schedule import Scheduled
from kb.workflow import RULES, Step

NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
SECRET = b"0123456789abcdef0123456789abcdef"
NOT_HERE = RefusedError("no-such-step", "the desk in memory cannot do that")
PASSWORD = "correct horse battery staple"
"""Of every user here."""


class MemoryAccounts:
    """Users in a dictionary, their passwords as they are."""

    def __init__(self) -> None:
        self._users: dict[str, User] = {}
        self._passwords: dict[str, str] = {}

    def add(self, name: str, password: str, role: Role) -> User:
        key = name.casefold()
        if not name.strip() or key in self._users:
            raise AccountError(f"{name!r} is taken, or no name")
        self._check(password)
        self._passwords[key] = password
        self._users[key] = User(name=name, role=role, epoch=1, disabled=False, created=NOW)
        return self._users[key]

    def sign_in(self, name: str, password: str) -> User | None:
        user = self.user(name)
        fits = self._passwords.get(name.casefold()) == password
        return user if user and fits and not user.disabled else None

    def user(self, name: str) -> User | None:
        return self._users.get(name.casefold())

    def all(self) -> tuple[User, ...]:
        return tuple(sorted(self._users.values(), key=lambda user: user.name.casefold()))

    def set_password(self, name: str, password: str) -> None:
        user = self._known(name)
        self._check(password)
        self._passwords[name.casefold()] = password
        self._keep(replace(user, epoch=user.epoch + 1))

    def set_role(self, name: str, role: Role) -> None:
        user = self._known(name)
        if role is not Role.ADMIN:
            self._not_the_last_admin(user)
        self._keep(replace(user, role=role))

    def set_disabled(self, name: str, disabled: bool) -> None:
        user = self._known(name)
        if disabled:
            self._not_the_last_admin(user)
        self._keep(replace(user, disabled=disabled, epoch=user.epoch + 1))

    def sign_out_everywhere(self, name: str) -> User:
        user = self._known(name)
        return self._keep(replace(user, epoch=user.epoch + 1))

    def _known(self, name: str) -> User:
        if (user := self.user(name)) is None:
            raise AccountError(f"there is no user {name!r}")
        return user

    def _keep(self, user: User) -> User:
        self._users[user.name.casefold()] = user
        return user

    def _check(self, password: str) -> None:
        if len(password) < 10:
            raise AccountError("the password is shorter than 10 characters")

    def _not_the_last_admin(self, user: User) -> None:
        admins = [u for u in self._users.values() if u.role is Role.ADMIN and not u.disabled]
        if admins == [user]:
            raise AccountError(f"{user.name} is the last admin")


class MemoryAudit:
    """The log as a list."""

    def __init__(self) -> None:
        self.kept: list[AuditEntry] = []

    def record(self, actor: str, action: str, subject: str, detail: str = "") -> None:
        at = NOW + timedelta(seconds=len(self.kept))
        self.kept.append(
            AuditEntry(at=at, actor=actor, action=action, subject=subject, detail=detail)
        )

    def entries(
        self,
        *,
        limit: int = 100,
        before: datetime | None = None,
        actor: str = "",
        subject: str = "",
    ) -> tuple[AuditEntry, ...]:
        found = [
            entry
            for entry in reversed(self.kept)
            if (before is None or entry.at < before)
            and actor in ("", entry.actor)
            and subject in ("", entry.subject)
        ]
        return tuple(found[:limit])


def entry(slug: str, **facts: object) -> Entry:
    """A line of the list, as its slug says unless told otherwise."""
    plain = Entry(
        slug=slug,
        title=slug.replace("-", " ").capitalize(),
        kind=Kind.GUIDE,
        topic="pension",
        lang="en",
        status=Status.PUBLISHED,
        pending=None,
        reviewed=date(2026, 3, 1),
        review_by=date(2027, 3, 1),
        errors=0,
        warnings=0,
        changed=NOW,
        author="ada",
    )
    return replace(plain, **facts)  # type: ignore[arg-type]


@dataclass
class MemoryDesk:
    """Articles that have a line in the list and a text; steps by the rules of ``kb.workflow``."""

    lines: dict[str, Entry] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    steps: list[tuple[Step, str, str]] = field(default_factory=list)  # step, slug, actor

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "MemoryDesk":
        lines = {one.slug: one for one in entries}
        texts = {slug: f"topic: {one.topic}\n" for slug, one in lines.items()}
        return cls(lines=lines, texts=texts)

    def entries(self) -> tuple[Entry, ...]:
        return tuple(sorted(self.lines.values(), key=lambda one: one.title))

    def manuscript(self, slug: str) -> Manuscript | None:
        if slug not in self.lines:
            return None
        line, text = self.lines[slug], self.texts[slug]
        return Manuscript(
            slug=slug,
            path=f"articles/{line.topic}/{slug}.md",
            text=text,
            version=version_of(text),
            status=line.pending or line.status,
            title=line.title,
            lang=line.lang,
            pending=line.pending is not None,
            shown=line.status if line.pending else None,
        )

    def shown(self, slug: str) -> Manuscript | None:
        return self.manuscript(slug)

    def history(self, slug: str) -> tuple[Revision, ...]:
        return ()

    def text_of(self, revision: int) -> str | None:
        return None

    def examine(self, text: str, slug: str = "") -> Examined:
        return Examined(article=None, findings=())

    def behind(self) -> str:
        return ""

    def fields_of(self, text: str) -> ArticleFields | None:
        lines = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
        return ArticleFields(
            title="",
            kind="guide",
            topic=lines.get("topic", "other"),
            lang="en",
            regions=(),
            aliases=(),
            related=(),
            review_by="",
            translation_of="",
        )

    def with_fields(self, text: str, fields: ArticleFields) -> str:
        return f"topic: {fields.topic}\n"

    def create(self, text: str, slug: str, actor: Actor, note: str = "") -> Manuscript:
        self._allowed(Step.CREATE, actor)
        self.lines[slug] = entry(slug, status=Status.DRAFT, author=actor.name)
        self.texts[slug] = text
        return self._after(Step.CREATE, slug, actor)

    def save(
        self, slug: str, text: str, actor: Actor, *, based_on: str, note: str = ""
    ) -> Manuscript:
        self._allowed(Step.SAVE, actor)
        now = self._known(slug)
        if now.version != based_on:
            raise ConflictError(Conflict(theirs=now, yours=text, merged="", clashes=1, base=""))
        self.texts[slug] = text
        if self.lines[slug].status in (Status.PUBLISHED, Status.ARCHIVED):
            self.lines[slug] = replace(
                self.lines[slug], pending=self.lines[slug].pending or Status.DRAFT
            )
        return self._after(Step.SAVE, slug, actor)

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
        self._allowed(step, actor)
        now = self._known(slug)
        line = self.lines[slug]
        if now.status not in RULES[step].origins:
            raise RefusedError("wrong-state", f"{slug} is {now.status}: it cannot be {step}ed")
        if step is Step.PUBLISH and line.errors:
            raise RefusedError("blocked", f"{slug} has {line.errors} errors")
        match step:
            case Step.PUBLISH:
                line = replace(line, status=Status.PUBLISHED, pending=None)
            case Step.REVIEW:
                line = replace(line, reviewed=NOW.date())
            case _ if line.pending:
                line = replace(line, pending=RULES[step].to)
            case _:
                line = replace(line, status=RULES[step].to or line.status)
        self.lines[slug] = line
        return self._after(step, slug, actor)

    def schedule(
        self, slug: str, at: datetime, actor: Actor, *, based_on: str, note: str = ""
    ) -> Scheduled:
        raise NOT_HERE

    def unschedule(self, slug: str, actor: Actor) -> None:
        raise NOT_HERE

    def rename(self, slug: str, to: str, actor: Actor, note: str = "") -> Manuscript:
        raise NOT_HERE

    def merge(self, slug: str, into: str, actor: Actor, note: str = "") -> Manuscript:
        raise NOT_HERE

    def remove(self, slug: str, actor: Actor, note: str = "") -> Removal:
        raise NOT_HERE

    def undo_removal(self, slug: str, actor: Actor, note: str = "") -> Manuscript:
        raise NOT_HERE

    def restore(self, slug: str, revision: int, actor: Actor, note: str = "") -> Manuscript:
        raise NOT_HERE

    def catch_up(self) -> int:
        return 0

    def publish_due(self, now: datetime) -> tuple[str, ...]:
        return ()

    def _allowed(self, step: Step, actor: Actor) -> None:
        right: Right = RULES[step].right
        if right not in actor.rights:
            raise NotAllowedError(actor.name, right)

    def _known(self, slug: str) -> Manuscript:
        found = self.manuscript(slug)
        if found is None:
            raise RefusedError("unknown", f"there is no article {slug}")
        return found

    def _after(self, step: Step, slug: str, actor: Actor) -> Manuscript:
        self.steps.append((step, slug, actor.name))
        return self._known(slug)


class MemoryRevisions:
    """A history of nothing but steps."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._kept: list[Revision] = []
        self._texts: dict[str, str] = {}

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
        version = version_of(text) if text is not None else ""
        self._texts[version] = text or ""
        made = Revision(
            number=next(self._numbers),
            slug=slug,
            at=at or NOW,
            author=author,
            step=step,
            status=status,
            version=version,
            note=note,
            pending=pending,
        )
        self._kept.append(made)
        return made

    def of(self, slug: str, *, limit: int = 200) -> tuple[Revision, ...]:
        return tuple(r for r in reversed(self._kept) if r.slug == slug)[:limit]

    def revision(self, number: int) -> Revision | None:
        return next((r for r in self._kept if r.number == number), None)

    def text(self, version: str) -> str | None:
        return self._texts.get(version)

    def knows(self, slug: str, version: str) -> bool:
        return any(r.slug == slug and r.version == version for r in self._kept)

    def latest(self) -> dict[str, Revision]:
        return {r.slug: r for r in self._kept}


class MemorySchedule:
    """What is scheduled, by slug."""

    def __init__(self) -> None:
        self._kept: dict[str, Scheduled] = {}

    def all(self) -> tuple[Scheduled, ...]:
        return tuple(sorted(self._kept.values(), key=lambda one: one.at))

    def of(self, slug: str) -> Scheduled | None:
        return self._kept.get(slug)

    def set(self, scheduled: Scheduled) -> None:
        self._kept[scheduled.slug] = scheduled

    def drop(self, slug: str) -> None:
        self._kept.pop(slug, None)

    def claim(self, now: datetime) -> Scheduled | None:
        return None


class MemoryFeedback:
    """Nobody votes here."""

    def add(self, slug: str, *, helpful: bool, comment: str = "") -> None:
        raise NotImplementedError

    def tallies(self) -> tuple[()]:
        return ()

    def comments(self, slug: str = "", *, limit: int = 100) -> tuple[()]:
        return ()

    def purge(self, before: datetime | None = None) -> int:
        return 0


USERS = {"ada": Role.EDITOR, "ben": Role.PUBLISHER, "cai": Role.ADMIN}


def memory_office(desk: MemoryDesk | None = None, users: Sequence[str] = tuple(USERS)) -> Office:
    """An office with a user of each role: ada, ben, cai."""
    accounts = MemoryAccounts()
    for name in users:
        accounts.add(name, PASSWORD, USERS[name])
    return Office(
        desk=desk or MemoryDesk(),
        accounts=accounts,
        audit=MemoryAudit(),
        revisions=MemoryRevisions(),
        removals=NoRemovals(),
        schedule=MemorySchedule(),
        feedback=MemoryFeedback(),
        secret=SECRET,
    )
