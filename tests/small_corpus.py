"""A knowledge base small enough to remember: six English and four Chinese articles.

Import it from any test: ``from tests.small_corpus import ARTICLES, STATUTES, batch``.

| slug | lang | kind | topic | region | remember it for |
| --- | --- | --- | --- | --- | --- |
| pay-your-own-social-security | en | guide | contributions | national | steps, Article 60, links |
| pension-contribution-years | en | qa | pension | national | Article 16, fifteen years |
| claim-unemployment-benefit | en | guide | unemployment | national | Article 45 |
| lost-social-security-card | en | guide | registration | shenzhen | a city, list of steps |
| treatment-away-from-home | en | qa | medical | liaoning, guangdong | two regions |
| self-employed-contributions | en | qa | contributions | urumqi | Article 60 again |
| zi-ji-jiao-she-bao | zh | guide | contributions | national | translates the payment guide |
| yang-lao-jiao-fei-nian-xian | zh | qa | pension | national | translates the pension years |
| gong-shang-ren-ding | zh | guide | work-injury | national | no translation |
| shenzhen-she-bao-ka | zh | qa | registration | shenzhen | 社保卡 beside "App" |

``DRAFT`` is a draft that nobody may find; ``HOSTILE`` has markup wherever text can be.
"""

import html
import re
from datetime import date

from kb.engine import Batch
from kb.model import Article, Citation, Kind, Link, Role, Section, Status
from kb.provision import Provision
from kb.statutes import Paragraph, ProvisionText, Statute

SIL = "prc-sil-2010"
_ORDINAL = re.compile(r"(?:\d+\.|[一二三四五]、)")


def section(
    heading: str, text: str, role: Role = Role.BODY, items: tuple[str, ...] = ()
) -> Section:
    """A section whose anchor comes from its heading; steps count by their ordinal."""
    found = _ORDINAL.match(heading)
    ordinal = found[0] if found else ""
    numerals = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5}
    paragraphs = "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n\n"))
    return Section(
        heading=heading,
        anchor=re.sub(r"[^\w]+", "-", heading.casefold()).strip("-"),
        level=0 if role is Role.LEAD else 3 if role is Role.STEP else 2,
        role=role,
        text=text,
        html=paragraphs,
        ordinal=ordinal,
        number=(numerals.get(ordinal[0]) or int(ordinal[:-1])) if ordinal else 0,
        items=items,
    )


def cite(sections: tuple[Section, ...], text: str, number: int, paragraph: int = 0) -> Citation:
    """The citation of the Social Insurance Law whose words are ``text``, where they stand."""
    place = next(s for s in sections if text in s.text)
    start = place.text.index(text)
    return Citation(
        text=text,
        anchor=place.anchor,
        start=start,
        end=start + len(text),
        statute="社会保险法" if "第" in text else "Social Insurance Law",
        numbers=(str(number),),
        targets=(Provision(SIL, number, paragraph=paragraph),),
        register_id=SIL,
    )


def article(
    slug: str,
    title: str,
    sections: tuple[Section, ...],
    *,
    kind: Kind = Kind.QA,
    topic: str = "other",
    regions: tuple[str, ...] = ("national",),
    lang: str = "en",
    status: Status = Status.PUBLISHED,
    aliases: tuple[str, ...] = (),
    related: tuple[Link, ...] = (),
    translation_of: str = "",
    citations: tuple[Citation, ...] = (),
) -> Article:
    """A published article with the file path and the days that the corpus would give it."""
    return Article(
        slug=slug,
        title=title,
        kind=kind,
        topic=topic,
        regions=regions,
        lang=lang,
        status=status,
        reviewed=date(2026, 11, 20),
        review_by=date(2027, 11, 20),
        aliases=aliases,
        related=related,
        translation_of=translation_of,
        sections=sections,
        citations=citations,
        path=f"articles/{topic}/{slug}.md",
        fingerprint=f"fingerprint of {slug}",
    )


def lead(text: str) -> Section:
    """The section before the first heading."""
    return section("", text, Role.LEAD)


