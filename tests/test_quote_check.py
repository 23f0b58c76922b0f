"""Quotations held against the law: word for word, by what they say, by version."""

# ruff: noqa: E501  # a Chinese character counts as two, and a row is a row

import re
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.pipeline import Corpus
from ingest.quote_check.judge import Judge
from ingest.quote_check.plain_chinese import plain, without_label
from ingest.quote_check.quantities import QUANTITY, quantity
from ingest.quote_check.shelf import Reading
from ingest.quote_check.words import lexicon
from kb.model import Citation
from kb.official import NoTexts, OfficialTexts, Version
from kb.provision import Provision
from kb.statutes import Paragraph, ProvisionText, Register, Statute
from kb.verdict import Change, Verdict, VerdictKind, Why
from tests.corpus_register import corpus_glossary, corpus_register
from tests.official_texts import MemoryTexts

ON = date(2026, 11, 26)
OLD, NEW = date(2010, 10, 28), date(2018, 12, 29)
KEEPERS = (
    Paragraph(text="看守灯塔的职工应当参加基本养老保险，由用人单位按月缴纳基本养老保险费。"),
    Paragraph(text="未按时缴纳的，处五百元以上二千元以下罚款，但是因不可抗力的除外。"),
    Paragraph(
        text="有下列情形之一的，应当停止工作：",
        items=("年满六十周岁的；", "不能看见十海里以外船舶的；", "本人提出的。"),
    ),
)
BOATS = (Paragraph(text="渡船应当为每名乘客备有救生衣一件，救生衣由渡船管理人每年检查。"),)


def provision(text: str) -> Provision:
    return Provision.parse(text)


def held(name: str, *paragraphs: Paragraph) -> ProvisionText:
    return ProvisionText(provision=provision(name), chapter=(), paragraphs=paragraphs)


def version(adopted: date) -> Version:
    return Version(adopted=adopted, in_force=adopted, last_article=3, imported=ON)


TEXTS = MemoryTexts(
    held={
        "lamps": (
            (
                version(OLD),
                (
                    held(
                        "lamps/art-1", Paragraph(text="看守灯塔的职工每三十日休息一日，工资照发。")
                    ),
                ),
            ),
            (
                version(NEW),
                (
                    held(
                        "lamps/art-1", Paragraph(text="看守灯塔的职工每十五日休息一日，工资照发。")
                    ),
                    held("lamps/art-2", *KEEPERS),
                    held("lamps/art-3", *BOATS),
                ),
            ),
        )
    }
)
LAMPS = Statute(
    id="lamps",
    title_en="",
    title_zh="灯塔法",
    adopted=OLD,
    in_force=OLD,
    last_article=3,
    lang="zh",
)
REGISTER = Register.of((*corpus_register(), LAMPS))


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(REGISTER, TEXTS, corpus_glossary())


def cited(name: str, *quote: str) -> Citation:
    targets = tuple(provision(one) for one in name.split())
    return Citation(
        text="it", anchor="", start=0, end=2, statute="it", quote=quote, targets=targets
    )


def verdict(judge: Judge, name: str, *quote: str, on: date = ON) -> Verdict:
    found = judge.verdict(cited(name, *quote), on)
    assert found is not None
    return found


WORDS = KEEPERS[0].text


