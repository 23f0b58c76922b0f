"""How a citation stands, in a word and in sentences, for every kind of verdict."""

from dataclasses import replace
from datetime import date

import pytest

from kb.model import Citation
from kb.provision import Provision
from kb.verdict import Change, Difference, Verdict, VerdictKind, Why
from kb.web.messages import Phrases, load_messages
from kb.web.standing import MOST_DIFFERENCES, Judged, Standing, in_words, standing

EN, ZH = (Phrases(lang, load_messages()) for lang in ("en", "zh"))
BARE = Citation(text="Article 5", anchor="", start=0, end=9, statute="X")
LED = replace(BARE, register_id="x", targets=(Provision("x", 5),))


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        (BARE, Standing.UNKNOWN),
        (replace(BARE, register_id="x", reason="it ends with Article 4"), Standing.WRONG),
        (LED, Standing.CITED),
        (replace(LED, quote=("x",)), Standing.UNCHECKED),
        *(
            (replace(LED, quote=("x",), verdict=Verdict(kind=kind)), Standing(kind.value))
            for kind in VerdictKind
        ),
        (
            replace(
                LED, quote=("x",), verdict=Verdict(kind=VerdictKind.VERBATIM, superseded=True)
            ),
            Standing.SUPERSEDED,
        ),
        (
            replace(
                LED, quote=("x",), verdict=Verdict(kind=VerdictKind.MISMATCH, superseded=True)
            ),
            Standing.MISMATCH,
        ),
        (replace(BARE, quote=("x",), verdict=Verdict(kind=VerdictKind.UNCHECKED)),
         Standing.UNKNOWN),
    ],
)  # fmt: skip
def test_standing(citation: Citation, expected: Standing) -> None:
    assert standing(citation) is expected
    for phrases in (EN, ZH):
        judged = Judged.of(citation, phrases)
        assert judged.label
        assert judged.sign


@pytest.mark.parametrize("why", Why)
def test_every_reason_has_a_sentence_of_its_own(why: Why) -> None:
    verdict = Verdict(kind=VerdictKind.MISMATCH, why=(why,))
    for phrases in (EN, ZH):
        (sentence,) = Judged.of(replace(LED, verdict=verdict), phrases).sentences
        assert sentence[-1] in ".。"


def test_the_version_is_told() -> None:
    verdict = Verdict(
        kind=VerdictKind.VERBATIM, version=date(2010, 10, 28), superseded=True, lang="zh"
    )
    assert Judged.of(replace(LED, verdict=verdict), EN).sentences == (
        "Held against the text of 28 October 2010.",
        "That text is no longer in force: the statute was amended since.",
    )
    translated = replace(verdict, lang="en", superseded=False)
    assert Judged.of(replace(LED, verdict=translated), EN).sentences == (
        "Held against our translation of the text of 28 October 2010.",
    )


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        (Difference(change=Change.ADDED, quoted="not"), "Not in the provision: “not”"),
        (Difference(change=Change.MISSING, official="not"), "Left out: “not”"),
        (
            Difference(change=Change.REPLACED, quoted="may", official="must"),
            "“may” where the provision has “must”",
        ),
    ],
)
def test_differences_in_words(difference: Difference, said: str) -> None:
    assert in_words(difference, EN) == said


def test_of_many_differences_the_first_are_told() -> None:
    many = tuple(
        Difference(change=Change.ADDED, quoted=f"x{n // 2}", start=n, end=n + 1)
        for n in range(2 * MOST_DIFFERENCES + 4)  # each of them twice
    )
    told = Judged.of(
        replace(LED, verdict=Verdict(kind=VerdictKind.MISMATCH, differences=many)), EN
    ).differences
    assert len(told) == MOST_DIFFERENCES + 1
    assert told[-1] == "and 2 more differences"
    paraphrase = Verdict(kind=VerdictKind.PARAPHRASE, differences=many)
    assert Judged.of(replace(LED, verdict=paraphrase), EN).differences == ()
