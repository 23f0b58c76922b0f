"""The pages of provisions with official texts: two languages, versions, comparisons, citing."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.small_corpus import SIL
from tests.small_law import ALONE, CRIMINAL, EMPLOYERS, HOSTILE, NEW, PENSION, law
from tests.small_site import engine_with, site, soup, texts

ZH = {"Accept-Language": "zh"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with engine_with(tmp_path_factory.mktemp("data") / "index") as engine:
        yield site(engine, texts=law()).test_client(use_cookies=False)


def page(client: FlaskClient, address: str, **headers: str) -> BeautifulSoup:
    response = client.get(f"/statutes/{address}", headers=headers or None)
    assert response.status_code == 200, address
    return soup(response)


def test_both_texts_stand_side_by_side_and_say_what_they_are(client: FlaskClient) -> None:
    shown = page(client, f"{SIL}/art-16")
    ours, official = shown.select(".texts.two > .statute-text")
    assert (ours["lang"], official["lang"]) == ("en", "zh-Hans")
    assert "Our translation" in ours.h2.get_text()
    assert "Unofficial translation" in ours.get_text()
    assert "Official text" in official.h2.get_text()
    assert "29 December 2018" in official.select_one(".text-head").get_text()
    assert texts(official.select(".paragraph > p"))[0] == PENSION
    assert len(ours.select(".paragraph")) == len(official.select(".paragraph")) == 2
    assert [text.select_one(".meta").get_text() for text in (ours, official)] == [
        "Chapter II",
        "第二章",
    ]
    assert shown.select_one("#para-2-item-1") in ours.select("li")


def test_a_chinese_reader_gets_the_law_first_and_its_paragraphs_have_the_addresses(
    client: FlaskClient,
) -> None:
    shown = page(client, f"{SIL}/art-16", **ZH)
    official, ours = shown.select(".texts.two > .statute-text")
    assert official["lang"] == "zh-Hans"
    assert shown.select_one("#para-2-item-1") in official.select("li")
    assert shown.select_one("#item-2") in official.select("li span")
    assert not ours.select("[id]:not(h2)")


def test_the_official_text_alone(client: FlaskClient) -> None:
    shown = page(client, f"{SIL}/art-17")
    assert not shown.select(".texts.two")
    assert texts(shown.select(".paragraph > p")) == [NEW]
    assert shown.select_one("#para-1")
    inserted = page(client, f"{CRIMINAL}/art-274-1")
    assert "Article 274-1" in inserted.h1.get_text()
    assert inserted.select_one("h1 [lang=zh-Hans]").get_text() == "中华人民共和国刑法"


def test_neighbours_are_those_of_the_version(client: FlaskClient) -> None:
    def neighbours(address: str) -> list[str]:
        return [link["href"] for link in page(client, address).select(".prev-next a")]

    base = f"/statutes/{SIL}"
    assert neighbours(f"{SIL}/art-17") == [f"{base}/art-16", f"{base}/art-45"]
    assert neighbours(f"{SIL}/art-16") == [f"{base}/art-17"]
    old = "?version=2010-10-28"
    assert neighbours(f"{SIL}/art-16{old}") == [f"{base}/art-45{old}"]
    assert neighbours(f"{CRIMINAL}/art-274-1") == [f"/statutes/{CRIMINAL}/art-274"]


@pytest.mark.parametrize(
    ("asked", "adopted", "note"),
    [
        ("", "29 December 2018", "A new version takes effect on 1 July 2027"),
        ("version=2018-12-29", "29 December 2018", "A new version takes effect"),
        ("version=2010-10-28", "28 October 2010", "It is superseded: another has been in force"),
        ("version=2027-01-05", "5 January 2027", "not yet in force: it takes effect on 1 July"),
        ("as_of=2011-07-01", "28 October 2010", "superseded"),
        ("as_of=2018-12-28", "28 October 2010", "superseded"),
        ("as_of=2018-12-29", "29 December 2018", "A new version"),
        ("as_of=2030-01-01", "5 January 2027", "not yet in force"),
        ("as_of=2001-01-01", "28 October 2010", "no version that was in force on 1 January 2001"),
        ("as_of=", "29 December 2018", "A new version"),
        ("version=2010-10-28&as_of=2030-01-01", "28 October 2010", "superseded"),
    ],
)
def test_versions(client: FlaskClient, asked: str, adopted: str, note: str) -> None:
    shown = page(client, f"{SIL}/art-16?{asked}")
    assert f"Version adopted {adopted}" in shown.select_one(".texts").get_text()
    assert any(note in said for said in texts(shown.select("main > .region")))
    current = shown.select_one(".version-list [aria-current]").get_text()
    assert current == f"Adopted {adopted}"


def test_every_version_has_one_address(client: FlaskClient) -> None:
    def canonical(asked: str) -> str:
        return page(client, f"{SIL}/art-16?{asked}").select_one("link[rel=canonical]")["href"]

    bare = f"http://localhost/statutes/{SIL}/art-16"
    assert canonical("as_of=2012-01-01") == f"{bare}?version=2010-10-28"
    assert canonical("version=2018-12-29") == canonical("as_of=2020-01-01") == bare
    assert canonical("compare=2010-10-28") == bare


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("version=2015-01-01", "Versions held: 2010-10-28, 2018-12-29, 2027-01-05"),
        ("compare=2015-01-01", "Versions held"),
        ("version=soon", "a day in the form 2018-12-29"),
        ("as_of=2021-02-30", "a day in the form"),
        ("as_of=20210228", "a day in the form"),
        ("as_of=" + "9" * 5000, "99…"),
        ("version=%FF", "a day in the form"),
    ],
)
def test_versions_that_there_are_not(client: FlaskClient, asked: str, said: str) -> None:
    for address in (f"{SIL}/art-16", SIL, f"{SIL}/compare"):
        response = client.get(f"/statutes/{address}?{asked}")
        assert response.status_code == 422
        assert said in soup(response).select_one(".problems").get_text()
    without = client.get("/statutes/prc-wrii-2003?version=2015-01-01")
    assert without.status_code == 422
    assert "no official text of this statute is held" in without.text


def test_a_version_that_there_is_not_is_no_failed_search(client: FlaskClient) -> None:
    for headers, said in (({}, "That version cannot be shown"), (ZH, "无法显示该版本")):
        refused = client.get(f"/statutes/{SIL}/art-16?version=2015-01-01", headers=headers)
        assert refused.status_code == 422
        error = soup(refused).select_one(".error")
        assert error.h1.get_text() == said
        assert error.select_one("p > a")["href"] == f"/statutes/{SIL}/art-16"


def test_two_versions_word_by_word(client: FlaskClient) -> None:
    for asked in ("compare=2010-10-28", "version=2010-10-28&compare=2018-12-29"):
        compared = page(client, f"{SIL}/art-16?{asked}").select_one(".comparison")
        assert "The words changed" in compared.get_text()
        assert texts(compared.select(".compared del")) == ["[deleted: 十五]"] * 2
        assert texts(compared.select(".compared ins")) == ["[added: 二十]"] * 2
        assert "From the version adopted 28 October 2010 to" in compared.get_text()
    chinese = page(client, f"{SIL}/art-16?compare=2010-10-28", **ZH).select_one(".comparison")
    assert texts(chinese.select(".compared ins")) == ["［新增： 二十］"] * 2


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("art-45?compare=2010-10-28", "The words are the same in both versions"),
        ("art-61?compare=2010-10-28", "the number changed. Article 60 became Article 61"),
        ("art-60?version=2010-10-28&compare=2018-12-29", "Article 60 became Article 61"),
        ("art-60?compare=2010-10-28", "The newer version added this provision"),
        ("art-45?compare=2027-01-05", "The newer version removed this provision"),
        ("art-45?compare=2018-12-29", "the same version twice"),
        ("art-50?compare=2010-10-28", "Neither version has this provision"),
    ],
)
def test_what_became_of_a_provision(client: FlaskClient, asked: str, said: str) -> None:
    compared = page(client, f"{SIL}/{asked}").select_one(".comparison")
    assert said in " ".join(compared.get_text().split())


def test_a_provision_is_followed_through_its_numbers(client: FlaskClient) -> None:
    shown = page(client, f"{SIL}/art-61")
    rows = texts(shown.select(".version-list > li"))
    assert "Unchanged" in rows[0]
    assert "New number, same words (Article 60 became Article 61.)" in rows[1]
    links = [row.a["href"] for row in shown.select(".version-list > li")]
    assert links[2] == f"/statutes/{SIL}/art-60?version=2010-10-28"
    earlier = page(client, links[2].removeprefix("/statutes/"))
    assert texts(earlier.select("[lang=zh-Hans] .paragraph > p")) == [EMPLOYERS, ALONE]


def test_another_provision_of_the_same_number_is_told_of(client: FlaskClient) -> None:
    shown = page(client, f"{SIL}/art-60?compare=2010-10-28")
    compared = shown.select_one(".comparison")
    said = "In the older version Article 60 was another provision. Article 60 became Article 61."
    assert said in " ".join(compared.get_text().split())
    assert compared.select_one("a")["href"] == f"/statutes/{SIL}/art-61?version=2018-12-29"
    oldest = texts(shown.select(".version-list > li"))[-1]
    assert "Article 60 is another provision there" in oldest
    assert "no such provision" not in oldest
    without = texts(page(client, f"{SIL}/art-17").select(".version-list > li"))[-1]
    assert "no such provision" in without


@pytest.mark.parametrize(
    ("asked", "is_law"),
    [("", True), ("?version=2010-10-28", False), ("?version=2027-01-05", False)],
)
def test_only_what_is_in_force_is_called_the_law(
    client: FlaskClient, asked: str, is_law: bool
) -> None:
    head = page(client, f"{SIL}/art-17{asked}" if is_law else f"{SIL}/art-16{asked}")
    said = " ".join(texts(head.select(".text-head")))
    assert ("This is the law." in said) == is_law
    assert "Version adopted" in said


def test_a_version_without_the_provision_says_where_it_is(client: FlaskClient) -> None:
    shown = page(client, f"{SIL}/art-17?version=2010-10-28")
    notice = shown.select_one(".notice")
    assert "has no such provision" in notice.get_text()
    assert [link["href"] for link in notice.select("a")] == [
        f"/statutes/{SIL}/art-17?version=2018-12-29",
        f"/statutes/{SIL}/art-17?version=2027-01-05",
    ]
    assert page(client, f"{SIL}/art-45?version=2027-01-05").select_one(".notice")


def test_the_translation_says_when_it_is_of_other_words(client: FlaskClient) -> None:
    # The corpus translated the version of 2010, and Article 16 changed in 2018.
    differs = "It was made from another version"
    assert differs in page(client, f"{SIL}/art-16").select_one(".texts").get_text()
    old = page(client, f"{SIL}/art-16?version=2010-10-28")
    assert differs not in old.select_one(".texts").get_text()
    assert differs not in page(client, f"{SIL}/art-45").select_one(".texts").get_text()


def test_who_cites_it(client: FlaskClient) -> None:
    shown = page(client, f"{SIL}/art-16")
    assert "(2)" in shown.select_one("#cited-by").get_text()
    assert "(16)" in shown.select_one("#citing-provisions").get_text()
    section = shown.select_one("#citing-provisions").parent
    own, criminal = section.select("section > ul > li")
    assert own.a["href"] == f"/statutes/{SIL}/art-17"
    assert criminal.select_one("[lang=zh-Hans]").get_text() == "刑法"
    assert len(criminal.select("a")) == 11
    assert section.details.summary.get_text() == "4 more provisions"
    assert len(section.details.select("a")) == 4
    assert not page(client, f"{SIL}/art-45").select("#citing-provisions")


def test_how_to_cite_it(client: FlaskClient) -> None:
    shown = page(client, f"{SIL}/art-16")
    assert [field.get_text() for field in shown.select(".copy-row textarea[readonly]")] == [
        "《中华人民共和国社会保险法》第十六条",
        "Social Insurance Law of the People's Republic of China, Article 16",
    ]
    assert all(button.has_attr("hidden") for button in shown.select(".copy-row button"))
    parts = {part["data-part"]: texts(part) for part in shown.select("[data-part]")}
    assert list(parts) == ["para-1", "para-2", "para-2-item-1", "para-2-item-2"]
    assert "第十六条第二款第（一）项" in parts["para-2-item-1"][0]
    assert shown.select_one(".copy-status[role=status][aria-live=polite]") is not None
    alone = page(client, f"{CRIMINAL}/art-1")
    assert len(alone.select(".copy-row")) == 1


def test_there_is_no_such_provision(client: FlaskClient) -> None:
    for address, said in (
        (f"{SIL}/art-99", "has 98 articles; there is no Article 99"),
        (f"{SIL}/art-50-1", "has no Article 50-1 that we know of"),
        (f"{CRIMINAL}/art-300", "274 articles; there is no Article 300"),
    ):
        response = client.get(f"/statutes/{address}")
        assert response.status_code == 404
        assert said in response.text
        assert client.get(f"/statutes/{address}/feed.atom").status_code == 404


def test_markup_in_a_text_is_text(client: FlaskClient) -> None:
    for address in ("flk-jie-shi/art-1", "flk-jie-shi", "flk-jie-shi/compare"):
        shown = client.get(f"/statutes/{address}")
        assert "<script>alert" not in shown.text
    assert texts(page(client, "flk-jie-shi/art-1").select(".paragraph > p")) == [HOSTILE]


def test_ids_are_there_once_and_labels_label(client: FlaskClient) -> None:
    for address in (f"{SIL}/art-16?compare=2010-10-28", SIL, f"{SIL}/compare", f"{CRIMINAL}/art-9"):
        for headers in ({}, ZH):
            shown = page(client, address, **headers)
            ids = [tag["id"] for tag in shown.select("[id]")]
            assert len(ids) == len(set(ids)), ids
            for name in (tag["aria-labelledby"] for tag in shown.select("[aria-labelledby]")):
                assert name in ids
            for field in shown.select("input:not([type=hidden]), select, textarea"):
                assert shown.select_one(f"label[for={field['id']}]"), field


def test_without_official_texts_nothing_is_said_of_versions(tmp_path: Path) -> None:
    with engine_with(tmp_path / "index") as engine:
        client = site(engine).test_client()
        shown = page(client, f"{SIL}/art-16")
        assert not shown.select(".versions, .texts.two, .comparison")
        assert "Unofficial translation" in shown.get_text()
        assert "nothing to compare" in page(client, f"{SIL}/compare").get_text()


ASKED = st.text(max_size=12) | st.dates().map(str) | st.sampled_from(
    ["2010-10-28", "2018-12-29", "2027-01-05", "9999-99-99", "0001-01-01", "16", "-1"]
)  # fmt: skip
NAMES = st.sampled_from(["version", "as_of", "compare", "page", "article", "q", "kind", "ui"])
PLACES = st.sampled_from(["", SIL, f"{SIL}/compare", f"{SIL}/art-16", f"{SIL}/art-45/feed.atom"])


@given(PLACES, st.lists(st.tuples(NAMES, ASKED), max_size=4))
def test_whatever_is_asked_is_answered_or_refused(
    client: FlaskClient, place: str, asked: list[tuple[str, str]]
) -> None:
    answer = client.get(f"/statutes/{place}".rstrip("/"), query_string=urlencode(asked))
    assert answer.status_code in (200, 303, 422), asked
