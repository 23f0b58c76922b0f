"""What can be done to articles at the editors' desk, in a browser and in a shell alike.

``kb.editorial`` does it; pages and commands are handed this Protocol.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from kb.accounts import Right, User
from kb.manuscript_form import ArticleFields
from kb.model import Article, Kind, Problem, Severity, Status
from kb.removals import Removal
from kb.revisions import Revision
from kb.schedule import Scheduled
from kb.workflow import Step

MAX_TEXT_CHARS = 400_000  # of a manuscript: front matter and body at their limits, and room


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """What an editor works on: the file of an article, or the pending change of a published one.

    ``path`` is relative to the corpus folder, ``version`` names the text (see
    ``kb.revisions.version_of``), ``status`` is the text's own; where ``pending``, ``shown`` is
    the status of what readers have meanwhile and ``shown_version`` its text's version. A
    manuscript that cannot be parsed has the status of its newest revision, else draft.
    """

    slug: str
    path: str
    text: str
    version: str
    status: Status
    title: str
    lang: str
    pending: bool = False
    shown: Status | None = None
    shown_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the list of all articles.

    ``status`` is that of what readers have, or of the draft where they have nothing;
    ``pending`` is the status of a pending change. ``errors`` and ``warnings`` count problems.
    """

    slug: str
    title: str
    kind: Kind
    topic: str
    lang: str
    status: Status
    pending: Status | None
    reviewed: date | None
    review_by: date | None
    errors: int
    warnings: int
    changed: datetime | None
    author: str
    scheduled: Scheduled | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A change of the text that mends a problem: what stands from ``start`` to ``end`` (offsets
    in characters of the manuscript) becomes ``replacement``. ``label`` says so, in English;
    ``code`` lets a page say it in its own words."""

    code: str
    label: str
    start: int
    end: int
    replacement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A problem of a manuscript, its line counted in the manuscript, with ways to mend it.

    ``blocks`` where it keeps the article from being published.
    """

    problem: Problem
    blocks: bool
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What came of looking at a text: the article that it is, if it is one, and what is wrong."""

    article: Article | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        return sum(finding.problem.severity is Severity.ERROR for finding in self.findings)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Somebody else saved meanwhile. ``theirs`` is the manuscript as it is now.

    ``merged`` has both changes; where they touch the same lines, ``clashes`` counts those places
    and both wordings stand in it between lines of ``<<<<<<<``, ``=======`` and ``>>>>>>>``.
    ``base`` is the text that both began with, "" where it is not known.
    """

    theirs: Manuscript
    yours: str
    merged: str
    clashes: int
    base: str


class ConflictError(Exception):
    """The text is based on a version that is no longer the newest; nothing was written."""

    def __init__(self, conflict: Conflict) -> None:
        super().__init__(
            f"{conflict.theirs.slug}: somebody else saved it meanwhile; "
            f"{conflict.clashes} places were changed by both"
        )
        self.conflict = conflict


class RefusedError(Exception):
    """A step cannot be taken; nothing was done. ``code`` names the reason for a page's words,
    the message is English and says what to do. ``findings`` are what keeps it from readers."""

    def __init__(self, code: str, message: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.findings = tuple(findings)


class NotAllowedError(RefusedError):
    """The user's role does not have the right."""

    def __init__(self, user: str, right: Right) -> None:
        super().__init__("not-allowed", f"{user} has not the right to {right}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who takes a step: a user, or somebody at the shell, who has every right there."""

    name: str
    rights: frozenset[Right]

    @classmethod
    def of(cls, user: User) -> "Actor":
        return cls(name=user.name, rights=frozenset(r for r in Right if user.role.may(r)))

    @classmethod
    def at_the_shell(cls, name: str) -> "Actor":
        return cls(name=f"shell:{name}", rights=frozenset(Right))


class EditorsDesk(Protocol):
    """Articles, as editors see and change them. Safe to share between threads and processes.

    What changes something raises ``RefusedError`` where the rules or the article's state forbid
    it, ``ConflictError`` where ``based_on`` is not the newest version, and
    ``kb.accounts.DeskUnusableError`` or ``OSError`` where it could not be kept: the article is
    then as it was. Once such a method returns, the text is safe on the disk; the index follows
    before it returns, or, where it cannot be written, is retried (``behind`` tells).
    """

    # reading

    def entries(self) -> tuple[Entry, ...]:
        """Every article, by title. With 5,000 of them this takes well under a second."""
        ...

    def manuscript(self, slug: str) -> Manuscript | None:
        """What there is to edit at this address; follows old addresses to new ones."""
        ...

    def shown(self, slug: str) -> Manuscript | None:
        """The article's own file, whatever change of it is pending."""
        ...

    def history(self, slug: str) -> tuple[Revision, ...]:
        """The newest first."""
        ...

    def text_of(self, revision: int) -> str | None:
        """The text that a revision left; None where there is no such revision, or no text."""
        ...

    def examine(self, text: str, slug: str = "") -> Examined:
        """Parse and check a text as that of the article at this address ("": a new one).

        As ``kb check`` would, against all other articles; nothing is written.
        """
        ...

    def fields_of(self, text: str) -> ArticleFields | None:
        """What a form shows of a text's front matter; None where that cannot be read."""
        ...

    def with_fields(self, text: str, fields: ArticleFields) -> str:
        """The text with these fields; lines of fields that stay as they are are not touched.

        Raises ``ValueError`` where the front matter cannot be read.
        """
        ...

    def behind(self) -> str:
        """Why the index does not have what the files have; "" where it has."""
        ...

    # writing

    def create(self, text: str, slug: str, actor: Actor, note: str = "") -> Manuscript:
        """A new draft. The slug is made from the title where it is ""; it must be free."""
        ...

    def save(
        self, slug: str, text: str, actor: Actor, *, based_on: str, note: str = ""
    ) -> Manuscript:
        """Keep a text; of a published article it becomes, or changes, the pending change.

        The text's ``status`` is set to the manuscript's: a save takes no step. A text that
        cannot be parsed is kept all the same where no reader sees it.
        """
        ...

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
        """SUBMIT, RETURN, PUBLISH, ARCHIVE, REVIEW or DISCARD, with a comment.

        PUBLISH of a text with blocking findings is refused; with ``override`` (for admins, with
        a note) it is not, but for a text that is no article.
        """
        ...

    def schedule(
        self, slug: str, at: datetime, actor: Actor, *, based_on: str, note: str = ""
    ) -> Scheduled: ...

    def unschedule(self, slug: str, actor: Actor) -> None: ...

    def rename(self, slug: str, to: str, actor: Actor, note: str = "") -> Manuscript:
        """Another address; the old one leads there from now on."""
        ...

    def merge(self, slug: str, into: str, actor: Actor, note: str = "") -> Manuscript:
        """Its addresses, title and aliases go to the other article, and its file away."""
        ...

    def remove(self, slug: str, actor: Actor, note: str = "") -> Removal: ...

    def undo_removal(self, slug: str, actor: Actor, note: str = "") -> Manuscript: ...

    def restore(self, slug: str, revision: int, actor: Actor, note: str = "") -> Manuscript:
        """The text of an older revision becomes the manuscript, as a save."""
        ...

    def catch_up(self) -> int:
        """Take in what was done to the files outside, and index it; answers how many texts.

        For the start of a server, and for whoever saw files change.
        """
        ...

    def publish_due(self, now: datetime) -> tuple[str, ...]:
        """Publish what is due by the schedule; answers the slugs."""
        ...
