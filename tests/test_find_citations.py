"""The citation finder, as tables of (text, what is found in it).

A citation is written ``span | statute | numbers``; a statute in brackets is an antecedent.
"""

import json
import random
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.citing.relative_provisions import relatives
from ingest.draft import Passage
from ingest.find_citations import find
from ingest.numerals import fold
from kb.model import Citation

NAMES = (
    "Social Insurance Law of the People's Republic of China",
    "中华人民共和国社会保险法",
    *("Social Insurance Law", "SIL", "社会保险法", "社保法"),
    "Labour Contract Law of the People's Republic of China",
    *("中华人民共和国劳动合同法", "劳动合同法"),
    *("劳动法", "刑法", "合同法", "工伤保险条例", "Regulation on Work-Related Injury Insurance"),
)


def shown(citation: Citation) -> str:
    statute = citation.statute or (f"[{citation.antecedent}]" if citation.antecedent else "")
    return f"{citation.text} | {statute} | {' '.join(citation.numbers)}"


def cited(text: str, names: tuple[str, ...] = NAMES) -> list[str]:
    passage = Passage(anchor="here", text=text)
    found = find([passage], names)
    assert all(c.anchor == "here" and text[c.start : c.end] == c.text for c in found)
    return [shown(citation) for citation in found]


ENGLISH = [
    # the statute after the number
    ("see Article 10 of the Social Insurance Law of the People's Republic of China.",
     ["Article 10 of the Social Insurance Law of the People's Republic of China"
      " | Social Insurance Law of the People's Republic of China | 10"]),
    ("According to Article 58 of “Social Insurance Law of the People’s Republic of China (PRC)”, ",
     ["Article 58 of “Social Insurance Law of the People’s Republic of China (PRC)”"
      " | Social Insurance Law of the People’s Republic of China (PRC) | 58"]),
    ("under Article 10 of the social insurance law you",
     ["Article 10 of the social insurance law | social insurance law | 10"]),
    ("article 58 of the Labor Contract Law",
     ["article 58 of the Labor Contract Law | Labor Contract Law | 58"]),
    ("Articles 10 to 12 and 23 of the SIL",
     ["Articles 10 to 12 and 23 of the SIL | SIL | 10 11 12 23"]),
    ("Article 10 and Article 11 of the SIL",
     ["Article 10 and Article 11 of the SIL | SIL | 10 11"]),
    ("Article 3 of the Labour Law and Article 10 of the Social Insurance Law",
     ["Article 3 of the Labour Law | Labour Law | 3",
      "Article 10 of the Social Insurance Law | Social Insurance Law | 10"]),
    ("Labour Contract Law, Article 3 and Article 10 of the Social Insurance Law",
     ["Labour Contract Law, Article 3 | Labour Contract Law | 3",
      "Article 10 of the Social Insurance Law | Social Insurance Law | 10"]),
    # the statute before it
    ("Social Insurance Law, Article 60 paragraph 2:",
     ["Social Insurance Law, Article 60 paragraph 2 | Social Insurance Law | 60/para-2"]),
    ("(Social Insurance Law, Article 60)",
     ["Social Insurance Law, Article 60 | Social Insurance Law | 60"]),
    ("Social Insurance Law (Article 60) says",
     ["Social Insurance Law (Article 60) | Social Insurance Law | 60"]),
    ("the Social Insurance Law's Article 10",
     ["Social Insurance Law's Article 10 | Social Insurance Law | 10"]),
    ("SOCIAL INSURANCE LAW, ARTICLE 60",
     ["SOCIAL INSURANCE LAW, ARTICLE 60 | SOCIAL INSURANCE LAW | 60"]),
    ("*Social Insurance Law* (revised in 2018), Article 10",
     ["*Social Insurance Law* (revised in 2018), Article 10"
      " | Social Insurance Law (revised in 2018) | 10"]),
    ("\"Social Insurance Law\" Article 10",
     ["\"Social Insurance Law\" Article 10 | Social Insurance Law | 10"]),
    ("《Social Insurance Law》 Article 10",
     ["《Social Insurance Law》 Article 10 | Social Insurance Law | 10"]),
    ("Social Insurance Law, Chapter II, Article 10",
     ["Social Insurance Law, Chapter II, Article 10 | Social Insurance Law | 10"]),
    ("People's Republic of China (PRC) social insurance law\nArticle 10 stipulates:",
     ["People's Republic of China (PRC) social insurance law\nArticle 10"
      " | People's Republic of China (PRC) social insurance law | 10"]),
    ("People's Republic of China (PRC) social insurance law\n\nArticle 10 stipulates:",
     ["Article 10 | People's Republic of China (PRC) social insurance law | 10"]),
    ("*Social Insurance Law*:\n\nArticle 10", ["Article 10 | Social Insurance Law | 10"]),
    ("the Social\nInsurance Law, Article\n10",
     ["Social\nInsurance Law, Article\n10 | Social Insurance Law | 10"]),
    # names that the register does not have
    ("Law of the People's Republic of China on Work Safety, Article 3",
     ["Law of the People's Republic of China on Work Safety, Article 3"
      " | Law of the People's Republic of China on Work Safety | 3"]),
    ("Article 5 of the Provisions on Several Issues concerning the Social Insurance Law",
     ["Article 5 of the Provisions on Several Issues concerning the Social Insurance Law"
      " | Provisions on Several Issues concerning the Social Insurance Law | 5"]),
    ("Social Insurance Law Implementation Rules, Article 5",
     ["Social Insurance Law Implementation Rules, Article 5"
      " | Social Insurance Law Implementation Rules | 5"]),
    # short forms
    ("as SIL art. 60(2) says", ["SIL art. 60(2) | SIL | 60/para-2"]),
    ("SIL Arts. 3-5", ["SIL Arts. 3-5 | SIL | 3 4 5"]),
    ("SIL § 60", ["SIL § 60 | SIL | 60"]),
    ("the sil article 5 of it", []),
]  # fmt: skip

