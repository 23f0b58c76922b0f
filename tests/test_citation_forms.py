"""Citations in all the forms that texts have, found and resolved in one go.

A row is (text, what its citations resolve to); one that does not resolve is shown as ``?`` and the
name of the statute as written. Names and provisions are those of a small register.
"""

from datetime import date

import pytest

from ingest.draft import Passage
from ingest.find_citations import find
from ingest.resolve import Resolver
from kb.model import Citation
from kb.official import Version
from kb.provision import Provision
from kb.statutes import Paragraph, ProvisionText, Register, Statute, names
from tests.official_texts import MemoryTexts


def statute(statute_id: str, title_en: str, title_zh: str, *aliases: str, last: int) -> Statute:
    return Statute(
        id=statute_id,
        title_en=title_en,
        title_zh=title_zh,
        aliases=aliases,
        adopted=date(2010, 10, 28),
        in_force=date(2011, 7, 1),
        last_article=last,
    )


PRC = " of the People's Republic of China"
REGISTER = Register.of(
    [
        statute("sil", f"Social Insurance Law{PRC}", "中华人民共和国社会保险法", "SIL", last=98),
        statute("lcl", f"Labour Contract Law{PRC}", "中华人民共和国劳动合同法", "LCL", last=98),
        statute("ll", f"Labour Law{PRC}", "中华人民共和国劳动法", last=107),
        statute("il", f"Insurance Law{PRC}", "中华人民共和国保险法", last=185),
        statute("cl", "", "中华人民共和国刑法", last=452),
        statute("cc", "", "中华人民共和国民法典", last=1260),
        statute("cpl", "", "中华人民共和国民事诉讼法", last=306),
        statute("rsl", "", "中华人民共和国道路交通安全法", last=124),
        statute("rsr", "", "中华人民共和国道路交通安全法实施条例", last=115),
        statute("wrii", "Regulation on Work-Related Injury Insurance", "工伤保险条例", last=67),
        statute("ui", "Regulations on Unemployment Insurance", "失业保险条例", last=33),
        statute("rules", "", "实施《中华人民共和国社会保险法》若干规定", last=30),
        statute("female", "", "女职工劳动保护特别规定", last=16),
        statute("trial", "", "人民检察院刑事诉讼规则（试行）", last=708),
        statute("ld1", "", "最高人民法院关于审理劳动争议案件适用法律问题的解释（一）", last=54),
        statute(
            "il2", "", "最高人民法院关于适用《中华人民共和国保险法》若干问题的解释（二）", last=21
        ),
        statute(
            "fam1",
            "",
            "最高人民法院关于适用《中华人民共和国民法典》婚姻家庭编的解释（一）",
            last=91,
        ),
        statute("cpi", "", "最高人民法院关于适用《中华人民共和国民事诉讼法》的解释", last=550),
    ]
)
NAMES = frozenset(name for known in REGISTER for name in names(known) if name)
RESOLVER = Resolver(REGISTER)


def cited(text: str) -> tuple[Citation, ...]:
    return RESOLVER.resolve(find([Passage(anchor="", text=text)], NAMES), date(2026, 1, 1))


def shown(text: str) -> str:
    """The provisions of all its citations: ``sil/58 lcl/47/para-1``."""
    return " ".join(
        " ".join(str(target).replace("/art-", "/") for target in citation.targets)
        or f"?{citation.statute or citation.antecedent}"
        for citation in cited(text)
    )


