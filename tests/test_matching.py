"""Conditions on the arrays: what Whoosh's matchers find, on our codec and on its own."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import fields, formats, query
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.filedb.filestore import RamStorage
from whoosh.searching import Searcher

from kb.engine import Batch
from kb.index.analysis import TermList
from kb.index.conditions import Wording
from kb.index.engine import WhooshEngine
from kb.index.folder import IndexFolder
from kb.index.matching import AnyPrefix, AnyText, Worded, matching, select
from kb.index.opening import open_newest
from kb.index.question import understand
from kb.index.scoring import body_positions
from kb.index.shown import show
from kb.index.snapshot import Snapshot
from kb.index.weights import TEXT_FIELDS
from kb.model import Article
from tests.small_corpus import ARTICLES, DRAFT, PAY, STATUTES, ZH_PAY, article, lead

TERMS = sorted(
    {term for a in ARTICLES for text in (a.title, a.answer) for term in TermList.of([text]).terms}
)
TERM = st.sampled_from([*TERMS, "zebra"])
FIELD = st.sampled_from(TEXT_FIELDS)
LEAF = st.one_of(
    st.builds(query.Term, FIELD, TERM),
    st.builds(query.Prefix, FIELD, st.sampled_from(["p", "pa", "=s", "社", "z"])),
    st.builds(query.Phrase, FIELD, st.lists(TERM, min_size=1, max_size=2)),
    st.builds(AnyText, TERM),
    st.builds(AnyPrefix, st.sampled_from(["pa", "社", "保", "z"])),
    st.just(query.Every()),
    # Kinds that the arrays do not know.
    st.builds(query.Wildcard, FIELD, st.sampled_from(["p*y", "?ay", "*ion"])),
    st.builds(query.FuzzyTerm, FIELD, st.sampled_from(["pension", "payed"])),
    st.builds(lambda f, a, b: query.TermRange(f, min(a, b), max(a, b)), FIELD, TERM, TERM),
    st.builds(query.Term, st.just("slug"), st.sampled_from([PAY.slug, ZH_PAY.slug, "no"])),
)
QUERY = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(query.And),
        st.lists(inner, min_size=1, max_size=3).map(query.Or),
        st.builds(lambda a, b: query.And([a, query.Not(b)]), inner, inner),
        st.builds(query.AndNot, inner, inner),
    ),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """The small corpus in one segment, with a draft and two deleted articles in it."""
    place = tmp_path_factory.mktemp("matching") / "index"
    engine = WhooshEngine.open(place)
    more = [article(f"gone-{n}", "Pay a pension", (lead("社保"),)) for n in range(2)]
    bare = tuple(replace(statute, provisions=()) for statute in STATUTES)
    engine.write(Batch(articles=(*ARTICLES, DRAFT, *more), statutes=bare))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kb.index.merging.AT_COMMIT", 0)
        engine.write(Batch(removed=tuple(a.path for a in more)))
    yield open_newest(IndexFolder(place, 1))
    engine.close()


@given(asked=QUERY)
def test_the_arrays_find_what_whooshs_matchers_find(snapshot: Snapshot, asked: Any) -> None:
    (part,) = snapshot.parts
    expected = sorted(
        d for d in asked.docs(Searcher(part.reader(snapshot.schema))) if d < part.size
    )
    assert matching(asked, snapshot).tolist() == expected


@pytest.fixture(scope="module")
def stock() -> Any:
    """A searcher of Whoosh's own, on its own codec, with the same terms and positions."""
    text = fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True)
    names = dict.fromkeys(("title", "answer"), text)
    index = RamStorage().create_index(fields.Schema(slug=fields.STORED, **names))
    writer = index.writer()
    for a in ARTICLES:
        writer.add_document(slug=a.slug, title=_plain(a.title), answer=_plain(a.answer))
    writer.commit()
    return index.searcher()


def _plain(text: str) -> str:
    """The text's terms, one a position: stems, numbers and pairs."""
    made = TermList.of([text])
    first: dict[int, str] = {}
    for term, position in zip(made.terms, made.positions, strict=True):
        first.setdefault(position, term)
    return " ".join(first.values())


@pytest.mark.parametrize("asked", [
    query.Term("title", "pay"), query.Term("answer", "社保"), query.Term("title", "zebra"),
    query.And([query.Term("title", "social"), query.Term("answer", "offic")]),
    query.Or([query.Term("title", "card"), query.Term("answer", "pension")]),
    query.And([query.Term("title", "pay"), query.Not(query.Term("answer", "zebra"))]),
    query.Phrase("title", ["social", "secur"]), query.Phrase("title", ["secur", "social"]),
    query.Phrase("answer", ["养老", "老保", "保险"]),
    query.Prefix("title", "con"), query.Wildcard("title", "*ion"),
    query.FuzzyTerm("title", "penson"), query.DisjunctionMax([query.Term("title", "card")]),
    query.Phrase("answer", ["offic", "household"], slop=4),
], ids=str)  # fmt: skip
def test_our_codec_answers_what_whooshs_own_answers(
    snapshot: Snapshot, stock: Any, asked: Any
) -> None:
    expected = {stock.stored_fields(number)["slug"] for number in asked.docs(stock)}
    found = {snapshot.blob("slug", n).decode() for n in matching(asked, snapshot).tolist()}
    assert found == expected


