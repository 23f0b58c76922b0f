"""Best bets: editors name the question, the article comes first; slips of theirs are told."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.pipeline import read_corpus
from kb.cli import main
from kb.engine import Batch, SearchEngine
from kb.explanation import Absence
from kb.index import weights
from kb.index.engine import WhooshEngine
from kb.model import Problem, Status
from kb.request import Filters, SearchRequest, Words
from kb.results import ResultPage
from tests.small_corpus import ARTICLES, CARD, PAY, STATUTES, YEARS, article, lead

BET = replace(CARD, best_for=("How many years for a pension?", "五险一金是什么", "xyzzy plugh"))
FILL = tuple(
    article(f"fill-{n}", f"Filling {n}", (lead("A pension is paid for years, many years."),))
    for n in range(60)
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    opened = WhooshEngine.open(tmp_path_factory.mktemp("bets") / "index")
    others = tuple(each for each in ARTICLES if each is not CARD)
    opened.write(Batch(articles=(*others, BET, *FILL), statutes=STATUTES, anew=True))
    yield opened
    opened.close()


def search(engine: SearchEngine, query: str, **more: object) -> ResultPage:
    return engine.search(SearchRequest(query=query, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "query",
    [
        "How many years for a pension?",
        "pension many year",  # another order and other forms
        "请问五险一金是什么？",
        "xyzzy plugh",  # words that nothing has
    ],
)
def test_it_comes_first(engine: SearchEngine, query: str) -> None:
    found = search(engine, query)
    assert found.hits[0].slug == CARD.slug
    assert found.total >= 1
    assert len({hit.slug for hit in found.hits}) == len(found.hits)
    assert engine.search(SearchRequest(query=query, per_page=1)).hits[0].slug == CARD.slug
    assert found.answer is not None
    assert found.answer.slug == CARD.slug


@pytest.mark.parametrize("query", ["pension", "how many years", "years for a pension at sea"])
def test_other_questions_are_not_moved(engine: SearchEngine, query: str) -> None:
    assert search(engine, query).hits[0].slug != CARD.slug


def test_all_other_hits_stay_in_order(engine: SearchEngine) -> None:
    query = "How many years for a pension?"
    with weights.changed(BEST_BET=0.0):
        before = [hit.slug for hit in search(engine, query, per_page=50).hits]
    after = [hit.slug for hit in search(engine, query, per_page=50).hits]
    assert after[0] == CARD.slug
    others = [slug for slug in before if slug != CARD.slug]
    assert after[1:] == others[:49]


def test_filters_and_conditions_hold_for_it_too(engine: SearchEngine) -> None:
    query = "How many years for a pension?"
    assert CARD.topic != YEARS.topic
    chosen = Filters(topic=(YEARS.topic,))
    assert CARD.slug not in [hit.slug for hit in search(engine, query, filters=chosen).hits]
    everywhere = search(engine, query, words=Words.ALL)
    assert CARD.slug not in [hit.slug for hit in everywhere.hits]
    own = search(engine, "xyzzy plugh", filters=Filters(topic=(CARD.topic,)))
    assert [hit.slug for hit in own.hits] == [CARD.slug]
    assert sum(value.count for value in own.facets[0].values) == own.total == 1


def test_it_holds_after_documents_of_another_length_came(tmp_path: Path) -> None:
    """Impacts that have drifted are worked out anew for the best: the bet is among them."""
    engine = WhooshEngine.open(tmp_path / "index")
    engine.write(Batch(articles=(*ARTICLES[:2], BET), statutes=STATUTES, anew=True))
    engine.write(Batch(articles=(article("l", "L", (lead("pension years " * 900),)), PAY)))
    assert search(engine, "How many years for a pension?").hits[0].slug == CARD.slug
    assert search(engine, "xyzzy plugh").hits[0].slug == CARD.slug
    engine.write(Batch(removed=(BET.path,)))
    assert search(engine, "xyzzy plugh").total == 0
    engine.close()


def test_drafts_are_never_found(tmp_path: Path) -> None:
    engine = WhooshEngine.open(tmp_path / "index")
    engine.write(Batch(articles=(PAY, replace(BET, status=Status.DRAFT)), anew=True))
    assert search(engine, "xyzzy plugh").total == 0
    engine.close()


# -- what editors are told


def problems(corpus: Path, code: str) -> list[Problem]:
    return [problem for problem in read_corpus(corpus).problems if problem.code == code]


def test_two_articles_cannot_be_best(corpus: Path, add_article: Callable[..., Path]) -> None:
    add_article("one", "An answer.", more="best_for:\n  - Five insurances\n  - something else\n")
    add_article("two", "An answer.", more="best_for: insurances, FIVE\n")
    (taken,) = problems(corpus, "best-bet-taken")
    assert taken.path == "articles/contributions/two.md"
    assert taken.line == 7
    assert "'one'" in taken.message
    assert "articles/contributions/one.md" in taken.hint


def test_a_question_must_say_something(corpus: Path, add_article: Callable[..., Path]) -> None:
    add_article("one", "An answer.", more='best_for: ["???"]\n')
    (empty,) = problems(corpus, "best-bet-empty")
    assert "???" in empty.message


def test_drafts_compete_with_nobody(corpus: Path, add_article: Callable[..., Path]) -> None:
    add_article("one", "An answer.", more="best_for: five insurances\n")
    path = add_article("two", "An answer.", more="best_for: five insurances\n")
    path.write_text(path.read_text("utf-8").replace("status: published", "status: draft"), "utf-8")
    assert not problems(corpus, "best-bet-taken")


def test_check_knows_what_the_search_takes_for_the_same(
    corpus: Path, add_article: Callable[..., Path]
) -> None:
    """Word forms and fillers, which only the analysis of the search knows."""
    add_article("one", "An answer.", more="best_for: how do I pay insurances\n")
    add_article("two", "An answer.", more="best_for: paying insurance\n")
    assert not problems(corpus, "best-bet-taken")
    result = CliRunner(env={"KB_CORPUS": str(corpus)}).invoke(main, ["check"])
    assert result.exit_code == 1
    assert "best-bet-taken" in result.output


def test_a_bet_in_the_corpus_counts(
    corpus: Path, add_article: Callable[..., Path], tmp_path: Path
) -> None:
    add_article("one", "Pay at the counter.", more="best_for: xyzzy\n")
    add_article("two", "Pay online.")
    folders = {"KB_CORPUS": str(corpus), "KB_DATA": str(tmp_path / "data")}
    result = CliRunner(env=folders).invoke(main, ["search", "xyzzy"])
    assert result.exit_code == 0
    assert "/articles/one" in result.output


HIDDEN = replace(YEARS, not_for=("How many years for a pension?", "xyzzy"))


@pytest.fixture(scope="module")
def hiding(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    opened = WhooshEngine.open(tmp_path_factory.mktemp("hidden") / "index")
    others = tuple(each for each in ARTICLES if each is not YEARS)
    opened.write(Batch(articles=(*others, HIDDEN), statutes=STATUTES, anew=True))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("How many years for a pension?", False),
        ("pension: many years", False),
        ("how many years pension", False),
        ("pension contribution years", True),
        ("how many years", True),
    ],
)
def test_an_article_is_hidden_for_a_question_alone(
    hiding: SearchEngine, query: str, found: bool
) -> None:
    page = search(hiding, query, per_page=50)
    assert (HIDDEN.slug in [hit.slug for hit in page.hits]) is found
    assert page.total == len(page.hits)


@pytest.mark.parametrize(
    "more",
    [
        {"filters": Filters(lang=("en",))},
        {"words": Words.ALL},
        {"facets": False},
    ],
)
def test_hidden_in_every_way_of_searching(hiding: SearchEngine, more: dict[str, object]) -> None:
    page = search(hiding, "many years for a pension", **more)
    assert HIDDEN.slug not in [hit.slug for hit in page.hits]
    assert page.answer is None or page.answer.slug != HIDDEN.slug


def test_explain_says_why(hiding: SearchEngine) -> None:
    told = hiding.explain(SearchRequest(query="How many years for a pension?"), HIDDEN.slug)
    assert [reason.of for reason in told.reasons] == [Absence.HIDDEN]