ENGLISH = [
    ("Article 10 of the Social Insurance Law of the People's Republic of China", "sil/10"),
    ("People's Republic of China (PRC) Social Insurance Law\nArticle 10 stipulates:", "sil/10"),
    ("as SIL art. 60(2) says", "sil/60/para-2"),
    ("Under the SIL, Articles 10 to 12 and 23 apply", "sil/10 sil/11 sil/12 sil/23"),
    ("the second paragraph of Article 60 of the Social Insurance Law", "sil/60/para-2"),
    ("See the Labor Contract Law. Article 4 thereof says so.", "lcl/4"),
    ("The Labor Contract Law is strict. Article 47 of this Law", "lcl/47"),
    ("Article 38 of the Labor Contract Law of PRC", "lcl/38"),
    ("Article 38 of the Labour Contract Law of the P.R.C.", "lcl/38"),
    ("Article 72 of the Labour Law of China", "ll/72"),
    ("Article 14 of the Regulation on Work-Related Injury Insurances", "wrii/14"),
    ("Article 14 of the Regulations on Work Injury Insurance", "wrii/14"),
    ("Article 14 of the Work Injury Insurance Regulations", "wrii/14"),
    ("Article 17 of the Unemployment Insurance Regulation", "ui/17"),
    ("Article 58 of the Law of the People's Republic of China on Social Insurance", "sil/58"),
    ("Article 10 item 2 of the Social Insurance Law", "sil/10/item-2"),
    ("Article 10, item (2), of the Social Insurance Law", "sil/10/item-2"),
    ("Social Insurance Law (revised in 2018), Article 57", "sil/57"),
    ("Article 57 of the Social Insurance Law (2018 Amendment)", "sil/57"),
    ("the PRC Labour Contract Law (Art. 47)", "lcl/47"),
    ("pursuant to Art 47 LCL", "lcl/47"),
    ("Art. 47, para. 2, Labour Contract Law", "lcl/47/para-2"),
    ("Article 10 SIL and Article 4 LCL", "sil/10 lcl/4"),
    ("Social Insurance Law Article 10, Labour Contract Law Article 4", "sil/10 lcl/4"),
    ("Articles 38 and 46 of the Labor Contract Law and Article 14 of the Social Insurance Law",
     "lcl/38 lcl/46 sil/14"),
    ("the Labor Law (Articles 72 and 73)", "ll/72 ll/73"),
    ("Article 10 of the Guangdong Social Insurance Regulations",
     "?Guangdong Social Insurance Regulations"),
]  # fmt: skip

