"""Operators as a reader types them: what is found, what the page and the API make of it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.engine import SearchEngine
from kb.index.engine import WhooshEngine
from kb.request import PROVISION, Filters, SearchRequest, Words
from kb.results import Remark, ResultPage
from tests.small_corpus import ARTICLES, CARD, PAY, SELF_EMPLOYED, YEARS, ZH_CARD, ZH_PAY, ZH_YEARS
from tests.small_site import EVERYTHING, engine_with, site, soup, texts

SIL = "prc-sil-2010"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with engine_with(tmp_path_factory.mktemp("data") / "index") as engine:
        yield engine


@pytest.fixture(scope="module")
def client(engine: SearchEngine) -> FlaskClient:
    return site(engine).test_client(use_cookies=False)


def search(engine: SearchEngine, query: str, **more: object) -> ResultPage:
    return engine.search(SearchRequest(query=query, per_page=50, **more))  # type: ignore[arg-type]


def slugs(found: ResultPage) -> set[str]:
    return {hit.slug for hit in found.hits}


@pytest.mark.parametrize(
    ("query", "plain", "filters"),
    [
        ("pension topic:pension", "pension", Filters(topic=("pension",))),
        ("pension topic:养老", "pension", Filters(topic=("pension",))),
        ("社保 lang:Chinese", "社保", Filters(lang=("zh",))),
        ("社保卡 地区：深圳", "社保卡", Filters(region=("shenzhen",))),
        ("pension kind:qa", "pension", Filters(kind=("qa",))),
        ("pension kind:provision", "pension", Filters(kind=("provision",))),
        ("pension statute:sil", "pension", Filters(statute=(SIL,))),
        ("pension statute:PRC-SIL-2010", "pension", Filters(statute=(SIL,))),
        ("pension statute:社会保险法", "pension", Filters(statute=(SIL,))),
        ('pension statute:"Social Insurance Law"', "pension", Filters(statute=(SIL,))),
        (
            "card region:liaoning region:Shenzhen lang:en",
            "card",
            Filters(region=("liaoning", "shenzhen"), lang=("en",)),
        ),
    ],
)
def test_a_typed_filter_is_a_chosen_one(
    engine: SearchEngine, query: str, plain: str, filters: Filters
) -> None:
    typed, chosen = search(engine, query), search(engine, plain, filters=filters)
    assert typed.hits == chosen.hits
    assert typed.facets == chosen.facets
    assert typed.query == query
    assert typed.understood == chosen.understood
    assert typed.notes == ()
    assert typed.total > 0


def test_ids_are_known_without_a_taxonomy(tmp_path: Path) -> None:
    engine = WhooshEngine.open(tmp_path / "index")
    engine.write(EVERYTHING)
    assert search(engine, "pension topic:Pension").understood.filters.topic == ("pension",)
    assert search(engine, "pension topic:养老").notes[0].remark is Remark.NO_SUCH_VALUE
    engine.close()


@pytest.mark.parametrize(
    "query", ["topic:nonsense", "kind:letter pension", "foo:bar", "http://pension", "10:30"]
)
def test_an_unknown_value_is_words(engine: SearchEngine, query: str) -> None:
    found = search(engine, query)
    assert found.hits == search(engine, query.replace(":", " ")).hits
    assert found.understood.query == query
    known = query.startswith(("topic", "kind"))
    assert [note.typed for note in found.notes] == ([query.split()[0]] if known else [])


TEXTS = {
    a.slug: (
        " \n".join((a.title, *a.aliases)).casefold(),
        " \n".join((*(s.heading for s in a.sections), *(s.text for s in a.sections))).casefold(),
    )
    for a in EVERYTHING.articles
} | {
    str(text.provision): ("", text.text.casefold())
    for statute in EVERYTHING.statutes or ()
    for text in statute.provisions
}


@pytest.mark.parametrize(
    ("wanted", "without", "text"),
    [
        ("social security", "-card", "card"),
        ("social security", "-cards", "card"),
        ("social security", '-"social security card"', "social security card"),
        ("social security pension", "-card -counter", "card"),
        ("社保", "-深圳", "深圳"),
        ("社保", "－卡", "卡"),
        ("社保", "-“社保卡”", "社保卡"),
    ],
)
def test_what_is_not_wanted_is_not_there(
    engine: SearchEngine, wanted: str, without: str, text: str
) -> None:
    plain = {hit.slug: hit for hit in search(engine, wanted).hits}
    found = search(engine, f"{wanted} {without}")
    assert slugs(found) < plain.keys()
    for hit in found.hits:
        assert text not in "\n".join(TEXTS[hit.slug])
        assert hit.title == plain[hit.slug].title
        # An article that is taken out lends nothing to the law that it rests on.
        assert hit.score == plain[hit.slug].score or hit.kind == PROVISION
    assert sum(value.count for value in found.facets[3].values) == found.total
    strict = search(engine, f"{wanted} {without}", words=Words.ALL)
    assert slugs(strict) <= slugs(found)


@pytest.mark.parametrize("without", ["-intitle:pay", "-intitle:“my own social security”"])
def test_what_is_not_wanted_in_the_title_may_be_elsewhere(
    engine: SearchEngine, without: str
) -> None:
    everything, found = slugs(search(engine, "pay")), slugs(search(engine, f"pay {without}"))
    assert PAY.slug in everything - found
    assert any("pay" in TEXTS[slug][1] for slug in found)


def test_a_word_of_which_nothing_is_left_out(engine: SearchEngine) -> None:
    assert search(engine, "pension -zebra").hits == search(engine, "pension").hits


def test_only_what_is_not_wanted(engine: SearchEngine) -> None:
    found = search(engine, "-card -pension")
    assert found.hits == search(engine, "card pension").hits
    assert [note.remark for note in found.notes] == [Remark.ONLY_WITHOUT]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("intitle:card", {CARD}),
        ("intitle:cards", {CARD}),
        ('intitle:"social security card"', {CARD}),
        ('intitle:"card social security"', set()),
        ("intitle:社保卡", {ZH_CARD}),
        ("标题：卡", {ZH_CARD}),
        ("intitle:fifteen", set()),
        ("intitle:pension", {YEARS}),
    ],
)
def test_words_of_the_title(engine: SearchEngine, query: str, expected: set[object]) -> None:
    found = search(engine, query)
    titled = {a.slug for a in ARTICLES if a in expected}
    assert titled <= slugs(found)
    word = query.split(":")[-1].split("：")[-1].strip('"').removesuffix("s")
    assert all(word in TEXTS[slug][0] for slug in slugs(found))
    assert bool(found.total) == bool(expected)
    assert all(hit.score > 0 for hit in found.hits)


def test_filters_alone_find_all_that_they_let_pass(engine: SearchEngine) -> None:
    found = search(engine, "topic:contributions")
    assert slugs(found) >= {PAY.slug, SELF_EMPLOYED.slug, ZH_PAY.slug}
    assert {hit.topic for hit in found.hits} == {"contributions"}
    assert found.understood == SearchRequest(
        query="", filters=Filters(topic=("contributions",)), per_page=50
    )
    left = search(engine, "topic:contributions -choose")
    assert slugs(left) < slugs(found)
    assert all("choose" not in "".join(TEXTS[slug]) for slug in slugs(left))
    held = engine.holdings()
    assert search(engine, "lang:zh lang:en").total == held.articles + held.provisions
    assert search(engine, "topic:pension *").total == 0


def test_the_box_keeps_the_words_and_chips_show_the_filters(client: FlaskClient) -> None:
    page = soup(client.get("/search?q=pension+topic:养老+-card+lang:en"))
    assert page.select_one("input[name=q]")["value"] == "pension -card"
    assert "pension topic:养老 -card lang:en" in texts(page.select("title"))[0]
    chips = page.select(".chosen-filters li a")
    assert texts(chips)[:2] == ["Remove the filter: Topic: Pension ×",
                                "Remove the filter: Language: English ×"]  # fmt: skip
    assert chips[0]["href"] == "/search?q=pension+-card&lang=en"
    hidden = {(i["name"], i["value"]) for i in page.select("input[type=hidden]")}
    assert {("topic", "pension"), ("lang", "en")} <= hidden
    assert not page.select(".notes")


def test_filters_alone_can_be_leafed_through_and_taken_away(client: FlaskClient) -> None:
    page = soup(client.get("/search?q=topic:contributions"))
    assert page.select(".hit")
    assert page.select_one("input[name=q]")["value"] == ""
    assert page.select_one(".chosen-filters a")["href"] == "/search?q="
    again = soup(client.get("/search?q=&topic=contributions"))
    assert texts(again.select(".hit h2")) == texts(page.select(".hit h2"))
    assert again.h1.get_text().startswith("Search the answers")


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "topic:<b>: there is no such topic; searched as words."),
        ("zh", "topic:<b>：没有这个主题，已按普通词语搜索。"),
    ],
)
def test_the_page_says_what_it_did_not_understand(
    client: FlaskClient, lang: str, sentence: str
) -> None:
    for wanted in ("pension", "zebra"):
        page = soup(client.get(f"/search?q={wanted}+topic:b%3Cb%3E&ui={lang}"))
        assert texts(page.select(".notes li")) == [sentence.replace("<b>", "b<b")]


@pytest.mark.parametrize("address", ["/search", "/search?q=zebra"])
@pytest.mark.parametrize(("lang", "tip"), [("en", "pension -rural"), ("zh", "养老金 -农村")])
def test_tips_where_a_search_begins_or_fails(
    client: FlaskClient, address: str, lang: str, tip: str
) -> None:
    page = soup(client.get(address + ("&" if "?" in address else "?") + f"ui={lang}"))
    assert tip in texts(page.select(".search-tips dt"))


def test_the_tips_are_true(client: FlaskClient) -> None:
    """What the page offers as an example is understood."""
    for lang in ("en", "zh"):
        page = soup(client.get(f"/search?ui={lang}"))
        for tip in texts(page.select(".search-tips dt code")):
            answer = client.get("/api/v1/search", query_string={"q": tip}).get_json()
            assert answer["notes"] == [], tip
        filters = answer["understood"]["filters"]
        assert all(filters[field] for field in ("topic", "region", "lang", "kind", "statute"))


def test_the_api_tells_what_it_understood(client: FlaskClient) -> None:
    query = "pension 养老 topic:养老 lang:klingon"
    response = client.get(
        "/api/v1/search", query_string={"q": query, "kind": "qa", "per_page": "1"}
    )
    answer = json.loads(response.data)
    assert answer["query"] == query
    assert answer["understood"] == {
        "query": "pension 养老 lang:klingon",
        "filters": {"topic": ["pension"], "region": [], "kind": ["qa"], "lang": [], "statute": []},
        "words": "any",
    }
    assert answer["notes"] == [
        {
            "code": "no_such_value",
            "typed": "lang:klingon",
            "message": "lang:klingon: there is nothing in that language; searched as words.",
        }
    ]
    following = client.get(answer["next"] or "").get_json()
    assert following["query"] == query
    assert following["hits"][0]["rank"] == 2
    assert {answer["hits"][0]["slug"], following["hits"][0]["slug"]} == {YEARS.slug, ZH_YEARS.slug}