_PAY = (
    lead(
        "You can pay at the social insurance office where your household is registered, or "
        "where you work. You pay for old-age and medical insurance only."
    ),
    section("Steps", "", Role.STEPS),
    section("1. Ask what your city offers", "Call 12333 before you set out.", Role.STEP),
    section(
        "2. Register at the office",
        "Bring your identity card and the household register. The clerk opens a personal account.",
        Role.STEP,
    ),
    section(
        "3. Pay every month",
        "Sign a direct debit with your bank. Paying late costs nothing but the missing months.",
        Role.STEP,
    ),
    section("To sum up", "Two insurances, one office, once a month.", Role.SUMMARY),
    section(
        "Legal basis",
        "Social Insurance Law, Article 60 paragraph 2:\n\n"
        "People who work for themselves may pay their premiums directly to the collecting body.",
        Role.BASIS,
    ),
)
PAY = article(
    "pay-your-own-social-security",
    "Where can I pay my own social security?",
    _PAY,
    kind=Kind.GUIDE,
    topic="contributions",
    aliases=("how to pay shebao without employer", "自己交社保去哪里交"),
    related=(
        Link(text="How many years for a pension?", slug="pension-contribution-years"),
        Link(text="What happens to a gap in my payments?"),
    ),
    citations=(cite(_PAY, "Social Insurance Law, Article 60 paragraph 2", 60, 2),),
)

_YEARS = (
    lead(
        "You need fifteen years of contributions to draw a monthly pension. "
        "From 2030 the minimum rises step by step to 20 years."
    ),
    section(
        "If you have fewer years",
        "You may go on paying until the years are full, or move to the residents' pension. "
        "Article 16 of the Social Insurance Law gives you the choice.",
    ),
)
YEARS = article(
    "pension-contribution-years",
    "How many years must I contribute to get a pension?",
    _YEARS,
    topic="pension",
    aliases=("minimum contribution years",),
    citations=(cite(_YEARS, "Article 16 of the Social Insurance Law", 16),),
)

_UNEMPLOYMENT = (
    lead(
        "Claim within 60 days of losing the job, at the employment office or online. "
        "You must have paid for a full year and not have left by your own choice."
    ),
    section("1. Get the notice", "The employer gives you the notice of termination.", Role.STEP),
    section("2. Claim", "Claim online or at the counter; the benefit is monthly.", Role.STEP),
    section("Legal basis", "Social Insurance Law, Article 45.", Role.BASIS),
)
UNEMPLOYMENT = article(
    "claim-unemployment-benefit",
    "How do I claim unemployment benefit?",
    _UNEMPLOYMENT,
    kind=Kind.GUIDE,
    topic="unemployment",
    aliases=("lost my job what money can I get",),
    citations=(cite(_UNEMPLOYMENT, "Social Insurance Law, Article 45", 45),),
)

_CARD = (
    lead("Report the loss by phone at once; a new card takes about ten days in Shenzhen."),
    section(
        "Steps",
        "Call 12333 and block the card.\n\nOrder a new card in the bank's app.\n\n"
        "Collect it with your identity card.",
        Role.STEPS,
        items=(
            "Call 12333 and block the card.",
            "Order a new card in the bank's app.",
            "Collect it with your identity card.",
        ),
    ),
    section("What it costs", "The first card is free, a replacement costs 20 yuan."),
)
CARD = article(
    "lost-social-security-card",
    "I lost my social security card",
    _CARD,
    kind=Kind.GUIDE,
    topic="registration",
    regions=("shenzhen",),
    related=(Link(text="where to pay", slug="pay-your-own-social-security"),),
)

_AWAY = (
    lead(
        "Register before you travel and the hospital settles the bill directly. "
        "Without registration you pay first and claim 60% back."
    ),
    section("Emergencies", "An emergency counts as registered when the hospital reports it."),
)
AWAY = article(
    "treatment-away-from-home",
    "Is hospital treatment away from home reimbursed?",
    _AWAY,
    topic="medical",
    regions=("liaoning", "guangdong"),
    aliases=("cross-province medical settlement",),
)

_SELF = (
    lead("Yes. The self-employed choose their own base between 60% and 300% of the average wage."),
    section("Legal basis", "See Article 60 of the Social Insurance Law.", Role.BASIS),
)
SELF_EMPLOYED = article(
    "self-employed-contributions",
    "Can the self-employed choose what they contribute?",
    _SELF,
    topic="contributions",
    regions=("urumqi",),
    citations=(cite(_SELF, "Article 60 of the Social Insurance Law", 60),),
)

_ZH_PAY = (
    lead("可以到户籍所在地或者就业地的社保经办机构缴纳。个人只能交养老保险和医疗保险。"),
    section("一、先问清楚", "出门之前拨打12333咨询。", Role.STEP),
    section("二、办理登记", "带上身份证和户口簿,到窗口开立个人账户。", Role.STEP),
    section("法律依据", "《社会保险法》第六十条第二款。", Role.BASIS),
)
ZH_PAY = article(
    "zi-ji-jiao-she-bao",
    "自己交社保去哪里交？",
    _ZH_PAY,
    kind=Kind.GUIDE,
    topic="contributions",
    lang="zh",
    aliases=("个人怎么缴纳社保", "灵活就业参保"),
    translation_of="pay-your-own-social-security",
    related=(Link(text="养老保险要交多少年", slug="yang-lao-jiao-fei-nian-xian"),),
    citations=(cite(_ZH_PAY, "《社会保险法》第六十条第二款", 60, 2),),
)