CHINESE = [
    ("《社会保险法》第10条第1款", "sil/10/para-1"),
    ("《社会保险法》第１０条", "sil/10"),
    ("社会保险法第10条第2款第(3)项", "sil/10/para-2/item-3"),
    ("《社会保险法》第十条和《劳动合同法》第三十八条、第四十六条", "sil/10 lcl/38 lcl/46"),
    ("《社会保险法》第八十六条，《劳动法》第七十二条、第一百条", "sil/86 ll/72 ll/100"),
    ("《工伤保险条例》第十四条第（一）项、第十五条第一款第（二）项",
     "wrii/14/item-1 wrii/15/para-1/item-2"),
    ("《劳动合同法》第14条、38条、46条", "lcl/14 lcl/38 lcl/46"),
    ("《劳动合同法》第38、46、47条", "lcl/38 lcl/46 lcl/47"),
    ("《劳动合同法》第三十八条（二）项", "lcl/38/item-2"),
    ("《劳动合同法》第三十八条第一款第（二）（三）项", "lcl/38/para-1/item-2 lcl/38/para-1/item-3"),
    ("《劳动合同法》第三十九条第一至三项", "lcl/39/item-1 lcl/39/item-2 lcl/39/item-3"),
    ("《劳动合同法》第四十七条第一款、第二款，第八十七条", "lcl/47/para-1 lcl/47/para-2 lcl/87"),
    ("《社会保险法》第六十条至六十二条", "sil/60 sil/61 sil/62"),
    ("《社会保险法》第六十条—六十二条", "sil/60 sil/61 sil/62"),
    ("《社会保险法》第60～62条", "sil/60 sil/61 sil/62"),
    ("《刑法》第一百三十三条之一第一款第（二）项", "cl/133-1/para-1/item-2"),
    ("刑法第一百三十八条至第一百三十九条之一", "cl/138 cl/139 cl/139-1"),
    ("刑法第三百零七条之一前三款行为", "cl/307-1 cl/307-1/para-1 cl/307-1/para-2 cl/307-1/para-3"),
    # brackets, notes, mark-up
    ("《实施＜中华人民共和国社会保险法＞若干规定》第十三条", "rules/13"),
    ("《实施<中华人民共和国社会保险法>若干规定》第十三条", "rules/13"),
    ("《实施〈中华人民共和国社会保险法〉若干规定》第十三条", "rules/13"),
    ("《实施&lt;中华人民共和国社会保险法&gt;若干规定》第十三条", "rules/13"),
    ("实施《中华人民共和国社会保险法》若干规定第十三条", "rules/13"),
    ("依照<社会保险法>第六十条", "sil/60"),
    ("「社会保险法」第六十条", "sil/60"),
    ("《社会保险法（2018修正）》第五十七条", "sil/57"),
    ("2018年修正的《社会保险法》第五十七条", "sil/57"),
    ("《社会保险法》(主席令第35号)第六十条", "sil/60"),
    ("《社会保险法》（以下简称“社保法”）第六十条", "sil/60"),
    ("《社会保险法》的规定（第六十条）", "sil/60"),
    ("《社会保险法》总则第四条", "sil/4"),
    ("<p>《社会保险法》</p><p>第六十条</p>", "sil/60"),
    ("<span>《社会保险法》</span><span>第六十条</span>规定", "sil/60"),
    ("《</span><span>社会保险法》第六十条", "sil/60"),
    ("《<b>社会保险法</b>》第六十条&nbsp;用人单位", "sil/60"),
    # names for short, and of interpretations
    ("民法典婚姻家庭编第1062条", "cc/1062"),
    ("《民法典》第五编第一千零六十二条", "cc/1062"),
    ("《民法典·合同编》第五百七十七条", "cc/577"),
    ("民诉法第二百条", "cpl/200"),
    ("《道交法》第七十六条", "rsl/76"),
    ("道路交通安全法实施条例第九十条", "rsr/90"),
    ("女职工劳动保护特别规定第7条", "female/7"),
    ("最高人民法院关于适用《中华人民共和国民法典》婚姻家庭编的解释（一）第三条", "fam1/3"),
    ("《关于适用<民法典>婚姻家庭编的解释(一)》第三条", "fam1/3"),
    ("最高人民法院《关于审理劳动争议案件适用法律问题的解释（一）》第32条", "ld1/32"),
    ("民法典婚姻家庭编司法解释（一）第29条", "fam1/29"),
    ("民法典婚姻家庭编解释一第二十九条", "fam1/29"),
    ("《保险法》司法解释（二）第三条", "il2/3"),
    ("劳动争议司法解释（一）第44条", "ld1/44"),
    ("《民事诉讼法司法解释》第九十条", "cpi/90"),
    # never a guess
    ("《保险法》司法解释（四）第三条", "?《保险法》司法解释（四）"),
    ("最高人民法院关于适用《中华人民共和国保险法》若干问题的解释（五）第三条",
     "?最高人民法院关于适用《中华人民共和国保险法》若干问题的解释（五）"),
    ("《社会保险法》实施细则第三条", "?《社会保险法》实施细则"),
    ("《社会保险法实施细则》第三条", "?社会保险法实施细则"),
    ("《人民检察院刑事诉讼规则》第十条", "?人民检察院刑事诉讼规则"),
    ("《人民检察院刑事诉讼规则（试行）》第十条", "trial/10"),
    ("广东省失业保险条例第十条", "?广东省失业保险条例"),
    ("依照《广东省工伤保险条例》第十条", "?广东省工伤保险条例"),
    ("《合同法》第五十二条", "?合同法"),
    ("依照合同法第五十二条", "?合同法"),
    ("修正前刑法第六十六条", "?修正前刑法"),
    ("《社会保险法》很好。根据人社部发〔2016〕88号第二条", "?人社部发〔2016〕88号"),
    ("《社会保险法》。按照民间借贷解释（二）第三条", "?民间借贷解释（二）"),
    # names that run on from the sentence
    ("支付民法典第五百八十五条的违约金", "cc/585"),
    ("视同社会保险法第十条", "sil/10"),
    ("应当认定为刑法第二百七十四条规定的", "cl/274"),
    # antecedents
    ("《劳动合同法》很重要。该法第四十七条，同法第八十七条，本法第三条", "lcl/47 lcl/87 lcl/3"),
    ("《劳动合同法》第三条。《工伤保险条例》第一条。该条例第十四条", "lcl/3 wrii/1 wrii/14"),
    # a number is not always a citation
    ("本合同第三条；公司章程第五条；《员工手册》第十条；保险条款第六条", ""),
    ("《社会保险法》很好。第三条路；第一条建议；第二款手机；第一项工作；三条建议", ""),
    ("《社会保险法》有利。他住在第三条街，按合同第8条付款", ""),
    ("《社会保险法》规定的条件、基本条件、本条件；目前款项、提前款待", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [*ENGLISH, *CHINESE])
def test_forms(text: str, expected: str) -> None:
    assert shown(text) == expected


# What is named from where one reads, inside the words of a provision.
QUOTED = [
    ("《社会保险法》第六十条 甲乙丙丁戊己。违反前款规定的，依照前条处罚。", "sil/60 sil/60 sil/59"),
    ("《社会保险法》第六十条 甲乙丙丁戊己。依照前两条和本条第三款的规定处罚。",
     "sil/60 sil/58 sil/59 sil/60/para-3"),
    ("《社会保险法》第六十条 甲乙丙丁戊己。有前款第（二）、（四）项情形的。",
     "sil/60 sil/60/item-2 sil/60/item-4"),
    ("《社会保险法》第六十条 甲乙丙。有本法第十条第一款第一项情形，第三项除外。",
     "sil/60 sil/10/para-1/item-1 sil/10/para-1/item-3"),
    ("《社会保险法》第一条 甲乙丙丁戊己。依照前条处罚。", "sil/1 ?社会保险法"),
    ("《社会保险法》。前款规定如何？", "?"),
    ("《社会保险法》的前款账已付；本条街；见上条微博", ""),
    ("SIL art. 60: “The preceding Article and the first paragraph of this Article apply.”",
     "sil/60 sil/59"),
    ("The SIL. See the preceding paragraph, this article, the previous article.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), QUOTED)
def test_relative(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_in_a_statutes_own_text() -> None:
    text = (
        "第一段。\n前款所列：\n(1) 甲；\n(2) 依照前款。\n第五条和前两款，依照刑法第三条、第二款。"
    )
    passage = Passage(anchor="", text=text, number="60")
    found = RESOLVER.resolve(find([passage], NAMES, "中华人民共和国社会保险法"))
    targets = [" ".join(map(str, citation.targets)) for citation in found]
    assert targets == [
        "sil/art-60/para-1",
        "sil/art-60/para-1",
        "sil/art-5",
        "sil/art-60/para-1 sil/art-60/para-2",
        "cl/art-3/para-2",
    ]


# The words that follow a number directly are the provision's.
RUNNING = [
    ("法律依据:《社会保险法》第六十条用人单位应当申报。职工由其代扣。第六十三条用人单位未缴纳的，责令缴纳。律师解答可以投诉。",
     ["用人单位应当申报。职工由其代扣。", "用人单位未缴纳的，责令缴纳。"]),
    ("《社会保险法》第六十条：用人单位应当申报。综上，可以投诉。", ["用人单位应当申报。"]),
    ("《社会保险法》第六十条规定，用人单位应当申报。你可以去投诉。", ["用人单位应当申报。"]),
    ("根据《社会保险法》第六十条规定：用人单位应当申报。", ["用人单位应当申报。"]),
    ("《社会保险法》第六十条【缴费义务】用人单位应当申报。", ["用人单位应当申报。"]),
    ("《社会保险法》第六十条　【缴费】　用人单位应当申报。\n\n另段。", ["用人单位应当申报。"]),
    ("《社会保险法》第六十条\n用人单位应当申报。\n请投诉。", ["用人单位应当申报。"]),
    ("<p>《社会保险法》第六十条</p>用人单位应当申报。<p>请投诉。</p>", ["用人单位应当申报。"]),
    ("一、《社会保险法》第六十条：用人单位应当申报。二、《劳动法》第七十二条：劳动者必须参加社会保险。",
     ["用人单位应当申报。", "劳动者必须参加社会保险。"]),
    ("《工伤保险条例》第十四条职工有下列情形之一的：</p><p>（一）受伤的；</p><p>（二）患病的。</p>请申请。",
     ["职工有下列情形之一的：", "（一）受伤的；", "（二）患病的。"]),
    ("《工伤保险条例》第十四条 职工有下列情形之一的：\n（一）受伤的；\n（二）患病的。\n请申请。",
     ["职工有下列情形之一的：\n（一）受伤的；\n（二）患病的。"]),
    ("《劳动合同法》第四十六条有下列情形的：（一）依照本法第三十八条解除的；（二）依照第四十条解除的。第四十七条经济补偿按年限支付。",
     ["有下列情形的：（一）依照本法第三十八条解除的；（二）依照第四十条解除的。",
      "经济补偿按年限支付。"]),
    ("《社会保险法》第六十条用人单位应当申报...第六十三条未缴纳的责令缴纳。",
     ["用人单位应当申报", "未缴纳的责令缴纳。"]),
    ("《社会保险法》第六十条用人单位应当申报。（本文仅供参考）", ["用人单位应当申报。"]),
    # spoken of
    ("《社会保险法》第六十条规定的情形不适用。", []),
    ("《社会保险法》第六十条明确规定了用人单位的义务。", []),
    ("《社会保险法》第六十条、第六十三条规定了缴费义务。", []),
    ("根据《社会保险法》第六十条的规定，用人单位应当申报。", []),
    ("依据《劳动合同法》第四十七条、第八十七条向用人单位主张赔偿金。", []),
    ("《社会保险法》第六十条并未规定滞纳金。", []),
    # English
    ("SIL\nArticle 10 stipulates:\nEmployees shall join.\nOthers may join.\n- Related articles",
     ["Employees shall join.\nOthers may join."]),
    ("SIL, Article 10 stipulates:\n\nEmployees shall join.\n\nSo join.", ["Employees shall join."]),
    ("SIL art. 10 states as follows: Employees shall join.", ["Employees shall join."]),
    ("SIL art. 10 provides that employees shall join.", []),
    # a further paragraph of the provision that was just quoted
    ("《社会保险法》第六十条第一款：“甲乙丙丁。” 第二款规定：“戊己庚辛。”",
     ["甲乙丙丁。", "戊己庚辛。"]),
    ("《社会保险法》第六十条第一款规定：“甲乙丙丁。”，第二款则规定：“戊己庚辛。”第三款：“壬癸子丑。”",
     ["甲乙丙丁。", "戊己庚辛。", "壬癸子丑。"]),
    # behind a comma: a clause is a quotation, a term is none
    ('Article 16 of the SIL, "individuals who paid for 15 years receive a pension."',
     ["individuals who paid for 15 years receive a pension."]),
    ('Under Article 82 of the Labor Contract Law ("LCL"), "an employer shall pay double wages".',
     ["an employer shall pay double wages"]),
    ('Under Article 10 of the SIL, "employees" includes all who work.', []),
    ("根据《社会保险法》第十条，“职工应当参加基本养老保险”。", ["职工应当参加基本养老保险"]),
    ("根据《社会保险法》第十条，“职工”包括所有人。", []),
    ("《社会保险法》第一百二十条也有规定，《劳动法》第五条没有。", []),
    # the next line cites on
    ("Article 10 of the Moon Law\n《社会保险法》第六十条规定：用人单位不得减免。",
     ["用人单位不得减免。"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), RUNNING)
def test_words_that_follow_directly(text: str, expected: list[str]) -> None:
    citations = cited(text)
    assert [paragraph for citation in citations for paragraph in citation.quote] == expected
    for citation in citations:
        assert [text[start:end] for start, end in citation.quote_spans] == list(citation.quote)


def test_a_statute_named_in_the_quoted_words_is_no_antecedent() -> None:
    text = "《社会保险法》第六十条依照《劳动法》第三条，应当申报。第六十三条未缴纳的，责令缴纳。"
    assert shown(text) == "sil/60 ll/3 sil/63"


def held(provision: str, *paragraphs: str) -> ProvisionText:
    made = tuple(Paragraph(text=text) for text in paragraphs)
    return ProvisionText(provision=Provision.parse(provision), chapter=(), paragraphs=made)


def version(adopted: date, last: int) -> Version:
    return Version(adopted=adopted, in_force=adopted, last_article=last, imported=adopted)


OLD, NEW = date(2018, 1, 1), date(2023, 9, 1)
TEXTS = MemoryTexts(
    held={
        "sil": (
            (version(OLD, 3), (held("sil/art-1", "甲。", "乙丙丁。"), held("sil/art-3", "丙。"))),
            (
                version(NEW, 4),
                (
                    held("sil/art-1", "用人单位应当申报。", "违反前款规定的，责令改正。"),
                    held("sil/art-4", "丁。"),
                ),
            ),
        )
    }
)


@pytest.mark.parametrize(
    ("text", "on", "targets", "reason"),
    [
        ("SIL art. 4", NEW, ["sil/art-4"], ""),
        ("SIL art. 4", OLD, [],
         "Social Insurance Law ends with Article 3 since 2018-01-01;"
         " the version of 2023 has an Article 4"),
        ("SIL art. 4", date(2000, 1, 1), [],
         "Social Insurance Law ends with Article 3 since 2018-01-01;"
         " the version of 2023 has an Article 4"),
        ("SIL art. 3", OLD, ["sil/art-3"], ""),
        ("SIL art. 3", NEW, [],
         "Social Insurance Law has no Article 3; the version of 2018 had an Article 3"),
        ("SIL art. 9", NEW, [], "Social Insurance Law ends with Article 4 since 2023-09-01"),
        ("SIL art. 4(2)", NEW, [], "Article 4 of the Social Insurance Law has 1 paragraph"),
        ("《社会保险法》第一条 用人单位应当申报。违反前款规定的，责令改正。", NEW,
         ["sil/art-1", "sil/art-1/para-1"], ""),
        ("《社会保险法》第一条 违反前款规定的，责令整改了。", NEW, ["sil/art-1", "sil/art-1"], ""),
    ],
)  # fmt: skip
def test_by_the_law_of_the_day(text: str, on: date, targets: list[str], reason: str) -> None:
    resolver = Resolver(REGISTER, TEXTS)
    citations = resolver.resolve(find([Passage(anchor="", text=text)], NAMES), on)
    assert [str(target) for citation in citations for target in citation.targets] == targets
    assert citations[0].reason == reason


def test_a_text_without_numbered_articles() -> None:
    texts = MemoryTexts(held={"sil": ((version(NEW, 0), ()),)})
    (citation,) = Resolver(REGISTER, texts).resolve(
        find([Passage(anchor="", text="SIL art. 4")], NAMES), NEW
    )
    assert citation.reason == "Social Insurance Law has no numbered articles"