NUMBERS = [
    ("Article 60", "60"),
    ("Articles 58 and 60", "58 60"),
    ("Articles 58, 59, and 60", "58 59 60"),
    ("Articles 10,11,12", "10 11 12"),
    ("Articles 10 through 12", "10 11 12"),
    ("Articles 10–12", "10 11 12"),
    ("Article 10 to Article 12", "10 11 12"),
    ("Articles 12 to 10", "12 10"),
    ("Articles 1 to 50", " ".join(map(str, range(1, 51)))),
    ("Articles 1 to 51", "1 51"),
    ("Article 58 and 60", "58 60"),
    ("Article 58, Article 59 or Article 60", "58 59 60"),
    ("Article 274-1", "274-1"),
    ("Articles 274-1 and 280", "274-1 280"),
    ("Article (10)", "10"),
    ("Article 60 paragraph 2", "60/para-2"),
    ("Article 60, Paragraph 2", "60/para-2"),
    ("Article 60, para. 2", "60/para-2"),
    ("Article 60,\nparagraph 2", "60/para-2"),
    ("Article 60 (paragraph 2)", "60/para-2"),
    ("Article 60, paragraph 2, item (3)", "60/para-2/item-3"),
    ("Article 60, first paragraph", "60/para-1"),
    ("Article 60 paragraphs 1 and 3", "60/para-1 60/para-3"),
    ("Article 60, paragraphs 1 to 3", "60/para-1 60/para-2 60/para-3"),
    ("Article 44, item 3", "44/item-3"),
    ("Article 44, items (1), (2) and (4)", "44/item-1 44/item-2 44/item-4"),
    ("Article 44, subparagraph 3", "44/item-3"),
    ("Article 60(2)", "60/para-2"),
    ("Article 60 (2)", "60/para-2"),
    ("Article 60(2)(3)", "60/para-2/item-3"),
    ("Article 60(1) and (2)", "60/para-1 60/para-2"),
    ("Articles 60(1), 61(2) and 62", "60/para-1 61/para-2 62"),
    ("paragraph 2 of Article 60", "60/para-2"),
    ("Paragraph 2, Article 60", "60/para-2"),
    ("the second paragraph of Article 60", "60/para-2"),
    ("the first and second paragraphs of Article 16", "16/para-1 16/para-2"),
    ("paragraphs 1 and 3 of Article 16", "16/para-1 16/para-3"),
    ("Item (3) of Paragraph 2 of Article 10", "10/para-2/item-3"),
    ("item 3 of Article 44", "44/item-3"),
    ("paragraph 2 of Article 58 and paragraph 1 of Article 60", "58/para-2 60/para-1"),
    ("paragraph 2 of Article 6, Article 7 or paragraph 1 of Article 9", "6/para-2 7 9/para-1"),
]

