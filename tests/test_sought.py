"""Provisions among the hits, and provisions that are looked up, on the real index."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.engine import Batch
from kb.index import writing
from kb.index.engine import WhooshEngine
from kb.index.folder import IndexFolder
from kb.index.merging import merge
from kb.model import Citation, Role
from kb.provision import Provision
from kb.request import Filters, SearchRequest, Words
from kb.results import MissingProvision, ResultPage
from kb.statutes import Paragraph, ProvisionText
from tests.small_corpus import (
    ARTICLES,
    PAY,
    SELF_EMPLOYED,
    SIL,
    STATUTES,
    UNEMPLOYMENT,
    YEARS,
    ZH_PAY,
    article,
    batch,
    lead,
    section,
)

ART_60 = f"{SIL}/art-60"
CITING_60 = {PAY.slug, SELF_EMPLOYED.slug, ZH_PAY.slug}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    engine = WhooshEngine.open(tmp_path_factory.mktemp("small") / "index")
    engine.write(batch())
    yield engine
    engine.close()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[WhooshEngine]:
    opened = WhooshEngine.open(tmp_path / "index")
    yield opened
    opened.close()


def search(engine: WhooshEngine, query: str, **more: object) -> ResultPage:
    return engine.search(SearchRequest(query=query, **more))  # type: ignore[arg-type]


def slugs(found: ResultPage) -> list[str]:
    return [hit.slug for hit in found.hits]


def count(found: ResultPage, field: str) -> dict[str, int]:
    (facet,) = (facet for facet in found.facets if facet.field == field)
    return {value.value: value.count for value in facet.values}


# -- provisions as hits


def test_a_provision_is_found_by_its_words(small: WhooshEngine) -> None:
    found = search(small, "move to another insurance", filters=Filters(kind=("provision",)))
    (hit,) = (hit for hit in found.hits if hit.slug == f"{SIL}/art-16")
    assert hit.title.text == "Article 16, Social Insurance Law"
    assert (hit.kind, hit.topic, hit.lang, hit.regions) == ("provision", "", "en", ("national",))
    assert hit.anchor == "para-2"
    assert "(2) move to another insurance." in hit.snippet.text
    assert "insurance" in hit.snippet.pieces[1::2]


def test_the_kind_gives_provisions_alone_or_leaves_them_out(small: WhooshEngine) -> None:
    everything = search(small, "pay")
    assert count(everything, "kind")["provision"] > 0
    alone = search(small, "pay", filters=Filters(kind=("provision",)))
    assert {hit.kind for hit in alone.hits} == {"provision"}
    assert alone.total == count(everything, "kind")["provision"]
    without = search(small, "pay", filters=Filters(kind=("guide", "qa")))
    assert "provision" not in {hit.kind for hit in without.hits}
    assert without.total + alone.total == everything.total


def test_a_provision_has_no_topic_and_its_own_statute(small: WhooshEngine) -> None:
    alone = search(small, "pay", filters=Filters(kind=("provision",)))
    assert count(alone, "topic") == {}
    assert count(alone, "statute") == {SIL: alone.total}
    assert count(alone, "region") == {"national": alone.total}


def test_an_article_comes_before_a_provision_with_the_same_words(engine: WhooshEngine) -> None:
    words = "Whoever keeps a zebra pays the zebra premium."
    same = article("zebra", "Article 9, Zebra", (lead(words),))
    zebra = ProvisionText(
        provision=Provision(SIL, 9), chapter=(), paragraphs=(Paragraph(text=words),)
    )
    engine.write(Batch(articles=(same,), statutes=(replace(STATUTES[0], provisions=(zebra,)),)))
    assert slugs(search(engine, "zebra premium")) == ["zebra", f"{SIL}/art-9"]


def test_articles_are_counted_without_provisions(small: WhooshEngine) -> None:
    held = small.holdings()
    assert (held.articles, held.provisions) == (len(ARTICLES), 3)


def test_provisions_are_related_to_nothing(small: WhooshEngine) -> None:
    assert small.related(ART_60, 5) == ()
    near = [slug for a in ARTICLES for slug in small.related(a.slug, 20)]
    assert near
    assert not [slug for slug in near if "/" in slug]


def test_provisions_go_and_come_with_the_register(engine: WhooshEngine) -> None:
    asked = Filters(kind=("provision",))
    engine.write(batch())
    assert search(engine, "pay", filters=asked).total
    engine.write(Batch(articles=(PAY,)))
    assert search(engine, "pay", filters=asked).total
    engine.write(Batch(removed_statutes=(STATUTES[0].id,)))
    assert not search(engine, "pay", filters=asked).total
    assert engine.holdings().provisions == 0
    engine.write(Batch(statutes=STATUTES))
    assert engine.holdings().provisions == 3


def test_a_join_loses_and_doubles_no_provision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The register is written anew while segments are joined."""
    monkeypatch.setattr(writing, "at_commit", lambda segments, added: (list(segments), []))
    place = tmp_path / "index"
    engine = WhooshEngine.open(place)
    monkeypatch.setattr("kb.index.merging.Merger.look", lambda self: None)
    engine.write(batch())
    for one in ARTICLES[:6]:
        engine.write(Batch(articles=(one,)))
    assert merge(IndexFolder(place, 1), lambda: void(engine.write(Batch(statutes=STATUTES))))
    held = engine.holdings()
    assert (held.articles, held.provisions) == (len(ARTICLES), 3)
    assert len(held.statutes) == len(STATUTES)
    assert slugs(search(engine, "SIL 60")).count(ART_60) == 1
    engine.close()


