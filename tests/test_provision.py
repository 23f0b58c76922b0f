"""A provision's identity parses and prints, and refuses what it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.provision import Provision

statute_ids = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
provisions = st.builds(
    Provision,
    statute=statute_ids,
    article=st.integers(1, 9999),
    inserted=st.integers(0, 99),
    paragraph=st.integers(0, 99),
    item=st.integers(0, 99),
)


@given(provisions)
def test_prints_what_it_parses(provision: Provision) -> None:
    assert Provision.parse(str(provision)) == provision


@given(st.text(max_size=40) | st.from_regex(r"[a-z0-9-]{1,9}/art-\d{1,5}(/(para|item)-\d+){0,2}"))
def test_parses_only_what_it_prints(text: str) -> None:
    try:
        provision = Provision.parse(text)
    except ValueError:
        return
    assert str(provision) == text


@pytest.mark.parametrize(
    ("text", "number", "pinpoint", "whole"),
    [
        ("prc-sil-2010/art-60", "60", "", "prc-sil-2010/art-60"),
        ("prc-sil-2010/art-60/para-2", "60", "(2)", "prc-sil-2010/art-60"),
        ("prc-sil-2010/art-60/para-2/item-3", "60", "(2)(3)", "prc-sil-2010/art-60"),
        ("prc-lcl-2007/art-44/item-1", "44", "(1)", "prc-lcl-2007/art-44"),
        ("prc-cl-1997/art-274-1/para-1", "274-1", "(1)", "prc-cl-1997/art-274-1"),
    ],
)
def test_parts(text: str, number: str, pinpoint: str, whole: str) -> None:
    provision = Provision.parse(text)
    assert (provision.number, provision.pinpoint, str(provision.whole)) == (
        number,
        pinpoint,
        whole,
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "prc-sil-2010",
        "art-60",
        "prc-sil-2010/art-0",
        "prc-sil-2010/art-060",
        "prc-sil-2010/art-10000",
        "prc-sil-2010/60",
        "prc-sil-2010/art-60/item-1/para-2",
        "prc-sil-2010/art-60/",
        "prc-sil-2010/art-60\n",
        "PRC-SIL-2010/art-60",
        "prc--sil/art-60",
        "prc-sil-2010/art-6٠",
        "../statutes/art-60",
    ],
)
def test_refuses_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="one looks like"):
        Provision.parse(text)


def test_order_is_that_of_the_statute() -> None:
    written = ["a/art-2", "a/art-2/item-1", "a/art-2/para-1", "a/art-2-1", "a/art-10", "b/art-1"]
    assert [str(p) for p in sorted(map(Provision.parse, reversed(written)))] == written