@pytest.mark.parametrize(
    ("name", "quote", "kind", "why"),
    [
        ("lamps/art-2", WORDS, "verbatim", ""),
        ("lamps/art-2", f"第二条　{WORDS}", "verbatim", ""),
        ("lamps/art-2", f"第二条【参保】{WORDS}", "verbatim", ""),
        ("lamps/art-2", WORDS.replace("，", ",").replace("。", ""), "verbatim", ""),
        ("lamps/art-2", KEEPERS[1].text.replace("五百", "500").replace("二千", "２,０００"), "verbatim", ""),
        ("lamps/art-2", "看守灯塔的职工应当参加基本养老保险……本人提出的。", "verbatim", ""),
        ("lamps/art-2", f"{KEEPERS[2].text}\n（一）{KEEPERS[2].items[0]}\n（三）本人提出的。", "verbatim", ""),
        ("lamps/art-2", f"{KEEPERS[2].text}（一）{KEEPERS[2].items[0]}（三）本人提出的。", "minor", ""),
        ("lamps/art-2", WORDS.replace("由用人单位", "并由用人单位"), "minor", ""),
        ("lamps/art-2", WORDS[1:], "minor", ""),
        ("lamps/art-2", WORDS.replace("应当", "可以"), "mismatch", "duty"),
        ("lamps/art-2", WORDS.replace("用人单位", "劳动者"), "mismatch", "duty"),
        ("lamps/art-2", WORDS.replace("养老", "医疗"), "mismatch", "concepts"),
        ("lamps/art-2", KEEPERS[1].text.replace("二千", "三千"), "mismatch", "numbers"),
        ("lamps/art-2", KEEPERS[1].text.replace("未按时", "按时"), "mismatch", "negation"),
        ("lamps/art-2", KEEPERS[1].text.replace("但是因不可抗力的除外", "一律如此"), "mismatch", "negation"),
        ("lamps/art-2", BOATS[0].text, "mismatch", "other-provision"),
        ("lamps/art-2", "灯塔里不得饲养任何海鸟和鸽子，违反的由港务监督机构没收其所饲养的全部鸟类，并且处以警告和通报批评，直到改正为止。", "mismatch", "other-words"),
        ("lamps/art-2 lamps/art-3", f"{WORDS}\n{BOATS[0].text}", "verbatim", ""),
        ("lamps/art-2/para-1", WORDS, "verbatim", ""),
        ("lamps/art-2/para-2", WORDS, "minor", "other-provision"),
        ("lamps/art-2/para-3/item-2", "不能看见十海里以外船舶的", "verbatim", ""),
        ("lamps/art-3", f"{BOATS[0].text}因此，建议您先与管理人协商。", "verbatim", ""),
        ("lamps/art-3", "每人一件。", "unchecked", "too-short"),
        ("lamps/art-9", WORDS, "unchecked", "no-text"),
    ],
)  # fmt: skip
def test_chinese_quotations(judge: Judge, name: str, quote: str, kind: str, why: str) -> None:
    found = verdict(judge, name, *quote.split("\n"))
    assert found.kind == kind
    assert not why or Why(why) in found.why


def test_a_difference_tells_where_it_is(judge: Judge) -> None:
    quote = KEEPERS[1].text.replace("二千", "三千")
    (difference,) = verdict(judge, "lamps/art-2", quote).differences
    assert difference.change is Change.REPLACED
    assert quote[difference.start : difference.end] == difference.quoted == "三千"
    assert difference.official == "二千"


def test_who_has_the_words_is_told(judge: Judge) -> None:
    assert verdict(judge, "lamps/art-2", BOATS[0].text).found_in == (provision("lamps/art-3"),)
    wrong_paragraph = verdict(judge, "lamps/art-2/para-2", WORDS)
    assert wrong_paragraph.found_in == (provision("lamps/art-2/para-1"),)


def test_an_older_version_is_named(judge: Judge) -> None:
    quote = "看守灯塔的职工每三十日休息一日，工资照发。"
    today = verdict(judge, "lamps/art-1", quote)
    assert (today.kind, today.superseded, today.version) == ("verbatim", True, OLD)
    then = verdict(judge, "lamps/art-1", quote, on=date(2012, 1, 1))
    assert (then.kind, then.superseded, then.version) == ("verbatim", False, OLD)


SIL = "prc-sil-2010/art-"


@pytest.mark.parametrize(
    ("name", "quote", "kind", "why"),
    [
        (
            "10/para-1",
            "Every employee must take part in basic pension insurance, for which the employing unit "
            "and the employee pay the premiums together.",
            "paraphrase",
            "",
        ),
        ("10/para-1", "Employees may participate in basic old-age insurance.", "mismatch", "duty"),
        (
            "33",
            "The premiums of work injury insurance are paid by the employees, and employers do not "
            "pay work injury insurance premiums.",
            "mismatch",
            "duty",
        ),
        (
            "16/para-1",
            "Whoever has paid for 10 years in total receives the basic pension on reaching the "
            "statutory retirement age.",
            "mismatch",
            "numbers",
        ),
        (
            "60/para-1",
            "The employer shall declare and pay social insurance premiums on time and in full; "
            "payment shall not be deferred, reduced or exempted.",
            "mismatch",
            "negation",
        ),
        (
            "43",
            "Where a third party causes a work injury and does not pay the medical expenses, the "
            "work injury insurance fund pays in advance and may recover the payment.",
            "mismatch",
            "other-provision",
        ),
        ("23/para-1", "Employees shall participate in basic medical insurance for employees.", "verbatim", ""),
        ("23/para-2", "Employees shall participate in basic medical insurance for employees.", "minor", "other-provision"),
    ],
)  # fmt: skip
def test_english_quotations(judge: Judge, name: str, quote: str, kind: str, why: str) -> None:
    found = verdict(judge, SIL + name, quote)
    assert found.kind == kind
    assert not why or Why(why) in found.why


