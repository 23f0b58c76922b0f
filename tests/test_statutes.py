"""The register: one statute by any of its names, in any spelling."""

from datetime import date

import pytest

from kb.provision import Provision
from kb.statutes import Paragraph, ProvisionText, Register, Statute, name_key


def statute(statute_id: str, title_en: str, title_zh: str, *aliases: str) -> Statute:
    return Statute(
        id=statute_id,
        title_en=title_en,
        title_zh=title_zh,
        aliases=aliases,
        adopted=date(2010, 10, 28),
        in_force=date(2011, 7, 1),
        last_article=98,
    )


SIL = statute(
    "prc-sil-2010",
    "Social Insurance Law of the People's Republic of China",
    "中华人民共和国社会保险法",
    "SIL",
    "社保法",
)
LCL = statute(
    "prc-lcl-2007",
    "Labour Contract Law of the People's Republic of China",
    "中华人民共和国劳动合同法",
)
WRII = statute(
    "prc-wrii-2003", "Regulation on Work-Related Injury Insurance", "工伤保险条例", "Regulation"
)
OTHER = statute("prc-other-2000", "Other Regulation", "其他条例", "Regulation")
MEDIATION = statute(
    "prc-lmal-2007",
    "Law on Mediation and Arbitration of Labour Disputes of the People's Republic of China",
    "中华人民共和国劳动争议调解仲裁法",
)
REGISTER = Register.of([WRII, SIL, LCL, OTHER, MEDIATION])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Social Insurance Law of the People's Republic of China", SIL),
        ("Social Insurance Law of the People’s Republic of China (PRC)", SIL),
        ("People's Republic of China (PRC) social insurance law", SIL),
        ("PRC Social Insurance Law", SIL),
        ("Social Insurance Law (PRC)", SIL),
        ("the P.R.C. Social Insurance Law", SIL),
        ("China's Social Insurance Law", SIL),
        ("Social Insurance Law of China", SIL),
        ('"Social Insurance Law"', SIL),
        ("*Social  Insurance\nLaw*", SIL),
        ("SOCIAL INSURANCE LAW", SIL),
        ("Social Insurance Law (revised in 2018)", SIL),
        ("Social Insurance Law (2018 Amendment)", SIL),
        ("Social Insurance Law (as amended on 29 December 2018)", SIL),
        ("SIL", SIL),
        ("《社会保险法》", SIL),
        ("中华人民共和国社会保险法（2018修正）", SIL),
        ("社会保险法（2018年12月29日修正）", SIL),
        ("社会保险法(修订)", SIL),
        ("社保法", SIL),
        ("Labor Contract Law", LCL),
        ("Regulations on Work Related Injury Insurance", WRII),
        ("Work-Related Injury Insurance Regulations", WRII),
        ("Law of the People's Republic of China on Mediation and Arbitration of Labor Disputes",
         MEDIATION),
    ],
)  # fmt: skip
def test_named(written: str, expected: Statute) -> None:
    assert [s.id for s in REGISTER.named(written)] == [expected.id]


@pytest.mark.parametrize(
    "written",
    [
        *("", "PRC", "中华人民共和国", "（2018修正）", "《》", "Law", "Insurance Law", "保险法"),
        *("社会保险法（试行）", "社会保险法实施细则", "Social Insurance Law Implementation Rules"),
    ],
)
def test_not_named(written: str) -> None:
    assert REGISTER.named(written) == ()


def test_an_ambiguous_name_finds_both() -> None:
    assert {s.id for s in REGISTER.named("the Regulations")} == {WRII.id, OTHER.id}


def test_a_name_that_says_nothing_is_no_name() -> None:
    nameless = statute("prc-x-2000", "", "中华人民共和国", "")
    assert Register.of([nameless]).named("") == ()


def test_alike_offers_the_nearest() -> None:
    assert REGISTER.alike("劳动争议仲裁调解法") == (MEDIATION,)
    assert REGISTER.alike("社会救助法") == ()


def test_a_trial_version_is_a_statute_of_its_own() -> None:
    assert name_key("人民检察院刑事诉讼规则（试行）") != name_key("人民检察院刑事诉讼规则")


@pytest.mark.parametrize("text", ["(" * 100_000, "(a1" * 50_000, "(修1 " * 50_000, " of" * 50_000])
def test_long_names_take_no_longer_than_they_are(text: str) -> None:
    assert isinstance(name_key(text), str)  # the suite's timeout is the proof


def test_text_counts_the_items() -> None:
    text = ProvisionText(
        provision=Provision("prc-sil-2010", 60),
        chapter=(),
        paragraphs=(Paragraph(text="One."), Paragraph(text="Two, namely:", items=("a;", "b."))),
    )
    assert text.text == "One.\nTwo, namely:\n(1) a;\n(2) b."


def test_a_short_title_leaves_out_the_country() -> None:
    assert (SIL.short_title(), SIL.short_title("zh")) == ("Social Insurance Law", "社会保险法")
    assert WRII.short_title("zh") == "工伤保险条例"


def test_a_title_in_full_wins_over_a_name_that_several_bear() -> None:
    older = statute("prc-ca-2004", "", "中华人民共和国宪法修正案（2004年）")
    newer = statute("prc-ca-2018", "", "中华人民共和国宪法修正案（2018年）")
    about = statute("prc-a", "", "关于执行若干问题的规定")
    court = statute("prc-b", "", "最高人民法院关于执行若干问题的规定")
    register = Register.of([older, newer, about, court])
    assert register.named("《宪法修正案(2018年)》") == (newer,)
    assert set(register.named("宪法修正案")) == {older, newer}
    assert register.named("关于执行若干问题的规定") == (about,)
    assert register.named("最高人民法院关于执行若干问题的规定") == (court,)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("保险法司法解释（二）",
         "最高人民法院关于适用《中华人民共和国保险法》若干问题的解释（二）"),
        ("保险法解释二", "最高人民法院关于适用《中华人民共和国保险法》若干问题的解释（二）"),
        ("关于适用〈保险法〉若干问题的解释(二)",
         "最高人民法院关于适用《中华人民共和国保险法》若干问题的解释（二）"),
        ("民间借贷司法解释", "最高人民法院关于审理民间借贷案件适用法律若干问题的规定"),
        ("民诉法", "中华人民共和国民事诉讼法"),
        ("民法典·婚姻家庭编", "中华人民共和国民法典"),
    ],
)  # fmt: skip
def test_short_names(written: str, title: str) -> None:
    one = statute("prc-one", "", title)
    assert Register.of([one, SIL]).named(written) == (one,)


@pytest.mark.parametrize(
    "written", ["保险法解释", "保险法解释（三）", "保险法", "民法典婚姻家庭编解释", "诉讼法"]
)
def test_nearly_short_names(written: str) -> None:
    title = "最高人民法院关于适用《中华人民共和国保险法》若干问题的解释（二）"
    one = statute("prc-one", "", title)
    assert Register.of([one, SIL]).named(written) == ()
