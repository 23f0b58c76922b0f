"""The history of articles: who did what to each, and every text that it had.

A text is kept once, whoever saves it again, under the name that its bytes give it. It is packed
(zlib), to less than half. Nothing takes a text away.
"""

import zlib
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from kb.accounts import DeskUnusableError
from kb.desk import counters
from kb.desk.database import Database, insert_into
from kb.desk.tables import revisions, texts
from kb.desk.times import Now, now
from kb.model import Status
from kb.revisions import MAX_NOTE_CHARS, Revision, Unrecorded, version_of
from kb.workflow import Step

_COUNTER = "revisions"
_AT_ONCE = 500  # values in one question
_LONGEST_TEXT = 50_000_000  # bytes; what a row unpacks to is not trusted either
_KNOWN = select(revisions.c.number).where(
    revisions.c.slug == bindparam("slug"), revisions.c.version == bindparam("version")
)
_NEWEST = select(func.max(revisions.c.number)).group_by(revisions.c.slug)


class StoredRevisions:
    """Implements ``kb.revisions.Revisions``."""

    def __init__(self, database: Database, now: Now = now) -> None:
        self._database = database
        self._now = now

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
        """Keep a step, and its text if it left one, both or none.

        ``at`` is now unless given; an article's times never run backwards, nor ahead of now.
        """
        step_taken = Unrecorded(
            slug=slug,
            author=author,
            step=step,
            status=status,
            text=text,
            note=note,
            pending=pending,
            at=self._now() if at is None else at,
        )
        with self._database.writing() as connection:
            number = self._keep(connection, (step_taken,))
            (row,) = connection.execute(select(revisions).where(revisions.c.number == number))
            return _revision(row)

    def add_all(
        self, steps: Sequence[Unrecorded], *, renamed: tuple[str, str] | None = None
    ) -> None:
        """Keep many steps, all or none of them, in the order given.

        With ``renamed`` the history of an old address goes on under a new one before them, with
        what is there already; it does not where they cannot be kept.
        """
        if not steps and renamed is None:
            return
        with self._database.writing() as connection:
            if renamed is not None:
                _rename(connection, *renamed)
            if steps:
                self._keep(connection, steps)

    def _keep(self, connection: Connection, steps: Sequence[Unrecorded]) -> int:
        """Keep steps with their texts; answers the number of the last one."""
        _keep_texts(connection, {step.text for step in steps if step.text is not None})
        newest = counters.raised(connection, _COUNTER, len(steps))
        last = _last_times(connection, {step.slug for step in steps})
        now = self._now()
        rows: list[dict[str, object]] = []
        for number, step in enumerate(steps, newest - len(steps) + 1):
            at = min(step.at, now)
            last[step.slug] = max(at, last.get(step.slug, at))
            rows.append(_row(step) | {"number": number, "at": last[step.slug]})
        connection.execute(insert(revisions), rows)
        return newest

    def of(self, slug: str, *, limit: int = 200) -> tuple[Revision, ...]:
        """An article's history, the newest first."""
        wanted = select(revisions).where(revisions.c.slug == slug)
        with self._database.reading() as connection:
            if connection is None:
                return ()
            rows = connection.execute(wanted.order_by(revisions.c.number.desc()).limit(limit))
            return tuple(map(_revision, rows))

    def revision(self, number: int) -> Revision | None:
        wanted = select(revisions).where(revisions.c.number == number)
        with self._database.reading() as connection:
            row = connection.execute(wanted).first() if connection else None
        return None if row is None else _revision(row)

    def text(self, version: str) -> str | None:
        """A text by its version; raises ``DeskUnusableError`` where it is not what was kept."""
        wanted = select(texts.c.compressed).where(texts.c.version == version)
        with self._database.reading() as connection:
            packed = connection.execute(wanted).scalar() if connection else None
        if packed is None:
            return None
        try:
            text = zlib.decompressobj().decompress(packed, _LONGEST_TEXT).decode("utf-8")
        except (zlib.error, UnicodeDecodeError):
            text = ""
        if version_of(text) != version:
            raise DeskUnusableError(
                f"{self._database.where} is damaged: the text {version} is another one; "
                "put a saved copy in its place"
            )
        return text

    def knows(self, slug: str, version: str) -> bool:
        """Whether a revision of the article left this text."""
        with self._database.reading() as connection:
            if connection is None:
                return False
            found = connection.execute(_KNOWN, {"slug": slug, "version": version})
            return found.first() is not None

    def latest(self) -> dict[str, Revision]:
        """The newest revision of every article, by slug."""
        wanted = select(revisions).where(revisions.c.number.in_(_NEWEST))
        with self._database.reading() as connection:
            if connection is None:
                return {}
            return {row.slug: _revision(row) for row in connection.execute(wanted)}


def _rename(connection: Connection, slug: str, to: str) -> None:
    counters.raised(connection, _COUNTER)  # so that nothing is added under the old one
    connection.execute(update(revisions).where(revisions.c.slug == slug).values(slug=to))


def _row(step: Unrecorded) -> dict[str, object]:
    return {
        "slug": step.slug,
        "author": step.author,
        "step": step.step.value,
        "status": step.status.value,
        "version": None if step.text is None else version_of(step.text),
        "note": step.note[:MAX_NOTE_CHARS],
        "pending": step.pending,
    }


def _last_times(connection: Connection, slugs: Collection[str]) -> dict[str, datetime]:
    """When each article was changed last, of those that ever were."""
    ordered = sorted(slugs)
    found: dict[str, datetime] = {}
    newest = func.max(revisions.c.at, type_=revisions.c.at.type)
    for start in range(0, len(ordered), _AT_ONCE):
        some = revisions.c.slug.in_(ordered[start : start + _AT_ONCE])
        wanted = select(revisions.c.slug, newest).where(some).group_by(revisions.c.slug)
        found |= {row[0]: row[1] for row in connection.execute(wanted)}
    return found


def _keep_texts(connection: Connection, kept: Collection[str]) -> None:
    packed = [
        {"version": version_of(text), "compressed": zlib.compress(text.encode("utf-8"))}
        for text in sorted(kept)
    ]
    if packed:
        connection.execute(insert_into(connection, texts).on_conflict_do_nothing(), packed)


def _revision(row: Row[tuple[object, ...]]) -> Revision:
    return Revision(
        number=row.number,
        slug=row.slug,
        at=row.at,
        author=row.author,
        step=Step(row.step),
        status=Status(row.status),
        version=row.version or "",
        note=row.note,
        pending=row.pending,
    )
