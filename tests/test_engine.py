"""What every search engine must do, whatever it is made of.

Another engine joins by a line in ``ENGINES``: a function that opens it at a place.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.codec import digest
from kb.engine import Batch, IndexMovedError, OfficialWords, Registered, SearchEngine
from kb.index.engine import WhooshEngine
from kb.model import Article, Status
from kb.provision import Provision
from kb.request import Filters, SearchRequest
from kb.results import ResultPage
from kb.statutes import Paragraph, ProvisionText
from tests.small_corpus import (
    ARTICLES,
    AWAY,
    CARD,
    DRAFT,
    HOSTILE,
    PAY,
    STATUTES,
    YEARS,
    article,
    batch,
    lead,
)

Open = Callable[[Path], SearchEngine]
PROVISION_NAMES = {
    "prc-sil-2010/art-16": {"Article 16, Social Insurance Law", "社会保险法第十六条"},
    "prc-sil-2010/art-45": {"Article 45, Social Insurance Law", "社会保险法第四十五条"},
    "prc-sil-2010/art-60": {"Article 60, Social Insurance Law", "社会保险法第六十条"},
}
ENGINES: dict[str, Open] = {"whoosh": WhooshEngine.open}


@pytest.fixture(scope="module", params=ENGINES.values(), ids=ENGINES.keys())
def open_engine(request: pytest.FixtureRequest) -> Open:
    """Opens an engine at a place; the same place twice is the same index."""
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


def search(engine: SearchEngine, query: str, page: int = 1, **filters: str) -> ResultPage:
    """Search; a filter's values are separated by spaces."""
    chosen = Filters(**{field: tuple(values.split()) for field, values in filters.items()})
    return engine.search(SearchRequest(query=query, filters=chosen, page=page))


def slugs(page: ResultPage) -> list[str]:
    return [hit.slug for hit in page.hits]


def note(number: int, text: str, **more: str) -> Article:
    """A small article of its own path."""
    return article(f"note-{number}", f"Note {number}", (lead(text),), **more)  # type: ignore[arg-type]


# -- what it holds


def test_holdings_tell_what_the_contents_do(small: SearchEngine) -> None:
    held, contents = small.holdings(), small.contents()
    assert held.generation == contents.generation == small.generation()
    assert held.statutes == contents.statutes
    published = [a for a in contents.articles if a.status is Status.PUBLISHED]
    assert held.articles == len(published) < len(contents.articles)


def test_holdings_of_nothing(engine: SearchEngine) -> None:
    held = engine.holdings()
    assert (held.articles, held.statutes, held.generation) == (0, (), 0)


# -- finding


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Where can I pay my own social security?", "pay-your-own-social-security"),
        ("where can i pay my own social security", "pay-your-own-social-security"),
        ("how to pay shebao without employer", "pay-your-own-social-security"),
        ("pension", "pension-contribution-years"),
        ("contributing years for pensions", "pension-contribution-years"),
        ("I want to claim benefits because I'm unemployed", "claim-unemployment-benefit"),
        ("my card is lost", "lost-social-security-card"),
        ("hospital away from home", "treatment-away-from-home"),
        ("self-employed", "self-employed-contributions"),
        ("養", "yang-lao-jiao-fei-nian-xian"),
        ("养老保险", "yang-lao-jiao-fei-nian-xian"),
        ("养老保险要交多少年", "yang-lao-jiao-fei-nian-xian"),
        ("自己交社保去哪里交", "zi-ji-jiao-she-bao"),
        ("请问个人怎么缴纳社保呢", "zi-ji-jiao-she-bao"),
        ("工伤", "gong-shang-ren-ding"),
        ("深圳社保卡", "shenzhen-she-bao-ka"),
        ("社保卡card丢失", "shenzhen-she-bao-ka"),
        ("Article 45", "claim-unemployment-benefit"),
        ("Article 16", "pension-contribution-years"),
        ("第十六条", "yang-lao-jiao-fei-nian-xian"),
        ("300%", "self-employed-contributions"),
        ("60 days", "claim-unemployment-benefit"),
        ("ＰＥＮＳＩＯＮ　ｙｅａｒｓ", "pension-contribution-years"),
        ("old age", "pay-your-own-social-security"),
        ("oldage", "pay-your-own-social-security"),
        ("窗", "zi-ji-jiao-she-bao"),
        ("口", "zi-ji-jiao-she-bao"),
        ("pension " * 60, "pension-contribution-years"),
    ],
)
def test_the_first_hit(small: SearchEngine, query: str, first: str) -> None:
    found = search(small, query)
    assert slugs(found)[:1] == ([first] if first else [])


