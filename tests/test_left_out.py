"""Which words the page says that no hit has."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.engine import SearchEngine
from kb.index.engine import WhooshEngine
from kb.request import SearchRequest
from tests.small_corpus import batch


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    opened = WhooshEngine.open(tmp_path_factory.mktemp("left-out") / "index")
    opened.write(batch())
    yield opened
    opened.close()


def left_out(engine: SearchEngine, query: str, **more: int) -> tuple[str, ...]:
    return engine.search(SearchRequest(query=query, **more)).left_out


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("pension", ()),
        ("pensions", ()),  # another form of a word is that word
        ("pension xyzzy", ("xyzzy",)),
        ("XYZZY pension", ("XYZZY",)),  # as typed
        ("xyzzy", ("xyzzy",)),  # no hit at all
        ("how do I get a pension", ()),  # fillers are no loss
        ("how would somebody get a pension", ("somebody",)),
        ("pension plugh xyzzy plugh", ("plugh", "xyzzy")),
        ("old-age xqfrob-xqwurb", ("xqfrob", "xqwurb")),
        ("old-xqfrob pension", ("xqfrob",)),
        ("pension 123456", ("123456",)),
        ("自己交社保", ()),
        ("区块链养老保险", ("区块链",)),
        ("养老保险区块链", ("区块链",)),
        ("怎么办理养老保险", ()),  # 办 and 理 stand alone between what is there
        ("pension 区块链 xyzzy", ("区块链", "xyzzy")),
        ("pension -xyzzy", ()),  # nobody misses what is not wanted
        ("pension lang:en xyzzy", ("xyzzy",)),
        ("", ()),
        ("???", ()),
        ("<script>xyzzy</script> pension", ("script", "xyzzy")),
        ("a1b2 c3d4 e5f6 g7h8 i9j0 k1l2 m3n4", ("a1b2", "c3d4", "e5f6", "g7h8", "i9j0")),
    ],
)
def test_words(engine: SearchEngine, query: str, expected: tuple[str, ...]) -> None:
    assert left_out(engine, query) == expected


def test_a_word_that_only_later_pages_have_is_left_out_here(engine: SearchEngine) -> None:
    """Pages say what holds for the hits that they show."""
    query = "social security card injury pregnancy"
    whole = engine.search(SearchRequest(query=query))
    assert "card" not in whole.left_out
    first = engine.search(SearchRequest(query=query, per_page=1))
    assert {"card", "injury"} & set(first.left_out)
    assert set(whole.left_out) <= set(first.left_out)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("pension pay 养老保险区块链xyz-' ,?é①", max_size=40))
def test_what_is_left_out_was_typed(engine: SearchEngine, query: str) -> None:
    words = left_out(engine, query)
    assert all(word in query for word in words)
    assert len(set(words)) == len(words)