def void(_: object) -> None:
    """What ``meanwhile`` answers."""


def test_many_provisions_are_analysed_on_all_cores_alike(
    engine: WhooshEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.write(batch())
    monkeypatch.setattr("kb.index.analysing.MANY", 1)
    monkeypatch.setattr("kb.index.analysing.CHUNK", 2)
    other = WhooshEngine.open(tmp_path / "other")
    other.write(batch())
    assert other.contents() == engine.contents()
    for query in ("pay", "SIL 60", "社会保险法第十六条"):
        assert search(other, query).hits == search(engine, query).hits
    other.close()


# -- looked up


@pytest.mark.parametrize(
    ("query", "looked_up", "anchor"),
    [
        ("article 60 social insurance law", ART_60, "para-1"),
        ("SIL art. 60(2)", f"{ART_60}/para-2", "para-2"),
        ("社会保险法第六十条第二款", f"{ART_60}/para-2", "para-2"),
        ("sil 60", ART_60, "para-1"),
        ("what does article 60 of the social insurance law say", ART_60, "para-1"),
    ],
)
def test_the_provision_comes_first_then_who_cites_it(
    small: WhooshEngine, query: str, looked_up: str, anchor: str
) -> None:
    found = search(small, query)
    assert found.looked_up == (looked_up,)
    assert found.hits[0].slug == ART_60
    assert found.hits[0].anchor == anchor
    assert set(slugs(found)[1:4]) == CITING_60
    assert found.total == sum(count(found, "kind").values())


def test_whoever_rests_on_it_comes_before_who_mentions_it(engine: WhooshEngine) -> None:
    text = "See Article 60 of the Social Insurance Law."
    cited = Citation(
        text="Article 60 of the Social Insurance Law",
        anchor="",
        start=4,
        end=42,
        statute="Social Insurance Law",
        targets=(Provision(SIL, 60),),
    )
    basis = section("Legal basis", text, Role.BASIS)
    mentions = article(
        "mentions", "Sixty", (lead(text), replace(basis, text="None.")), citations=(cited,)
    )
    rests = article(
        "rests", "Other", (lead("Yes."), basis), citations=(replace(cited, anchor=basis.anchor),)
    )
    engine.write(Batch(articles=(mentions, rests), statutes=STATUTES))
    assert slugs(search(engine, "SIL art 60"))[:3] == [ART_60, "rests", "mentions"]


def test_other_words_order_those_who_cite_it(small: WhooshEngine) -> None:
    assert slugs(search(small, "SIL art 60 household register"))[1] == PAY.slug
    assert slugs(search(small, "SIL art 60 choose the base"))[1] == SELF_EMPLOYED.slug


def test_the_readers_language_comes_first_among_them(small: WhooshEngine) -> None:
    assert slugs(search(small, "社会保险法第六十条"))[1] == ZH_PAY.slug
    assert slugs(search(small, "SIL 60"))[3] == ZH_PAY.slug


def test_several_come_in_the_order_asked(small: WhooshEngine) -> None:
    found = search(small, "SIL articles 45, 16 and 60")
    expected = [f"{SIL}/art-45", f"{SIL}/art-16", ART_60]
    assert list(found.looked_up) == slugs(found)[:3] == expected


def test_what_is_not_wanted_is_left_out_of_a_look_up_too(small: WhooshEngine) -> None:
    found = search(small, "SIL 60 -register -declare", per_page=50)
    assert set(slugs(found)[:2]) == {SELF_EMPLOYED.slug, ZH_PAY.slug}
    assert {PAY.slug, ART_60}.isdisjoint(slugs(found))
    assert len(found.hits) == found.total


def test_pages_follow_one_another(small: WhooshEngine) -> None:
    whole = search(small, "SIL 60 pension contributions", per_page=50)
    pages = [
        slug
        for page in range(1, -(-whole.total // 2) + 1)
        for slug in slugs(search(small, "SIL 60 pension contributions", page=page, per_page=2))
    ]
    assert pages == slugs(whole)
    assert len(set(pages)) == whole.total


@pytest.mark.parametrize("query", ["SIL 60", "社保 社会保险法第六十条", "SIL 60 zebra"])
@pytest.mark.parametrize("words", list(Words))
@pytest.mark.parametrize(
    "filters", [Filters(), Filters(topic=("contributions",)), Filters(lang=("zh",))]
)
def test_filters_hold_and_counts_are_true(
    small: WhooshEngine, query: str, words: Words, filters: Filters
) -> None:
    found = search(small, query, words=words, filters=filters, per_page=50)
    assert len(found.hits) == found.total
    assert len(set(slugs(found))) == found.total
    assert found.looked_up == (ART_60,)
    chosen = filters.topic + filters.lang
    assert (ART_60 in slugs(found)) is not bool(chosen)
    assert ZH_PAY.slug in slugs(found)
    if filters.topic:
        assert {hit.topic for hit in found.hits} == {"contributions"}


def test_in_quotes_too(small: WhooshEngine) -> None:
    found = search(small, '"direct debit" SIL 60')
    assert slugs(found)[0] == ART_60
    assert set(slugs(found)) == {ART_60, *CITING_60}


def test_text_that_is_not_held_is_no_hit_but_who_cites_it_is(engine: WhooshEngine) -> None:
    bare = tuple(replace(statute, provisions=()) for statute in STATUTES)
    engine.write(Batch(articles=ARTICLES, statutes=bare))
    found = search(engine, "SIL 45")
    assert found.looked_up == (f"{SIL}/art-45",)
    assert slugs(found)[0] == UNEMPLOYMENT.slug


def test_an_inserted_article_that_nobody_knows_is_not_looked_up(small: WhooshEngine) -> None:
    assert search(small, "社会保险法第六十条之一").looked_up == ()


@pytest.mark.parametrize("query", ["SIL article 120", "社会保险法第一百二十条", "SIL 120"])
def test_beyond_the_last_article(small: WhooshEngine, query: str) -> None:
    found = search(small, query)
    assert found.looked_up == ()
    assert found.missing == (MissingProvision(statute=SIL, number="120", last=98),)


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("article 60", (ART_60,)),
        ("第十六条", (f"{SIL}/art-16",)),
        ("article 61", ()),
        ("60", ()),
        ("SIL 60", ()),
    ],
)
def test_a_number_alone_is_offered(
    small: WhooshEngine, query: str, offered: tuple[str, ...]
) -> None:
    found = search(small, query)
    assert (found.looked_up == ()) is (query != "SIL 60")
    assert found.offered == offered


def test_a_statute_alone_is_named(small: WhooshEngine) -> None:
    assert search(small, "Social Insurance Law").named == (SIL,)
    assert search(small, "social insurance law pension").named == ()


def test_other_questions_name_nothing(small: WhooshEngine) -> None:
    found = search(small, "how many years for a pension")
    assert (found.looked_up, found.offered, found.missing, found.named) == ((), (), (), ())
    assert found.hits[0].slug == YEARS.slug


def test_names_are_those_of_the_newest_register(engine: WhooshEngine) -> None:
    engine.write(batch())
    assert search(engine, "zebra law 60").looked_up == ()
    renamed = replace(STATUTES[0], aliases=("Zebra Law",))
    engine.write(Batch(statutes=(renamed, *STATUTES[1:])))
    assert search(engine, "zebra law 60").looked_up == (ART_60,)
    engine.write(Batch(articles=(PAY,)))
    assert search(engine, "zebra law 60").looked_up == (ART_60,)


def test_an_empty_index(engine: WhooshEngine) -> None:
    found = search(engine, "SIL 60")
    assert (found.total, found.looked_up) == (0, ())