@pytest.mark.parametrize(
    ("terms", "offsets", "found"),
    [
        (("=social", "=security"), (0, 1), True),
        (("=security", "=social"), (0, 1), False),
        (("=pay", "=social"), (0, 3), True),
        (("=pay", "=social"), (0, 2), False),
        (("pay",), (0,), True),
        ((), (), False),
        (("=social", "zebra"), (0, 1), False),
    ],
)
def test_wordings(
    snapshot: Snapshot, terms: tuple[str, ...], offsets: tuple[int, ...], found: bool
) -> None:
    """The title is "Where can I pay my own social security?"."""
    docs = matching(Worded(Wording(terms, offsets)), snapshot) if terms else []
    slugs = {snapshot.blob("slug", int(number)).decode() for number in docs}
    assert (PAY.slug in slugs) is found


def test_terms_and_their_facts(snapshot: Snapshot) -> None:
    (part,) = snapshot.parts
    reader = part.reader(snapshot.schema)
    titles = list(reader.lexicon("title"))
    assert titles == sorted(titles)
    assert b"pension" in titles
    assert b"zebra" not in titles
    info = reader.term_info("title", "pension")
    matcher = reader.postings("title", "pension")
    assert len(list(matcher.all_ids())) == 1
    assert info.doc_frequency() == 3, "like Whoosh's own it counts deleted documents"
    assert reader.doc_count() == len(ARTICLES) + 1 + len(STATUTES)
    cursor = reader.cursor("title")
    assert cursor.find("pens") == "pension"
    assert cursor.next() > "pension"
    assert ("slug", PAY.slug) in reader
    assert reader.stored_fields(0)["slug"] == snapshot.blob("slug", 0)
    assert {reader.column_reader("lang")[n] for n in range(part.size)} == {b"en", b"zh"}


def test_whooshs_positions_are_ours(snapshot: Snapshot) -> None:
    (part,) = snapshot.parts
    matcher = part.reader(snapshot.schema).postings("body", "社保")
    formats_positions = [(matcher.id(), matcher.value_as("positions"))]
    assert isinstance(part.reader(snapshot.schema).schema["body"].format, formats.Positions)
    (found,) = [a for a in ARTICLES
                if a.slug.encode() == part.leaf.blobs["slug"][formats_positions[0][0]]]  # fmt: skip
    made = TermList.of(s.text for s in found.sections)
    expected = [p for t, p in zip(made.terms, made.positions, strict=True) if t == "社保"]
    assert formats_positions[0][1] == expected


@pytest.mark.parametrize(
    ("terms", "offsets", "titled", "found"),
    [
        (("=social", "=security"), (0, 1), True, True),
        (("how", "to"), (0, 1), True, True),
        (("=fill", "=in"), (0, 1), True, False),
        (("=where", "=can", "i", "=pay", "my", "=own"), (0, 1, 2, 3, 4, 5), True, True),
        (("=pay",) * 120, tuple(range(120)), False, False),
        (("=social", "=security") * 60, tuple(range(120)), False, False),
    ],
)
def test_wordings_of_titles_and_of_many_words(
    snapshot: Snapshot,
    terms: tuple[str, ...],
    offsets: tuple[int, ...],
    titled: bool,
    found: bool,
) -> None:
    docs = matching(Worded(Wording(terms, offsets, titled=titled)), snapshot)
    assert (PAY.slug in {snapshot.blob("slug", n).decode() for n in docs.tolist()}) is found


def test_selecting_in_an_empty_index(tmp_path: Path) -> None:
    empty = open_newest(IndexFolder(tmp_path / "index", 1))
    assert matching(query.Term("title", "pension"), empty).tolist() == []


def test_a_part_gives_its_own_numbers(snapshot: Snapshot) -> None:
    (part,) = snapshot.parts
    assert select(query.Every(), part, snapshot.schema).tolist() == list(range(part.size))


def test_articles_are_what_they_were(snapshot: Snapshot) -> None:
    kept: list[Article] = [snapshot.article(n) for n in range(snapshot.size)
                           if n not in snapshot.dead.tolist()]  # fmt: skip
    assert sorted(kept, key=lambda a: a.slug) == sorted(ARTICLES, key=lambda a: a.slug)


@pytest.mark.parametrize("asked", ["pay my own social security", "养老保险交多少年", "保", "zebra"])
def test_positions_in_the_body(snapshot: Snapshot, asked: str) -> None:
    question = understand(asked)
    for number in sorted(set(range(snapshot.size)) - set(snapshot.dead.tolist())):
        _, body = show(snapshot.article(number))
        expected = [
            [
                position
                for term, position in zip(body.terms, body.positions, strict=True)
                if term == concept.term or (concept.prefix and term.startswith(concept.term))
            ]
            for concept in question.concepts
        ]
        assert body_positions(question, snapshot, number) == expected
