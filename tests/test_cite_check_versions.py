"""Checked citations of older versions: their links lead to the words that were looked at."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask.testing import FlaskClient

from ingest.cite_checker import Checker
from kb.engine import SearchEngine
from kb.statutes import Register
from tests.small_corpus import SIL, STATUTES
from tests.small_law import BENEFIT, FIRST, LESS, THIRD, law
from tests.small_site import TODAY, engine_with, site, soup

TEXTS = law()
CHECKER = Checker(register=Register.of(STATUTES), texts=TEXTS, today=lambda: TODAY)
OLDER = f"《社会保险法》第十六条规定：“{LESS.text}{''.join(LESS.items)}”"
IN_FORCE = f"《社会保险法》第四十五条规定：“{BENEFIT}”"
GONE = "《社会保险法》第六十二条。"
PAGE = f"/statutes/{SIL}"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with engine_with(tmp_path_factory.mktemp("check") / "index") as opened:
        yield opened


@pytest.fixture
def client(engine: SearchEngine) -> FlaskClient:
    return site(engine, texts=TEXTS, checker=CHECKER).test_client(use_cookies=False)


LINKS = (
    # A quotation that stands in an older version, one that stands in the one in force.
    (OLDER, None, [f"{PAGE}/art-16?version={FIRST}"]),
    (IN_FORCE, None, [f"{PAGE}/art-45"]),
    # Nothing quoted: the version of the day.
    (
        "《社会保险法》第四十五条第一款。",
        date(2015, 1, 1),
        [f"{PAGE}/art-45?version={FIRST}#para-1"],
    ),
    ("《社会保险法》第四十五条。", date(2020, 1, 1), [f"{PAGE}/art-45"]),
    # Before the first version that is held.
    ("《社会保险法》第四十五条。", date(2001, 1, 1), [f"{PAGE}/art-45"]),
)


@pytest.mark.parametrize(("text", "on", "links"), LINKS)
def test_links_lead_to_the_words(
    client: FlaskClient, text: str, on: date | None, links: list[str]
) -> None:
    day = str(on) if on else ""
    page = soup(client.post("/cite-check?ui=en", data={"text": text, "on": day}))
    assert [a["href"] for a in page.select(".note a[href^='/statutes']")] == links
    sent = {"text": text, "on": day} if on else {"text": text}
    answer = client.post("/api/v1/cite-check", json=sent).get_json()
    assert [p["url"] for c in answer["citations"] for p in c["provisions"]] == links
    for link in links:
        assert client.get(link).status_code == 200


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "The last article of the Social Insurance Law, as in force from 1 July 2011, "
            "is Article 61. "
            "The version adopted 5 January 2027 has Article 62.",
        ),
        (
            "zh",
            "2011年7月1日起施行的《社会保险法》最后一条是第61条。 2027年1月5日通过的版本有第62条。",
        ),
    ],
)
def test_what_only_another_version_has(client: FlaskClient, lang: str, said: str) -> None:
    data = {"text": GONE, "on": "2015-01-01"}
    note = soup(client.post(f"/cite-check?ui={lang}", data=data)).select_one(".note")
    assert said in " ".join(note.get_text().split())
    assert [a["href"] for a in note.select(".found-in a")] == [f"{PAGE}/art-62?version={THIRD}"]
    (citation,) = client.post("/api/v1/cite-check", json=data).get_json()["citations"]
    assert citation["why_unresolved"] == "beyond-last"
    assert citation["reason"].startswith("The last article of the Social Insurance Law")
