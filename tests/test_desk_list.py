"""The list of all articles: filters, order, pages, and what is done to several at once."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from kb.editors_desk import Entry
from kb.engine import SearchEngine
from kb.model import Status
from kb.schedule import Scheduled
from kb.web.desk.list_request import COLUMNS, PROBLEMS, SORTS, STATES, ListRequest, folded
from kb.web.messages import LANGUAGES
from kb.workflow import Step
from tests.desk_door import Place
from tests.desk_memory import NOW, MemoryDesk, entry
from tests.small_site import TAXONOMY, TODAY, engine_with, soup, texts

LIST = "/desk/articles"
ENTRIES = (
    entry("how-to-pay", title="How to pay", topic="contributions", changed=NOW),
    entry("pension-gap", title="A gap in ＰＡＹing", status=Status.DRAFT, author="ben", errors=2),
    entry("old-rule", status=Status.ARCHIVED, review_by=date(2020, 1, 1), changed=None, author=""),
    entry("late", title="Ｚ late", review_by=TODAY, warnings=3, changed=NOW - timedelta(days=1)),
    entry("yang-lao", title="养老金怎么领", lang="zh", topic="pension", review_by=None),
    entry("changed", pending=Status.REVIEW, reviewed=None, author="Ada"),
    entry(
        "soon",
        status=Status.REVIEW,
        scheduled=Scheduled(slug="soon", at=NOW + timedelta(days=2), by="ben", version="v"),
    ),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with engine_with(tmp_path_factory.mktemp("data") / "index") as engine:
        yield engine


@pytest.fixture
def place(engine: SearchEngine) -> Place:
    return Place.over(engine, MemoryDesk.of(ENTRIES))


def slugs(page: BeautifulSoup) -> list[str]:
    return texts(page.select(".desk-list .slug"))


def asked(query: str) -> ListRequest:
    pairs = [pair.split("=") for pair in query.split("&") if pair]
    return ListRequest.read(MultiDict((name, value) for name, value in pairs), TAXONOMY)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "pension-gap changed how-to-pay old-rule soon late yang-lao"),
        ("q=pay", "pension-gap how-to-pay"),  # in the title, whatever its case and width
        ("q=PAY gap", "pension-gap"),
        ("q=养老", "yang-lao"),
        ("q=old-rule", "old-rule"),
        ("q=nothing like it", ""),
        ("status=draft", "pension-gap"),
        ("status=review", "changed soon"),  # a change of what is published counts too
        ("status=published", "changed how-to-pay late yang-lao"),
        ("status=archived", "old-rule"),
        ("status=pending", "changed"),
        ("status=scheduled", "soon"),
        ("topic=contributions", "how-to-pay"),
        ("lang=zh", "yang-lao"),
        ("due=1", "late"),
        ("problems=any", "pension-gap late"),
        ("problems=errors", "pension-gap"),
        ("mine=1", "changed how-to-pay soon late yang-lao"),
        ("lang=en&mine=1&problems=any&due=1", "late"),
        ("status=&topic=&lang=&problems=&q=&due=&mine=", asked("")),
        ("sort=-title", "yang-lao late soon old-rule how-to-pay changed pension-gap"),
        ("sort=status&q=o", "pension-gap soon how-to-pay yang-lao old-rule"),
        ("sort=lang&topic=pension&status=published", "changed late yang-lao"),
        ("sort=reviewed&mine=1&q=a", "how-to-pay late yang-lao changed"),
        ("sort=review_by&mine=1", "late changed how-to-pay soon yang-lao"),
        ("sort=problems&problems=any", "pension-gap late"),
        ("sort=-problems&problems=any", "late pension-gap"),
        ("sort=changed&q=l", "old-rule late yang-lao"),
        ("sort=author&problems=any", "late pension-gap"),
    ],
)
def test_filters_and_order(query: str, found: str | ListRequest) -> None:
    listed = [e.slug for e in asked(query).chosen(_by_title(), TODAY, "ada")]
    if isinstance(found, ListRequest):
        assert len(listed) == len(ENTRIES)
        assert not asked(query).is_filtered
    else:
        assert listed == found.split()


def _by_title() -> list[Entry]:
    return sorted(ENTRIES, key=lambda one: folded(one.title))


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("status=gone", ["status", "archived"]),
        ("sort=size", ["sort", "-changed"]),
        ("page=0", ["page"]),
        ("page=two", ["page"]),
        ("per_page=75", ["per_page", "50, 100"]),
        ("due=yes", ["due"]),
        ("topic=a&topic=pension", ["topic"]),
        ("lang=fr&problems=some", ["lang", "problems"]),
        ("colour=red", ["colour", "mine"]),
        ("q=" + "x" * 501, ["q", "501"]),
        ("q=%FF", ["q"]),
    ],
)
def test_what_is_wrong_with_the_address_is_named(
    place: Place, query: str, named: list[str]
) -> None:
    answer = place.visitor("ada").get(f"{LIST}?{query}")
    assert answer.status_code == 422
    said = soup(answer).select_one(".problems").get_text()
    assert all(name in said for name in named)


@given(
    st.builds(
        ListRequest,
        q=st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs"]), max_size=10),
        status=st.sampled_from(("", *STATES)),
        topic=st.sampled_from(("", *(topic.id for topic in TAXONOMY.topics))),
        lang=st.sampled_from(("", *LANGUAGES)),
        due=st.booleans(),
        problems=st.sampled_from(("", *PROBLEMS)),
        mine=st.booleans(),
        sort=st.sampled_from(SORTS),
        per_page=st.sampled_from((50, 100)),
        page=st.integers(1, 10_000),
    )
)
@settings(max_examples=50)
def test_the_address_of_a_list_asks_for_that_list(wanted: ListRequest) -> None:

    pairs = parse_qsl(urlsplit(wanted.url).query, keep_blank_values=True)
    if wanted.q == wanted.q.strip() and "\ufffd" not in wanted.q:
        assert ListRequest.read(MultiDict(pairs), TAXONOMY) == wanted


def test_columns_lead_to_their_order_and_back() -> None:
    for column in COLUMNS:
        once = ListRequest(page=3, lang="zh").sorted_by(column)
        assert once.page == 1
        assert once.lang == "zh"
        assert once.sort == (f"-{column}" if column == "title" else column)
        assert once.sorted_by(column).sort == (column if column == "title" else f"-{column}")


def test_the_page_shows_each_article_with_all_that_is_asked_of_it(place: Place) -> None:
    page = place.visitor("ada").page(LIST)
    rows = {row.select_one(".slug").get_text(): row for row in page.select(".desk-list tbody tr")}
    assert list(rows) == [one.slug for one in _by_title()]
    gap, late, changed, soon = (rows[s] for s in ("pension-gap", "late", "changed", "soon"))
    assert texts(gap.select(".tag")) == ["draft", "2 errors"]
    assert texts(late.select(".tag")) == ["published", "due", "3 warnings"]
    assert texts(changed.select(".tag")) == ["published", "change: in review"]
    assert texts(soon.select(".tag"))[1] == "on 3 December 2026, 17:30"
    assert rows["yang-lao"].select_one("a")["lang"] == "zh-Hans"
    assert gap.select_one("a")["href"] == f"{LIST}/pension-gap"
    assert [h.get("aria-sort") for h in page.select("th[aria-sort]")] == ["ascending"]
    assert texts(place.visitor("ben").page(f"{LIST}?ui=zh").select("h1")) == ["文章"]


def test_who_writes_is_offered_no_step_of_publishers(place: Place) -> None:
    buttons = [b["value"] for b in place.visitor("ada").page(LIST).select("button[name=do]")]
    assert buttons == ["submit", "topic"]
    buttons = [b["value"] for b in place.visitor("ben").page(LIST).select("button[name=do]")]
    assert buttons == ["submit", "publish", "review", "archive", "topic"]


def test_an_empty_desk_and_an_empty_answer_say_so(engine: SearchEngine, place: Place) -> None:
    empty = Place.over(engine).visitor("ada").page(LIST)
    assert "no article yet" in empty.select_one(".notice").get_text()
    assert not empty.select("table")
    none = place.visitor("ada").page(f"{LIST}?q=nothing+like+it")
    assert none.select_one(".notice a")["href"] == LIST


def test_titles_are_shown_as_text(engine: SearchEngine) -> None:
    attack = "\"'><script>alert(1)</script>{{ 7*7 }}"
    desk = MemoryDesk.of([entry("x", title=attack, author=attack)])
    page = Place.over(engine, desk).visitor("ada").page(LIST)
    assert not page.select("main script")
    assert page.select_one(".title a").get_text() == attack


def many(count: int) -> MemoryDesk:
    return MemoryDesk.of(
        entry(f"article-{n:04}", title=f"Article {n:04}", status=list(Status)[n % 4])
        for n in range(count)
    )


def test_pages_hold_every_article_once(engine: SearchEngine) -> None:
    visitor = Place.over(engine, many(230)).visitor("ada")
    for size, pages in ((50, 5), (100, 3)):
        found: list[str] = []
        for page in range(1, pages + 1):
            found += slugs(visitor.page(f"{LIST}?per_page={size}&page={page}"))
        assert found == [f"article-{n:04}" for n in range(230)]
    beyond = visitor.page(f"{LIST}?page=99")
    assert slugs(beyond)[-1] == "article-0229", "past the end is the end"
    assert texts(beyond.select("[aria-current=page]")) == ["5"]


def act(
    place: Place, name: str, do: str, *chosen: str, query: str = "", **fields: str
) -> BeautifulSoup:
    """Check the boxes of these articles and press a button; answers the report."""
    visitor = place.visitor(name)
    page = visitor.page(LIST)
    picks = {p["value"].split("@")[0]: p["value"] for p in page.select("input[name=pick]")}
    answer = visitor.send(
        f"{LIST}{query}", LIST, do=do, pick=[picks[slug] for slug in chosen], **fields
    )
    assert answer.status_code == 200, answer.text
    return soup(answer)


def outcomes(report: BeautifulSoup) -> tuple[list[str], list[str]]:
    """Titles of what was done, and what was not with the reason."""
    done = texts(report.select(".desk-outcomes:not(.refused) li"))
    return done, texts(report.select(".desk-outcomes.refused li"))


def test_each_article_is_done_or_refused_by_itself(place: Place) -> None:
    chosen = ("pension-gap", "soon", "changed", "how-to-pay")
    report = act(place, "ben", "publish", *chosen, note="law of 2026")
    done, refused = outcomes(report)
    assert done == ["Soon", "Changed"]
    assert len(refused) == 2
    assert refused[0].startswith("A gap in ＰＡＹing")
    assert "2 errors" in refused[0]
    assert refused[1].startswith("How to pay")
    assert [(s, slug, by) for s, slug, by in place.desk.steps] == [
        (Step.PUBLISH, "soon", "ben"),
        (Step.PUBLISH, "changed", "ben"),
    ]


@pytest.mark.parametrize(
    ("name", "do", "slug", "status"),
    [
        ("ada", "submit", "pension-gap", Status.REVIEW),
        ("ben", "archive", "late", Status.ARCHIVED),
        ("ben", "review", "late", Status.PUBLISHED),
    ],
)
def test_the_steps(place: Place, name: str, do: str, slug: str, status: Status) -> None:
    done, refused = outcomes(act(place, name, do, slug))
    assert len(done) == 1
    assert not refused
    assert place.desk.lines[slug].status is status
    if do == "review":
        assert place.desk.lines[slug].reviewed == NOW.date()


def test_another_topic_is_a_change_of_the_text(place: Place) -> None:
    report = act(place, "ada", "topic", "pension-gap", "how-to-pay", topic="contributions")
    done, refused = outcomes(report)
    assert done == ["A gap in ＰＡＹing"]
    assert "has this topic already" in refused[0]
    assert place.desk.texts["pension-gap"] == "topic: contributions\n"


def test_what_changed_since_the_list_was_shown_is_left_alone(place: Place) -> None:
    visitor = place.visitor("ben")
    page = visitor.page(LIST)
    picks = [p["value"] for p in page.select("input[name=pick]")]
    late = place.desk.lines["late"]
    place.desk.lines["late"] = replace(late, changed=datetime(2026, 12, 2, tzinfo=UTC))
    place.desk.lines.pop("how-to-pay")
    report = soup(visitor.send(LIST, LIST, do="archive", pick=picks))
    done, refused = outcomes(report)
    assert place.desk.lines["late"].status is Status.PUBLISHED
    assert "Z late Somebody changed it after your list was shown (last: ada)" in _plain(refused)
    assert "how-to-pay There is no such article any longer" in _plain(refused)
    assert done == ["养老金怎么领"], "the others were done, where they could be"


def _plain(lines: list[str]) -> str:

    return unicodedata.normalize("NFKC", " | ".join(lines))


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"do": "explode"}, "do"),
        ({}, "do"),
        ({"do": "topic", "pick": "late@"}, "topic"),
        ({"do": "topic", "topic": "nope", "pick": "late@"}, "topic"),
        ({"do": "submit", "pick": [f"a{n}@" for n in range(101)]}, "pick"),
        ({"do": "submit", "pick": "late@", "note": "x" * 501}, "note"),
    ],
)
def test_a_form_that_is_wrong_does_nothing(
    place: Place, fields: dict[str, object], named: str
) -> None:
    answer = place.visitor("ben").send(LIST, LIST, **fields)
    assert answer.status_code == 422
    assert f"“{named}”" in soup(answer).select_one(".problems").get_text()
    assert place.desk.steps == []


def test_nothing_chosen_is_said_and_the_filters_stay(place: Place) -> None:
    visitor = place.visitor("ada")
    answer = visitor.send(f"{LIST}?lang=zh&sort=-changed", LIST, do="submit")
    assert answer.headers["Location"] == f"{LIST}?lang=zh&sort=-changed"
    page = visitor.page(answer.headers["Location"])
    assert "No article was chosen" in page.select_one("[role=alert]").get_text()
    assert not visitor.page(LIST).select("[role=alert]"), "it is said once"


def test_an_editor_cannot_publish_by_a_form_of_their_own(place: Place) -> None:
    answer = place.visitor("ada").send(LIST, LIST, do="publish", pick="soon@")
    assert answer.status_code == 403
    assert place.desk.steps == []