def test_five_insurances_for_one(judge: Judge) -> None:
    """What the article that the project was founded on does with Article 10."""
    quote = (
        "Staff should take part in basic old-age insurance, basic medical insurance, industrial "
        "injury insurance, unemployment insurance and maternity insurance, whose premiums are paid "
        "by the employer and the staff."
    )
    found = verdict(judge, f"{SIL}10", quote)
    assert (found.kind, found.why[0]) == (VerdictKind.MISMATCH, Why.CONCEPTS)
    added = {d.quoted for d in found.differences if d.change is Change.ADDED}
    assert added == {
        "basic medical insurance",
        "work-related injury insurance",
        "unemployment insurance",
        "maternity insurance",
    }
    wanted = [provision(f"{SIL}{number}") for number in (23, 33, 44, 53)]
    assert [place for place in found.found_in if place.statute == "prc-sil-2010"] == wanted


def test_only_a_translation_is_held(judge: Judge) -> None:
    """Compared by concepts and figures: enough for other figures, not for a telling in short."""
    quote = (
        "用人单位应当自用工之日起九十日内为其职工向社会保险经办机构申请办理社会保险登记。"
        "未办理社会保险登记的，由社会保险经办机构核定其应当缴纳的社会保险费。"
    )
    found = verdict(judge, f"{SIL}58/para-1", quote)
    assert (found.kind, found.why) == (VerdictKind.MISMATCH, (Why.NUMBERS,))
    short = verdict(judge, f"{SIL}58/para-1", "用工三十天内登记。")
    assert (short.kind, short.why) == (VerdictKind.UNCHECKED, (Why.OTHER_LANGUAGE,))


def test_nothing_quoted_nothing_judged(judge: Judge) -> None:
    assert judge.verdict(cited("lamps/art-1"), ON) is None
    assert judge.verdict(cited("lamps/art-1", " ", ""), ON) is None
    unresolved = judge.verdict(cited("", "Anything at all."), ON)
    assert unresolved is not None
    assert unresolved.why == (Why.UNRESOLVED,)


def _corpus_texts() -> Iterator[ProvisionText]:
    for statute in corpus_register():
        yield from statute.provisions


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_law_s_own_words_are_verbatim(data: st.DataObject) -> None:
    """Any provision of the corpus, and any sentence of one."""
    judge = SHARED_JUDGE
    text = data.draw(st.sampled_from(list(_corpus_texts())))
    lines = text.text.split("\n")
    sentence = data.draw(st.sampled_from(re.split(r"(?<=[.;:]) ", " ".join(lines))))
    for quote in (tuple(lines), (sentence,)):
        found = judge.verdict(cited(str(text.provision), *quote), ON)
        assert found is None or found.kind is VerdictKind.VERBATIM or len(sentence) < 8


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=300) | st.text(alphabet="应当可以不得职工缴纳养老保险费三十日%,。（）一二…\n ", max_size=300),
    st.sampled_from(["lamps/art-2", "lamps/art-2/para-3/item-1", f"{SIL}60", f"{SIL}10/para-2"]),
)  # fmt: skip
def test_any_words_get_a_verdict(words: str, name: str) -> None:
    found = SHARED_JUDGE.verdict(cited(name, words), ON)
    if found is not None:
        for difference in found.differences:
            assert -1 <= difference.start <= difference.end <= len(words)
            if difference.start >= 0 and found.lang == "zh" and difference.quoted:
                assert words[difference.start : difference.end] == difference.quoted


SHARED_JUDGE = Judge(REGISTER, TEXTS, corpus_glossary())


