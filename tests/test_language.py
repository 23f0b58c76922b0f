"""Which language the interface speaks, and that it speaks each in full."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from flask.testing import FlaskClient

from kb import bundle
from kb.advice import Measure, WhyNear
from kb.changes import ChangeKind as LawChange
from kb.cite_check import Unreadable
from kb.engine import SearchEngine
from kb.impact import QuoteState
from kb.model import Kind, Status
from kb.provision import Provision
from kb.results import Remark
from kb.search_tuning import Placing
from kb.statute_changes import ChangeKind
from kb.unresolved import WhyUnresolved
from kb.verdict import Why
from kb.web import messages
from kb.web.addresses import FILTER_FIELDS
from kb.web.desk.editor_view import OFFERED
from kb.web.messages import LANGUAGES, Phrases, load_messages
from kb.web.site import provision_name
from kb.web.standing import Standing
from kb.workflow import Step
from tests.small_site import engine_with, site, soup


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with engine_with(tmp_path_factory.mktemp("data") / "index") as engine:
        yield engine


def html_lang(client: FlaskClient, address: str, accept: str = "") -> str:
    headers = {"Accept-Language": accept} if accept else {}
    return str(soup(client.get(address, headers=headers)).html["lang"])


def test_the_interface_speaks_the_readers_language(engine: SearchEngine) -> None:
    app = site(engine)
    client = app.test_client()
    assert html_lang(client, "/") == "en"
    assert html_lang(client, "/", "zh-CN,zh;q=0.9,en;q=0.5") == "zh-Hans"
    assert html_lang(client, "/", "fr,de;q=0.8") == "en"
    assert html_lang(client, "/articles/zi-ji-jiao-she-bao") == "zh-Hans"
    assert html_lang(client, "/articles/pay-your-own-social-security", "zh") == "zh-Hans"
    assert html_lang(client, "/nowhere", "zh") == "zh-Hans"
    page = soup(client.get("/topics/pension", headers={"Accept-Language": "zh"}))
    assert page.h1.get_text() == "养老"
    assert "首页" in page.select_one(".breadcrumb").get_text()
    response = client.get("/")
    assert {"Accept-Language", "Cookie"} <= set(response.vary)
    assert response.headers["Content-Language"] == "en"


def test_a_reader_switches_the_language_by_a_link(engine: SearchEngine) -> None:
    client = site(engine).test_client()
    switch = soup(client.get("/search?q=pension&topic=pension")).select_one(".languages a")
    assert switch.get_text() == "中文"
    assert switch["lang"] == "zh-Hans"
    response = client.get(switch["href"])
    assert soup(response).html["lang"] == "zh-Hans"
    assert soup(response).select_one("input[name=q]")["value"] == "pension"
    cookie = response.headers["Set-Cookie"]
    assert "ui=zh" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert html_lang(client, "/") == "zh-Hans"  # remembered
    client.get("/?ui=en")
    assert html_lang(client, "/", "zh") == "en"
    assert html_lang(client, "/articles/zi-ji-jiao-she-bao") == "zh-Hans"
    assert "Set-Cookie" not in client.get("/?ui=klingon").headers


def test_text_in_another_language_says_so(engine: SearchEngine) -> None:
    client = site(engine).test_client()
    page = soup(client.get("/articles/lost-social-security-card?ui=zh"))
    assert page.html["lang"] == "zh-Hans"
    assert page.select_one("article")["lang"] == "en"
    assert page.select_one(".region")["lang"] == "zh-Hans"
    assert page.select_one("#page_related + ul a")["lang"] == "en"
    statute = soup(client.get("/statutes/prc-sil-2010/art-16?ui=zh"))
    assert statute.select_one(".statute-text")["lang"] == "en"


MESSAGES = load_messages()
SOURCES = [*bundle.templates().rglob("*.html"), *Path(messages.__file__).parent.rglob("*.py")]
# Keys that the code puts together from a field, a kind, a language, a status.
COMPOSED = re.compile(
    r"(facet|kind|lang|statute_kind|statute_status|error|note|copy|changes?|change_what"
    r"|standing|why|unresolved|unreadable|feed_provision|feed_count"
    r"|law_change_kind|law_change_count|law_quote|desk_role|desk_column|desk_state|desk_change|desk_problems|desk_do|desk_action|refused"
    r"|kind_what|step|step_done|editor_level|editor_state|finding|fix|measure|near|figure_length"
    r"|import|unfit|demand_from|demand_state|demand_by|demand_did|asked|bets|terms)_\w+"
)

PREFIXES = {"kind_", "lang_", "law_change_kind_", "law_change_count_", "law_quote_", "desk_role_"}
PREFIXES |= {"import_", "import_form_", "import_verdict_", "demand_from_", "demand_state_"}
PREFIXES |= {"demand_by_", "demand_did_", "asked_"}
PREFIXES |= {"desk_column_", "desk_state_", "desk_change_", "desk_do_"}
PREFIXES |= {"bets_", "bets_do_", "terms_"}
PREFIXES |= {"kind_what_", "step_", "step_done_", "editor_level_", "editor_state_"}
# What a step's page says, and what is said once it was taken.
STEP_SAYS = ("", "_what", "_confirm", "_taken")

TOLD = [kind for kind in ChangeKind if kind is not ChangeKind.SAME]
FEED_KEYS = ("feed_provision", "feed_count")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", MESSAGES)
def test_each_message_is_in_both_languages(key: str) -> None:
    forms = MESSAGES[key]
    assert set(forms) - {"en_one"} == set(LANGUAGES)
    assert placeholders(forms.get("en_one", forms["en"])) == placeholders(forms["en"])
    if key != "provision_inserted":  # Chinese counts 第16条之1 where English writes 16-1
        assert placeholders(forms["zh"]) == placeholders(forms["en"])
    for text in forms.values():
        assert text
        assert text == text.strip() or key.endswith("_join")


def test_every_message_is_used_and_every_key_exists() -> None:
    source = "\n".join(path.read_text("utf-8") for path in SOURCES)
    asked = set(re.findall(r'\b(?:t|phrases)\(\s*"(\w+)"', source)) - PREFIXES
    assert asked <= set(MESSAGES), "asked for and not there"
    named = set(re.findall(r'"(\w+)"', source))
    spare = {key for key in MESSAGES if key not in named and not COMPOSED.fullmatch(key)}
    assert not spare, "there and not asked for"


def test_composed_keys_exist() -> None:
    expected = [
        *(f"facet_{field}" for field in FILTER_FIELDS),
        *(f"kind_{kind}" for kind in Kind),
        *(f"lang_{lang}" for lang in LANGUAGES),
        *(f"kind_what_{kind}" for kind in Kind),
        *(f"step_done_{step.value.replace('-', '_')}" for step in Step),
        *(f"step_{step}{what}" for step in OFFERED for what in STEP_SAYS),
        *(f"editor_level_{level}" for level in ("blocks", "error", "warning", "note")),
        *(f"editor_state_{status}" for status in Status),
        *(f"measure_{measure.value.replace('-', '_')}" for measure in Measure),
        *(f"near_{why.value.replace('-', '_')}" for why in WhyNear),
        *(f"figure_length_{lang}" for lang in LANGUAGES),
        *(f"note_{remark}" for remark in Remark if remark is not Remark.NO_SUCH_VALUE),
        *(f"note_{Remark.NO_SUCH_VALUE}_{field}" for field in FILTER_FIELDS),
        *(f"copy_{lang}" for lang in LANGUAGES),
        *(f"bets_{does}{placing}" for placing in Placing for does in ("", "do_", "did_")),
        *(f"terms_{name}" for name in ("en", "zh", "also_en", "also_zh")),
        *(f"{about}_{kind}" for kind in ChangeKind for about in ("change", "change_what")),
        *(f"law_change_{about}_{kind}" for kind in LawChange for about in ("kind", "count")),
        *(
            f"law_quote_{state.name.lower()}"
            for state in QuoteState
            if state not in (QuoteState.NONE, QuoteState.HOLDS)
        ),
        *(f"{about}_{kind}" for kind in TOLD for about in ("changes", *FEED_KEYS)),
    ]
    expected += [f"standing_{standing}" for standing in Standing]
    expected += [f"why_{why.replace('-', '_')}" for why in Why]
    expected += [f"unresolved_{why.replace('-', '_')}" for why in WhyUnresolved]
    expected += [f"unreadable_{why.replace('-', '_')}" for why in Unreadable]
    assert set(expected) <= set(MESSAGES)
    for status in (400, 404, 405, 413, 422, 500, 503):
        for suffix in ("", "_what", "_api"):
            assert f"error_{status}{suffix}" in MESSAGES


@pytest.mark.parametrize(
    ("lang", "key", "values", "expected"),
    [
        ("en", "article_count", {"count": 1}, "1 article"),
        ("en", "article_count", {"count": 0}, "0 articles"),
        ("zh", "article_count", {"count": 1}, "1 篇文章"),
        ("en", "search_results_for", {"query": "{x}"}, "Answers to “{x}”"),
    ],
)
def test_messages_are_filled_in(
    lang: str, key: str, values: dict[str, object], expected: str
) -> None:
    assert Phrases(lang, MESSAGES)(key, **values) == expected


def test_days_are_written_as_people_write_them() -> None:
    day = date(2026, 2, 1)
    assert Phrases("en", MESSAGES).date(day) == "1 February 2026"
    assert Phrases("zh", MESSAGES).date(day) == "2026年2月1日"


@pytest.mark.parametrize(
    ("provision", "en", "zh"),
    [
        ("s/art-60", "Article 60", "第60条"),
        ("s/art-60/para-2", "Article 60(2)", "第60条第2款"),
        ("s/art-60/para-2/item-3", "Article 60(2)(3)", "第60条第2款第3项"),
        ("s/art-60/item-3", "Article 60(3)", "第60条第3项"),
        ("s/art-274-1", "Article 274-1", "第274条之1"),
    ],
)
def test_provisions_have_names(provision: str, en: str, zh: str) -> None:
    parsed = Provision.parse(provision)
    assert provision_name(parsed, Phrases("en", MESSAGES)) == en
    assert provision_name(parsed, Phrases("zh", MESSAGES)) == zh