CHINESE = [
    ("依照《中华人民共和国社会保险法》第十条第二款第（三）项的规定",
     ["《中华人民共和国社会保险法》第十条第二款第（三）项"
      " | 中华人民共和国社会保险法 | 10/para-2/item-3"]),
    ("《社会保险法》第10条", ["《社会保险法》第10条 | 社会保险法 | 10"]),
    ("《社会保险法》第１０条第２款", ["《社会保险法》第１０条第２款 | 社会保险法 | 10/para-2"]),
    ("《社会保险法》 第 十 条", ["《社会保险法》 第 十 条 | 社会保险法 | 10"]),
    ("《社会保险法》的第十条", ["《社会保险法》的第十条 | 社会保险法 | 10"]),
    ("《社会保险法》第二章第十条", ["《社会保险法》第二章第十条 | 社会保险法 | 10"]),
    ("《社会保险法》：\n\n第十条", ["第十条 | 社会保险法 | 10"]),
    ("《社会保险法》第第五条", ["《社会保险法》第第五条 | 社会保险法 | 5"]),
    ("依照社会保险法第十条、第十一条的规定", ["社会保险法第十条、第十一条 | 社会保险法 | 10 11"]),
    ("社保法 60条", ["社保法 60条 | 社保法 | 60"]),
    ("《社会保险法》六十条", ["《社会保险法》六十条 | 社会保险法 | 60"]),
    ("《社会保险法》三条建议", []),
    ("SIL第60条", ["SIL第60条 | SIL | 60"]),
    ("《社会保险法（2018修正）》第十条",
     ["《社会保险法（2018修正）》第十条 | 社会保险法（2018修正） | 10"]),
    ("《社会保险法》（2018修正）第十条",
     ["《社会保险法》（2018修正）第十条 | 社会保险法（2018修正） | 10"]),
    ("《中华人民共和国社会保险法》（以下简称《社会保险法》）第十条",
     ["《中华人民共和国社会保险法》（以下简称《社会保险法》）第十条"
      " | 中华人民共和国社会保险法 | 10"]),
    ("《实施〈中华人民共和国社会保险法〉若干规定》第八条",
     ["《实施〈中华人民共和国社会保险法〉若干规定》第八条"
      " | 实施〈中华人民共和国社会保险法〉若干规定 | 8"]),
    ("《关于执行《社会保险法》的解释（三）》第八条",
     ["《关于执行《社会保险法》的解释（三）》第八条 | 关于执行《社会保险法》的解释（三） | 8"]),
    ("《关于修改〈社会保险法〉第十条的决定》", []),
    # names without brackets
    ("违反环境保护税法第十条", ["环境保护税法第十条 | 环境保护税法 | 10"]),
    ("中华人民共和国个人所得税法第六条",
     ["中华人民共和国个人所得税法第六条 | 中华人民共和国个人所得税法 | 6"]),
    ("构成犯罪的，依照刑法第一百四十三条处罚", ["刑法第一百四十三条 | 刑法 | 143"]),
    ("有刑法第五十三条规定的情形", ["刑法第五十三条 | 刑法 | 53"]),
    ("劳动合同法第四十条", ["劳动合同法第四十条 | 劳动合同法 | 40"]),
    ("军人社会保险法第三条", ["军人社会保险法第三条 | 军人社会保险法 | 3"]),
    ("劳动合同法实施条例第五条", ["劳动合同法实施条例第五条 | 劳动合同法实施条例 | 5"]),
    ("公司法第三条、劳动法第四条",
     ["公司法第三条 | 公司法 | 3", "劳动法第四条 | 劳动法 | 4"]),
    # antecedents
    ("《社会保险法》很清楚。本法第六十条，同法第六十一条。",
     ["本法第六十条 | [社会保险法] | 60", "同法第六十一条 | [社会保险法] | 61"]),
    ("《社会保险法》和《工伤保险条例》：本法第三条，本条例第四条，《条例》第五条",
     ["本法第三条 | [社会保险法] | 3", "本条例第四条 | [工伤保险条例] | 4",
      "《条例》第五条 | [工伤保险条例] | 5"]),
    ("《工伤保险条例》第十四条和本法第三条",
     ["《工伤保险条例》第十四条 | 工伤保险条例 | 14", "本法第三条 |  | 3"]),
    ("《社会保险法》第十条……第十一条",
     ["《社会保险法》第十条 | 社会保险法 | 10", "第十一条 | [社会保险法] | 11"]),
    # no citations
    ("The Labour Contract Law:\n\nChapter I General Provisions\n\nArticle 1 says why.",
     ["Article 1 | [Labour Contract Law] | 1"]),
    ("Our travel policy, Article 5, says otherwise.", []),
    ("See the company's staff handbook, Article 12.", []),
    ("Article 10 of this newsletter is about pensions.", []),
    ("The Labour Contract Law: without a contract, Article 82 gives double wages.",
     ["Article 82 | [Labour Contract Law] | 82"]),
    ("劳动合同第三条、第四条", []),
    ("《劳动合同》第三条", []),
    ("公司章程第三条", []),
    ("第三条路，第一条建议", []),
    ("第十十条", []),
    ("第一条", ["第一条 |  | 1"]),
]  # fmt: skip

