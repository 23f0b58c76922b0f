"""What readers miss, in one queue: questions, searches, wanted titles, articles that do not help.

Near-duplicates are one wish. What becomes of a wish is told from the articles themselves, as far
as it can be: an article that asks for the same is its draft, and, once published, its answer.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from kb.demand import Asked, Decision, Origin, State, key_of, wording_of
from kb.feedback import Tally
from kb.library import Library
from kb.model import Article, Status

WEEKS = 8  # that a trend looks at: the last four beside the four before
FEW_VOTES = 3  # unhelpful ones, before an article is asked about
HELPED = 0.5  # the share of helpful votes below which it is

Groups = Callable[[Sequence[str]], Sequence[int]]
"""Texts -> for each the number of its group: those of one number ask for the same."""


class Order(StrEnum):
    """How the queue is sorted."""

    COUNT = "count"
    TREND = "trend"
    LAST = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Something that readers miss. ``key`` names it; ``counts`` says how often, by origin.

    ``weeks`` are the counts of the last weeks by day of asking, the oldest first; of wanted
    titles there are none. ``slug`` is the article that is its draft or its answer, or that does
    not help; ``decided`` is what somebody decided. ``asked_by`` are the articles that link to a
    wanted title. ``helpful`` and ``unhelpful`` are votes on the article ``slug``.
    """

    key: str
    question: str
    lang: str
    counts: Mapping[Origin, int]
    weeks: tuple[int, ...] = ()
    first_asked: datetime | None = None
    last_asked: datetime | None = None
    alike: tuple[str, ...] = ()
    state: State = State.OPEN
    slug: str = ""
    decided: Decision | None = None
    asked_by: tuple[str, ...] = ()
    helpful: int = 0
    unhelpful: int = 0

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    @property
    def recent(self) -> int:
        """Of the last four weeks."""
        return sum(self.weeks[WEEKS // 2 :])

    @property
    def before(self) -> int:
        """Of the four weeks before those."""
        return sum(self.weeks[: WEEKS // 2])


@dataclass(slots=True)
class _Group:
    """What asks for the same."""

    asked: list[Asked] = field(default_factory=list)
    wanted: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)


def wishes(
    asked: Iterable[Asked],
    tallies: Iterable[Tally],
    decisions: Iterable[Decision],
    library: Library,
    groups: Groups,
    today: date,
) -> tuple[Wish, ...]:
    """The whole queue, those asked for most often first."""
    decided = {decision.wording: decision for decision in decisions}
    found = [
        _wish(group, decided, library, today) for group in _grouped(tuple(asked), library, groups)
    ]
    found += _unhelpful(tallies, decided, library)
    return ordered(found, Order.COUNT)


def ordered(found: Iterable[Wish], by: Order) -> tuple[Wish, ...]:
    """Sorted; what is equal by count, then by the last time, then by its words."""

    def last(wish: Wish) -> float:
        return wish.last_asked.timestamp() if wish.last_asked else 0.0

    def key(wish: Wish) -> tuple[float, ...]:
        match by:
            case Order.TREND:
                return (wish.before - wish.recent, -wish.count, -last(wish))
            case Order.LAST:
                return (-last(wish), -wish.count)
            case _:
                return (-wish.count, -last(wish))

    return tuple(sorted(found, key=lambda wish: (*key(wish), wish.question)))


def decisions_on(
    wish: Wish, state: State, *, at: datetime, by: str, slug: str = "", reason: str = ""
) -> tuple[Decision, ...]:
    """A decision on all wordings of a wish, so that it holds whichever speaks for it."""
    made = Decision(wording="", state=state, at=at, by=by, slug=slug, reason=reason)
    # The title of an article that does not help may be what somebody asks for: it is not meant.
    about_article = Origin.FEEDBACK in wish.counts
    texts = wish.alike if about_article else (wish.question, *wish.alike)
    return tuple(replace(made, wording=each) for each in {wording_of(text) for text in texts})


def _grouped(asked: Sequence[Asked], library: Library, groups: Groups) -> Iterator[_Group]:
    """What was asked for, each with what asks for the same; articles beside it."""
    wanted = library.wanted()
    names = [(name, a) for a in library.everything for name in (a.title, *a.aliases)]
    numbers = groups(
        [*(a.question for a in asked), *(w.title for w in wanted), *(name for name, _ in names)]
    )
    found: defaultdict[int, _Group] = defaultdict(_Group)
    each = iter(numbers)
    for asking, number in zip(asked, each, strict=False):
        found[number].asked.append(asking)
    # zip has taken none of the numbers that are left: the shorter one came first.
    for title, number in zip(wanted, each, strict=False):
        found[number].wanted.append((title.title, tuple(a.slug for a in title.asked_by)))
    for (_, article), number in zip(names, each, strict=True):
        found[number].articles.append(article)
    return (group for group in found.values() if group.asked or group.wanted)


def _wish(group: _Group, decided: Mapping[str, Decision], library: Library, today: date) -> Wish:
    counts: dict[Origin, int] = {}
    for each in group.asked:
        counts[each.origin] = counts.get(each.origin, 0) + each.count
    if linking := {slug for _, slugs in group.wanted for slug in slugs}:
        counts[Origin.WANTED] = len(linking)
    by_count = sorted(group.asked, key=lambda a: (-a.count, a.first_asked, a.question))
    spoken = list(dict.fromkeys([*(a.question for a in by_count), *(t for t, _ in group.wanted)]))
    first, *others = spoken
    wish = Wish(
        key=key_of(first),
        question=first,
        lang=_lang(first),
        counts=counts,
        weeks=_weeks(group.asked, today),
        first_asked=min((a.first_asked for a in group.asked), default=None),
        last_asked=max((a.last_asked for a in group.asked), default=None),
        alike=tuple(others),
        asked_by=tuple(sorted(linking)),
    )
    return _with_state(wish, group.articles, decided, library)


def _with_state(
    wish: Wish, articles: Sequence[Article], decided: Mapping[str, Decision], library: Library
) -> Wish:
    made = [decided[w] for t in (wish.question, *wish.alike) if (w := wording_of(t)) in decided]
    decision = max(made, key=lambda one: one.at, default=None)
    wish = replace(wish, decided=decision)
    drafts = {a.slug: a for a in (*articles, *_named(decision, library))}
    for article in drafts.values():
        if article.status is Status.PUBLISHED:
            return replace(wish, state=State.DONE, slug=article.slug)
    if decision is not None and decision.state is State.DISMISSED:
        return replace(wish, state=State.DISMISSED)
    unpublished = [a for a in drafts.values() if a.status is not Status.ARCHIVED]
    if unpublished:
        return replace(wish, state=State.DRAFTED, slug=unpublished[0].slug)
    return wish


def _named(decision: Decision | None, library: Library) -> tuple[Article, ...]:
    """The article that somebody made for it, at whatever address it is now."""
    if decision is None or decision.state is not State.DRAFTED:
        return ()
    return tuple(a for a in library.everything if decision.slug in (a.slug, *a.formerly))


def _unhelpful(
    tallies: Iterable[Tally], decided: Mapping[str, Decision], library: Library
) -> Iterator[Wish]:
    """Articles that most of their readers found of no help."""
    for tally in tallies:
        article = library.article(tally.slug)
        votes = tally.helpful + tally.unhelpful
        if article is None or tally.unhelpful < FEW_VOTES or tally.helpful >= HELPED * votes:
            continue
        wording = f"article:{tally.slug}"
        decision = decided.get(wording_of(wording))
        set_aside = decision is not None and decision.at >= tally.last.astimezone(UTC)
        yield Wish(
            key=key_of(wording),
            question=article.title,
            lang=article.lang,
            counts={Origin.FEEDBACK: tally.unhelpful},
            last_asked=tally.last,
            alike=(wording,),
            state=State.DISMISSED if set_aside else State.OPEN,
            slug=tally.slug,
            decided=decision,
            helpful=tally.helpful,
            unhelpful=tally.unhelpful,
        )


def _weeks(asked: Iterable[Asked], today: date) -> tuple[int, ...]:
    """Counts by week, the last one ending today."""
    weeks = [0] * WEEKS
    end = today + timedelta(days=1)
    for each in asked:
        for day, count in each.days:
            back = (end - day).days - 1
            if 0 <= back < WEEKS * 7:
                weeks[WEEKS - 1 - back // 7] += count
    return tuple(weeks)


def _lang(question: str) -> str:
    return "zh" if any("\u4e00" <= char <= "\u9fff" for char in question) else "en"