@pytest.mark.parametrize(
    "query",
    ["", " ", "\t\n", "*", "?", "?!…。，", "**:()[]{}\"'", "\x00", "😀", "\u200b", "-", "_",
     "zebrafish", "qwrtzu pxvk", "x" * 500],
)  # fmt: skip
def test_nothing_is_found_and_nothing_raised(small: SearchEngine, query: str) -> None:
    found = search(small, query)
    assert (found.total, found.pages, found.hits) == (0, 0, ())
    assert [facet.values for facet in found.facets] == [()] * 5
    assert found.query == query


@pytest.mark.parametrize(
    ("query", "plain"),
    [
        ("pension*", "pension"),
        ("title:pension", "title pension"),
        ('"social security', "social security"),
        ("pension AND (years OR", "pension and years or"),
        ("NOT pension", "not pension"),
        ("pension^5~2", "pension 5 2"),
        ("[a TO z]", "a to z"),
        ("slug:pay-your-own-social-security", "slug pay-your-own-social-security"),
        ("author:zh pension", "author zh pension"),
        ("lang: zh pension", "lang zh pension"),
        ("<script>pension</script>", "script pension script"),
        ("pen*", "pen"),
    ],
)
def test_signs_mean_nothing(small: SearchEngine, query: str, plain: str) -> None:
    assert slugs(search(small, query)) == slugs(search(small, plain))


@given(query=st.text(max_size=80) | st.text("pension养老社保5 -'\"*():?", max_size=80))
@settings(max_examples=80)
def test_any_string_is_a_query(small: SearchEngine, query: str) -> None:
    found = search(small, query)
    assert len(found.hits) == min(found.total, 10)
    assert [hit.rank for hit in found.hits] == list(range(1, len(found.hits) + 1))
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)
    known = {a.slug: {a.title} for a in ARTICLES} | PROVISION_NAMES
    for hit in found.hits:
        assert hit.title.text in known[hit.slug]


def test_a_natural_question_needs_not_all_its_words(small: SearchEngine) -> None:
    found = search(small, "What pension will the xylophone department pay after fifteen years?")
    assert slugs(found)[0] == "pension-contribution-years"


def test_more_of_the_question_beats_one_word_often(engine: SearchEngine) -> None:
    often = note(1, "Maternity maternity maternity maternity maternity leave-taking.")
    both = note(2, "The maternity allowance, once.")
    engine.write(Batch(articles=(often, both, note(3, "An allowance."), note(4, "Else."))))
    assert slugs(search(engine, "maternity allowance"))[0] == "note-2"


def test_a_word_in_the_title_beats_one_in_the_text(engine: SearchEngine) -> None:
    other = replace(note(2, "Something else."), title="The annuity")
    engine.write(Batch(articles=(note(1, "The annuity."), other, note(3, "Else."))))
    assert slugs(search(engine, "annuity")) == ["note-2", "note-1"]


@pytest.mark.parametrize(("query", "first"), [("paying", "note-1"), ("pays", "note-2")])
def test_the_exact_word_beats_its_stem(engine: SearchEngine, query: str, first: str) -> None:
    engine.write(Batch(articles=(note(1, "Paying."), note(2, "Pays."), note(3, "Else."))))
    found = search(engine, query)
    assert slugs(found)[0] == first
    assert found.total == 2


@pytest.mark.parametrize(("query", "first"), [("公证 ABC", "note-2"), ("ABC", "note-1")])
def test_the_language_of_the_question_is_preferred(
    engine: SearchEngine, query: str, first: str
) -> None:
    texts = (note(1, "ABC 公证"), note(2, "ABC 公证", lang="zh"), note(3, "Else."))
    engine.write(Batch(articles=texts))
    found = search(engine, query)
    assert slugs(found)[0] == first
    assert found.total == 2


def test_question_words_count_for_little(small: SearchEngine) -> None:
    assert slugs(search(small, "how do I pension")) == slugs(search(small, "pension"))
    assert search(small, "how do I").total > 0


def test_drafts_are_never_found(small: SearchEngine) -> None:
    assert search(small, "zebrafish maternity allowance").total == 0
    assert small.related(DRAFT.slug, 5) == ()
    assert DRAFT in small.contents().articles