CHINESE_NUMBERS = [
    ("第十条至第十二条", "10 11 12"),
    ("第十至十二条", "10 11 12"),
    ("第三条至五条", "3 4 5"),
    ("第10-12条", "10 11 12"),
    ("第一条至第九十九条", "1 99"),
    ("第十、十一条", "10 11"),
    ("第58、60条", "58 60"),
    ("第五十八条和六十条", "58 60"),
    ("第二百七十四条之一", "274-1"),
    ("第274-1条", "274-1"),
    ("第一千零八十五条", "1085"),
    ("第一○二条", "102"),
    ("第六〇条", "60"),
    ("第两百条", "200"),
    ("第十条，第一款", "10/para-1"),
    ("第十条第一、二款", "10/para-1 10/para-2"),
    ("第十条第一款至第三款", "10/para-1 10/para-2 10/para-3"),
    ("第四十条第一项、第二项", "40/item-1 40/item-2"),
    ("第八条第(一)、(二)、(三)项", "8/item-1 8/item-2 8/item-3"),
    ("第八条第（一）至（三）项", "8/item-1 8/item-2 8/item-3"),
    ("第八条第（一）项至第（三）项", "8/item-1 8/item-2 8/item-3"),
    ("第十条第一款第（二）项和第三款", "10/para-1/item-2 10/para-3"),
    ("第二十九条第二款、第三十条第二款和第三款、第三十一条", "29/para-2 30/para-2 30/para-3 31"),
]

