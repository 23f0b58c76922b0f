"""Which questions ask for the same, in English and in Chinese."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.index.alike import groups


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("How can I pay in cash?", "how can i PAY in CASH"),
        ("How can I pay in cash?", "paying in cash"),
        ("How do I transfer my pension?", "How do I transfer my pensoin?"),
        ("When do I get the certificate?", "when do I get the certifcate"),
        ("养老金什么时候发？", "请问养老金什么时候发"),
        ("社会保险怎么缴费", "社会保险怎么交费"),
        ("社会保险缴费基数怎么算", "社会保险缴费基数怎样算？"),
        ("社會保險怎麼繳費", "社会保险怎么缴费"),
    ],
)
def test_the_same(one: str, other: str) -> None:
    first, _, second = groups([one, "something else entirely", other])
    assert first == second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("How do I get a card in Shenzhen?", "How do I get a card in Shenyang?"),
        ("How much is 40% social security?", "How much is 60% social security?"),
        ("pension at 50", "pension at 55"),
        ("Can I claim maternity pay?", "Can I claim paternity pay?"),
        ("tension in Liaoning", "pension in Liaoning"),
        ("社保卡丢了怎么办", "医保卡丢了怎么办"),
        ("深圳社保卡怎么办理", "广州社保卡怎么办理"),
        ("", "?"),
        ("养老保险", "医疗保险"),
    ],
)
def test_not_the_same(one: str, other: str) -> None:
    first, second = groups([one, other])
    assert first != second


@settings(max_examples=50)
@given(st.lists(st.text(max_size=30), max_size=8))
def test_any_texts(texts: list[str]) -> None:
    found = groups(texts)
    assert len(found) == len(texts)
    assert all(found[number] == number for number in found)
    assert groups([*texts, *texts])[len(texts) :] == found
