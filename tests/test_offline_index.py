"""The index as plain data: all of what can be found, and nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from kb.engine import Batch
from kb.export.search_files import SHARDS, is_pair, search_files, shard_of
from kb.index.analysis import Sort, tokens
from kb.index.engine import WhooshEngine
from kb.index.question import telling_terms
from kb.model import Status
from kb.offline import OfflineIndex
from kb.request import PROVISION
from tests.small_corpus import ARTICLES, DRAFT, HOSTILE, PAY, STATUTES, ZH_YEARS
from tests.small_site import EVERYTHING, engine_with


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    with engine_with(tmp_path_factory.mktemp("index"), EVERYTHING) as engine:
        assert isinstance(engine, WhooshEngine)
        yield engine


@pytest.fixture(scope="module")
def index(engine: WhooshEngine) -> OfflineIndex:
    return engine.offline()


def slugs(index: OfflineIndex) -> list[str]:
    return [document.slug for document in index.documents]


def test_all_that_can_be_found_is_there(index: OfflineIndex) -> None:
    provisions = [str(text.provision) for statute in STATUTES for text in statute.provisions]
    articles = [article.slug for article in (*ARTICLES, HOSTILE)]
    assert sorted(slugs(index)) == sorted([*articles, *provisions])
    assert DRAFT.slug not in slugs(index)


def test_a_document_has_its_words(index: OfflineIndex) -> None:
    number = slugs(index).index(PAY.slug)
    document = index.documents[number]
    assert (document.title, document.lang, document.kind) == (PAY.title, "en", "guide")
    assert document.asks[0] == telling_terms(PAY.title)
    known = {posting.term for posting in index.postings if number in posting.docs}
    assert {token.text for token in tokens(PAY.title)} <= known
    text = "".join(document.text.units)
    assert PAY.sections[0].text.split("\n")[0] in text


def test_postings_are_in_order(index: OfflineIndex) -> None:
    terms = [posting.term for posting in index.postings]
    assert terms == sorted(set(terms))
    for posting in index.postings:
        assert list(posting.docs) == sorted(set(posting.docs))
        assert len(posting.impacts) == len(posting.docs)
        assert min(posting.impacts) > 0


def test_translations_and_bases_name_documents(index: OfflineIndex) -> None:
    found = slugs(index)
    pairs = {(found[one], found[other]) for one, other in index.translations}
    assert (PAY.slug, "zi-ji-jiao-she-bao") in pairs
    assert ("zi-ji-jiao-she-bao", PAY.slug) in pairs
    kinds = [document.kind for document in index.documents]
    for article, provision, *_ in chain(index.rests, index.cites):
        assert kinds[article] != PROVISION == kinds[provision]
    assert index.cites


def test_words_have_their_stems(index: OfflineIndex) -> None:
    for token in tokens(" ".join(section.text for section in PAY.sections)):
        if token.sort is Sort.EXACT:
            assert token.text[1:] in index.cutting.stems
    assert index.cutting.stems["contributions"] == "contribut"
    assert index.cutting.simplified["險"] == "险"


def test_what_was_deleted_is_nowhere(tmp_path: Path) -> None:
    with engine_with(tmp_path / "index", EVERYTHING) as engine:
        assert isinstance(engine, WhooshEngine)
        engine.write(Batch(articles=(replace(PAY, status=Status.DRAFT),)))
        after = engine.offline()
    assert PAY.slug not in slugs(after)
    size = len(after.documents)
    everywhere = chain.from_iterable(posting.docs for posting in after.postings)
    assert max(everywhere) < size
    for pair in (*after.translations, *((one, other) for one, other, _ in after.cites)):
        assert max(pair) < size
    number = slugs(after).index(ZH_YEARS.slug)
    with_it = [posting.term for posting in after.postings if number in posting.docs]
    assert {t.text for t in tokens(ZH_YEARS.title)} <= set(with_it)


def test_the_same_documents_give_the_same_data(index: OfflineIndex, tmp_path: Path) -> None:
    with engine_with(tmp_path / "index", EVERYTHING) as engine:
        assert isinstance(engine, WhooshEngine)
        assert engine.offline() == index


def test_every_pair_lies_where_it_is_looked_for(index: OfflineIndex) -> None:
    files = dict(search_files(index))
    assert next(iter(files)) == "search/index.js"
    for posting in index.postings:
        if is_pair(posting.term):
            file = files[f"search/pairs-{shard_of(posting.term)}.js"].decode()
            assert posting.term in file
    assert {f"search/pairs-{number}.js" for number in range(SHARDS)} <= files.keys()
    assert all(content.startswith(b"kbOffline.load(") for content in files.values())
