"""The law that a good answer rests on comes with the answer."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from kb.engine import Batch
from kb.index import weights
from kb.index.engine import WhooshEngine
from kb.index.rests import Rests
from kb.request import Filters, SearchRequest, Words
from kb.results import ResultPage
from tests.small_corpus import PAY, UNEMPLOYMENT
from tests.small_site import EVERYTHING

# Documents: articles 0 to 2, provisions 5 to 9. Article 0 rests on 5, 6, 7; article 1 on 7;
# article 2 on 8.
RESTS = Rests.of(
    [
        (5, np.array([0])),
        (6, np.array([0])),
        (7, np.array([0, 1])),
        (8, np.array([2])),
        (9, np.array([], np.int64)),
    ]
)
B = weights.BASIS_WORTH


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        # the two that are fewest articles' basis
        ({0: 8}, {5: 8 * B, 6: 8 * B}),
        # those that fit the question best come first
        ({0: 8, 7: 1, 6: 0.5}, {7: 8 * B, 6: 8 * B}),
        # what has more already keeps it
        ({0: 8, 7: 7, 6: 0.5}, {7: 7, 6: 8 * B}),
        # a weak article lends nothing, whatever it rests on
        ({0: 8, 2: 1}, {5: 8 * B, 6: 8 * B}),
        # nor does an article beside a much better provision
        ({0: 8, 9: 80}, {9: 80}),
        ({}, {}),
    ],
)
def test_the_best_articles_lend(scores: dict[int, float], expected: dict[int, float]) -> None:
    given = np.zeros(10, np.float32)
    given[list(scores)] = list(scores.values())
    all_scores, matched = given.copy(), given > 0
    RESTS.lend(all_scores, matched)
    provisions = {doc: float(all_scores[doc]) for doc in range(5, 10) if all_scores[doc]}
    assert provisions == pytest.approx(expected)
    assert set(np.flatnonzero(matched).tolist()) == scores.keys() | expected.keys()
    assert all_scores[:5].tolist() == given[:5].tolist()
    # A few documents are lent the same as all are.
    few = np.array(sorted(scores.keys() | expected.keys()), np.int64)
    lent = RESTS.lent(few, given[few].astype(np.float64), few)
    assert lent == pytest.approx(all_scores[few].astype(np.float64))


def test_nothing_rests_on_nothing() -> None:
    nothing = Rests.of([])
    scores = np.array([1.0, 2.0])
    assert nothing.lent(np.array([0, 1]), scores, np.array([0])) is scores


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[WhooshEngine]:
    with closing(WhooshEngine.open(tmp_path / "index")) as engine:
        engine.write(EVERYTHING)
        yield engine


def slugs(found: ResultPage) -> list[str]:
    return [hit.slug for hit in found.hits]


def test_a_provision_without_the_words_is_a_hit_behind_its_article(engine: WhooshEngine) -> None:
    (basis,) = {str(t.whole) for c in UNEMPLOYMENT.legal_basis for t in c.targets}
    # Nothing in the provision is like the words by which the article is found.
    asked = SearchRequest(query="termination notice")
    found = slugs(engine.search(asked))
    assert found[0] == UNEMPLOYMENT.slug
    assert basis in found
    with weights.changed(BASIS_WORTH=0.0):
        assert basis not in slugs(engine.search(asked))


def test_counts_are_those_of_the_filters(engine: WhooshEngine) -> None:
    found = engine.search(SearchRequest(query="termination notice"))
    kinds = next(facet for facet in found.facets if facet.field == "kind")
    for value in kinds.values:
        chosen = Filters(kind=(value.value,))
        assert (
            engine.search(SearchRequest(query="termination notice", filters=chosen)).total
            == value.count
        )
    assert sum(value.count for value in kinds.values) == found.total


@pytest.mark.parametrize(
    "asked",
    [
        SearchRequest(query='"contribution years"'),
        SearchRequest(query="termination notice", words=Words.ALL),
        SearchRequest(query="termination notice -draw"),
    ],
)
def test_conditions_hold_for_the_law_too(engine: WhooshEngine, asked: SearchRequest) -> None:
    assert not [slug for slug in slugs(engine.search(asked)) if "/" in slug]


def test_a_deleted_article_lends_nothing(engine: WhooshEngine) -> None:
    engine.write(Batch(removed=(UNEMPLOYMENT.path,)))
    (basis,) = {str(t.whole) for c in UNEMPLOYMENT.legal_basis for t in c.targets}
    assert basis not in slugs(engine.search(SearchRequest(query="termination notice")))
    assert PAY.slug in slugs(engine.search(SearchRequest(query="pay")))
