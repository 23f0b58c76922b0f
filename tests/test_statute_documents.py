"""One Markdown file of a statute to its facts and its provisions."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.statutes import body
from ingest.statutes.days import history
from ingest.statutes.document import Result, parse
from ingest.statutes.gathering import gather
from ingest.statutes.naming import (
    clean_title,
    ids,
    is_statute,
    issuer_of,
    kind_of,
    title_key,
    with_aliases,
)
from kb.model import Form, Source
from kb.provision import Provision
from kb.statutes import Register, Statute
from tests.statute_files import FERRIES, NEW, OLD


def parsed(text: str, path: str = "laws/a.md") -> Result:
    return parse(Source(path=path, form=Form.MARKDOWN, text=text, sha256=""))


def articles(text: str) -> dict[str, str]:
    """The provisions of a text without facts, by number."""
    read = body.read("a.md", text, 1)
    return {each.provision.number: each.text for each in read.provisions}


def codes(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in body.read("a.md", text, 1).problems]


def test_a_statute() -> None:
    document = parsed(NEW).document
    assert document is not None
    assert (document.title, document.kind) == ("中华人民共和国灯塔法", "law")
    assert document.issuer == "Standing Committee of the National People's Congress"
    told = document.history
    assert (told.first, told.adopted) == (date(2010, 10, 28), date(2018, 12, 29))
    assert (told.first_in_force, told.in_force) == (date(2011, 7, 1), date(2018, 12, 29))
    assert [each.adopted for each in told.amendments] == [date(2018, 12, 29)]
    assert "修正" in told.note
    second = document.provisions[1]
    assert second.chapter == ("第一章 总则",)
    assert [len(paragraph.items) for paragraph in second.paragraphs] == [0, 2]
    assert second.paragraphs[1].items == ("年满六十周岁；", "不能看见十海里以外的船舶。")
    assert [text.provision.number for text in document.provisions] == ["1", "2", "3", "3-1", "4"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一条 甲。\n\n第二条 乙。", {"1": "甲。", "2": "乙。"}),
        ("第　一　条　甲。", {}),
        ("第 十 条 甲。", {"10": "甲。"}),
        ("第１０条　甲。\n\n第１１条乙。", {"10": "甲。", "11": "乙。"}),
        ("第一条甲。\n\n第二条乙。", {"1": "甲。", "2": "乙。"}),
        ("第一条\n甲。\n\n第二条 乙。", {"1": "甲。", "2": "乙。"}),
        ("第十条 甲。\n\n第十条之一 乙。", {"10": "甲。", "10-1": "乙。"}),
        # a line that was broken goes on, a paragraph does not
        ("第一条 甲乙\n丙。\n\n丁。", {"1": "甲乙丙。\n丁。"}),
        # what stands in a quotation is no article of this statute
        (
            "第一条 将第九条修改为：\n\n“第九条 甲。\n\n第十条 乙。”\n\n第二条 丙。",
            {"1": "将第九条修改为：\n“第九条 甲。\n第十条 乙。”", "2": "丙。"},
        ),
        # "第三条规定的" in running text begins no article
        (
            "第一条 甲：\n\n第三条规定的人。\n\n第二条 乙。",
            {"1": "甲：\n第三条规定的人。", "2": "乙。"},
        ),
        # headings, also unmarked ones, and a table of contents
        ("目录\n第一章 总则\n第二章 附则\n\n第一章 总则\n\n第一条 甲。", {"1": "甲。"}),
        # what is attached is no text of the last article
        ("第一条 甲。\n\n附件1：表格\n\n乙", {"1": "甲。"}),
        ("第一条 甲。\n\n## 附件\n\n乙", {"1": "甲。"}),
        # statutes that number otherwise, or not at all
        ("为了甲：\n\n一、乙。\n\n二、丙。\n\n1.丁。", {"1": "乙。", "2": "丙。\n1.丁。"}),
        ("## 一、甲\n\n乙。\n\n## 二、丙\n\n丁。", {"1": "乙。", "2": "丁。"}),
        (
            "## 一、甲\n\n1.乙。\n\n2.丙。\n\n## 二、丁\n\n3.戊。",
            {"1": "乙。", "2": "丙。", "3": "戊。"},
        ),
        ("甲。\n\n乙。", {"1": "甲。\n乙。"}),
        # a table stays in its paragraph; comments and marks that nobody sees are left out
        (
            "第一条 甲：\n\n<!-- TABLE -->\n| 一 | 二 |\n|---|---|\n| 三 | 四 |",
            {"1": "甲：\n一　二\n三　四"},
        ),
        ("第一条 甲。\n\n\u200b\n\n第二条 乙。", {"1": "甲。", "2": "乙。"}),
        ("", {}),
    ],
)  # fmt: skip
def test_forms_of_text(text: str, expected: dict[str, str]) -> None:
    if text.startswith("第　一"):  # wide spaces are folded to narrow ones
        expected = {"1": "甲。"}
    assert articles(text) == expected


@pytest.mark.parametrize(
    ("text", "told", "kept"),
    [
        ("第一条 甲。\n\n第三条 乙。", [(3, "article-gap")], ["1", "3"]),
        ("第一条 甲。\n\n第一条 乙。", [(3, "duplicate-article")], ["1"]),
        ("第一条 甲。\n\n第三条 丙。\n\n第二条 乙。", [(3, "article-gap"), (5, "article-order")],
         ["1", "2", "3"]),
        ("第一条\n\n第二条 乙。", [(1, "empty-provision")], ["2"]),
        ("第一条 " + "甲" * 60_000 + "\n\n第二条 乙。", [(1, "too-long")], ["2"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_what_is_sound_is_kept(
    text: str, told: list[tuple[int, str]], kept: list[str]
) -> None:
    assert codes(text) == told
    assert list(articles(text)) == kept


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("第一条 甲。", "no-facts"),
        ("<!-- INFO END -->\n第一条 甲。", "no-title"),
        ("# 灯塔法\n\n<!-- INFO END -->\n\n第一条 甲。", "no-day"),
        ("# 灯塔法\n\n2010年1月1日 通过\n\n<!-- INFO END -->\n", "no-text"),
        ("# 灯塔法\n\n2010年13月40日 通过\n\n<!-- INFO END -->\n\n第一条 甲。", "no-day"),
    ],
)
def test_files_that_are_not_sound(text: str, code: str) -> None:
    result = parsed(text)
    assert result.document is None
    assert [problem.code for problem in result.problems] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "---\ndraft: true\n---\n# 灯塔法\n<!-- INFO END -->",
        "# 甲诉乙灯塔纠纷案\n\n2010年1月1日 通过\n\n<!-- INFO END -->\n\n一、甲。",
    ],
)
def test_what_is_no_statute_is_no_fault(text: str) -> None:
    result = parsed(text)
    assert (result.document, result.problems, result.is_other) == (None, (), True)


@pytest.mark.parametrize(
    ("lines", "name", "last_words", "first", "adopted", "in_force"),
    [
        (["2010年10月28日 会议通过"], "a.md", "", "2010-10-28", "2010-10-28", "2010-10-28"),
        (["2010年10月28日 会议通过", "2011年7月1日 施行"], "a.md", "",
         "2010-10-28", "2010-10-28", "2011-07-01"),
        # the text says when, unless an amendment came later
        (["2010年10月28日 会议通过"], "a.md", "本法自2011年7月1日起施行。",
         "2010-10-28", "2010-10-28", "2011-07-01"),
        (["2010年10月28日 会议通过", "2018年12月29日 修正"], "a.md", "本法自2011年7月1日起施行。",
         "2010-10-28", "2018-12-29", "2018-12-29"),
        # on the day of publication
        (["1998年12月26日 会议通过", "1999年1月22日 国务院令第258号发布"], "a.md",
         "本条例自发布之日起施行。", "1998-12-26", "1998-12-26", "1999-01-22"),
        # two courts on two days: one adoption
        (["2020年3月23日 审判委员会、2020年4月1日 检察委员会通过"], "a.md", "",
         "2020-04-01", "2020-04-01", "2020-04-01"),
        # the name tells of publication, or of an amendment that no line tells of
        (["2020年12月23日 会议通过"], "a(2020-12-29).md", "",
         "2020-12-23", "2020-12-23", "2020-12-23"),
        (["2003年4月27日 国务院令第375号公布"], "a(2010-12-20).md", "自2004年1月1日起施行。",
         "2003-04-27", "2010-12-20", "2010-12-20"),
        ([], "a（2010-12-20）.md", "", "2010-12-20", "2010-12-20", "2010-12-20"),
        # published first, then amended, all on one line
        (["1987年1月19日 国务院批准 根据2022年3月29日《决定》第四次修订）"], "a.md", "",
         "1987-01-19", "2022-03-29", "2022-03-29"),
    ],
)  # fmt: skip
def test_days(
    lines: list[str], name: str, last_words: str, first: str, adopted: str, in_force: str
) -> None:
    told = history(lines, name, last_words)
    assert told is not None
    days = (str(told.first), str(told.adopted), str(told.in_force))
    assert days == (first, adopted, in_force)


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("中华人民共和国 灯塔法（2018修正）", "中华人民共和国灯塔法"),
        ("灯塔条例(2018年修订)", "灯塔条例"),
        ("灯塔法（试行）", "灯塔法（试行）"),
        ("灯\u200b塔\x1b法\x07", "灯塔法"),
        ("宪法修正案（2018年）", "宪法修正案（2018年）"),
    ],
)
def test_titles(title: str, clean: str) -> None:
    assert clean_title(title) == clean


@pytest.mark.parametrize(
    ("title", "folders", "facts", "kind"),
    [
        ("中华人民共和国灯塔法", [], "", "law"),
        ("中华人民共和国宪法", [], "全国人民代表大会", "constitution"),
        ("灯塔法修正案（二）", [], "", "amendment"),
        ("最高人民法院关于灯塔的规定", [], "", "interpretation"),
        ("灯塔规则", ["司法解释"], "", "interpretation"),
        ("灯塔条例", ["行政法规"], "", "administrative_regulation"),
        ("灯塔条例", [], "国务院令第1号", "administrative_regulation"),
        ("灯塔办法", ["部门规章", "公安部"], "", "rule"),
        ("灯塔办法", [], "", "regulation"),
    ],
)
def test_kinds(title: str, folders: list[str], facts: str, kind: str) -> None:
    assert kind_of(title, folders, facts) == kind
    assert is_statute(title)


def test_issuers() -> None:
    assert issuer_of("灯塔办法", ["部门规章", "公安部"], []) == "公安部"
    assert issuer_of("灯塔条例", [], ["中华人民共和国国务院令"]) == "State Council"
    assert issuer_of("灯塔条例", [], []) == ""


def statute(id_: str, title: str, *aliases: str) -> Statute:
    day = date(2010, 1, 1)
    return Statute(
        id=id_, title_en="A", title_zh=title, aliases=aliases, adopted=day, in_force=day,
        last_article=9,
    )  # fmt: skip


def test_ids_are_the_corpuss_or_pinyin() -> None:
    register = Register.of([statute("prc-ll-2010", "中华人民共和国灯塔法")])
    long = "关于" + "灯塔" * 40 + "的规定"
    titles = ["灯塔法", "渡船条例", long, "最高人民法院关于适用《灯塔法》的解释（一）"]
    found = ids(titles, register, {})
    assert found["灯塔法"] == "prc-ll-2010"
    assert found["渡船条例"] == "cn-du-chuan-tiao-li"
    assert found[title_key(titles[3])] == "cn-spc-shi-yong-deng-ta-fa-de-jie-shi-yi"
    assert len(found[title_key(long)]) <= 60
    assert found == ids(titles[::-1], register, {})
    assert all(str(Provision.parse(f"{each}/art-1")) for each in found.values())


def test_ids_with_one_pinyin_are_told_apart() -> None:
    found = ids(["渡船条例", "渡传条例"], Register(), {})
    assert len(set(found.values())) == 2
    assert not {"cn-du-chuan-tiao-li"} & set(found.values())
    held = {"渡船条例": "cn-du-chuan-tiao-li"}
    later = ids(["渡船条例", "渡传条例"], Register(), held)
    assert later["渡船条例"] == "cn-du-chuan-tiao-li", "an id stays what it was"
    assert later["渡传条例"] == found["渡传条例"]


def test_aliases_belong_to_one_statute() -> None:
    entries = [
        statute("cn-a", "最高人民法院关于适用《中华人民共和国民法典》婚姻家庭编的解释（一）"),
        statute("cn-b", "最高人民法院关于审理灯塔案件适用法律若干问题的解释"),
        statute("cn-c", "最高人民法院关于审理灯塔案件具体应用法律若干问题的解释"),
        statute("cn-d", "中华人民共和国灯塔法"),
    ]
    corpus = Register.of([statute("prc-x", "渡船法", "灯塔法")])
    found = {each.id: each.aliases for each in with_aliases(entries, corpus)}
    assert "民法典婚姻家庭编解释（一）" in found["cn-a"]
    assert "民法典婚姻家庭编司法解释（一）" in found["cn-a"]
    assert not {"灯塔司法解释", "灯塔解释"} & {*found["cn-b"], *found["cn-c"]}
    assert found["cn-d"] == (), "the corpus calls another statute so"


def gathered(*files: tuple[str, str]) -> tuple[list[tuple[str, str, int]], list[str]]:
    documents = [d for name, text in files if (d := parsed(text, name).document)]
    versions, problems = gather(documents, Register(), today=date(2026, 1, 1))
    told = [(v.entry.id, str(v.version.adopted), len(v.provisions)) for v in versions]
    return told, [problem.code for problem in problems]


def test_versions_of_one_statute_come_together() -> None:
    told, problems = gathered(("b.md", NEW), ("a.md", OLD), ("c.md", FERRIES), ("d.md", OLD))
    assert told == [
        ("cn-du-chuan-tiao-li", "2012-03-01", 2),
        ("cn-deng-ta-fa", "2010-10-28", 4),
        ("cn-deng-ta-fa", "2018-12-29", 5),
    ]
    assert problems == [], "an identical copy is no problem"


def test_copies_that_differ_are_told() -> None:
    told, problems = gathered(("a.md", OLD), ("b.md", OLD.replace("五百", "六百")))
    assert told == [("cn-deng-ta-fa", "2010-10-28", 4)]
    assert problems == ["differing-copy"]


def test_books_of_a_code_are_one_statute() -> None:
    facts = "\n\n2020年5月28日 通过\n\n{}<!-- INFO END -->\n\n## 第一章 {}\n\n"
    one = "# 灯塔法典\n\n# 总则" + facts.format("", "甲") + "第一条 甲。"
    two = "# 灯塔法典\n\n# 附则" + facts.format("2021年1月1日 施行\n\n", "乙") + "第二条 乙。"
    documents = [d for text in (two, one) if (d := parsed(text, f"{text[9]}.md").document)]
    (version,), problems = gather(documents, Register())
    assert [text.chapter for text in version.provisions] == [
        ("总则", "第一章 甲"),
        ("附则", "第一章 乙"),
    ]
    assert (version.version.in_force, version.is_part) == (date(2021, 1, 1), True)
    assert problems == ()


@given(
    st.text(alphabet="第一二十条章之款项（）()“”#- \n、.：1甲附件|<!->\u200b\u3000", max_size=200)
)
def test_any_text_is_read(text: str) -> None:
    facts = "# 灯塔法\n\n2010年1月1日 通过\n\n<!-- INFO END -->\n"
    for whole in (text, facts + text):
        result = parsed(whole)
        assert result.document is None or result.document.provisions
    read = body.read("a.md", text, 1)
    numbers = [each.provision for each in read.provisions]
    assert numbers == sorted(set(numbers))
    assert all(Provision.parse(str(provision)) == provision for provision in numbers)
    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in read.problems)