@given(st.text(max_size=200))
def test_plain_text_knows_its_places(words: str) -> None:
    reading = plain(words)
    assert len(reading.text) == len(reading.places)
    assert all(0 <= start < end <= len(words) for start, end in reading.places)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("forty-four hours a week", ["44 hour"]),
        ("110 percent or 110%", ["110 percent", "110 percent"]),
        ("RMB 2,000 and 500 yuan", ["2,000 yuan", "500 yuan"]),
        ("double the wage", ["2 times"]),
        ("one to three times", ["1", "3 times"]),
        ("from the second month", ["2 month"]),
        ("within a year, at the age of sixteen", ["1 year", "16 year"]),
        ("Article 47 of this Law", ["article 47"]),
        ("one hundred and ten working days", ["110 working day"]),
        ("an employer", []),
    ],
)
def test_figures_in_words_and_digits(written: str, expected: list[str]) -> None:
    found = [quantity(match) for match in QUANTITY.finditer(written.casefold())]
    assert [str(amount) for amount in found if amount] == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("百分之二十", "20%"),
        ("２０％", "20%"),
        ("二万元", "20000元"),
        ("2万元", "20000元"),
        ("1,000元", "1000元"),
        ("三十日", "30日"),
        ("（一）年满；（二）本人", "年满本人"),
        ("第（一）项", "第1项"),
        ("<p>法律</p>", "法律"),
    ],
)
def test_chinese_is_folded(written: str, expected: str) -> None:
    assert plain(written).text == expected


def test_a_label_is_no_part_of_the_words() -> None:
    assert without_label("第二百七十四条之一【名称】　依照") == "依照"
    assert without_label("第十条：职工") == "职工"
    assert without_label("职工") == "职工"


def test_every_quotation_of_the_corpus_is_the_law_s(real_corpus: Corpus) -> None:
    """English articles quote our translation; word for word, or `kb check` would tell."""
    judged = [
        (article.path, citation.text, citation.verdict.kind)
        for article in real_corpus.articles
        for citation in article.citations
        if citation.verdict is not None and article.lang == "en"
    ]
    assert len(judged) > 300
    assert [row for row in judged if row[2] is not VerdictKind.VERBATIM] == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("The employer pays the premiums.", ["pay employer"]),
        ("Premiums are paid by the employer and the employee.", ["pay employer worker"]),
        ("Premiums, for which the employer alone pays.", ["pay employer alone"]),
        ("The employer pays, and employees do not pay.", ["pay employer", "not pay worker"]),
        ("Employees pay no premiums.", ["not pay worker"]),
        ("Employees are exempt from premiums.", ["not pay worker"]),
        ("The employer shall, by law, pay the premiums.", ["pay employer"]),
        ("The employer may end it by paying the worker.", ["not continue employer"]),
    ],
)
def test_who_does_what(written: str, expected: list[str]) -> None:
    found = []
    for act in Reading.of(written, lexicon(corpus_glossary())).acts:
        words = ["not"] * act.denied + [act.deed, *sorted(act.doers)] + ["alone"] * act.alone
        found.append(" ".join(words))
    assert found[: len(expected)] == expected


@pytest.mark.parametrize(
    ("provision_id", "quotation", "kind", "told_of"),
    [
        (
            "prc-sil-2010/art-33",
            "Employees should take part in industrial injury insurance, and industrial injury "
            "insurance premiums shall be paid by the employer and the employees together.",
            VerdictKind.MISMATCH,
            "employer, worker",
        ),
        (
            "prc-sil-2010/art-44",
            "Employees shall participate in unemployment insurance, for which the employer alone "
            "pays the premiums.",
            VerdictKind.MISMATCH,
            "employer alone",
        ),
        (
            "prc-lcl-2007/art-82",
            "If an employer fails for more than one month but less than one year from the start of "
            "employment to conclude a written contract, it shall pay the worker double wages each "
            "month.",
            VerdictKind.PARAPHRASE,
            "",
        ),
    ],
)
def test_who_pays_in_the_corpus(
    provision_id: str, quotation: str, kind: VerdictKind, told_of: str
) -> None:
    citation = Citation(
        text="",
        anchor="",
        start=0,
        end=1,
        statute="",
        quote=(quotation,),
        targets=(Provision.parse(provision_id),),
    )
    found = Judge(corpus_register(), NoTexts(), corpus_glossary()).verdict(citation, ON)
    assert found is not None
    assert found.kind is kind
    assert not told_of or told_of in [difference.quoted for difference in found.differences]


def test_the_texts_protocol_is_met() -> None:
    texts: OfficialTexts = TEXTS
    assert texts.versions("lamps")
