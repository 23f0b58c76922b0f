"""Chinese quotations that leave something out, take an item with its opening, or were moved."""

from dataclasses import replace
from datetime import date

import pytest

from ingest.quote_check.judge import Judge
from kb.model import Citation
from kb.official import Version
from kb.provision import Provision
from kb.statutes import Paragraph, ProvisionText, Register, Statute
from kb.verdict import Verdict, Why
from tests.corpus_register import corpus_glossary
from tests.official_texts import MemoryTexts

ON = date(2026, 11, 26)
OLD, NEW = date(2010, 10, 28), date(2018, 12, 29)
PAY = Paragraph(
    text="灯塔管理人应当按照下列标准支付津贴：",
    items=(
        "夜间点灯的，支付不低于工资百分之一百五十的津贴；",
        "雾天点灯又不能安排补休的，支付不低于工资百分之二百的津贴；",
        "风暴中点灯的，支付不低于工资百分之三百的津贴。",
    ),
)
CLOSED = Paragraph(
    text="灯塔因第八条第（一）项、第（二）项、第（四）项规定而关闭的，应当在十五日内成立清点组，"
    "开始清点。清点组由管理人组成。逾期不成立清点组的，渔民可以申请指定人员进行清点。"
)
INJURED = Paragraph(
    text="守塔人有下列情形之一的，应当认定为塔伤：",
    items=(
        "在塔内因点灯受到伤害的；",
        "在登塔途中，受到落石或者海浪伤害的；",
        "法律规定应当认定为塔伤的其他情形。",
    ),
)
GULLS = Paragraph(text="守塔人每年清点海鸥一次，结果报港务部门备案，并且张贴在塔门上。")


def held(article: int, *paragraphs: Paragraph) -> ProvisionText:
    return ProvisionText(
        provision=Provision("lamps", article), chapter=(), paragraphs=tuple(paragraphs)
    )


def version(adopted: date) -> Version:
    return Version(adopted=adopted, in_force=adopted, last_article=9, imported=ON)


