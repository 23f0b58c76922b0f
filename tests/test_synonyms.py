"""The glossary in a search: other words find too, but never before the words that were typed."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kb.engine import Batch
from kb.glossary import Concept, Glossary
from kb.index.engine import WhooshEngine
from kb.index.synonyms import Synonyms
from kb.request import SearchRequest
from kb.results import ResultPage
from tests.small_corpus import article, lead

GLOSSARY = Glossary(
    concepts=(
        Concept(id="pension", en="basic pension", zh="基本养老保险", also_zh=("养老保险",)),
        Concept(id="fired", en="dismissed", zh="辞退", also_en=("laid off", "sacked")),
        Concept(id="fund", en="provident fund", zh="公积金", also_en=("gongjijin",)),
        Concept(id="worker", en="labourer", zh="劳动者"),
        Concept(id="insurer", en="insurer", zh="保险人"),
        Concept(id="bonus", en="N+1", zh="补偿金", also_zh=("N+1补偿",)),
    )
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("I was laid off today", "laid off: dismissed 辞退 sacked"),
        ("Sacked!", "sack: dismissed 辞退 laid off"),
        ("被辞退了", "辞退: dismissed laid off sacked"),
        # the longest term, and none inside it
        ("基本养老保险怎么交", "基本 本养 养老 老保 保险: basic pension 养老保险"),
        ("养老保险", "养老 老保 保险: basic pension 基本养老保险"),
        ("基本养老金", ""),
        # each concept once, both languages in one question
        (
            "sacked, 公积金 and dismissed",
            "sack: dismissed 辞退 laid off | 公积 积金: provident fund gongjijin",
        ),
        # neighbours only, and not across Chinese
        ("laid 公 off", ""),
        ("off laid", ""),
        ("n 1", "n 1: 补偿金"),
        # an ending that makes another word of the stem
        ("no dismissal", "dismiss: 辞退 laid off sacked"),
        ("labour insurance", ""),
        ("labourers, insurers", "labor: 劳动者 | insur: 保险人"),
        ("", ""),
        ("?!", ""),
    ],
)  # fmt: skip
def test_concepts_of_a_question(query: str, expected: str) -> None:
    found = Synonyms(GLOSSARY).meant(query)
    assert expected == " | ".join(
        f"{' '.join(one.typed)}: {' '.join(term.text for term in one.others)}" for one in found
    )


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[WhooshEngine]:
    with closing(WhooshEngine.open(tmp_path / "index", glossary=lambda: GLOSSARY)) as engine:
        yield engine


def written(engine: WhooshEngine, *texts: tuple[str, str, str]) -> None:
    """Articles of (slug, language, text)."""
    articles = (article(s, s, (lead(text),), lang=lang) for s, lang, text in texts)
    engine.write(Batch(articles=tuple(articles)))


def search(engine: WhooshEngine, query: str) -> ResultPage:
    return engine.search(SearchRequest(query=query))


def slugs(found: ResultPage) -> list[str]:
    return [hit.slug for hit in found.hits]


FILLING = tuple((f"x{n}", "en", f"some text on matter {n}") for n in range(8))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("laid off", ["typed", "same", "other"]),
        ("sacked", ["same", "typed", "other"]),  # the article that says it, whatever it is called
        ("辞退", ["other", "same", "typed"]),
    ],
)
def test_other_words_find_after_those_that_were_typed(
    engine: WhooshEngine, query: str, expected: list[str]
) -> None:
    written(
        engine,
        ("typed", "en", "when they were laid off"),
        ("same", "en", "when they were sacked"),
        ("other", "zh", "他们被辞退的时候"),
        *FILLING,
    )
    found = slugs(search(engine, query))
    assert found[0] == expected[0]
    assert set(found) == set(expected)


def test_a_word_that_no_article_has_is_found_by_its_others(engine: WhooshEngine) -> None:
    written(engine, ("fund", "en", "your provident fund"), *FILLING)
    found = search(engine, "gongjijin")
    assert slugs(found) == ["fund"]
    assert found.also == ("provident fund",)


def test_what_no_article_has_is_not_said_to_be_searched_for(engine: WhooshEngine) -> None:
    written(engine, ("fund", "en", "your provident fund"), *FILLING)
    assert search(engine, "provident fund").also == ()
    assert search(engine, "matter").also == ()


def test_words_of_a_term_that_stand_apart_are_not_it(engine: WhooshEngine) -> None:
    written(engine, ("apart", "en", "a fund that is provident"), *FILLING)
    assert slugs(search(engine, "公积金")) == []


def test_a_changed_article_is_found_by_its_new_words(engine: WhooshEngine) -> None:
    written(engine, ("a", "en", "your provident fund"), *FILLING)
    written(engine, ("a", "en", "your basic pension"))
    assert slugs(search(engine, "公积金")) == []
    assert slugs(search(engine, "养老保险")) == ["a"]
