"""The demand queue as the desk works with it: what waits, what is decided, what is forgotten."""

from collections.abc import Callable
from dataclasses import InitVar, dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock

from kb.accounts import Audit
from kb.demand import DemandQueue, DemandRecords, State, key_of, wording_of
from kb.feedback import Feedback
from kb.library import Library
from kb.model import Article, Status
from kb.searches import Searches
from kb.wishes import Groups, Wish, decisions_on, wishes

MAX_REASON_CHARS = 500
KEEP_QUESTIONS = 400  # days since a question was last asked; the same for votes and comments
KEEP_SEARCHES = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """How many wordings, votes and decisions a purge forgot."""

    questions: int = 0
    searches: int = 0
    votes: int = 0

    @property
    def all(self) -> int:
        return self.questions + self.searches + self.votes


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """What a reader is told of a question: OPEN, DRAFTED, or DONE with the article."""

    question: str
    state: State
    article: Article | None = None


class SameQuestions:
    """Articles by what their titles and aliases ask for, looked up once for each generation.

    ``alike`` is the same for two questions that ask for the same, "" for one like no other.
    """

    def __init__(self, alike: Callable[[str], str]) -> None:
        self._alike = alike
        self._made: tuple[int, dict[str, list[Article]]] | None = None
        self._lock = Lock()

    def asking_for(self, question: str, library: Library) -> tuple[Article, ...]:
        """The articles, drafts too, that ask for the same."""
        with self._lock:
            if self._made is None or self._made[0] != library.generation:
                found: dict[str, list[Article]] = {}
                for article in library.everything:
                    for name in {self._sign(text) for text in (article.title, *article.aliases)}:
                        found.setdefault(name, []).append(article)
                self._made = library.generation, found
            return tuple(self._made[1].get(self._sign(question), ()))

    def _sign(self, text: str) -> str:
        return self._alike(text) or wording_of(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandDesk:
    """What readers miss. Every method raises ``DemandUnusableError`` or ``DeskUnusableError``.

    ``library`` has the drafts too; ``groups`` tells which texts ask for the same, ``alike`` what
    one text asks for (see ``SameQuestions``); ``searches`` is None where nobody searches in this
    process.
    """

    queue: DemandQueue
    records: DemandRecords
    feedback: Feedback
    library: Callable[[], Library]
    groups: Groups
    alike: InitVar[Callable[[str], str]]
    searches: Searches | None = None
    audit: Audit | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    _same: SameQuestions = field(init=False, repr=False)

    def __post_init__(self, alike: Callable[[str], str]) -> None:
        object.__setattr__(self, "_same", SameQuestions(alike))

    def wishes(self) -> tuple[Wish, ...]:
        """The queue as of now, those asked for most often first."""
        if self.searches is not None:
            self.searches.flush()
        return wishes(
            self.records.asked(),
            self.feedback.tallies(),
            self.records.decisions(),
            self.library(),
            self.groups,
            self.now().date(),
        )

    def wish(self, key: str) -> Wish | None:
        """The one of this name; also by the name of any wording of it."""
        return next((wish for wish in self.wishes() if named(wish, key)), None)

    def became(self, key: str) -> Became | None:
        """What became of a question that readers sent; None where there is none of this key.

        For a reader's page: it looks at this wording and at the articles alone, and says
        nothing of what an editor thought.
        """
        question = self.records.question(key)
        if not question:
            return None
        decision = self.records.decision(question)
        articles = self._same.asking_for(question, self.library())
        if decision is not None and decision.slug:
            made = (a for a in self.library().everything if decision.slug in (a.slug, *a.formerly))
            articles = (*articles, *made)
        published = next((a for a in articles if a.status is Status.PUBLISHED), None)
        if published is not None:
            return Became(question=question, state=State.DONE, article=published)
        if any(a.status is not Status.ARCHIVED for a in articles):
            return Became(question=question, state=State.DRAFTED)
        return Became(question=question, state=State.OPEN)

    def dismiss(self, wish: Wish, *, by: str, reason: str) -> None:
        """Nothing is to be written; why."""
        self._decide(wish, State.DISMISSED, by, reason=reason[:MAX_REASON_CHARS])

    def drafted(self, wish: Wish, *, by: str, slug: str) -> None:
        """This article is being written for it."""
        self._decide(wish, State.DRAFTED, by, slug=slug)

    def reopen(self, wish: Wish, *, by: str) -> None:
        """Nothing is decided any more."""
        self._decide(wish, State.OPEN, by)

    def purge_old(
        self, *, questions: int = KEEP_QUESTIONS, searches: int = KEEP_SEARCHES
    ) -> Forgotten:
        """Forget what nobody asked for so many days."""
        now = self.now()
        since = now - timedelta(days=questions)
        return Forgotten(
            questions=self.queue.purge(since),
            searches=self.records.purge_searches(now - timedelta(days=searches)),
            votes=self.feedback.purge(since),
        )

    def purge(self, before: datetime | None = None) -> Forgotten:
        """Forget what was last asked, searched and voted before a time, or everything."""
        done = Forgotten(
            questions=self.queue.purge(before),
            searches=self.records.purge_searches(before),
            votes=self.feedback.purge(before),
        )
        if before is None:
            self.records.purge_decisions()
            if self.searches is not None:
                self.searches.forget()
        return done

    def _decide(
        self, wish: Wish, state: State, by: str, *, slug: str = "", reason: str = ""
    ) -> None:
        at = self.now()
        self.records.decide(decisions_on(wish, state, at=at, by=by, slug=slug, reason=reason))
        if self.audit is not None:
            self.audit.record(by, f"demand-{state}", wish.question[:200], slug or reason)


def named(wish: Wish, key: str) -> bool:
    """Whether the key is that of the wish or of one of its wordings."""
    return key in (wish.key, *(key_of(text) for text in wish.alike))
