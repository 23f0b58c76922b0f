"""The arrays answer what a plain, slow BM25F answers, through any history of the index."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.engine import Batch
from kb.index import merging, writing
from kb.index.engine import WhooshEngine
from kb.index.folder import IndexFolder
from kb.index.topk import BLOCK, at_least_kth
from kb.model import Article, Role
from kb.request import Filters, SearchRequest, Words
from tests.plain_search import PlainSearch, ties
from tests.small_corpus import article, lead, section

WORDS = [
    *("pension", "pensions", "paying", "pay", "fund", "rate", "old-age", "8,000", "x"),
    *("养老", "保险费", "工伤", "税"),
]
TEXT = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
QUERY = st.one_of(
    st.lists(st.sampled_from([*WORDS, "zebra", "how"]), min_size=1, max_size=7).map(" ".join),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(lambda w: f'"{" ".join(w)}" fund'),
    st.sampled_from(["养", "老保", "工 税"]),
    st.lists(
        st.builds(
            str.__add__,
            st.sampled_from(["", "", "-", "-", "intitle:", "-intitle:"]),
            st.sampled_from([*WORDS, "养", "zebra", "the", '"pension fund"', '"养老"']),
        ),
        min_size=1,
        max_size=4,
    ).map(" ".join),
)
FILTERS = st.builds(
    Filters,
    lang=st.lists(st.sampled_from(["en", "zh"]), max_size=1).map(tuple),
    topic=st.lists(st.sampled_from(["pension", "other"]), max_size=2, unique=True).map(tuple),
    region=st.lists(st.sampled_from(["national", "shenzhen"]), max_size=1).map(tuple),
)


@st.composite
def written(draw: st.DrawFn) -> Article:
    """An article that may be a new one or a new version of another."""
    return article(
        f"a-{draw(st.integers(0, 11))}",
        draw(TEXT),
        (
            lead(draw(TEXT)),
            section(
                "Basis " + draw(TEXT), draw(TEXT) * draw(st.sampled_from([1, 1, 9])), Role.BODY
            ),
        ),
        topic=draw(st.sampled_from(["pension", "other"])),
        lang=draw(st.sampled_from(["en", "zh"])),
        regions=draw(st.sampled_from([("national",), ("shenzhen", "national")])),
        aliases=draw(st.lists(TEXT, max_size=2).map(tuple)),
        translation_of=draw(st.sampled_from([None, None, "a-0", "a-1"])),
    )


STEP = st.one_of(
    st.lists(written(), min_size=1, max_size=6),
    st.sampled_from(["merge"]),
    st.lists(st.integers(0, 11), min_size=1, max_size=3).map(tuple),  # to be removed
)


@contextmanager
def opened() -> Iterator[tuple[WhooshEngine, Path]]:
    """An engine that never joins segments by itself."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "at_commit", lambda segments, added: (list(segments), []))
        patch.setattr(merging.Merger, "look", lambda *_: None)
        place = Path(folder) / "index"
        engine = WhooshEngine.open(place)
        yield engine, place
        engine.close()


@given(
    steps=st.lists(STEP, min_size=1, max_size=5),
    queries=st.lists(QUERY, min_size=1, max_size=4),
    filters=FILTERS,
    words=st.sampled_from(Words),
)
@settings(max_examples=60)
def test_the_same_scores_as_by_the_book(
    steps: list[object], queries: list[str], filters: Filters, words: Words
) -> None:
    with opened() as (engine, place):
        there: dict[str, Article] = {}
        for step in steps:
            if step == "merge":
                join_all(place)
            elif isinstance(step, list):
                engine.write(Batch(articles=tuple(step)))
                there |= {a.path: a for a in step}
            elif isinstance(step, tuple):
                paths = [p for p in there if any(p.endswith(f"/a-{n}.md") for n in step)]
                engine.write(Batch(removed=tuple(paths)))
                for path in paths:
                    del there[path]
            # Two articles of one slug and different topics are not what this is about.
            there = last_of_each_slug(engine, there)
            plain = PlainSearch(there.values())
            for query in queries:
                compare(engine, plain, SearchRequest(query=query, words=words))
                compare(engine, plain, SearchRequest(query=query, words=words, filters=filters))


def last_of_each_slug(engine: WhooshEngine, there: dict[str, Article]) -> dict[str, Article]:
    kept = {a.slug: a for a in there.values()}
    gone = tuple(path for path, a in there.items() if kept[a.slug] is not a)
    if gone:
        engine.write(Batch(removed=gone))
    return {a.path: a for a in kept.values()}


def join_all(place: Path) -> None:
    """One segment of all, as the background would make it if all were due."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "due", lambda segments, drifted: ([], list(segments)))
        merging.merge(IndexFolder(place, 5))


def compare(engine: WhooshEngine, plain: PlainSearch, request: SearchRequest) -> None:
    expected = plain.search(request)
    found = engine.rank(SearchRequest(
        query=request.query, filters=request.filters, words=request.words, per_page=50
    ))  # fmt: skip
    got = dict(zip(found.slugs, found.scores, strict=True))
    # Scores that equal the least up to rounding may fall on either side of it.
    edge = {s for s, v in expected.sums.items() if abs(v - expected.least) < 1e-5 * (1 + v)}
    assert set(got) - edge == set(expected.scores) - edge
    assert found.total == len(got)
    for slug, score in got.items():
        assert score == pytest.approx(expected.scores.get(slug, score), rel=1e-4)
    shared = {slug: score for slug, score in expected.scores.items() if slug in got}
    place = {slug: n for n, slug in enumerate(found.slugs)}
    before = -1
    for group in ties(shared.items()):
        places = sorted(place[slug] for slug in group)
        assert places[0] > before
        before = places[-1]


@given(
    scores=st.lists(st.sampled_from([0, 0, 0.5, 1, 2, 3.25, 7]), max_size=400),
    k=st.integers(1, 40),
)
def test_the_best_are_found_without_sorting(scores: list[float], k: int) -> None:
    padded = np.zeros(max(1, -(-len(scores) // BLOCK)) * BLOCK * 50, np.float32)
    padded[: len(scores)] = scores
    places, kth = at_least_kth(padded, k)
    positive = sorted((s for s in scores if s > 0), reverse=True)
    least = positive[k - 1] if len(positive) >= k else 0.0
    assert kth == pytest.approx(least)
    assert sorted(places.tolist()) == [n for n, s in enumerate(scores) if s > 0 and s >= least]
