"""``/api/v1/provisions/ID`` over the real engine, with and without official texts."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from kb.provision import Provision
from tests.official_texts import MemoryTexts
from tests.small_corpus import SIL, STATUTES
from tests.small_site import engine_with, site
from tests.two_versions import two_versions

BASE = "/api/v1/provisions/"


@pytest.fixture(scope="module")
def held() -> MemoryTexts:
    imported = replace(STATUTES[0], id="prc-other-2000", title_en="", title_zh="某法")
    citing = (Provision("prc-other-2000", 5), Provision(SIL, 3))
    return replace(two_versions(), entries=(imported,), cited={Provision(SIL, 60): citing})


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, held: MemoryTexts) -> Iterator[FlaskClient]:
    with engine_with(tmp_path_factory.mktemp("api") / "index") as engine:
        yield site(engine, texts=held).test_client()


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with engine_with(tmp_path_factory.mktemp("api") / "index") as engine:
        yield site(engine).test_client()


def test_the_words_in_both_languages(client: FlaskClient) -> None:
    found = client.get(BASE + f"{SIL}/art-60/para-2").json
    assert found["id"] == f"{SIL}/art-60/para-2"
    assert (found["number"], found["pinpoint"]) == ("60", "(2)")
    assert found["url"] == f"/statutes/{SIL}/art-60#para-2"
    assert found["version"] == "2018-12-29"
    assert [(t["lang"], t["words"], t["version"]) for t in found["text"]] == [
        ("zh", "official", "2018-12-29"),
        ("en", "unofficial", "2010-10-28"),
    ]
    assert [t["pinpointed"] for t in found["text"]] == [
        "个人应当向税务机关缴费。",
        "People who work for themselves may pay directly.",
    ]
    assert found["previous"]["id"] == f"{SIL}/art-17"
    assert found["next"] is None
    assert found["versions"] is found["cited_by"] is found["citing"] is None


def test_every_part(client: FlaskClient) -> None:
    found = client.get(BASE + f"{SIL}/art-60?include=cited_by,citing,versions").json
    assert found["text"] is None
    assert [v["version"] for v in found["versions"]] == ["2010-10-28", "2018-12-29"]
    assert all(v["has_provision"] for v in found["versions"])
    assert [c["id"] for c in found["citing"]] == ["prc-other-2000/art-5", f"{SIL}/art-3"]
    cited = {c["article"]["slug"]: c for c in found["cited_by"]}
    assert set(cited) == {
        "pay-your-own-social-security",
        "self-employed-contributions",
        "zi-ji-jiao-she-bao",
    }
    own = cited["pay-your-own-social-security"]
    assert own["rests_on_it"]
    assert own["provisions"] == [f"{SIL}/art-60/para-2"]
    assert own["article"]["url"] == "/articles/pay-your-own-social-security"


@pytest.mark.parametrize("asked", ["version=2010-10-28", "as_of=2015-01-01"])
def test_the_law_of_another_day(client: FlaskClient, asked: str) -> None:
    found = client.get(BASE + f"{SIL}/art-45?{asked}").json
    assert found["version"] == "2010-10-28"
    assert found["text"][0]["paragraphs"][0]["text"].startswith("失业人员")
    assert found["next"]["id"] == f"{SIL}/art-60"
    older = "?version=2010-10-28"
    assert found["url"] == f"/statutes/{SIL}/art-45{older}"
    assert found["next"]["url"] == f"/statutes/{SIL}/art-60{older}"
    assert client.get(found["next"]["api"]).json["version"] == "2010-10-28"


def test_without_official_texts_ours_are_told(bare: FlaskClient) -> None:
    found = bare.get(BASE + f"{SIL}/art-16/para-2/item-1?include=text,versions,citing").json
    assert found["version"] is None
    assert [t["pinpointed"] for t in found["text"]] == ["pay on until the years are full;"]
    assert found["versions"] == found["citing"] == []
    assert found["next"]["id"] == f"{SIL}/art-45"
    silent = bare.get(BASE + "prc-wrii-2003/art-14").json
    assert silent["text"] == []


def test_a_statute_that_was_only_imported(client: FlaskClient) -> None:
    found = client.get(BASE + "prc-other-2000/art-5").json
    assert (found["statute_title"], found["statute_title_zh"]) == ("", "某法")


@pytest.mark.parametrize(
    ("id", "reason"),
    [
        ("nonsense", "'nonsense' is not a provision id; one looks like"),
        (f"{SIL}/art-0", "is not a provision id"),
        ("prc-sil-2011/art-1", "did you mean prc-sil-2010"),
        (f"{SIL}/art-99", "has no Article 99: it ends at 98"),
        (f"{SIL}/art-60/para-3", "has no (3)"),
        (f"{SIL}/art-16/para-2/item-9", "has no (2)(9)"),
        (f"{SIL}/art-60-1", "has no Article 60-1 that is known here"),
        (f"{SIL}/art-17?version=2010-10-28", "has no Article 17 in the version of 2010-10-28"),
    ],
)
def test_what_is_not_there_is_said_why(client: FlaskClient, id: str, reason: str) -> None:
    response = client.get(BASE + id)
    assert response.status_code == 404
    assert response.content_type == "application/problem+json"
    assert reason in response.json["detail"]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("version=2019-01-01", "No version of 2019-01-01 is held; held are 2010-10-28, 2018-12-29"),
        ("as_of=1999-01-01", "No version that is held was in force on 1999-01-01"),
        ("as_of=2012-01-01&version=2018-12-29", "was not the one in force on 2012-01-01"),
    ],
)
def test_a_version_that_is_not_held(client: FlaskClient, asked: str, reason: str) -> None:
    response = client.get(BASE + f"{SIL}/art-60?{asked}")
    assert response.status_code == 404
    assert response.json["type"].endswith(":no-such-version")
    assert reason in response.json["detail"]


def test_version_and_day_may_agree(client: FlaskClient) -> None:
    answer = client.get(BASE + f"{SIL}/art-60?as_of=2020-01-01&version=2018-12-29")
    assert answer.json["version"] == "2018-12-29"


@pytest.mark.parametrize(
    ("asked", "parameter", "said"),
    [
        ("include=everything", "include", "everything"),
        ("include=", "include", ""),
        ("include=text&include=citing", "include", ""),
        ("version=2018", "version", "a day in the form"),
        ("version=2018-02-30", "version", "a day in the form"),
        ("lang=zh", "lang", ""),
    ],
)
def test_parameters_that_are_wrong(
    client: FlaskClient, asked: str, parameter: str, said: str
) -> None:
    response = client.get(BASE + f"{SIL}/art-60?{asked}")
    assert response.status_code == 422
    (error,) = response.json["errors"]
    assert error["parameter"] == parameter
    assert said in error["detail"]
