"""The statute's page and the list of statutes, with official texts; addresses nearly right."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask.testing import FlaskClient

from kb.official import Version
from kb.statute_texts.store import SqliteTexts
from tests.official_texts import MemoryTexts
from tests.small_corpus import SIL
from tests.small_law import CRIMINAL, imported, law, text, version
from tests.small_site import engine_with, site, soup, texts

ZH = {"Accept-Language": "zh"}
MANY = [
    imported(f"flk-{n}", f"第{n}号条例", "regulation" if n % 2 else "rule") for n in range(1, 201)
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with engine_with(tmp_path_factory.mktemp("data") / "index") as engine:
        yield site(engine, texts=law()).test_client(use_cookies=False)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A site on which two hundred statutes were imported."""
    with engine_with(tmp_path_factory.mktemp("data") / "index") as engine:
        held = MemoryTexts(entries=(*law().entries, *MANY))
        yield site(engine, texts=held).test_client(use_cookies=False)


def test_all_provisions_by_chapter(client: FlaskClient) -> None:
    page = soup(client.get(f"/statutes/{SIL}"))
    numbers = [link.get_text() for link in page.select(".provisions > li > a")]
    assert numbers == [f"Article {n}" for n in (16, 17, 45, 60, 61, 62)]
    assert texts(page.select("#provisions ~ h3")) == ["Chapter II", "Chapter V", "Chapter VII"]
    first, second = page.select(".provisions > li > span[lang]")[:2]
    assert (first["lang"], second["lang"]) == ("en", "zh-Hans")
    chinese = soup(client.get(f"/statutes/{SIL}", headers=ZH))
    assert texts(chinese.select("#provisions ~ h3")) == ["第二章", "第五章", "第七章"]


def test_the_versions_of_a_statute(client: FlaskClient) -> None:
    page = soup(client.get(f"/statutes/{SIL}?as_of=2012-01-01"))
    assert "superseded" in page.select_one("main > .region").get_text()
    links = [link["href"] for link in page.select(".provisions > li > a")]
    assert links[0] == f"/statutes/{SIL}/art-16?version=2010-10-28"
    assert [row.a["href"] for row in page.select(".version-list > li")] == [
        f"/statutes/{SIL}?version={day}" for day in ("2027-01-05", "2018-12-29", "2010-10-28")
    ]
    assert page.select_one(f"a[href='/statutes/{SIL}/compare']")


def test_two_versions_of_a_statute(client: FlaskClient) -> None:
    page = soup(client.get(f"/statutes/{SIL}/compare?compare=2010-10-28&version=2018-12-29"))
    found = {
        section.h2["id"]: [link["href"].partition("?")[0][-6:] for link in section.select("a")]
        for section in page.select("main > section")
    }
    assert found == {
        "changes-changed": ["art-16"],
        "changes-added": ["art-17", "art-60"],
        "changes-renumbered": ["art-61", "art-62"],
    }
    assert "was Article 60" in page.get_text()
    compared = page.select_one(".compared")
    assert texts(compared.select("del, ins")) == ["[deleted: 十五]", "[added: 二十]"] * 2
    assert len(compared.select("p")) == 2  # the lines that did not change are left out
    for link in page.select("main > section a"):
        compared = client.get(link["href"])
        assert compared.status_code == 200
        assert soup(compared).select_one("#comparison")
    removed = soup(client.get(f"/statutes/{SIL}/compare?version=2027-01-05"))
    assert texts(removed.select("#changes-removed ~ ul a")) == ["Article 45"]
    link = removed.select_one("#changes-removed ~ ul a")["href"]
    assert "removed this provision" in client.get(link).text


def test_versions_chosen_in_either_order_are_compared_from_old_to_new(client: FlaskClient) -> None:
    one = soup(client.get(f"/statutes/{SIL}/compare?compare=2010-10-28&version=2027-01-05"))
    other = soup(client.get(f"/statutes/{SIL}/compare?compare=2027-01-05&version=2010-10-28"))
    assert one.main.get_text() == other.main.get_text()
    assert [option["value"] for option in one.select("option[selected]")] == [
        "2010-10-28",
        "2027-01-05",
    ]


