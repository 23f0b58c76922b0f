"""What every search engine suggests while somebody types, whatever it is made of."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.engine import Batch, SearchEngine
from kb.model import Article, Status
from kb.request import MAX_QUERY_CHARS
from kb.suggestion import MAX_SUGGESTIONS, Suggestion, SuggestRequest
from tests.small_corpus import ARTICLES, HOSTILE, PAY, YEARS, ZH_CARD, article, batch
from tests.test_engine import ENGINES, Open


@pytest.fixture(scope="module", params=ENGINES.values(), ids=ENGINES.keys())
def open_engine(request: pytest.FixtureRequest) -> Open:
    opener: Open = request.param
    return opener


@pytest.fixture(scope="module")
def small(open_engine: Open, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    """An engine with the small corpus, for tests that only read."""
    engine = open_engine(tmp_path_factory.mktemp("small") / "index")
    engine.write(batch())
    yield engine
    engine.close()


@pytest.fixture
def engine(open_engine: Open, tmp_path: Path) -> Iterator[SearchEngine]:
    """An engine with nothing in it, to write to."""
    opened = open_engine(tmp_path / "index")
    yield opened
    opened.close()


def suggest(
    engine: SearchEngine, typed: str, limit: int = MAX_SUGGESTIONS, *langs: str
) -> tuple[Suggestion, ...]:
    return engine.suggest(SuggestRequest(typed=typed, limit=limit, langs=langs))


def slugs(engine: SearchEngine, typed: str, *langs: str) -> list[str]:
    return [found.slug for found in suggest(engine, typed, MAX_SUGGESTIONS, *langs)]


def shown(found: Suggestion) -> str:
    """The recognised wording with what was typed in brackets."""
    return "".join(f"[{p}]" if n % 2 else p for n, p in enumerate(found.text.pieces))


def titled(slug: str, title: str, *aliases: str, lang: str = "en") -> Article:
    return article(slug, title, (), aliases=aliases, lang=lang)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("where can", "[Where can] I pay my own social security?"),
        ("WHERE  can,", "[Where can] I pay my own social security?"),
        ("Where can I pay my own social security?", "[Where can I pay my own social security]?"),
        ("own soc", "Where can I pay my [own soc]ial security?"),
        ("security own pa", "Where can I [pa]y my [own] social [security]?"),
        ("how to pay sheb", "[how to pay sheb]ao without employer"),
        ("minimum", "[minimum] contribution years"),
        ("hosp", "Is [hosp]ital treatment away from home reimbursed?"),
        ("province medical", "cross-[province medical] settlement"),
        ("self-emp", "Can the [self-emp]loyed choose what they contribute?"),
        ("养老", "[养老]保险要交多少年才能退休？"),
        ("少年", "养老保险要交多[少年]才能退休？"),
        ("业", "灵活就[业]参保"),
        ("认定 工伤", "[工伤认定]怎么申请？"),
        ("社保卡补办", "深圳[社保卡]丢了怎么[补办]？"),
        ("社保卡c", "[社保卡c]ard丢失"),
        ("card丢", "社保卡[card丢]失"),
        ("socal securty", "I lost my [social security] card"),
        ("unemploymnet ben", "How do I claim [unemployment ben]efit?"),
        ("hospitla", "Is [hospital] treatment away from home reimbursed?"),
        ("hmoe", "Is hospital treatment away from [home] reimbursed?"),
        ("pensoin", "How many years must I contribute to get a [pension]?"),
        ("contribbute", "How many years must I [contribute] to get a pension?"),
    ],
)
def test_the_first_suggestion(small: SearchEngine, typed: str, first: str) -> None:
    assert shown(suggest(small, typed)[0]) == first


@pytest.mark.parametrize(
    "typed",
    ["", " \t\n", "?!…。，", "*", "😀", "\u200b", "\x00", "\ud800", "_", "'", "x" * 500, "险" * 500,
     "zebrafish", "treatment ome", "pqyx", "soc pay", "hmo", "养险"],
)  # fmt: skip
def test_nothing_to_suggest(small: SearchEngine, typed: str) -> None:
    assert suggest(small, typed) == ()


@given(typed=st.text(max_size=60) | st.text("socialpywhr 养老社保5-'\"*()", max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_is_answered(small: SearchEngine, typed: str) -> None:
    found = suggest(small, typed)
    known = {a.slug: a for a in ARTICLES}
    assert len({suggestion.slug for suggestion in found}) == len(found) <= MAX_SUGGESTIONS
    for suggestion in found:
        of = known[suggestion.slug]
        assert suggestion.text.text in (of.title, *of.aliases)
        assert suggestion.by_alias is (suggestion.text.text != of.title)
        assert (suggestion.title, suggestion.lang) == (of.title, of.lang)
        assert all(suggestion.text.pieces[1:])
        assert len(suggestion.text.pieces) > 1
    assert suggest(small, typed, 2) == found[:2]


def test_an_alias_names_its_article(small: SearchEngine) -> None:
    (found,) = suggest(small, "minimum contr")
    assert found.by_alias
    assert (found.slug, found.title, found.lang) == (YEARS.slug, YEARS.title, "en")


def test_the_order(engine: SearchEngine) -> None:
    engine.write(
        Batch(
            articles=(
                titled("title", "Pension for widows and all their children"),
                titled("title-zh", "Pension是什么", lang="zh"),
                titled("alias", "Money for the old", "pension at last, when you are old"),
                titled("inside-short", "A pension now"),
                titled("inside-long", "When is a pension paid to the heirs?"),
                titled("inside-alias", "Money", "my pension"),
                titled("alias-zh", "退休金", "pension", lang="zh"),
                titled("typo", "Pensoin"),
                titled("nothing", "Wages"),
            )
        )
    )
    expected = ["title", "title-zh", "alias", "inside-short", "inside-long", "inside-alias",
                "alias-zh", "typo"]  # fmt: skip
    assert slugs(engine, "pension") == expected


def test_words_side_by_side_are_better_than_apart(engine: SearchEngine) -> None:
    engine.write(
        Batch(
            articles=(
                titled("apart", "The own social"),
                titled("turned", "Is social own"),
                titled("together", "Where to pay for your own social security"),
            )
        )
    )
    assert slugs(engine, "own soc") == ["apart", "together", "turned"]
    assert slugs(engine, "social own") == ["turned", "apart", "together"]


def test_the_language_that_is_typed_comes_first(small: SearchEngine) -> None:
    langs = [found.lang for found in suggest(small, "社保")]
    assert langs == sorted(langs, reverse=True)
    assert set(langs) == {"en", "zh"}
    assert {found.lang for found in suggest(small, "社保", 10, "en")} == {"en"}
    assert {found.lang for found in suggest(small, "社保", 10, "zh")} == {"zh"}
    assert suggest(small, "社保", 10, "en", "zh") == suggest(small, "社保")


def test_words_may_be_in_the_title_and_in_an_alias(small: SearchEngine) -> None:
    (found,) = suggest(small, "unemployment mon")
    assert shown(found) == "How do I claim [unemployment] benefit?"


def test_a_known_short_word_is_not_doubted(engine: SearchEngine) -> None:
    engine.write(Batch(articles=(titled("card", "A card"), titled("care", "Old care"))))
    assert slugs(engine, "card") == ["card"]
    assert slugs(engine, "carx") == ["card", "care"]


def test_a_known_word_is_doubted_where_nothing_is_found(engine: SearchEngine) -> None:
    engine.write(Batch(articles=(titled("form", "Form A"), titled("from", "Pay from abroad"))))
    assert slugs(engine, "pay form") == ["from"]


def test_drafts_and_removed_articles_are_not_suggested(engine: SearchEngine) -> None:
    engine.write(batch())
    assert slugs(engine, "zebrafish") == slugs(engine, "maternity") == []
    assert slugs(engine, "own soc") == [PAY.slug]
    engine.write(Batch(articles=(replace(PAY, title="Paying", aliases=()),)))
    assert slugs(engine, "own soc") == []
    assert slugs(engine, "payi") == [PAY.slug]
    engine.write(Batch(articles=(replace(PAY, status=Status.REVIEW),)))
    assert slugs(engine, "payi") == []
    engine.write(Batch(removed=(ZH_CARD.path,)))
    assert slugs(engine, "补办") == []


def test_an_index_without_articles(engine: SearchEngine) -> None:
    assert suggest(engine, "pension") == ()
    engine.write(Batch(articles=(titled("wordless", "?!"),)))
    assert suggest(engine, "pension") == ()


def test_markup_is_text(engine: SearchEngine) -> None:
    engine.write(Batch(articles=(HOSTILE,)))
    (found,) = suggest(engine, "<script>alert")
    assert shown(found) == 'Is <[script>alert]("title")</script> a pangolin & text?'


def test_however_it_was_written(open_engine: Open, tmp_path: Path) -> None:
    """One batch or many, in any order: the same suggestions."""
    many, once = open_engine(tmp_path / "many"), open_engine(tmp_path / "once")
    articles = [
        titled(f"note-{n:02}", f"Note {'about a pension ' * (n % 3)}{n % 7}", f"alias {n % 5}")
        for n in range(40)
    ]
    once.write(Batch(articles=tuple(articles), anew=True))
    for start in range(0, 40, 9):
        many.write(Batch(articles=tuple(articles[start : start + 9][::-1])))
    many.write(Batch(articles=tuple(articles[3:5])))
    for typed in ("n", "note", "note about", "pension 3", "pensoin", "alias 4", "alia 3", "notw"):
        assert suggest(many, typed) == suggest(once, typed) != ()
    whole = suggest(once, "n")
    assert [suggest(once, "n", limit) for limit in range(1, 11)] == [
        whole[:limit] for limit in range(1, 11)
    ]
    many.close()
    once.close()


WORDS = st.sampled_from("pay pension card employer security social 养老 社保卡 工伤".split())  # noqa: SIM905
TITLES = st.lists(WORDS, min_size=1, max_size=5, unique=True).map(" ".join)


@given(titles=st.lists(TITLES, min_size=1, max_size=MAX_SUGGESTIONS), data=st.data())
@settings(max_examples=25, deadline=None)
def test_whoever_types_a_title_finds_it(
    open_engine: Open,
    tmp_path_factory: pytest.TempPathFactory,
    titles: list[str],
    data: st.DataObject,
) -> None:
    engine = open_engine(tmp_path_factory.mktemp("titles") / "index")
    engine.write(Batch(articles=tuple(titled(f"a{n}", title) for n, title in enumerate(titles))))
    meant = data.draw(st.integers(0, len(titles) - 1))
    words = titles[meant].split()
    some = data.draw(st.permutations(words))[: data.draw(st.integers(1, len(words)))]
    typed = " ".join([*some[:-1], some[-1][: data.draw(st.integers(1, len(some[-1])))]])
    assert f"a{meant}" in slugs(engine, typed)
    whole = slugs(engine, titles[meant])
    assert titles[int(whole[0][1:])].startswith(titles[meant])
    engine.close()


@pytest.mark.parametrize(
    "wrong", [{"typed": "x" * (MAX_QUERY_CHARS + 1)}, {"typed": "x", "limit": 0},
              {"typed": "x", "limit": MAX_SUGGESTIONS + 1}],
)  # fmt: skip
def test_a_request_out_of_bounds(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"500|1 to 10"):
        SuggestRequest(**wrong)  # type: ignore[arg-type]