def test_a_hit_says_where_it_answers(small: SearchEngine) -> None:
    hit = search(small, "what does a replacement card cost").hits[0]
    assert (hit.slug, hit.anchor, hit.heading) == (CARD.slug, "what-it-costs", "What it costs")
    assert (hit.topic, hit.regions, hit.kind) == ("registration", ("shenzhen",), "guide")
    assert (hit.lang, hit.reviewed, hit.rank) == ("en", "2026-11-20", 1)
    assert "replacement" in hit.snippet.pieces[1::2]


def test_a_hit_in_the_lead_has_no_anchor(small: SearchEngine) -> None:
    hit = search(small, "fifteen years").hits[0]
    assert (hit.slug, hit.anchor, hit.heading) == (YEARS.slug, "", "")


def test_an_article_without_sections_is_found(engine: SearchEngine) -> None:
    engine.write(Batch(articles=(article("bare", "A bare title", ()),)))
    hit = search(engine, "bare").hits[0]
    assert (hit.title.pieces, hit.snippet.text) == (("A ", "bare", " title"), "")


def test_markup_is_text(engine: SearchEngine) -> None:
    engine.write(Batch(articles=(*ARTICLES, HOSTILE)))
    hit = search(engine, "pangolin <script>alert").hits[0]
    assert hit.title.text == HOSTILE.title


# -- pages


def test_pages_follow_one_another(engine: SearchEngine) -> None:
    engine.write(Batch(articles=tuple(note(n, "annuity " * (n % 7 + 1)) for n in range(35))))
    pages = [search(engine, "annuity", page=page) for page in (1, 2, 3, 4, 5)]
    assert [len(page.hits) for page in pages] == [10, 10, 10, 5, 0]
    assert {page.total for page in pages} == {35}
    assert {page.pages for page in pages} == {4}
    hits = [hit for page in pages for hit in page.hits]
    assert [hit.rank for hit in hits] == list(range(1, 36))
    assert len({hit.slug for hit in hits}) == 35
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


def test_the_deepest_page(small: SearchEngine) -> None:
    request = SearchRequest(query="pension", page=20, per_page=50)
    found = small.search(request)
    assert (found.hits, found.page, found.per_page) == ((), 20, 50)
    assert found.total == search(small, "pension").total


def test_equal_scores_keep_one_order(engine: SearchEngine) -> None:
    same = [replace(note(n, "annuity"), title="Same") for n in (3, 1, 2)]
    engine.write(Batch(articles=tuple(same)))
    assert slugs(search(engine, "annuity")) == ["note-1", "note-2", "note-3"]


# -- filters and facets

VALUES = {
    "topic": ("contributions", "pension", "nowhere"),
    "region": ("national", "shenzhen", "guangdong"),
    "kind": ("guide", "qa"),
    "lang": ("en", "zh"),
}
BROAD = "social 社保 pension 养老"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"lang": "zh", "topic": "pension"}, {"yang-lao-jiao-fei-nian-xian"}),
        ({"region": "shenzhen"}, {"lost-social-security-card", "shenzhen-she-bao-ka"}),
        ({"region": "guangdong"}, set()),
        ({"topic": "pension unemployment", "lang": "en", "kind": "guide"}, {
            "claim-unemployment-benefit",
        }),
        ({"topic": "nowhere"}, set()),
    ],
)  # fmt: skip
def test_filters(small: SearchEngine, filters: dict[str, str], expected: set[str]) -> None:
    assert set(slugs(search(small, BROAD, **filters))) == expected


def test_any_of_an_articles_regions_will_do(small: SearchEngine) -> None:
    for region in AWAY.regions:
        assert slugs(search(small, "hospital treatment", region=region)) == [AWAY.slug]


@pytest.mark.parametrize(
    "filters",
    [
        {},
        *({field: value} for field, values in VALUES.items() for value in values),
        {"topic": "pension", "lang": "zh"},
        {"region": "national", "kind": "guide", "lang": "en"},
        {"topic": "contributions", "region": "national", "kind": "guide", "lang": "zh"},
        {"topic": "nowhere", "lang": "zh"},
    ],
)
def test_a_facets_counts_are_what_choosing_would_give(
    small: SearchEngine, filters: dict[str, str]
) -> None:
    found = search(small, BROAD, **filters)
    assert [facet.field for facet in found.facets] == ["topic", "region", "kind", "lang", "statute"]
    for facet in found.facets:
        assert {v.value for v in facet.values if v.chosen} == {filters.get(facet.field)} - {None}
        counts = [value.count for value in facet.values]
        assert counts == sorted(counts, reverse=True)
        for value in facet.values:
            asked = {**filters, facet.field: value.value}
            assert search(small, BROAD, **asked).total == value.count
            assert value.count or value.chosen