TEXTS = MemoryTexts(
    held={
        "lamps": (
            (version(OLD), (held(4, GULLS), held(5, BOATS := Paragraph(text="渡船每年检查。")))),
            (
                version(NEW),
                (held(1, PAY), held(2, CLOSED), held(3, INJURED), held(4, BOATS), held(7, GULLS)),
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
    last_article=9,
    lang="zh",
)
JUDGE = Judge(Register.of((LAMPS,)), TEXTS, corpus_glossary())


def verdict(name: str, quote: str) -> Verdict:
    target = Provision.parse(f"lamps/{name}")
    found = JUDGE.verdict(
        Citation(
            text="it", anchor="", start=0, end=2, statute="", quote=(quote,), targets=(target,)
        ),
        ON,
    )
    assert found is not None
    return found


MERGED = "".join((PAY.text, PAY.items[0], PAY.items[1].replace("二百", "三百").replace("；", "。")))
FIRST = CLOSED.text.split("。", maxsplit=1)[0] + "。"


@pytest.mark.parametrize(
    ("name", "quote", "kind", "why"),
    [
        ("art-1", MERGED, "mismatch", [Why.NUMBERS]),
        ("art-1", f"{PAY.text}{PAY.items[0]}{PAY.items[2]}", "minor", []),
        ("art-1", f"{PAY.text}{PAY.items[1]}{PAY.items[2]}", "minor", []),
        ("art-2", FIRST.replace("、第（四）项", ""), "mismatch", [Why.NUMBERS]),
        ("art-2", CLOSED.text.replace("、第（四）项", ""), "mismatch", [Why.NUMBERS]),
        ("art-2", CLOSED.text.replace("清点组由管理人组成。", ""), "minor", []),
        ("art-2", CLOSED.text.replace("应当在", "在"), "mismatch", [Why.DUTY]),
    ],
)
def test_only_what_differs_is_a_reason(name: str, quote: str, kind: str, why: list[Why]) -> None:
    found = verdict(name, quote)
    assert (found.kind, list(found.why)) == (kind, why)


def test_the_figure_that_differs_is_told() -> None:
    (difference,) = verdict("art-1", MERGED).differences
    assert (difference.quoted, difference.official) == ("百分之三百", "百分之二百")


CASE = INJURED.items[1].rstrip("；")


@pytest.mark.parametrize(
    ("name", "quote", "kind", "found_in"),
    [
        ("art-3/item-2", f"{CASE}，应当认定为塔伤", "minor", ""),
        ("art-3/para-1/item-2", f"守塔人{CASE}，应当认定为塔伤。", "minor", ""),
        ("art-3/para-1/item-2", f"{INJURED.text}（二）{CASE}。", "verbatim", ""),
        ("art-3/para-1", f"守塔人{CASE}，应当认定为塔伤。", "minor", ""),
        ("art-3", f"守塔人{CASE}，应当认定为塔伤。", "minor", ""),
        ("art-3/para-1/item-1", f"守塔人{CASE}，应当认定为塔伤。", "minor", "art-3/para-1/item-2"),
        ("art-3/para-1/item-2", f"{CASE}，不得认定为塔伤。", "mismatch", ""),
    ],
)
def test_an_item_with_its_paragraph_s_opening(
    name: str, quote: str, kind: str, found_in: str
) -> None:
    found = verdict(name, quote)
    assert found.kind == kind
    assert [str(place) for place in found.found_in] == [f"lamps/{found_in}"] * bool(found_in)
    assert (Why.OTHER_PROVISION in found.why) == bool(found_in)


def test_no_difference_is_between_equal_words() -> None:
    for quote in (CASE[3:], f"在{CASE}", CASE.replace("落石", "石头"), f"{CASE}，不得认定为塔伤。"):
        for difference in verdict("art-3/para-1/item-2", quote).differences:
            assert difference.quoted != difference.official


def test_superseded_words_that_moved_are_found() -> None:
    found = verdict("art-4", GULLS.text)
    assert (found.kind, found.superseded, found.version) == ("verbatim", True, OLD)
    assert [str(place) for place in found.found_in] == ["lamps/art-7"]
    stayed = verdict("art-5", "渡船每年检查。")
    assert (stayed.superseded, stayed.found_in) == (True, ())  # too few to be told from others


@pytest.mark.parametrize(
    ("name", "quote", "why"),
    [
        ("art-9", "海鸥。", Why.TOO_SHORT),
        ("art-9", "gulls", Why.TOO_SHORT),
        ("art-9", GULLS.text, Why.NO_TEXT),
        ("art-9", "The keeper counts the gulls once a year.", Why.NO_TEXT),
        ("art-4", "gulls", Why.TOO_SHORT),
        ("art-4", "The keeper counts the gulls once a year.", Why.OTHER_LANGUAGE),
    ],
)
def test_too_few_words_come_before_a_text_that_is_not_held(name: str, quote: str, why: Why) -> None:
    found = verdict(name, quote)
    assert (found.kind, found.why) == ("unchecked", (why,))


def in_english(article: int, words: str) -> ProvisionText:
    return held(article, Paragraph(text=words))


COUNT = "The keeper counts the gulls once a year and reports the result to the harbour office."
CHECK = "Every ferry is to be examined once a year by the harbour office, at its own expense."


@pytest.mark.parametrize(
    ("article", "quote", "on", "superseded"),
    [
        (4, COUNT, ON, True),  # other words stand there now
        (5, CHECK, ON, True),  # the newer version has no such article
        (6, CHECK, ON, False),  # it is as it was
        (4, COUNT, date(2012, 1, 1), False),
        (4, CHECK, ON, False),  # it does not hold in any version
    ],
)
def test_a_translation_that_is_behind(article: int, quote: str, on: date, superseded: bool) -> None:
    """Words of our translation are superseded where the official text changed since."""
    texts = MemoryTexts(
        held={
            "lamps": (
                (version(OLD), (held(4, GULLS), held(5, BOATS), held(6, PAY))),
                (version(NEW), (held(4, BOATS), held(6, PAY))),
            )
        }
    )
    translated = replace(
        LAMPS,
        lang="en",
        provisions=(in_english(4, COUNT), in_english(5, CHECK), in_english(6, CHECK)),
    )
    judge = Judge(Register.of((translated,)), texts, corpus_glossary())
    target = Provision("lamps", article)
    citation = Citation(
        text="it", anchor="", start=0, end=2, statute="", quote=(quote,), targets=(target,)
    )
    found = judge.verdict(citation, on)
    assert found is not None
    assert (found.superseded, found.version) == (superseded, OLD)
    assert found.holds or not superseded
