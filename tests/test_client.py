"""The client over real HTTP: every method, pages, streams, refusals, and a site that is busy."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cite_checker import Checker
from kb.client import (
    BadAnswerError,
    Client,
    Patience,
    ProblemError,
    UnreachableError,
)
from kb.client.exchange import Exchange
from kb.client.kept_answers import LARGEST, Kept, KeptAnswers
from kb.client.patience import seconds_of
from kb.engine import Batch, SearchEngine
from kb.request import Filters, SearchRequest, Words
from kb.statutes import Register
from tests.served import Telling, Told, served, telling
from tests.small_corpus import ARTICLES, SIL, STATUTES
from tests.small_site import EVERYTHING, engine_with, site
from tests.two_versions import NEW, OLD, two_versions

QUICK = Patience(retries=3, first=0.001, longest=0.1)
STRANGE = "a line separator \u2028, a next line \x85, 全角，𠮷 and \U0001f4b3"
PAY = "pay-your-own-social-security"
MANY = 70  # more than a page of fifty


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    pattern = ARTICLES[1]
    more = tuple(
        replace(pattern, slug=f"years-{n}", path=f"years-{n}.md", title=f"{n}. {STRANGE}")
        for n in range(MANY)
    )
    everything = replace(EVERYTHING, articles=(*EVERYTHING.articles, *more))
    with engine_with(tmp_path_factory.mktemp("client") / "index", everything) as engine:
        yield engine


@pytest.fixture(scope="module")
def url(engine: SearchEngine) -> Iterator[str]:
    texts = two_versions()
    checker = Checker(register=Register.of(STATUTES), texts=texts)
    with served(site(engine, texts=texts, checker=checker)) as url:
        yield url


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[Client]:
    with Client(url, retries=0) as client:
        yield client


def test_it_searches(client: Client) -> None:
    answer = client.search("lost social security card", Filters(lang=("en",)), per_page=3)
    assert answer.hits[0].slug == "lost-social-security-card"
    assert answer.hits[0].title.text
    assert len(answer.hits) <= 3 <= answer.per_page
    assert {hit.lang for hit in answer.hits} == {"en"}
    every = client.search("fifteen zebra years", words=Words.ALL)
    assert (every.understood.words, every.total) == ("all", 0)


def test_all_hits_are_those_of_all_pages(client: Client) -> None:
    asked = Filters(lang=("en",))
    hits = list(client.search_all("fifteen years", asked))
    first = client.search("fifteen years", asked, per_page=50)
    assert first.pages > 1
    assert len(hits) == first.total
    assert [hit.rank for hit in hits] == list(range(1, first.total + 1))
    assert len({hit.slug for hit in hits}) == len(hits)


def test_many_questions_are_answered_as_each_alone(client: Client) -> None:
    asked = SearchRequest(
        query="养老", filters=Filters(lang=("zh",), topic=("pension", "other")), per_page=2
    )
    answers = client.search_many(["social security", asked])
    assert [answer.query for answer in answers] == ["social security", "养老"]
    assert answers[1].hits == client.search("养老", asked.filters, per_page=2).hits
    assert answers[0].hits == client.search("social security").hits


def test_the_rest_of_what_may_be_asked(client: Client) -> None:
    assert [s.slug for s in client.suggest("own social", limit=1, lang=["en"]).suggestions] == [PAY]
    why = client.explain("pay social security", PAY)
    assert (why.rank, why.score) == (1, pytest.approx(sum(p.points for p in why.account.parts)))
    assert {topic.id for topic in client.topics().topics} >= {"pension", "other"}
    assert [statute.id for statute in client.statutes()] == [s.id for s in STATUTES]
    assert client.wanted().total == len(client.wanted().wanted)
    assert client.stats().articles == len(list(client.articles()))


def test_an_article_with_what_is_beside_it(client: Client) -> None:
    alone = client.article(PAY)
    assert (alone.slug, alone.citations, alone.provisions) == (PAY, None, None)
    full = client.article(PAY, include=["citations", "provisions"], as_of=date(2019, 1, 1))
    assert full.citations
    assert full.provisions
    assert full.provisions[0].version == NEW
    assert full.related is None


def test_articles_of_all_pages_and_the_export_agree(client: Client) -> None:
    listed = {line.slug: line for line in client.articles(Filters(lang=("en",)))}
    exported = {article.slug: article for article in client.export(lang=["en"])}
    assert len(listed) > 50
    assert set(exported) == set(listed)
    assert {slug: article.title for slug, article in exported.items()} == {
        slug: line.title for slug, line in listed.items()
    }
    # Text that has what other readers of lines take for the end of one.
    assert exported["years-7"].title == f"7. {STRANGE}"
    assert {article.topic for article in client.export(topic=["pension"])} == {"pension"}


def test_a_provision_of_a_day(client: Client) -> None:
    before = client.provision(f"{SIL}/art-60/para-2", as_of=date(2012, 1, 1))
    after = client.provision(f"{SIL}/art-60/para-2", version=NEW, include=["text", "cited_by"])
    assert (before.version, after.version) == (OLD, NEW)
    assert before.text
    assert after.text
    assert before.text[0].pinpointed != after.text[0].pinpointed
    assert after.cited_by
    assert before.cited_by is None


def test_citations_are_checked(client: Client) -> None:
    answer = client.cite_check("社会保险法第六十条，社会保险法第九百条。", on=date(2020, 1, 1))
    assert [c.standing for c in answer.citations] == ["cited", "wrong"]
    assert (answer.errors, answer.on) == (1, date(2020, 1, 1))
    assert answer.citations[0].provisions[0].provision == f"{SIL}/art-60"


@pytest.mark.parametrize("strange", [STRANGE, "a/b?c#d&e=f%41", "..", "\x00", "é" * 60])
def test_any_text_is_asked_for_as_it_is(client: Client, strange: str) -> None:
    assert client.suggest(strange).query == strange
    with pytest.raises(ProblemError) as refused:
        client.article(strange)
    assert refused.value.status == 404


def test_what_is_refused_says_why(client: Client) -> None:
    with pytest.raises(ProblemError, match=r"422: .*pensions") as refused:
        client.search("card", Filters(topic=("pensions",)))
    error = refused.value
    assert error.type == "urn:social-security-kb:problem:invalid-parameter"
    assert [(e.parameter, "pension" in e.allowed) for e in error.errors] == [("topic", True)]
    with pytest.raises(ProblemError) as missing:
        client.provision(f"{SIL}/art-999")
    assert (missing.value.status, missing.value.type[-9:]) == (404, "not-found")
    assert "ends at" in missing.value.detail
    with pytest.raises(ProblemError) as many:
        client.search_many(["a"] * 101)
    assert many.value.errors[0].parameter == "queries"


def test_an_edit_is_seen_though_answers_are_kept(url: str, engine: SearchEngine) -> None:
    with Client(url, retries=0) as client:
        before = client.article(PAY)
        assert client.article(PAY) == before
        (old,) = (article for article in ARTICLES if article.slug == PAY)
        engine.write(Batch(articles=(replace(old, title="An edited title"),)))
        try:
            assert client.article(PAY).title == "An edited title"
        finally:
            engine.write(Batch(articles=(old,)))


def busy(status: int, after: str = "0") -> Told:
    return Told(status, b"", {"Retry-After": after})


STATS = json.dumps(
    dict.fromkeys(
        (
            *("articles", "english", "chinese", "topics", "statutes", "provisions", "citations"),
            *("unresolved_citations", "wanted", "generation"),
        ),
        7,
    )
).encode()
GOOD = Told(body=STATS)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_site_is_asked_again(status: int) -> None:
    with telling(busy(status), busy(status), GOOD) as site, Client(site.url, retries=QUICK) as kb:
        assert kb.stats().articles == 7
    assert len(site.heard) == 3


@pytest.mark.parametrize(
    ("answer", "times"),
    [
        (busy(503), 4),  # as often as patience has it
        (busy(503, "3600"), 1),  # nobody waits an hour
        (Told(500, b"broken"), 1),
        (Told(404, b""), 1),
        (Told(413, b"{"), 1),
    ],
)
def test_what_stays_refused_is_raised(answer: Told, times: int) -> None:
    with telling(answer) as site, Client(site.url, retries=QUICK) as kb:
        with pytest.raises(ProblemError) as refused:
            kb.stats()
        assert refused.value.status == answer.status
    assert len(site.heard) == times
    if answer.headers.get("Retry-After") == "3600":
        assert refused.value.retry_after == 3600


@pytest.mark.parametrize(("reads", "times"), [(True, 2), (False, 1)])
def test_only_what_reads_is_sent_twice(reads: bool, times: int) -> None:
    with telling(busy(503), GOOD) as site:
        exchange = Exchange(site.url, timeout=5, patience=QUICK, token="")
        with closing(exchange):
            if reads:
                assert exchange.post("/api/v1/x", {"a": "字"}, reads=True).body == STATS
            else:
                with pytest.raises(ProblemError):
                    exchange.post("/api/v1/x", {"a": "字"}, reads=False)
    assert [heard.body for heard in site.heard] == ['{"a":"字"}'.encode()] * times


def test_no_connection_is_said_after_all_attempts() -> None:
    with telling(GOOD) as site:
        pass  # nobody listens there now
    with Client(site.url, retries=QUICK) as kb, pytest.raises(UnreachableError, match="reached"):
        kb.stats()


def test_a_stream_that_breaks_is_no_whole_one() -> None:
    line = b'{"slug": "a"}\n'
    for told in (Told(body=line * 3, breaks=True), Told(body=b'{"slug"')):
        with (
            telling(told) as site,
            Client(site.url, retries=0) as kb,
            pytest.raises((UnreachableError, BadAnswerError)),
        ):
            list(kb.export())


@pytest.mark.parametrize(
    "body", [b"<html>a portal</html>", b"[]", b'{"articles": "many"}', b"\xff"]
)
def test_another_site_is_no_api(body: bytes) -> None:
    with (
        telling(Told(body=body)) as site,
        Client(site.url, retries=0) as kb,
        pytest.raises(BadAnswerError, match="no StatsAnswer"),
    ):
        kb.stats()


def test_a_validator_is_sent_back() -> None:
    validated = replace(GOOD, headers={"ETag": 'W/"1"'})
    with telling(validated, Told(304, b""), GOOD) as site, Client(site.url) as kb:
        assert kb.stats() == kb.stats() == kb.stats()
        assert [heard.headers.get("if-none-match") for heard in site.heard] == [
            None,
            'W/"1"',
            'W/"1"',
        ]


def test_the_token_goes_to_its_site_only() -> None:
    page = {"page": 1, "per_page": 50, "pages": 2, "total": 2, "previous": None, "next": None}
    body = json.dumps(page | {"statutes": [], "generation": 1}).encode()
    with telling(GOOD) as other:
        link = {"Link": f'<{other.url}/api/v1/statutes>; rel="next"'}
        with telling(Told(body=body, headers=link)) as site, Client(site.url, token="t") as kb:
            with pytest.raises(BadAnswerError, match="another site"):
                list(kb.statutes())
            assert site.heard[0].headers["authorization"] == "Bearer t"
        moved = Told(307, b"", {"Location": f"{other.url}/api/v1/stats"})
        with telling(moved) as site, Client(site.url, token="t") as kb:
            kb.stats()
        assert [heard.headers.get("authorization") for heard in other.heard] == [None]


def test_circles_end() -> None:
    def around(site: Telling) -> None:
        site.answers = [Told(308, b"", {"Location": site.url + "/api/v1/stats"})]

    with telling(GOOD) as site, Client(site.url) as kb:
        around(site)
        with pytest.raises(BadAnswerError, match="circles"):
            kb.stats()


@pytest.mark.parametrize(
    "address", ["", "answers.example", "ftp://a.example", "http://", "http://a/b", "http://a/?b"]
)
def test_what_is_no_site_is_refused_at_once(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        Client(address)


@given(st.integers(1, 10_000), st.floats(0, 60) | st.none(), st.floats(0, 1))
def test_waits_are_bounded(attempt: int, asked: float | None, chance: float) -> None:
    patience = Patience(retries=100, first=0.5, longest=30)
    wait = patience.wait(attempt, asked, lambda: chance)
    if attempt > 100 or (asked or 0) > 30:
        assert wait is None
    else:
        assert wait is not None
        assert (asked or 0.25) <= wait <= 30


def test_waits_double() -> None:
    patience = Patience(retries=9, first=1, longest=30)
    waits = [patience.wait(attempt, None, lambda: 1.0) for attempt in range(1, 8)]
    assert waits == [1, 2, 4, 8, 16, 30, 30]


NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0.0),
        (" 17 ", 17.0),
        ("9" * 400, 999_999_999.0),
        (format_datetime(NOW + timedelta(minutes=2), usegmt=True), 120.0),
        (format_datetime(NOW - timedelta(minutes=2), usegmt=True), 0.0),
        ("", None),
        ("soon", None),
        ("-1", None),
        ("１", None),
        ("Thu, 99 Nov 2026 09:00:00 GMT", None),
    ],
)
def test_retry_after_is_read(header: str, seconds: float | None) -> None:
    assert seconds_of(header, NOW) == seconds


def test_kept_answers_are_few_and_small() -> None:
    kept = KeptAnswers(most=2)
    for address in ("a", "b"):
        kept.keep(address, Kept("1", "", b"x"))
    assert kept.get("a") is not None
    kept.keep("c", Kept("1", "", b"x"))
    kept.keep("a", Kept("2", "", b"y"))
    assert kept.get("b") is None
    assert kept.get("a") == Kept("2", "", b"y")
    kept.keep("a", Kept("3", "", b"x" * (LARGEST + 1)))
    kept.keep("c", Kept("", "", b"x"))
    assert kept.get("a") is kept.get("c") is None