def test_several_values_of_a_facet_add_up(small: SearchEngine) -> None:
    both = search(small, BROAD, lang="en zh")
    assert both.total == search(small, BROAD).total
    assert [value.chosen for facet in both.facets[3:4] for value in facet.values] == [True, True]


# -- related


def test_related_shares_provisions_topic_and_language(small: SearchEngine) -> None:
    assert small.related(PAY.slug, 5)[0] == "self-employed-contributions"
    langs = {a.slug: a.lang for a in ARTICLES}
    for a in ARTICLES:
        near = small.related(a.slug, 50)
        assert a.slug not in near
        assert {langs[slug] for slug in near} <= {a.lang}
        assert len(set(near)) == len(near)
        assert small.related(a.slug, 1) == near[:1]


def test_related_knows_shared_words(engine: SearchEngine) -> None:
    texts = (
        note(1, "The surviving spouse draws the annuity."),
        note(2, "An annuity for the surviving spouse.", topic="pension"),
        note(3, "A bicycle on the way to work.", topic="work-injury"),
    )
    engine.write(Batch(articles=texts))
    assert engine.related("note-1", 5) == ("note-2",)


def test_a_translation_is_not_related(engine: SearchEngine) -> None:
    original, other = note(1, "An annuity."), note(2, "An annuity.")
    engine.write(Batch(articles=(original, replace(other, translation_of="note-1"))))
    assert engine.related("note-1", 5) == ()
    assert engine.related("note-2", 5) == ()


@pytest.mark.parametrize(("slug", "limit"), [("nowhere", 5), ("", 5), (PAY.slug, 0)])
def test_related_to_nothing(small: SearchEngine, slug: str, limit: int) -> None:
    assert small.related(slug, limit) == ()


# -- writing


def test_a_new_engine_is_empty(engine: SearchEngine) -> None:
    assert engine.generation() == 0
    assert engine.contents().articles == engine.contents().statutes == ()
    assert search(engine, "pension").total == 0
    assert engine.related("pension", 3) == ()


def test_contents_are_what_was_written(small: SearchEngine) -> None:
    contents = small.contents()
    written = sorted((*ARTICLES, DRAFT), key=lambda a: a.path)
    assert contents.articles == tuple(written)
    assert contents.statutes == tuple(sorted(STATUTES, key=lambda statute: statute.id))
    assert contents.generation == small.generation() == search(small, "x").generation


def test_each_write_is_a_generation(engine: SearchEngine) -> None:
    assert engine.write(Batch(articles=(PAY,))) == engine.generation() == 1
    assert engine.write(Batch(articles=(YEARS,))) == engine.generation() == 2
    assert engine.write(Batch()) == engine.generation() == 2
    assert engine.write(Batch(anew=True)) == engine.generation() == 3
    assert engine.contents().articles == ()


def test_an_article_is_replaced_by_path(engine: SearchEngine) -> None:
    engine.write(batch())
    engine.write(Batch(articles=(replace(PAY, slug="paying", title="About walruses"),)))
    found = slugs(search(engine, "walrus"))
    assert found[0] == "paying"
    assert all("/" in slug for slug in found[1:])  # the law that it rests on
    assert PAY.slug not in slugs(search(engine, "Where can I pay my own social security?"))
    assert len(engine.contents().articles) == len(ARTICLES) + 1


def test_of_two_with_one_path_the_later_counts(engine: SearchEngine) -> None:
    engine.write(Batch(articles=(PAY, replace(PAY, title="Later"))))
    assert [a.title for a in engine.contents().articles] == ["Later"]


def test_removing(engine: SearchEngine) -> None:
    engine.write(batch())
    engine.write(Batch(removed=(PAY.path, "articles/never/was.md")))
    assert PAY not in engine.contents().articles
    assert PAY.slug not in slugs(search(engine, PAY.title))
    engine.write(Batch(removed=(YEARS.path,), articles=(replace(YEARS, title="Kept"),)))
    assert "Kept" in [a.title for a in engine.contents().articles]