BARE = [
    ("Under the Social Insurance Law you may. Later article 58 says",
     ["article 58 | [Social Insurance Law] | 58"]),
    ("Social Insurance Law. Article 10 thereof, Article 11 of this Law",
     ["Article 10 thereof | [Social Insurance Law] | 10",
      "Article 11 of this Law | [Social Insurance Law] | 11"]),
    ("Regulation on Work-Related Injury Insurance. Article 10 of this Regulation on injuries",
     ["Article 10 of this Regulation | [Regulation on Work-Related Injury Insurance] | 10"]),
    ("The Social Insurance Law and the Regulation on Work-Related Injury Insurance. "
     "Article 3 of the Law, Article 4",
     ["Article 3 of the Law | [Social Insurance Law] | 3",
      "Article 4 | [Regulation on Work-Related Injury Insurance] | 4"]),
    ("The Social Insurance Law. Article 5 of the 1968 Convention", ["Article 5 |  | 5"]),
    ("The Social Insurance Law. Article 5 of the Regulations on work injuries",
     ["Article 5 of the Regulations | Regulations | 5"]),
    ("The Social Insurance Law. See the Privacy Notice. Article 5",
     ["Article 5 | [Social Insurance Law] | 5"]),
    ("Article 10", ["Article 10 |  | 10"]),
    ("article 58", ["article 58 |  | 58"]),
    ("Pay.\narticle 58\nThe employer", ["article 58 |  | 58"]),
    ("and article 58 says", []),
    ("Article 5 minutes", []),
    ("article 5 minutes", []),
    ("Social Insurance Law: read the article 10 people wrote", []),
    ("Social Insurance Law: the art 10 years ago", []),
    ("Article 5 of your contract, Article 6 of the agreement", []),
    ("Article 3.5, Article 1,000, Article 10th, Article 50%", []),
    ("sub-article 5", []),
    ("Social Insurance Law, Articles 58, 59 and 60 days later",
     ["Social Insurance Law, Articles 58, 59 | Social Insurance Law | 58 59"]),
    ("Social Insurance Law, Article 60, 30 days later",
     ["Social Insurance Law, Article 60 | Social Insurance Law | 60"]),
    ("Social Insurance Law, Article 14 (1) The fund",
     ["Social Insurance Law, Article 14 | Social Insurance Law | 14"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english(text: str, expected: list[str]) -> None:
    assert cited(text) == expected


@pytest.mark.parametrize(("text", "expected"), CHINESE)
def test_chinese(text: str, expected: list[str]) -> None:
    assert cited(text) == expected


@pytest.mark.parametrize(("text", "expected"), BARE)
def test_a_number_alone(text: str, expected: list[str]) -> None:
    assert cited(text) == expected


@pytest.mark.parametrize(("written", "numbers"), NUMBERS)
def test_english_numbers(written: str, numbers: str) -> None:
    text = f"{written} of the SIL"
    assert cited(text) == [f"{text} | SIL | {numbers}"]


@pytest.mark.parametrize(("written", "numbers"), CHINESE_NUMBERS)
def test_chinese_numbers(written: str, numbers: str) -> None:
    text = f"《社会保险法》{written}"
    assert cited(f"{text}的规定") == [f"{text} | 社会保险法 | {numbers}"]


def test_short_names_need_the_register() -> None:
    assert cited("see SIL. Then article 5 says", ()) == []
    assert cited("see SIL. Then article 5 says") == ["article 5 | [SIL] | 5"]


def test_antecedent_of_another_section() -> None:
    passages = [
        Passage(anchor="a", text="The Social Insurance Law and the Labour Contract Law."),
        Passage(anchor="b", text="Article 3. The Social Insurance Law. Article 4."),
        Passage(anchor="c", text="Article 5."),
    ]
    assert [(c.anchor, c.antecedent) for c in find(passages, NAMES)] == [
        ("b", "Labour Contract Law"),
        ("b", "Social Insurance Law"),
        ("c", "Social Insurance Law"),
    ]


def quotes(*paragraphs: str) -> list[tuple[str, tuple[str, ...]]]:
    """The quote of each citation; a paragraph that starts with ``>`` is quoted."""
    text, quoted = "", []
    for paragraph in paragraphs:
        text += "\n\n" if text else ""
        start = len(text)
        text += paragraph.removeprefix(">")
        if paragraph.startswith(">"):
            quoted.append((start, len(text)))
    passage = Passage(anchor="", text=text, quoted=tuple(quoted))
    return [(shown(c), c.quote) for c in find([passage], NAMES)]


A = "SIL art. 10"
CITED = f"{A} | SIL | 10"


def test_quoted_paragraphs_up_to_the_next_that_is_not() -> None:
    assert quotes(f"{A} stipulates:", ">One.", ">Two.", "Mine.", ">Three.") == [
        (CITED, ("One.", "Two."))
    ]


def test_the_quote_belongs_to_the_last_citation_before_it() -> None:
    assert quotes("SIL art. 3. See SIL art. 10:", ">One.") == [
        ("SIL art. 3 | SIL | 3", ()),
        (CITED, ("One.",)),
    ]


def test_a_quote_after_a_paragraph_without_citation_is_nobodys() -> None:
    assert quotes(A, "It is said:", ">One.") == [(CITED, ())]


def test_the_number_repeated_at_the_start_of_the_quote_is_no_citation() -> None:
    assert quotes("《社会保险法》第十条：", ">第十条 职工应当参加。", ">无雇工的可以参加。") == [
        ("《社会保险法》第十条 | 社会保险法 | 10", ("职工应当参加。", "无雇工的可以参加。"))
    ]


def test_a_quote_that_starts_with_a_number_belongs_to_that_number() -> None:
    assert quotes("《社会保险法》", ">第十条 甲。", ">乙。", ">第十一条 丙。") == [
        ("第十条 | 社会保险法 | 10", ("甲。", "乙。")),
        ("第十一条 | [社会保险法] | 11", ("丙。",)),
    ]
    assert quotes("SIL arts. 58 and 60:", ">Article 58 The", ">Article 60 An") == [
        ("SIL arts. 58 and 60 | SIL | 58 60", ()),
        ("Article 58 | [SIL] | 58", ("The",)),
        ("Article 60 | [SIL] | 60", ("An",)),
    ]


def test_what_a_quote_names_is_no_antecedent_outside_it() -> None:
    words = "See the Labour Contract Law. Article 3 of this Law."
    assert quotes(f"{A}:", f">{words}", "Article 4.") == [
        (CITED, (words,)),
        ("Article 3 of this Law | [SIL] | 3", ()),
        ("Article 4 | [SIL] | 4", ()),
    ]
    assert quotes("《社会保险法》第十条：", ">依照《劳动法》，该法第三条、本法第四条。")[1:] == [
        ("该法第三条 | [劳动法] | 3", ()),
        ("本法第四条 | [社会保险法] | 4", ()),
    ]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ('SIL art. 10 stipulates: "Employees pay." And more.', "Employees pay."),
        ("SIL art. 10 provides that “Employees “all” pay.”", "Employees “all” pay."),
        ("《社会保险法》第十条规定：“职工应当参加。”", "职工应当参加。"),
        ("《社会保险法》第十条明确规定，“职工应当参加。”", "职工应当参加。"),
        ("《社会保险法》第十条：「职工」", "职工"),
        ("SIL art. 10: “Labour Contract Law” says", "Labour Contract Law"),
        ('SIL art. 10, "pension", says', None),
        ('SIL art. 10 stipulates: "Employees pay.\n\nAnd more."', None),
        ('SIL art. 10 is about pensions, "old age"', None),
    ],
)
def test_quotes_in_line(text: str, quote: str | None) -> None:
    assert quotes(text)[0][1] == (() if quote is None else (quote,))


def test_a_name_in_a_quote_in_line_is_no_antecedent() -> None:
    assert quotes("SIL art. 10: “the Labour Contract Law”. Article 3.")[1][0] == (
        "Article 3 | [SIL] | 3"
    )


PIECES = [
    *("Article", "Articles", "article", "art.", "§", "1", "10", "60", "274-1", "(2)", "2018", "２"),
    *("paragraph", "item", "the", "first", "second", "of", "and", "to", "on", "this", "thereof"),
    *("Law", "Regulations", "Social", "Insurance", "SIL", "PRC", "People's", "Republic", "China"),
    *("stipulates", ",", ".", ":", ";", "-", "(", ")", "[", "]", '"', "“", "”", "'", "*", "0"),
    *(
        "第",
        "十",
        "百",
        "条",
        "款",
        "项",
        "之",
        "一",
        "、",
        "至",
        "（",
        "）",
        "《",
        "》",
        "〈",
        "〉",
    ),
    *("本", "法", "条例", "规定", "社会保险法", "中华人民共和国", "以下简称", "修正"),
    *(
        "前款",
        "前两条",
        "本条",
        "的",
        "。",
        "：",
        "律师解答",
        "您",
        "解释（一）",
        "号",
        "preceding",
    ),
    *("号", "preceding", "<p>", "</p>", "<span>", "&lt;", "&nbsp;", "<", ">"),
]
mixtures = st.lists(
    st.sampled_from([*PIECES, " ", "\n", "\n\n"]) | st.text(max_size=3), max_size=60
).map("".join)


@given(mixtures, st.data())
@example("《社会保险法》第十条", None)
def test_spans_are_exact_and_numbers_well_formed(text: str, data: st.DataObject | None) -> None:
    cut = data.draw(st.integers(0, len(text))) if data else 0
    quoted = ((cut, len(text)),) if cut < len(text) else ()
    citations = find([Passage(anchor="x", text=text, quoted=quoted)], NAMES)
    for citation in citations:
        assert text[citation.start : citation.end] == citation.text
        assert citation.numbers or relatives(citation.text)
        assert len(citation.quote) == len(citation.quote_spans)
        for words, (start, end) in zip(citation.quote, citation.quote_spans, strict=True):
            assert 0 <= start < end <= len(text)
            assert words == text[start:end] or set("<&") & set(text[start:end])
        assert not (citation.statute and citation.antecedent)
    starts = [citation.start for citation in citations]
    assert starts == sorted(starts)
    assert all(a.end <= b.start for a, b in pairwise(citations))


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)


