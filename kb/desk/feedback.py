"""What readers say of articles: a table of the desk's database, with a row for each vote."""

from datetime import datetime

from sqlalchemy import delete, func, insert, select

from kb.accounts import DeskUnusableError
from kb.demand import as_kept
from kb.desk.database import Database
from kb.desk.tables import votes
from kb.desk.times import Now, now
from kb.feedback import MAX_COMMENT_CHARS, Comment, Tally

MOST_VOTES = 200_000  # some 250 MB at most; whoever floods the table must not fill the disk
_COUNT = select(func.count()).select_from(votes)


class StoredFeedback:
    """Implements ``kb.feedback.Feedback``."""

    def __init__(self, database: Database, now: Now = now, most: int = MOST_VOTES) -> None:
        self._database = database
        self._now = now
        self._most = most

    def add(self, slug: str, *, helpful: bool, comment: str = "") -> None:
        """Count a vote; the comment is kept as ``kb.demand.as_kept`` leaves it."""
        kept = as_kept(comment)[:MAX_COMMENT_CHARS]
        vote = insert(votes).values(slug=slug, helpful=helpful, comment=kept, at=self._now())
        with self._database.writing() as connection:
            if connection.execute(_COUNT).scalar_one() >= self._most:
                raise DeskUnusableError(
                    f"{self._database.where} holds {self._most:,} votes of readers; purge those "
                    "that were read"
                )
            connection.execute(vote)

    def tallies(self) -> tuple[Tally, ...]:
        """By article, those with the most unhelpful votes first, then the most voted on."""
        helpful = func.count().filter(votes.c.helpful.is_(True)).label("helpful")
        every = func.count().label("every")
        last = func.max(votes.c.at, type_=votes.c.at.type).label("last")
        wanted = select(votes.c.slug, helpful, every, last).group_by(votes.c.slug)
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all() if connection else ()
        tallies = (
            Tally(slug=slug, helpful=yes, unhelpful=every - yes, last=last)
            for slug, yes, every, last in rows
        )
        return tuple(sorted(tallies, key=lambda t: (-t.unhelpful, -t.helpful, t.slug)))

    def comments(self, slug: str = "", *, limit: int = 100) -> tuple[Comment, ...]:
        """The newest first, of one article or of all."""
        wanted = select(votes).where(votes.c.comment != "").order_by(votes.c.number.desc())
        if slug:
            wanted = wanted.where(votes.c.slug == slug)
        with self._database.reading() as connection:
            rows = connection.execute(wanted.limit(limit)).all() if connection else ()
        return tuple(
            Comment(slug=row.slug, helpful=row.helpful, text=row.comment, at=row.at) for row in rows
        )

    def purge(self, before: datetime | None = None) -> int:
        """Forget comments and votes of before a time, or all; answers how many."""
        gone = delete(votes) if before is None else delete(votes).where(votes.c.at < before)
        with self._database.reading() as connection:
            if connection is None or not connection.execute(_COUNT).scalar_one():
                return 0  # and make nothing for it
        with self._database.writing() as connection:
            return connection.execute(gone).rowcount