def test_an_article_that_becomes_a_draft_is_no_longer_found(engine: SearchEngine) -> None:
    engine.write(Batch(articles=(PAY, YEARS)))
    draft = replace(PAY, status=Status.REVIEW)
    engine.write(Batch(articles=(draft,)))
    assert PAY.slug not in slugs(search(engine, PAY.title))
    assert draft in engine.contents().articles


def test_statutes_are_added_replaced_and_removed_one_by_one(engine: SearchEngine) -> None:
    engine.write(batch())
    engine.write(Batch(articles=(PAY,)))
    assert len(engine.contents().statutes) == 2
    changed = replace(STATUTES[0], status="amended")
    engine.write(Batch(statutes=(changed,)))
    assert engine.contents().statutes == (changed, *STATUTES[1:])
    engine.write(Batch(removed_statutes=(changed.id,)))
    assert engine.contents().statutes == STATUTES[1:]
    engine.write(Batch(removed_statutes=tuple(statute.id for statute in STATUTES)))
    assert engine.contents().statutes == ()
    assert len(engine.contents().articles) == len(ARTICLES) + 1


WORDS = OfficialWords(
    statute="prc-sil-2010",
    state="first",
    provisions=(
        ProvisionText(
            provision=Provision("prc-sil-2010", 60),
            chapter=("第七章 社会保险费征缴",),
            paragraphs=(
                Paragraph(text="渡船上的人直接缴纳。"),
                Paragraph(text="灯塔上的人不缴纳。"),
            ),
        ),
        ProvisionText(
            provision=Provision("prc-sil-2010", 97),
            chapter=(),
            paragraphs=(Paragraph(text="外国人参照本法的规定。"),),
        ),
    ),
)


def test_official_words_are_found_beside_ours(engine: SearchEngine) -> None:
    ours = next(s for s in STATUTES if s.id == WORDS.statute)
    before = len(ours.provisions)
    assert before
    engine.write(Batch(articles=ARTICLES, statutes=STATUTES, official=(WORDS,), anew=True))
    assert engine.contents().states == {WORDS.statute: "first"}
    assert engine.contents().statutes == STATUTES, "the words themselves are not handed back"
    assert engine.holdings().provisions == before + 1, "both languages are one document"
    found = search(engine, "灯塔上的人", kind="provision").hits[0]
    assert (found.slug, found.lang, found.anchor) == (f"{WORDS.statute}/art-60", "zh", "para-2")
    assert "灯塔上的人" in "".join(found.snippet.pieces)
    for lang in ("zh", "en"):
        both = search(engine, "SIL art. 60", kind="provision", lang=lang)
        assert both.hits[0].slug == f"{WORDS.statute}/art-60"
        assert both.hits[0].lang == "en", "the question is English"
    assert search(engine, "社保法60条").hits[0].lang == "zh"
    only = search(engine, "外国人参照本法", kind="provision", lang="zh")
    assert [hit.slug for hit in only.hits] == [f"{WORDS.statute}/art-97"]


def test_official_words_go_and_change_with_their_statute(engine: SearchEngine) -> None:
    engine.write(Batch(articles=ARTICLES, statutes=STATUTES, official=(WORDS,), anew=True))
    ours = next(s for s in STATUTES if s.id == WORDS.statute)
    other = replace(WORDS, state="second", provisions=WORDS.provisions[:1])
    engine.write(Batch(statutes=(ours,), official=(other,)))
    assert engine.contents().states == {WORDS.statute: "second"}
    assert engine.holdings().provisions == len(ours.provisions)
    engine.write(Batch(statutes=(ours,)))
    assert engine.contents().states == {}
    assert not search(engine, "灯塔上的人", kind="provision").total
    bare = replace(
        ours, id="cn-deng-ta-fa", title_en="", title_zh="灯塔法", aliases=(), provisions=()
    )
    light = replace(
        WORDS,
        statute=bare.id,
        provisions=tuple(
            replace(text, provision=replace(text.provision, statute=bare.id))
            for text in WORDS.provisions
        ),
    )
    engine.write(Batch(statutes=(bare,), official=(light,)))
    found = search(engine, "灯塔法第60条").hits[0]
    assert (found.slug, found.lang) == ("cn-deng-ta-fa/art-60", "zh")
    assert "".join(found.title.pieces) == "灯塔法第六十条"
    engine.write(Batch(removed_statutes=(bare.id,)))
    assert engine.holdings().provisions == len(ours.provisions)


