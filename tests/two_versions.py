"""The small corpus's Social Insurance Law in Chinese, in an older and a newer version.

The newer one rewords paragraph 2 of Article 60, removes Article 45, moves Article 16 to 17 and
adds a new Article 16; in Article 3 only a comma differs. Articles of the small corpus cite 16,
45, 60 and 60(2).
"""

from datetime import date

from kb.official import Version
from kb.provision import Provision
from kb.statutes import Paragraph, ProvisionText
from tests.official_texts import MemoryTexts
from tests.small_corpus import SIL

OLD, NEW = date(2010, 10, 28), date(2018, 12, 29)


def text(number: int, *paragraphs: str | Paragraph, inserted: int = 0) -> ProvisionText:
    """A provision of the law; what begins with （一） and so on is an item."""
    made = tuple(p if isinstance(p, Paragraph) else Paragraph(text=p) for p in paragraphs)
    return ProvisionText(
        provision=Provision(SIL, number, inserted), chapter=("第一章",), paragraphs=made
    )


YEARS = "参加基本养老保险的个人，达到法定退休年龄时累计缴费满十五年的，按月领取基本养老金。"
OLD_TEXT = (
    text(3, "社会保险制度坚持广覆盖、保基本的方针。"),
    text(16, YEARS, "不足十五年的，可以缴费至满十五年，也可以转入新型农村社会养老保险。"),
    text(45, "失业人员符合下列条件的，从失业保险基金中领取失业保险金。"),
    text(60, "用人单位应当自行申报、按时足额缴纳社会保险费。", "个人可以直接向征收机构缴费。"),
)
NEW_TEXT = (
    text(3, "社会保险制度坚持广覆盖，保基本的方针。"),
    text(16, "国家逐步提高最低缴费年限。"),
    text(17, YEARS, "不足十五年的，可以缴费至满十五年，也可以转入新型农村社会养老保险。"),
    text(60, "用人单位应当自行申报、按时足额缴纳社会保险费。", "个人应当向税务机关缴费。"),
)


def version(adopted: date, imported: date, *, first: bool, in_force: date | None = None) -> Version:
    """A version as the store tells of it."""
    return Version(
        adopted=adopted,
        in_force=in_force or adopted,
        last_article=98,
        imported=imported,
        first=first,
    )


def two_versions(
    imported: date = date(2026, 11, 25),
    *,
    first: bool = False,
    adopted: date = NEW,
    in_force: date | None = None,
) -> MemoryTexts:
    """Both versions; the newer one imported on this day, by default later than the older one."""
    newer = version(adopted, imported, first=first, in_force=in_force)
    older = version(OLD, date(2026, 1, 1), first=True)
    return MemoryTexts(held={SIL: ((older, OLD_TEXT), (newer, NEW_TEXT))})
