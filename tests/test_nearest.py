"""Hints for a question that found nothing."""

import pytest

from kb.web.nearest import nearest

TOPICS = {
    "pension": "Pension 养老 Contribution years, retirement age, the personal account",
    "medical": "Medical insurance 医疗保险 What is reimbursed, and where",
    "unemployment": "Unemployment 失业 Who may draw unemployment benefit",
}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("my pensions", ("pension",)),
        ("I am UNEMPLOYED", ("unemployment",)),
        ("医疗费用", ("medical",)),
        ("失业后的养老", ("pension", "unemployment")),
        ("retire medically, reimbursement", ("medical", "pension")),
        ("xylophone", ()),
        ("", ()),
        ("<script>", ()),
    ],
)
def test_nearest(query: str, expected: tuple[str, ...]) -> None:
    assert nearest(query, TOPICS, 2) == expected


def test_words_that_all_have_say_nothing() -> None:
    assert nearest("insurance", {"a": "insurance x", "b": "insurance y"}, 2) == ()
    assert nearest("insurance", {"only": "insurance"}, 2) == ("only",)
    assert nearest("anything", {}, 2) == ()