def test_anew_forgets_what_is_not_in_the_batch(engine: SearchEngine) -> None:
    engine.write(batch())
    engine.write(Batch(articles=(YEARS,), anew=True))
    assert engine.contents().articles == (YEARS,)
    assert engine.contents().statutes == ()
    assert slugs(search(engine, BROAD)) == [YEARS.slug]


def test_progress_counts_articles_and_provisions(engine: SearchEngine) -> None:
    told: list[tuple[int, int]] = []
    engine.write(batch(), lambda done, total: told.append((done, total)))
    everything = len(ARTICLES) + 1 + len(PROVISION_NAMES)  # the draft too
    assert told[-1] == (everything, everything)
    assert told == sorted(set(told))


def test_a_write_that_fails_changes_nothing(engine: SearchEngine) -> None:
    engine.write(Batch(articles=(PAY,)))

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.write(Batch(articles=(YEARS,), removed=(PAY.path,)), interrupt)
    assert engine.generation() == 1
    assert engine.contents().articles == (PAY,)
    assert engine.write(Batch(articles=(YEARS,))) == 2


NOTES = [
    [note(n, text, lang=lang) for text, lang in (("annuity", "en"), ("an old annuity 年金", "zh"))]
    for n in range(6)
]
CHANGES = st.lists(
    st.tuples(
        st.lists(st.sampled_from([a for both in NOTES for a in both]), max_size=4),
        st.lists(st.sampled_from([both[0].path for both in NOTES]), max_size=3),
    ),
    min_size=1,
    max_size=7,
)


@given(changes=CHANGES)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_way_to_an_index_makes_no_difference(
    open_engine: Open,
    tmp_path_factory: pytest.TempPathFactory,
    changes: list[tuple[list[Article], list[str]]],
) -> None:
    grown = open_engine(tmp_path_factory.mktemp("grown"))
    expected: dict[str, Article] = {}
    for articles, removed in changes:
        grown.write(Batch(articles=tuple(articles), removed=tuple(removed)))
        for path in removed:
            expected.pop(path, None)
        expected.update({a.path: a for a in articles})
        assert grown.contents().articles == tuple(expected[path] for path in sorted(expected))
    built = open_engine(tmp_path_factory.mktemp("built"))
    built.write(Batch(articles=tuple(expected.values()), anew=True))
    for query in ("annuity", "old 年金"):
        one, other = search(grown, query), search(built, query)
        assert slugs(one) == slugs(other)
        assert [h.score for h in one.hits] == pytest.approx([h.score for h in other.hits])
        assert one.facets == other.facets
    grown.close()
    built.close()


# -- several at once


def test_what_one_engine_writes_another_sees(open_engine: Open, tmp_path: Path) -> None:
    writer, reader = open_engine(tmp_path / "index"), open_engine(tmp_path / "index")
    assert search(reader, "pension").total == 0
    writer.write(batch())
    assert reader.generation() == 1
    assert slugs(search(reader, "pension"))[0] == YEARS.slug
    writer.write(Batch(removed=(YEARS.path,)))
    assert YEARS.slug not in slugs(search(reader, "pension"))
    reader.write(Batch(articles=(YEARS,)))
    assert YEARS in writer.contents().articles
    writer.close()
    reader.close()


def test_readers_see_the_old_index_or_the_new_one(open_engine: Open, tmp_path: Path) -> None:
    """Two whole indexes by turns: every answer must be all of one or all of the other."""
    states = [tuple(note(n, f"annuity {name}") for n in range(size))
              for name, size in (("walrus", 12), ("heron", 17))]  # fmt: skip
    writer, reader = open_engine(tmp_path / "index"), open_engine(tmp_path / "index")
    writer.write(Batch(articles=states[0], anew=True))
    done = threading.Event()
    wrong: list[object] = []

    def read() -> None:
        while not done.is_set():
            state = states[(search(reader, "annuity").generation - 1) % 2]
            found = search(reader, "annuity")
            state = states[(found.generation - 1) % 2]
            contents = reader.contents()
            kept = states[(contents.generation - 1) % 2]
            if found.total != len(state) or sorted(contents.articles, key=_path) != sorted(
                kept, key=_path
            ):
                wrong.append((found, contents))

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for turn in range(1, 9):
        assert writer.write(Batch(articles=states[turn % 2], anew=True)) == turn + 1
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    writer.close()
    reader.close()