_ZH_YEARS = (
    lead("养老保险累计缴费满十五年，退休后按月领取养老金。2030年起最低年限逐步提高到20年。"),
    section("年限不够怎么办", "可以继续缴费，也可以转入城乡居民养老保险。"),
    section("法律依据", "《社会保险法》第十六条。", Role.BASIS),
)
ZH_YEARS = article(
    "yang-lao-jiao-fei-nian-xian",
    "养老保险要交多少年才能退休？",
    _ZH_YEARS,
    topic="pension",
    lang="zh",
    translation_of="pension-contribution-years",
    citations=(cite(_ZH_YEARS, "《社会保险法》第十六条", 16),),
)

ZH_INJURY = article(
    "gong-shang-ren-ding",
    "工伤认定怎么申请？",
    (
        lead("单位应当自事故发生之日起30日内提出申请；单位不申请的，本人一年内可以申请。"),
        section("一、准备材料", "劳动合同、诊断证明和申请表。", Role.STEP),
        section("二、提出申请", "向参保地的社会保险行政部门提交。", Role.STEP),
    ),
    kind=Kind.GUIDE,
    topic="work-injury",
    lang="zh",
)

ZH_CARD = article(
    "shenzhen-she-bao-ka",
    "深圳社保卡丢了怎么补办？",
    (lead("先在App上挂失，再申请补办，10天左右可以领取新卡。"),),
    topic="registration",
    regions=("shenzhen",),
    lang="zh",
    aliases=("社保卡card丢失",),
)

ARTICLES = (
    PAY,
    YEARS,
    UNEMPLOYMENT,
    CARD,
    AWAY,
    SELF_EMPLOYED,
    ZH_PAY,
    ZH_YEARS,
    ZH_INJURY,
    ZH_CARD,
)

DRAFT = article(
    "maternity-allowance",
    "How is the maternity allowance worked out? A zebrafish of a draft",
    (lead("Nobody may find this zebrafish, because social security editors are still at it."),),
    topic="maternity",
    status=Status.DRAFT,
)

HOSTILE = article(
    "markup-is-text",
    'Is <script>alert("title")</script> a pangolin & text?',
    (
        lead('A pangolin says <img src=x onerror="alert(1)"> & <b>bold</b> things.'),
        section("<script>alert(2)</script> heading", "A pangolin's '\"quotes\"' & </p><script>."),
    ),
    aliases=("<svg onload=alert(3)> pangolin",),
    related=(Link(text='<script>alert("wanted")</script>'),),
)


def provision_text(number: int, chapter: str, *paragraphs: Paragraph) -> ProvisionText:
    """One article of the Social Insurance Law."""
    return ProvisionText(
        provision=Provision(SIL, number), chapter=(chapter,), paragraphs=paragraphs
    )


STATUTES = (
    Statute(
        id=SIL,
        title_en="Social Insurance Law of the People's Republic of China",
        title_zh="中华人民共和国社会保险法",
        aliases=("Social Insurance Law", "SIL", "社会保险法"),
        issuer="Standing Committee of the National People's Congress",
        adopted=date(2010, 10, 28),
        in_force=date(2011, 7, 1),
        last_article=98,
        translation="unofficial",
        provisions=(
            provision_text(
                16,
                "Chapter II",
                Paragraph(text="Whoever has paid for fifteen years draws a pension."),
                Paragraph(
                    text="Whoever has paid for less may:",
                    items=("pay on until the years are full;", "move to another insurance."),
                ),
            ),
            provision_text(45, "Chapter V", Paragraph(text="Who may draw the benefit.")),
            provision_text(
                60,
                "Chapter VII",
                Paragraph(text="Employers declare and pay on time."),
                Paragraph(text="People who work for themselves may pay directly."),
            ),
        ),
    ),
    Statute(
        id="prc-wrii-2003",
        title_en="Regulation on Work-Related Injury Insurance",
        title_zh="工伤保险条例",
        kind="regulation",
        adopted=date(2003, 4, 27),
        in_force=date(2004, 1, 1),
        last_article=67,
    ),
)


def batch() -> Batch:
    """The whole small corpus, the draft too, as one batch from scratch."""
    return Batch(articles=(*ARTICLES, DRAFT), statutes=STATUTES, anew=True)
