"""What readers miss as one queue: grouped, counted, with what became of each."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kb.demand import Asked, Decision, Origin, State, wording_of
from kb.feedback import Tally
from kb.index.alike import groups
from kb.library import Library
from kb.model import Article, Link, Status
from kb.wishes import Order, Wish, decisions_on, ordered, wishes
from tests.small_corpus import article, lead

TODAY = date(2026, 12, 1)
AT = datetime(2026, 11, 30, 12, tzinfo=UTC)


def asked(question: str, count: int = 1, origin: Origin = Origin.QUESTION, ago: int = 0) -> Asked:
    at = AT - timedelta(days=ago)
    return Asked(
        origin=origin,
        question=question,
        count=count,
        first_asked=at,
        last_asked=at,
        days=((at.date(), count),),
    )


def named(slug: str, title: str, status: Status = Status.PUBLISHED, **more: object) -> Article:
    return replace(article(slug, title, (lead("Text."),)), status=status, **more)  # type: ignore[arg-type]


def queue(
    *of: Asked,
    articles: tuple[Article, ...] = (),
    tallies: tuple[Tally, ...] = (),
    decisions: tuple[Decision, ...] = (),
) -> tuple[Wish, ...]:
    return wishes(of, tallies, decisions, Library(everything=articles), groups, TODAY)


def test_origins_are_counted_together() -> None:
    linking = named("a", "An article", related=(Link(text="Paying in cash"),))
    (wish,) = queue(
        asked("Can I pay in cash?", 2),
        asked("pay in CASH", 5, Origin.SEARCH),
        articles=(linking,),
    )
    assert wish.counts == {Origin.QUESTION: 2, Origin.SEARCH: 5, Origin.WANTED: 1}
    assert (wish.question, wish.count, wish.asked_by) == ("pay in CASH", 8, ("a",))
    assert set(wish.alike) == {"Can I pay in cash?", "Paying in cash"}


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (Status.DRAFT, State.DRAFTED),
        (Status.REVIEW, State.DRAFTED),
        (Status.PUBLISHED, State.DONE),
        (Status.ARCHIVED, State.OPEN),
    ],
)
def test_an_article_that_asks_for_the_same(status: Status, state: State) -> None:
    made = named("cash", "Money on the table", status, aliases=("paying in cash?",))
    (wish,) = queue(asked("Can I pay in cash?"), articles=(made,))
    assert (wish.state, wish.slug) == (state, "cash" if state is not State.OPEN else "")


def test_a_draft_that_somebody_named_is_followed_to_its_new_address() -> None:
    (wish,) = queue(asked("Where?"))
    decisions = decisions_on(wish, State.DRAFTED, at=AT, by="ada", slug="old")
    made = named("new", "Something else", formerly=("old",))
    (wish,) = queue(asked("Where?"), articles=(made,), decisions=decisions)
    assert (wish.state, wish.slug) == (State.DONE, "new")


def test_a_new_wording_of_what_was_dismissed_stays_dismissed() -> None:
    (wish,) = queue(asked("Can I pay in cash?"))
    decisions = decisions_on(wish, State.DISMISSED, at=AT, by="ada", reason="said elsewhere")
    (wish,) = queue(asked("Can I pay in cash?"), asked("cash paying", 9), decisions=decisions)
    assert wish.question == "cash paying"
    assert wish.state is State.DISMISSED
    assert wish.decided
    assert wish.decided.reason == "said elsewhere"


def test_trend() -> None:
    (wish,) = queue(
        asked("Where?", 1, ago=0),
        asked("where", 2, Origin.SEARCH, ago=20),
        asked("WHERE", 4, Origin.SEARCH, ago=40),
        asked("where?", 8, Origin.SEARCH, ago=80),
    )
    assert (wish.recent, wish.before, len(wish.weeks)) == (3, 4, 8)


@pytest.mark.parametrize(
    ("yes", "no", "there"),
    [(0, 2, False), (0, 3, True), (2, 3, True), (3, 3, False), (9, 4, False)],
)
def test_articles_that_do_not_help(yes: int, no: int, there: bool) -> None:
    tally = Tally(slug="a", helpful=yes, unhelpful=no, last=AT)
    found = queue(articles=(named("a", "An article"),), tallies=(tally,))
    assert [wish.slug for wish in found] == (["a"] if there else [])


def test_more_votes_reopen_what_was_set_aside() -> None:
    tally = Tally(slug="a", helpful=0, unhelpful=3, last=AT)
    articles = (named("a", "An article"),)
    (wish,) = queue(articles=articles, tallies=(tally,))
    decisions = decisions_on(wish, State.DISMISSED, at=AT, by="ada", reason="mended")
    assert wording_of("An article") not in {each.wording for each in decisions}
    (wish,) = queue(articles=articles, tallies=(tally,), decisions=decisions)
    assert wish.state is State.DISMISSED
    later = replace(tally, last=AT + timedelta(days=1))
    (wish,) = queue(articles=articles, tallies=(later,), decisions=decisions)
    assert wish.state is State.OPEN


def test_orders() -> None:
    found = queue(asked("often", 9, ago=40), asked("rising", 3, ago=1), asked("last", 1))
    first = {order: ordered(found, order)[0].question for order in Order}
    assert first == {Order.COUNT: "often", Order.TREND: "rising", Order.LAST: "last"}
