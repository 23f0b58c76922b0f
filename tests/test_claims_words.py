"""Which quotations are meant as a provision's words, and which are an article's own few words."""

import pytest

from kb.model import Citation
from kb.provision import Provision
from kb.verdict import Verdict, VerdictKind, Why

GLOSS = "试用期算在合同期内。"
SENTENCE = "参加基本养老保险的个人，达到法定退休年龄时累计缴费满十五年的，按月领取基本养老金。"


@pytest.mark.parametrize(
    ("quote", "verdict", "claims"),
    [
        ((), None, False),
        ((GLOSS,), None, True),
        ((GLOSS,), Verdict(kind=VerdictKind.VERBATIM), True),
        ((GLOSS,), Verdict(kind=VerdictKind.MISMATCH, why=(Why.NUMBERS,)), True),
        ((GLOSS,), Verdict(kind=VerdictKind.UNCHECKED, why=(Why.TOO_SHORT,)), False),
        ((GLOSS,), Verdict(kind=VerdictKind.UNCHECKED, why=(Why.OTHER_LANGUAGE,)), False),
        ((GLOSS,), Verdict(kind=VerdictKind.UNCHECKED, why=(Why.NO_TEXT,)), False),
        ((SENTENCE,), Verdict(kind=VerdictKind.UNCHECKED, why=(Why.NO_TEXT,)), True),
        ((GLOSS, SENTENCE), Verdict(kind=VerdictKind.UNCHECKED, why=(Why.NO_TEXT,)), True),
        (("What it takes to get one.",), Verdict(kind=VerdictKind.UNCHECKED, why=(Why.TOO_SHORT,)),
         False),
    ],
)  # fmt: skip
def test_what_is_meant_as_the_law(
    quote: tuple[str, ...], verdict: Verdict | None, claims: bool
) -> None:
    citation = Citation(
        text="第五条", anchor="", start=0, end=3, statute="", quote=quote, verdict=verdict,
        targets=(Provision("x", 5),),
    )  # fmt: skip
    assert citation.claims_words is claims
