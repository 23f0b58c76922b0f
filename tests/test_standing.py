"""How a citation stands, in a word and in sentences, for every kind of verdict."""

from dataclasses import replace
from datetime import date

import pytest

from kb.model import Citation
from kb.provision import Provision
from kb.unresolved import Unresolved, WhyUnresolved
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
        (replace(BARE, register_id="x"), Standing.WRONG),
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


LAW = Unresolved(
    why=WhyUnresolved.NO_ARTICLE,
    title_en="Pay Law",
    title_zh="工资法",
    provision=Provision("x", 5, paragraph=2, item=3),
)


@pytest.mark.parametrize(
    ("unresolved", "english", "chinese"),
    [
        (
            Unresolved(why=WhyUnresolved.NO_START),
            "The provision that it starts from is not given here.",
            "文中没有写明“前款”“前条”等所指的条文。",
        ),
        (
            Unresolved(why=WhyUnresolved.NO_STATUTE),
            "No statute is named here or before it.",
            "此处及上文都没有写明法规名称。",
        ),
        (
            Unresolved(why=WhyUnresolved.UNKNOWN_STATUTE, name="月球{法}"),
            "No statute that we hold is called “月球{法}”.",
            "本站没有收录名为“月球{法}”的法规。",
        ),
        (
            Unresolved(why=WhyUnresolved.SEVERAL_STATUTES, name="Regulations", count=2),
            "2 statutes are called “Regulations”.",
            "有 2 部法规都可称为“Regulations”。",
        ),
        (
            replace(LAW, why=WhyUnresolved.BEYOND_LAST, count=4),
            "The last article of the Pay Law is Article 4.",
            "《工资法》最后一条是第4条。",
        ),
        (
            replace(LAW, why=WhyUnresolved.BEYOND_LAST, count=4, since=date(2018, 12, 29)),
            "The last article of the Pay Law, as in force from 29 December 2018, is Article 4.",
            "2018年12月29日起施行的《工资法》最后一条是第4条。",
        ),
        (
            replace(LAW, why=WhyUnresolved.NO_NUMBERS, title_en=""),
            "The articles of the 工资法 have no numbers.",
            "《工资法》的条文没有编号。",
        ),
        (LAW, "There is no Article 5 in the Pay Law.", "《工资法》没有第5条。"),
        (
            replace(LAW, why=WhyUnresolved.NO_PARAGRAPH, count=1),
            "Article 5 of the Pay Law has 1 paragraph only.",
            "《工资法》第5条只有 1 款。",
        ),
        (
            replace(LAW, why=WhyUnresolved.NO_ITEM, count=2),
            "Article 5(2) of the Pay Law has 2 items only.",
            "《工资法》第5条第2款只有 2 项。",
        ),
        (
            replace(LAW, why=WhyUnresolved.NO_ITEM),
            "Article 5(2) of the Pay Law has no items.",
            "《工资法》第5条第2款没有分项。",
        ),
        (
            replace(LAW, elsewhere=date(2010, 5, 1)),
            "There is no Article 5 in the Pay Law. "
            "The version adopted 1 May 2010 had Article 5(2)(3).",
            "《工资法》没有第5条。 2010年5月1日通过的版本曾有第5条第2款第3项。",
        ),
        (
            replace(LAW, elsewhere=date(2010, 5, 1), later=True),
            "There is no Article 5 in the Pay Law. "
            "The version adopted 1 May 2010 has Article 5(2)(3).",
            "《工资法》没有第5条。 2010年5月1日通过的版本有第5条第2款第3项。",
        ),
    ],
)  # fmt: skip
def test_why_it_leads_nowhere_in_both_languages(
    unresolved: Unresolved, english: str, chinese: str
) -> None:
    citation = replace(BARE, unresolved=unresolved)
    for phrases, said in ((EN, english), (ZH, chinese)):
        assert " ".join(Judged.of(citation, phrases).sentences) == said


HAVING = (Provision("x", 9),)


@pytest.mark.parametrize(
    ("verdict", "english", "chinese"),
    [
        (
            Verdict(kind=VerdictKind.MISMATCH, why=(Why.OTHER_PROVISION, Why.NUMBERS), lang="zh"),
            "These words are in:",
            "这段话见于：",
        ),
        (
            Verdict(kind=VerdictKind.MISMATCH, why=(Why.OTHER_WORDS,), lang="zh"),
            "Similar words are in:",
            "相近的内容见于：",
        ),
        (
            Verdict(kind=VerdictKind.MISMATCH, why=(Why.NUMBERS,), lang="zh"),
            "Similar words are in:",
            "相近的内容见于：",
        ),
        (
            Verdict(kind=VerdictKind.MISMATCH, why=(Why.CONCEPTS,), lang="en"),
            "What the provision does not speak of is in:",
            "条文没有规定的内容见于：",
        ),
        (
            Verdict(kind=VerdictKind.MISMATCH, why=(Why.OTHER_WORDS, Why.CONCEPTS), lang="en"),
            "Similar words are in:",
            "相近的内容见于：",
        ),
    ],
)
def test_what_the_provisions_have_that_are_named(
    verdict: Verdict, english: str, chinese: str
) -> None:
    """Nothing is said to stand where only something like it does."""
    for phrases, said in ((EN, english), (ZH, chinese)):
        named = replace(verdict, found_in=HAVING)
        assert Judged.of(replace(LED, verdict=named), phrases).found_in_what == said
        assert Judged.of(replace(LED, verdict=verdict), phrases).found_in_what == ""


def test_the_right_words_of_the_wrong_paragraph() -> None:
    cited = replace(LED, targets=(Provision("x", 5, paragraph=2),))
    verdict = Verdict(
        kind=VerdictKind.MINOR,
        why=(Why.OTHER_PROVISION,),
        found_in=(Provision("x", 5, paragraph=1),),
    )
    english = Judged.of(replace(cited, verdict=verdict), EN)
    assert english.sentences == (
        "The provision has these words, but not in the paragraph or item that is cited.",
    )
    assert english.found_in_what == "These words are in:"
    assert Judged.of(replace(cited, verdict=verdict), ZH).sentences == (
        "本条有这段话，但不在所引的款、项中。",
    )


def test_reasons_never_contradict_each_other() -> None:
    why = (Why.NUMBERS, Why.OTHER_WORDS, Why.OTHER_PROVISION)
    verdict = Verdict(kind=VerdictKind.MISMATCH, why=why)
    assert Judged.of(replace(LED, verdict=verdict), EN).sentences == (
        "An amount, a share or a time limit differs.",
        "These are the words of another provision.",
    )
