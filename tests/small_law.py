"""Official texts small enough to remember, for the small corpus: three versions of one statute.

| version | in force | what changed |
| --- | --- | --- |
| 2010-10-28 | 2011-07-01 | the first: Articles 16, 45, 60, 61 |
| 2018-12-29 | 2018-12-29 | 16(2) is 20 years instead of 15; 17 is new; 60 is now 61, 61 is 62 |
| 2027-01-05 | 2027-07-01 | 45 is gone; not in force on the tests' day |

Two statutes were imported alone: ``flk-xing-fa`` (an inserted article) and ``flk-jie-shi``.
"""

from datetime import date

from kb.official import Version
from kb.provision import Provision
from kb.statutes import Paragraph, ProvisionText, Statute
from tests.official_texts import MemoryTexts
from tests.small_corpus import SIL
from tests.small_site import TODAY

CRIMINAL = "flk-xing-fa"
HOSTILE = "<script>alert(1)</script> & 款"
FIRST, SECOND, THIRD = date(2010, 10, 28), date(2018, 12, 29), date(2027, 1, 5)


def text(
    article: int, *paragraphs: str | Paragraph, chapter: str = "第二章", inserted: int = 0,
    statute: str = SIL,
) -> ProvisionText:  # fmt: skip
    return ProvisionText(
        provision=Provision(statute, article, inserted),
        chapter=(chapter,),
        paragraphs=tuple(Paragraph(text=p) if isinstance(p, str) else p for p in paragraphs),
    )


def version(adopted: date, in_force: date, last: int, *, first: bool = True) -> Version:
    imported = date(2026, 3, 1) if first else date(2026, 11, 1)
    note = f"{adopted.isoformat()} 修正"
    return Version(
        adopted=adopted, in_force=in_force, last_article=last, imported=imported, first=first,
        note=note,
    )  # fmt: skip


LESS = Paragraph(
    text="累计缴费不足十五年的，可以：", items=("缴费至满十五年；", "转入居民养老保险。")
)
MORE = Paragraph(
    text="累计缴费不足二十年的，可以：", items=("缴费至满二十年；", "转入居民养老保险。")
)
PENSION = "参加基本养老保险的个人，按月领取基本养老金。"
BENEFIT = "失业人员符合条件的，从失业保险基金中领取失业保险金。"
EMPLOYERS = "用人单位应当自行申报、按时足额缴纳社会保险费。"
ALONE = "无雇工的个体工商户可以直接向社会保险费征收机构缴纳社会保险费。"
LAST = "本法自公布之日起施行，由国务院负责解释并制定实施办法。"
NEW = "因病完全丧失劳动能力的，可以领取病残津贴，所需资金从基金中支付。"

VERSIONS = (
    (
        version(FIRST, date(2011, 7, 1), 61),
        (
            text(16, PENSION, LESS),
            text(45, BENEFIT, chapter="第五章"),
            text(60, EMPLOYERS, ALONE, chapter="第七章"),
            text(61, LAST, chapter="第七章"),
        ),
    ),
    (
        version(SECOND, SECOND, 62),
        (
            text(16, PENSION, MORE),
            text(17, NEW),
            text(45, BENEFIT, chapter="第五章"),
            text(60, ALONE + "本条另有规定的除外。", chapter="第七章"),
            text(61, EMPLOYERS, ALONE, chapter="第七章"),
            text(62, LAST, chapter="第七章"),
        ),
    ),
    (
        version(THIRD, date(2027, 7, 1), 62, first=False),
        (
            text(16, PENSION, MORE),
            text(17, NEW),
            text(60, ALONE + "本条另有规定的除外。", chapter="第七章"),
            text(61, EMPLOYERS, ALONE, chapter="第七章"),
            text(62, LAST, chapter="第七章"),
        ),
    ),
)


def imported(id: str, title: str, kind: str, last: int = 1) -> Statute:
    return Statute(
        id=id, title_en="", title_zh=title, kind=kind, lang="zh",
        adopted=date(2020, 1, 1), in_force=date(2021, 1, 1), last_article=last,
    )  # fmt: skip


ENTRIES = (
    Statute(
        id=SIL, title_en="", title_zh="中华人民共和国社会保险法", lang="zh",
        adopted=FIRST, in_force=date(2011, 7, 1), last_article=62,
    ),
    imported(CRIMINAL, "中华人民共和国刑法", "law", 274),
    imported("flk-jie-shi", HOSTILE + "的解释", "interpretation"),
)  # fmt: skip
CITING = tuple(Provision(CRIMINAL, number) for number in range(1, 16))


def law(versions: int = 3) -> MemoryTexts:
    """The official texts, with the first few versions of the Social Insurance Law."""
    return MemoryTexts(
        held={
            SIL: VERSIONS[:versions],
            CRIMINAL: (
                (
                    version(date(2020, 1, 1), date(2021, 1, 1), 274),
                    (
                        *(text(n, f"第{n}项罪名。", statute=CRIMINAL) for n in range(1, 275)),
                        text(274, "敲诈勒索社会保险基金的。", inserted=1, statute=CRIMINAL),
                    ),
                ),
            ),
            "flk-jie-shi": (
                (
                    version(date(2020, 1, 1), date(2021, 1, 1), 1),
                    (text(1, HOSTILE, chapter=HOSTILE, statute="flk-jie-shi"),),
                ),
            ),
        },
        entries=ENTRIES,
        cited={Provision(SIL, 16): (Provision(SIL, 17), *CITING)},
        today=TODAY,
    )