# Each was chosen because it makes some pattern try again at every place. 200,000 characters
# take about a second at most; a pattern that runs away meets the suite's time limit.
# ``python -m tests.bench.runaways`` shows how the time grows.
RUNAWAYS = (
    *(
        "第",
        "《",
        "》",
        "第一",
        "第一条、",
        "第一条第一款第一项、",
        "（以下简称",
        "社会保险法",
        "本法",
    ),
    *(
        "《社会保险法》第十条：“",
        'Article 10: "',
        "Article 1 of the a ",
        "Article 1, paragraph 1, ",
    ),
    *("Article ", "Article 1 ", "article 1, ", "Article 1(1)(1), ", "Articles 1-50 "),
    *("paragraph 1, ", "item 1 of paragraph 1 of ", "first and ", "first, ", "Law of the "),
    *("Regulations on ", "Social Insurance Law ", "People's Republic of China (PRC) "),
    *("A ", "a ", " ", "\n", "(1)", "1", "一", "前款", "前款第一项、", "第一项", "本条第一款"),
    *("。第一条 甲乙丙丁戊己庚。", "第一条：\n", "<p>", "</p><p>", "&lt;", "<", "<p ", "《a<"),
    *("of the of the ", "Law on ", "Regulations on the ", "Article 1, 2, 3, ", "Article 10:\n"),
    *("最高人民法院关于", "《甲》若干", "关于《", "人社部发[2016]1号第", "解释（一）", "第一条【"),
    *("the preceding paragraph ", "Art. 1 SIL, ", "第（一）", "（一）", "甲法", "至第一条"),
)


@pytest.mark.parametrize("piece", RUNAWAYS)
def test_no_text_makes_a_pattern_run_away(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert len(find([Passage(anchor="", text=text)], NAMES)) <= len(text)


@pytest.mark.parametrize("seed", range(3))
def test_no_mixture_does_either(seed: int) -> None:
    chosen = random.Random(seed).choices([*PIECES, " ", " ", "\n"], k=60_000)
    text = "".join(chosen)
    assert find([Passage(anchor="", text=text)], NAMES)


@pytest.mark.shared
def test_every_provision_that_legal_answers_name_is_found(shared_data: Path) -> None:
    answers = json.loads((shared_data / "legal-qa" / "lawbench-3-8-dev.json").read_text("utf-8"))
    named = found = without = 0
    for text in (answer["answer"] for answer in answers):
        citations = find([Passage(anchor="", text=text)])
        for number in re.finditer("第[一二三四五六七八九十百千零0-9]+条", text):
            named += 1
            found += any(c.start <= number.start() < c.end for c in citations)
        without += sum(not (c.statute or c.antecedent) for c in citations)
    assert named > 250
    assert found == named
    assert without == 0
