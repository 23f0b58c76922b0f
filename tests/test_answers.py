"""The answer above the hits: when there is one, and that every word of it is the article's."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.engine import Batch, SearchEngine
from kb.index import weights
from kb.index.engine import WhooshEngine
from kb.model import Article, Role
from kb.request import Filters, SearchRequest, Words
from kb.results import Answer
from tests.small_corpus import (
    ARTICLES,
    CARD,
    HOSTILE,
    PAY,
    STATUTES,
    ZH_PAY,
    article,
    lead,
    section,
)
from tests.test_snippets import stars

LONG_LEAD = article(
    "long-lead",
    "What is a numbat levy?",
    (
        lead("A numbat levy is a levy on numbats. " * 30 + "\n\nNobody pays it twice."),
        section("Who collects it", "The numbat office collects the levy every spring."),
        section(
            "Steps",
            "Write down how many you keep. Then sign.\nSend the form",
            Role.STEPS,
            items=("Write down how many you keep. Then sign.", "Send the form"),
        ),
    ),
)
NO_LEAD = article(
    "no-lead",
    "Rules for bilby licences",
    (section("Legal basis", "The Bilby Act, Article 1.", Role.BASIS),),
)
LIST = article(
    "list",
    "What to bring for a dunnart card",
    (lead("Bring three things:\n\none"), section("Things", "a photo\na form\na dunnart stamp")),
)
EVERYTHING = (*ARTICLES, HOSTILE, LONG_LEAD, NO_LEAD, LIST)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    opened = WhooshEngine.open(tmp_path_factory.mktemp("answers") / "index")
    opened.write(Batch(articles=EVERYTHING, statutes=STATUTES, anew=True))
    yield opened
    opened.close()


def answer(engine: SearchEngine, query: str, **more: object) -> Answer | None:
    return engine.search(SearchRequest(query=query, **more)).answer  # type: ignore[arg-type]


def said(found: Answer | None) -> list[str]:
    assert found is not None
    return [sentence.text for sentence in found.sentences]


def test_the_title_is_the_question(engine: SearchEngine) -> None:
    found = answer(engine, "where can I pay my own social security")
    assert found is not None
    assert (found.slug, found.anchor, found.heading, found.lang) == (PAY.slug, "", "", "en")
    assert found.title.text == PAY.title
    assert said(found) == [
        "You can pay at the social insurance office where your household is registered, or "
        "where you work.",
        "You pay for old-age and medical insurance only.",
    ]
    assert stars(found.sentences[0].pieces).startswith("You can *pay* at the *social* insurance")
    assert [(step.number, step.heading, step.anchor) for step in found.steps] == [
        (1, "Ask what your city offers", "1-ask-what-your-city-offers"),
        (2, "Register at the office", "2-register-at-the-office"),
        (3, "Pay every month", "3-pay-every-month"),
    ]
    assert [(basis.citation, basis.provisions) for basis in found.basis] == [
        ("Social Insurance Law, Article 60 paragraph 2", ("prc-sil-2010/art-60/para-2",))
    ]


def test_an_alias_is_the_question(engine: SearchEngine) -> None:
    found = answer(engine, "自己交社保去哪里交")
    assert found is not None
    assert found.slug in (PAY.slug, ZH_PAY.slug)


@pytest.mark.parametrize(
    "query",
    ["", "   ", "???", "how do I", "xyzzy", "social security", "pension card benefit years office"],
)
def test_no_answer_where_none_is_clear(engine: SearchEngine, query: str) -> None:
    assert answer(engine, query) is None


@pytest.mark.parametrize(
    "more",
    [
        {"page": 2},
        {"filters": Filters(lang=("en",))},
        {"filters": Filters(topic=("pension",))},
    ],
)
def test_no_answer_on_other_pages_and_behind_filters(
    engine: SearchEngine, more: dict[str, object]
) -> None:
    assert answer(engine, PAY.title) is not None
    assert answer(engine, PAY.title, **more) is None


@pytest.mark.parametrize("condition", ["-rural", "intitle:pay", '"social security"', "lang:en"])
def test_no_answer_under_other_conditions(engine: SearchEngine, condition: str) -> None:
    page = engine.search(SearchRequest(query=f"{PAY.title} {condition}"))
    assert page.hits[0].slug == PAY.slug
    assert page.answer is None


def test_every_word_may_be_wanted(engine: SearchEngine) -> None:
    assert answer(engine, PAY.title, words=Words.ALL) is not None


def test_it_is_the_same_however_few_hits_a_page_has(engine: SearchEngine) -> None:
    for query in (PAY.title, "numbat levy", "social security", "pension years"):
        whole = engine.search(SearchRequest(query=query))
        for per_page in (1, 2, 3):
            few = engine.search(SearchRequest(query=query, per_page=per_page))
            assert few.answer == whole.answer
            assert few.hits == whole.hits[:per_page]
            assert few.total == whole.total


def test_a_word_nobody_has_makes_a_question_less_clear(engine: SearchEngine) -> None:
    assert answer(engine, "numbat levy") is not None
    assert answer(engine, "numbat levy xyzzy plugh frobnicate") is None


def test_a_long_lead_is_cut_between_sentences(engine: SearchEngine) -> None:
    sentences = said(answer(engine, LONG_LEAD.title))
    assert set(sentences) == {"A numbat levy is a levy on numbats."}
    assert 300 < len(" ".join(sentences)) < 700


def test_a_section_that_covers_more_answers(engine: SearchEngine) -> None:
    with weights.changed(ANSWER_LEAD=1.0, ANSWER_COVERAGE=0.0):
        found = answer(engine, "what does a replacement card cost")
    assert found is not None
    assert (found.slug, found.anchor, found.heading) == (
        CARD.slug,
        "what-it-costs",
        "What it costs",
    )
    assert "20 yuan" in " ".join(said(found))
    assert (found.opening, found.closing) == (said(found)[0], said(found)[-1])


def test_steps_of_a_list_are_told_by_their_first_sentence(engine: SearchEngine) -> None:
    found = answer(engine, LONG_LEAD.title)
    assert found is not None
    assert [step.heading for step in found.steps] == [
        "Write down how many you keep.",
        "Send the form",
    ]


def test_an_article_of_nothing_but_law_has_no_answer(engine: SearchEngine) -> None:
    page = engine.search(SearchRequest(query=NO_LEAD.title))
    assert page.hits[0].slug == NO_LEAD.slug
    assert page.answer is None


def test_a_translation_is_no_rival(tmp_path: Path) -> None:
    """Where only the translation is found beside it, nothing rivals the first hit."""
    copy = replace(PAY, slug="copy", path="articles/copy.md", translation_of=PAY.slug, lang="zh")
    for other, clear in ((copy, True), (replace(copy, translation_of=""), False)):
        engine = WhooshEngine.open(tmp_path / other.translation_of)
        engine.write(Batch(articles=(PAY, other), statutes=STATUTES, anew=True))
        with weights.changed(ANSWER_LEAD=1e6, ANSWER_COVERAGE=0.0):
            assert (answer(engine, "pay office household") is not None) is clear
        engine.close()


def one_line(article: Article) -> str:
    """All the words of an article, each section in one line."""
    return "\n".join(" ".join(section.text.split()) for section in article.sections)


WORDS = sorted({word for each in EVERYTHING for word in each.title.split()})


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5))
def test_every_word_is_the_articles_own(engine: SearchEngine, words: list[str]) -> None:
    with weights.changed(ANSWER_LEAD=1.0, ANSWER_COVERAGE=0.0):  # as many answers as can be
        found = answer(engine, " ".join(words))
    if found is None:
        return
    source = next(each for each in EVERYTHING if each.slug == found.slug)
    whole = one_line(source)
    assert found.sentences
    for sentence in said(found):
        assert sentence in whole
    assert found.opening in whole
    assert found.closing in whole
    headings = [" ".join(step.heading.split()) for step in source.steps]
    for step in found.steps:
        assert any(heading.startswith(step.heading) for heading in headings)
        assert step.anchor in {each.anchor for each in source.sections}
    cited = {" ".join(citation.text.split()) for citation in source.citations}
    assert {basis.citation for basis in found.basis} <= cited
