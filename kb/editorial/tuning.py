"""Best bets and hidden articles, tried and set: half of ``kb.search_tuning.SearchTuning``."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from kb.accounts import Right
from kb.editorial.desk import Desk
from kb.editorial.front_lines import FrontLines
from kb.editorial.gate import RankGate
from kb.editorial.plans import FileChange, Plan
from kb.editorial.workroom import commit_message, require
from kb.editors_desk import Actor, Manuscript, RefusedError
from kb.engine import Batch
from kb.glossary import Glossary
from kb.model import Article, Status
from kb.revisions import MAX_NOTE_CHARS, Unrecorded
from kb.search_tuning import MAX_REASON_CHARS, MAX_TERM_CHARS, Bet, Placing, Result, Tried
from kb.workflow import Step

ACTIONS = {Placing.FIRST: "pin", Placing.HIDDEN: "hide", Placing.FREE: "unpin"}
_FIELDS = {Placing.FIRST: "best_for", Placing.HIDDEN: "not_for"}

Results = Callable[[str], Sequence[Result]]  # a query -> what is shown of its first hits


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """How results are seen: now, and as they would be after a batch and with a glossary."""

    now: Results
    after: Callable[[Batch, Glossary | None], AbstractContextManager[Results]]


class Bets:
    """The published articles' ``best_for`` and ``not_for``."""

    def __init__(
        self,
        *,
        desk: Desk,
        alike: Callable[[str], str],
        looking: Looking,
        gate: RankGate,
    ) -> None:
        """``alike`` gives the same for queries that ask for the same, "" for no question."""
        self._desk = desk
        self._room = desk.room
        self._alike = alike
        self._audit = desk.room.audit
        self._looking = looking
        self._gate = gate

    def _articles(self) -> Sequence[Article]:
        return self._room.live.as_far_as_told().articles

    def bets(self) -> tuple[Bet, ...]:
        found = [
            self._told(article, placing, query)
            for article in self._articles()
            if article.status is Status.PUBLISHED
            for placing, field in _FIELDS.items()
            for query in getattr(article, field)
        ]
        return tuple(sorted(found, key=lambda bet: (bet.query.casefold(), bet.slug)))

    def _told(self, article: Article, placing: Placing, query: str) -> Bet:
        bet = Bet(
            query=query, slug=article.slug, title=article.title, lang=article.lang, placing=placing
        )
        for entry in self._audit.entries(subject=article.slug):
            asked, _, reason = entry.detail.partition(": ")
            if entry.action == ACTIONS[placing] and asked == _shown(query):
                return replace(bet, reason=reason, by=entry.actor, at=entry.at)
        return bet

    def try_bet(self, query: str, slug: str, placing: Placing) -> Tried:
        """The results side by side, and the judged queries that move."""
        article = self._published(slug)
        query = self._checked(query, article, placing)
        changed = _placed(article, query, placing, self._alike)
        with self._looking.after(Batch(articles=(changed,)), None) as after:
            then = tuple(after(query))
        gate = self._gate.of_article(changed, article)
        return Tried(query=query, before=tuple(self._looking.now(query)), after=then, gate=gate)

    def set_bet(self, query: str, slug: str, placing: Placing, actor: Actor, reason: str) -> None:
        """Publish the article with the change, and keep the reason."""
        require(actor, Right.PUBLISH)
        reason = reasoned(reason)
        article = self._published(slug)
        query = self._checked(query, article, placing)
        manuscript = self._desk.manuscript(slug)
        if manuscript is None or manuscript.pending:
            raise RefusedError(
                "change-pending",
                f"{slug} has a change that is not published yet: publish or discard it first",
            )
        text = _rewritten(manuscript.text, query, placing, self._alike)
        if text != manuscript.text:
            note = f"{ACTIONS[placing]} “{query}”: {reason}"
            self._replace(manuscript, text, actor, note)
        self._audit.record(actor.name, ACTIONS[placing], slug, f"{_shown(query)}: {reason}")

    def _replace(self, manuscript: Manuscript, text: str, actor: Actor, note: str) -> None:
        """Readers get the text at once. It is no publication: nobody has reviewed the article."""
        room, slug, path = self._room, manuscript.slug, manuscript.path
        with room.alone():
            now = self._desk.manuscript(slug)
            if now is None or now.version != manuscript.version:
                raise RefusedError("moved-on", f"somebody else changed {slug} meanwhile")
            record = Unrecorded(
                slug=slug,
                author=actor.name,
                step=Step.PUBLISH,
                status=Status.PUBLISHED,
                text=text,
                at=room.now(),
                note=note[:MAX_NOTE_CHARS],
            )
            plan = Plan(files=(FileChange(path=path, text=text),), steps=(record,))
            room.carry_out(plan, actor, Step.PUBLISH, slug, note)
            room.publish((path,), actor.name, commit_message(f"Place {slug} by hand", note))
        room.follow()

    def _published(self, slug: str) -> Article:
        found = (a for a in self._articles() if a.slug == slug and a.status is Status.PUBLISHED)
        article = next(found, None)
        if article is None:
            raise RefusedError("unknown", f"there is no published article {slug!r}")
        return article

    def _checked(self, query: str, article: Article, placing: Placing) -> str:
        query = " ".join(query.split())
        if not self._alike(query) or len(query) > MAX_TERM_CHARS:
            raise RefusedError(
                "no-question",
                f"write the query as readers type it, in at most {MAX_TERM_CHARS} characters",
            )
        for other in self._articles() if placing is Placing.FIRST else ():
            taken = other.slug != article.slug and other.status is Status.PUBLISHED
            if taken and self._alike(query) in map(self._alike, other.best_for):
                raise RefusedError(
                    "bet-taken", f"{other.slug} comes first for it already: take that away first"
                )
        return query


def reasoned(reason: str) -> str:
    """The reason on one line; raises ``RefusedError`` where there is none."""
    reason = " ".join(reason.split())[:MAX_REASON_CHARS]
    if not reason:
        raise RefusedError("no-reason", "say why, for those who come after you")
    return reason


def _shown(query: str) -> str:
    """The query as the log has it, in which a colon ends it."""
    return query.replace(": ", " ")


def _lists(
    best: Sequence[str],
    hidden: Sequence[str],
    query: str,
    placing: Placing,
    alike: Callable[[str], str],
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Both fields as they will be."""
    for of, field, queries in (
        (Placing.FIRST, "best_for", best),
        (Placing.HIDDEN, "not_for", hidden),
    ):
        rest = tuple(other for other in queries if alike(other) != alike(query))
        yield field, ((*rest, query) if placing is of else rest)


def _placed(article: Article, query: str, placing: Placing, alike: Callable[[str], str]) -> Article:
    fields = dict(_lists(article.best_for, article.not_for, query, placing, alike))
    return replace(
        article, best_for=fields["best_for"], not_for=fields["not_for"], fingerprint="tried"
    )


def _rewritten(text: str, query: str, placing: Placing, alike: Callable[[str], str]) -> str:
    front = FrontLines(text)
    fields = _lists(front.listed("best_for"), front.listed("not_for"), query, placing, alike)
    for field, values in tuple(fields):
        front = FrontLines(text)
        if values == front.listed(field):
            continue
        edit = front.with_list(field, values)
        if edit is not None:
            text = text[: edit.start] + edit.replacement + text[edit.end :]
    return text
