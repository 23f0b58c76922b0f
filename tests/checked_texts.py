"""Texts whose citations are checked for tests: really found and resolved, judged by a table."""

from dataclasses import dataclass, replace
from datetime import date

from ingest.cite_checker import Checker
from kb.cite_check import CheckedText, TextForm
from kb.model import Citation
from kb.official import Version
from kb.provision import Provision
from kb.statutes import Paragraph, ProvisionText, Register
from kb.verdict import Change, Difference, Verdict, VerdictKind, Why
from tests.official_texts import MemoryTexts
from tests.small_corpus import SIL, STATUTES

ADOPTED = date(2018, 12, 29)
OFFICIAL = MemoryTexts(
    {
        SIL: (
            (
                Version(
                    adopted=ADOPTED, in_force=ADOPTED, last_article=98, imported=date(2026, 11, 1)
                ),
                (
                    ProvisionText(
                        provision=Provision(SIL, 16),
                        chapter=("第二章",),
                        paragraphs=(Paragraph(text="缴费满十五年的，按月领取养老金。"),),
                    ),
                    ProvisionText(
                        provision=Provision(SIL, 45),
                        chapter=("第五章",),
                        paragraphs=(Paragraph(text="失业人员可以领取失业保险金。"),),
                    ),
                    ProvisionText(
                        provision=Provision(SIL, 60),
                        chapter=("第七章",),
                        paragraphs=(
                            Paragraph(text="用人单位按时缴费。"),
                            Paragraph(text="个人可以直接缴费。"),
                        ),
                    ),
                ),
            ),
        )
    }
)

# What is quoted -> what is to come of it.
WRONG_NUMBER = "缴费满十年的，按月领取养老金。"
ELSEWHERE = "失业人员可以领取失业保险金。"
RIGHT = "用人单位按时缴费。"
NEARLY = "个人可直接缴费。"
OTHERWISE = "Self-employed people can pay on their own."
VERDICTS = {
    WRONG_NUMBER: Verdict(
        kind=VerdictKind.MISMATCH,
        why=(Why.NUMBERS,),
        differences=(
            Difference(change=Change.REPLACED, quoted="十", official="十五", start=3, end=4),
        ),
        version=ADOPTED,
        lang="zh",
        likeness=93,
    ),
    ELSEWHERE: Verdict(
        kind=VerdictKind.MISMATCH,
        why=(Why.OTHER_PROVISION,),
        found_in=(Provision(SIL, 45),),
        version=ADOPTED,
        lang="zh",
        likeness=20,
    ),
    RIGHT: Verdict(kind=VerdictKind.VERBATIM, version=ADOPTED, lang="zh", likeness=100),
    NEARLY: Verdict(
        kind=VerdictKind.MINOR,
        differences=(Difference(change=Change.MISSING, official="以", start=3, end=3),),
        version=ADOPTED,
        superseded=True,
        lang="zh",
        likeness=95,
    ),
    OTHERWISE: Verdict(kind=VerdictKind.PARAPHRASE, version=ADOPTED, lang="en", likeness=60),
}

CHINESE = f"""关于缴费

《社会保险法》第十六条规定：“{WRONG_NUMBER}”
《社会保险法》第六十条第一款规定：“{RIGHT}”第二款规定：“{NEARLY}”

《社会保险法》第十六条规定：“{ELSEWHERE}”另见《社会保险法》第四十五条。

《社会保险法》第一百二十条也有规定，《月球法》第五条没有。"""


@dataclass(frozen=True)
class Judging:
    """The real checker; of a quotation in the table it says what the table says."""

    checker: Checker

    def check(self, text: str, *, on: date | None = None) -> CheckedText:
        return _judged(self.checker.check(text, on=on))

    def check_file(self, content: bytes, form: TextForm, *, on: date | None = None) -> CheckedText:
        return _judged(self.checker.check_file(content, form, on=on))


def _judged(checked: CheckedText) -> CheckedText:
    return replace(checked, citations=tuple(map(_with_verdict, checked.citations)))


def _with_verdict(citation: Citation) -> Citation:
    return replace(citation, verdict=VERDICTS.get("\n".join(citation.quote)))


CHECKER = Judging(
    Checker(register=Register.of(STATUTES), texts=OFFICIAL, today=lambda: date(2026, 12, 1))
)