def test_threads_share_an_engine(small: SearchEngine) -> None:
    queries = ["pension", "养老保险", "social security card", "Article 60", "hospital"] * 6
    alone = [slugs(search(small, query)) for query in queries]
    together: dict[int, list[list[str]]] = {}

    def ask(number: int) -> None:
        together[number] = [slugs(search(small, query)) for query in queries]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(together.values()) == [alone] * 4


def test_writers_wait_for_one_another(open_engine: Open, tmp_path: Path) -> None:
    engines = [open_engine(tmp_path / "index") for _ in range(3)]
    threads = [
        threading.Thread(target=engine.write, args=(Batch(articles=(note(n, "annuity"),)),))
        for n, engine in enumerate(engines)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert engines[0].generation() == 3
    assert search(engines[0], "annuity").total == 3
    for engine in engines:
        engine.close()


def _path(a: Article) -> str:
    return a.path


# -- typing errors


def test_hits_are_those_of_the_query_as_it_was_meant(small: SearchEngine) -> None:
    found = search(small, "socal securty card")
    assert found.query == "socal securty card"
    assert found.correction is not None
    assert (found.correction.query, found.correction.applied) == ("social security card", True)
    meant = search(small, "social security card")
    assert meant.correction is None
    assert (found.hits, found.facets, found.total) == (meant.hits, meant.facets, meant.total)
    filtered, same = (search(small, q, lang="en") for q in (found.query, meant.query))
    assert (filtered.hits, filtered.facets) == (same.hits, same.facets)


def test_the_query_as_it_was_typed(small: SearchEngine) -> None:
    found = small.search(SearchRequest(query="socal securty", as_typed=True))
    assert found.total == 0
    assert found.correction is not None
    assert (found.correction.query, found.correction.applied) == ("social security", False)


def test_each_page_is_of_the_same_corrected_query(engine: SearchEngine) -> None:
    engine.write(Batch(articles=tuple(note(n, "The provident fund.") for n in range(25))))
    pages = [search(engine, "providnt fund", page) for page in (1, 2, 3)]
    assert [page.correction for page in pages] == [pages[0].correction] * 3
    assert len({slug for page in pages for slug in slugs(page)}) == 25


def test_what_was_removed_is_no_longer_meant(engine: SearchEngine) -> None:
    engine.write(Batch(articles=(note(1, "The provident fund."), note(2, "A pension."))))
    assert search(engine, "providnt").correction is not None
    engine.write(Batch(removed=(note(1, "").path,)))
    assert search(engine, "providnt").correction is None
    engine.write(Batch(articles=(note(3, "Provident too."),)))
    assert slugs(search(engine, "providnt")) == ["note-3"]


def test_digests_tell_what_is_held(open_engine: Open, tmp_path: Path) -> None:
    with closing(open_engine(tmp_path / "index")) as engine:
        assert engine.digests().articles == {}
        engine.write(batch())
        changed = replace(PAY, title="Another title")
        words = ProvisionText(
            provision=Provision(STATUTES[0].id, 60), chapter=(), paragraphs=(Paragraph(text="新"),)
        )
        official = OfficialWords(statute=STATUTES[0].id, state="v2", provisions=(words,))
        engine.write(
            Batch(
                articles=(changed,),
                removed=(CARD.path,),
                statutes=STATUTES[:1],
                official=(official,),
            )
        )
        held, digests = engine.contents(), engine.digests()
        assert digests.articles == {a.path: digest(a) for a in held.articles}
        assert CARD.path not in digests.articles
        assert digests.statutes == {
            s.id: digest(Registered(statute=s, state=held.states.get(s.id, "")))
            for s in held.statutes
        }
        assert digests.generation == engine.generation()


def test_a_batch_based_on_an_older_generation_is_not_written(
    open_engine: Open, tmp_path: Path
) -> None:
    with closing(open_engine(tmp_path / "index")) as engine:
        engine.write(replace(batch(), based_on=0))
        engine.write(Batch(articles=(replace(PAY, title="Newer"),), based_on=1))
        before = engine.contents()
        with pytest.raises(IndexMovedError, match="compare anew"):
            engine.write(Batch(articles=(replace(PAY, title="Older"),), based_on=1))
        assert engine.contents() == before
