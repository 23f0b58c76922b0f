"""Whatever the domain can say survives the way through JSON."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.codec import CodecError, decode, encode
from kb.model import Article, Citation
from kb.provision import Provision
from kb.request import SearchRequest
from kb.results import Facet, FacetValue, Hit, ResultPage, Snippet
from kb.statutes import ProvisionText, Statute
from tests.small_corpus import ARTICLES, DRAFT, HOSTILE, STATUTES


@pytest.mark.parametrize("value", [*ARTICLES, DRAFT, HOSTILE], ids=lambda article: article.slug)
def test_small_articles_survive(value: Article) -> None:
    assert decode(encode(value), Article) == value


@pytest.mark.parametrize("value", STATUTES, ids=lambda statute: statute.id)
def test_small_statutes_survive(value: Statute) -> None:
    assert decode(encode(value), Statute) == value


@settings(max_examples=60)
@given(value=st.from_type(Article))
def test_any_article_survives(value: Article) -> None:
    assert decode(encode(value), Article) == value


@settings(max_examples=60)
@given(value=st.from_type(Statute))
def test_any_statute_survives(value: Statute) -> None:
    assert decode(encode(value), Statute) == value


@settings(max_examples=60)
@given(
    value=st.builds(
        ResultPage,
        hits=st.lists(
            st.builds(Hit, score=st.floats(allow_nan=False, allow_infinity=False)), max_size=3
        ).map(tuple),
        took_ms=st.floats(0, 1e9),
        understood=st.builds(SearchRequest, page=st.just(1), per_page=st.integers(1, 50)),
    )
)
def test_any_result_page_survives(value: ResultPage) -> None:
    assert decode(encode(value), ResultPage) == value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Provision("prc-sil-2010", 60, paragraph=2), {"article": 60, "paragraph": 2}),
        (Snippet(pieces=("a ", "b")), {"pieces": ["a ", "b"]}),
        (FacetValue(value="zh", count=3), {"value": "zh", "count": 3, "chosen": False}),
        (Facet(field="lang", values=()), {"field": "lang", "values": []}),
        (ARTICLES[0], {"kind": "guide", "reviewed": "2026-11-20", "regions": ["national"]}),
    ],
)
def test_what_it_looks_like(value: object, expected: dict[str, object]) -> None:
    shown = json.loads(encode(value))
    assert {key: shown[key] for key in expected} == expected


def test_chinese_is_not_escaped() -> None:
    assert "养老".encode() in encode(Snippet(pieces=("养老",)))


@pytest.mark.parametrize(
    ("data", "type_", "complaint"),
    [
        (b"", Article, "not a stored Article"),
        (b"{", Article, "not a stored Article"),
        (b'{"slug": 5}', Article, "slug"),
        (b'{"slug": "a", "title": "b", "kind": "poem", "topic": "c"}', Article, "kind"),
        (b"[]", Statute, "not a stored Statute"),
        (b'{"text": "\xff"}', Citation, "not a stored Citation"),
        (b'{"provision": null}', ProvisionText, "provision"),
    ],
)
def test_other_data_is_refused(data: bytes, type_: type[object], complaint: str) -> None:
    with pytest.raises(CodecError, match=complaint):
        decode(data, type_)


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(CodecError, match="surrogates"):
        encode(Snippet(pieces=("\ud800",)))


def test_unknown_fields_are_ignored_and_missing_ones_default() -> None:
    assert decode(b'{"pieces": ["a"], "colour": "red"}', Snippet) == Snippet(pieces=("a",))
    assert decode(b"{}", Snippet) == Snippet()


def test_days_at_the_ends_of_the_calendar() -> None:
    for day in (date.min, date.max):
        statute = Statute(
            id="x", title_en="", title_zh="", adopted=day, in_force=day, last_article=1
        )
        assert decode(encode(statute), Statute) == statute