def test_a_long_statute_comes_in_pages(client: FlaskClient) -> None:
    first = soup(client.get(f"/statutes/{CRIMINAL}"))
    assert len(first.select(".provisions > li")) == 200
    here = f"http://localhost/statutes/{CRIMINAL}"
    assert first.select_one("link[rel=canonical]")["href"] == here
    following = first.select_one(".pages a[rel=next]")["href"]
    second = soup(client.get(following))
    assert texts(second.select(".provisions > li > a"))[-1] == "Article 274-1"
    assert second.select_one("link[rel=canonical]")["href"] == f"http://localhost{following}"
    beyond = soup(client.get(f"/statutes/{CRIMINAL}?page=99"))
    assert texts(beyond.select(".provisions a")) == texts(second.select(".provisions a"))
    assert client.get(f"/statutes/{CRIMINAL}?page=x").status_code == 422


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("16", "art-16"),
        (" Article 16 ", "art-16"),
        ("art. 16", "art-16"),
        ("第十六条", "art-16"),
        ("274-1", "art-274-1"),
        ("第二百七十四条之一", "art-274-1"),
        ("0", ""),
        ("x" * 3000, ""),
        ("1-2-3", ""),
    ],
)
def test_go_to_an_article(client: FlaskClient, typed: str, leads_to: str) -> None:
    answer = client.get(f"/statutes/{CRIMINAL}", query_string={"article": typed})
    assert answer.status_code == 303
    assert answer.location == f"/statutes/{CRIMINAL}" + (f"/{leads_to}" if leads_to else "")


def test_a_box_for_the_number_keeps_the_version(client: FlaskClient) -> None:
    answer = client.get(f"/statutes/{SIL}?article=16&version=2010-10-28")
    assert answer.location == f"/statutes/{SIL}/art-16?version=2010-10-28"


def test_chapters_become_contents(tmp_path_factory: pytest.TempPathFactory) -> None:
    chapters = [("编", f"第{n}章", f"第{m}节") for n in range(4) for m in range(3)]
    provisions = tuple(
        text(n, "条文。", statute=CRIMINAL, chapter="") for n in range(1, len(chapters) + 1)
    )
    provisions = tuple(
        type(p)(provision=p.provision, chapter=path, paragraphs=p.paragraphs)
        for p, path in zip(provisions, chapters, strict=True)
    )
    held: dict[str, list[tuple[Version, tuple[object, ...]]]] = {
        CRIMINAL: [(version(date(2020, 1, 1), date(2021, 1, 1), 12), provisions)]
    }
    with engine_with(tmp_path_factory.mktemp("data") / "index") as engine:
        client = site(engine, texts=MemoryTexts(held=held, entries=law().entries)).test_client()
        entries = soup(client.get(f"/statutes/{CRIMINAL}")).select(".contents li")
        depths = [entry["class"][0][-1] for entry in entries]
        assert depths == ["0", *(["1", "2", "2", "2"] * 4)]
        assert [entry.a["href"] for entry in entries[:6]] == [
            "#chapter-1", "#chapter-1", "#chapter-1", "#chapter-2", "#chapter-3", "#chapter-4",
        ]  # fmt: skip


def test_the_corpus_stands_first_then_what_was_imported(client: FlaskClient) -> None:
    page = soup(client.get("/statutes"))
    assert texts(page.select(".statutes h3"))[0].startswith("Social Insurance Law")
    assert "Official text, with our translation of 3" in page.select_one(".statutes li").get_text()
    links = page.select(".imported-statutes a")
    assert [link["href"] for link in links] == [f"/statutes/{CRIMINAL}", "/statutes/flk-jie-shi"]
    assert links[0].span["lang"] == "zh-Hans"
    assert texts(page.select("#imported ~ h3")) == ["Law", "Judicial interpretation"]
    assert not soup(client.get("/statutes", headers=ZH)).select(".imported-statutes a span")


def test_many_statutes_come_in_pages(library: FlaskClient) -> None:
    seen: list[str] = []
    address = "/statutes"
    while address:
        page = soup(library.get(address))
        seen += [link["href"] for link in page.select(".imported-statutes a")]
        following = page.select_one(".pages a[rel=next]")
        assert bool(page.select(".statutes > li")) == (address == "/statutes")
        address = following["href"] if following else ""
    assert len(seen) == len(set(seen)) == 202


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=刑法", [CRIMINAL]),
        ("q=《中华人民共和国刑法》", [CRIMINAL]),
        ("q=第17号+条例", ["flk-17"]),
        ("q=第17号&kind=rule", []),
        ("q=social+insurance", [SIL]),
        ("q=people's+republic+of+china+social+insurance+law", [SIL]),
        ("q=zebra", []),
        ("q=刑法&kind=", [CRIMINAL]),
    ],
)
def test_find_statutes(library: FlaskClient, query: str, expected: list[str]) -> None:
    page = soup(library.get(f"/statutes?{query}"))
    links = page.select(".imported-statutes a, .statutes a")
    assert [link["href"].removeprefix("/statutes/") for link in links] == expected
    assert ("No statute of that name" in page.get_text()) == (not expected)
    assert page.select_one("#statute_q")["value"] in query.replace("+", " ")


def test_a_kind_keeps_through_the_pages(library: FlaskClient) -> None:
    page = soup(library.get("/statutes?kind=rule&page=2"))
    assert len(page.select(".imported-statutes a")) == 40
    assert page.select_one(".pages a[rel=prev]")["href"] == "/statutes?kind=rule"
    assert page.select_one("option[selected]")["value"] == "rule"
    assert library.get("/statutes?kind=zebra").status_code == 422
    assert library.get("/statutes?page=0").status_code == 422
    assert library.get("/statutes?q=" + "x" * 501).status_code == 422


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("/statutes/", "/statutes"),
        ("/Topics/Pension/", "/topics/pension"),
        ("/articles/Pay-Your-Own-Social-Security", "/articles/pay-your-own-social-security"),
        ("/articles/pay-your-own-social-security/", "/articles/pay-your-own-social-security"),
        (f"/statutes/{SIL.upper()}", f"/statutes/{SIL}"),
        (f"/statutes/{SIL}/", f"/statutes/{SIL}"),
        (f"/statutes/{SIL}/ART-16/", f"/statutes/{SIL}/art-16"),
        (f"/statutes/{SIL}/Compare", f"/statutes/{SIL}/compare"),
        (f"/statutes/{SIL}/art-16/Feed.atom", f"/statutes/{SIL}/art-16/feed.atom"),
        (f"/statutes/{SIL}/?version=2010-10-28", f"/statutes/{SIL}?version=2010-10-28"),
    ],
)  # fmt: skip
def test_nearly_right_addresses_lead_to_the_right_one(
    client: FlaskClient, address: str, right: str
) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.location) == (308, right)
    assert client.get(right).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/articles/Nothing/", "/articles/Maternity-Allowance", "/Statutes/none/", "/topics/X/",
     f"/statutes/{SIL}/chapter-1/", f"/statutes/{SIL}/art-16/para-2/", "/%2Felsewhere.example/",
     "/statutes/" + "A" * 5000, "/api/v1/Nothing/"],
)  # fmt: skip
def test_addresses_of_nothing_are_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_texts_that_cannot_be_read_are_said_to_be_so(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("data")
    (folder / "statutes.sqlite3").write_bytes(b"no database at all" * 1000)
    with engine_with(folder / "index") as engine:
        client = site(engine, texts=SqliteTexts(folder / "statutes.sqlite3")).test_client()
        for address in (f"/statutes/{SIL}", f"/statutes/{SIL}/art-16", "/statutes"):
            answer = client.get(address)
            assert answer.status_code == 503
            assert "cannot be read right now" in answer.text
        assert client.get(f"/Statutes/{SIL}/").status_code in (404, 308)
        assert client.get("/articles/pay-your-own-social-security").status_code == 200
