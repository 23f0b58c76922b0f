"""Provisions that queries name, and numbers that only look so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.lookup.naming import NamedStatute, StatuteNames
from kb.lookup.query import MOST, LookUp, look_up
from kb.provision import Provision
from kb.statutes import Register
from tests.corpus_register import corpus_register


def names_of(register: Register) -> StatuteNames:
    return StatuteNames(
        NamedStatute(
            id=statute.id,
            title_en=statute.title_en,
            title_zh=statute.title_zh,
            aliases=statute.aliases,
            last_article=statute.last_article,
        )
        for statute in register
    )


NAMES = names_of(corpus_register())


def asked(query: str) -> str:
    """The provisions asked for without ``prc-`` and the year, ``sil/art-60/para-2``."""
    return " ".join(map(_short, look_up(query, NAMES).provisions))


def _short(provision: Provision) -> str:
    statute, _, rest = str(provision).removeprefix("prc-").partition("/")
    return f"{statute.rpartition('-')[0]}/{rest}"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # English, the number called an article
        ("article 60 social insurance law", "sil/art-60"),
        ("Article 60 of the Social Insurance Law", "sil/art-60"),
        ("article 60, social insurance law of the people's republic of china", "sil/art-60"),
        ("PRC Social Insurance Law art 60", "sil/art-60"),
        ("social insurance law article 60", "sil/art-60"),
        ("SIL art. 60(2)", "sil/art-60/para-2"),
        ("SIL art. 60(2)(3)", "sil/art-60/para-2/item-3"),
        ("art 41 SIL", "sil/art-41"),
        ("Art.41 SIL", "sil/art-41"),
        ("§ 41 SIL", "sil/art-41"),
        ("SIL §41", "sil/art-41"),
        ("section 60 SIL", "sil/art-60"),
        ("sec. 60 of the SIL", "sil/art-60"),
        ("SIL article no. 60", "sil/art-60"),
        ("SIL article #60", "sil/art-60"),
        ("article sixty of the social insurance law", "sil/art-60"),
        ("article forty-one SIL", "sil/art-41"),
        ("what does article 83 of the social insurance law say", "sil/art-83"),
        ("what does the social insurance law say in article 83?", "sil/art-83"),
        ("full text of article 16 social security law", "sil/art-16"),
        ("labor contract law article 50", "lcl/art-50"),
        ("Labour Contract Law, Articles 46 and 47", "lcl/art-46 lcl/art-47"),
        ("articles 46, 47 LCL", "lcl/art-46 lcl/art-47"),
        ("articles 10 to 12 SIL", "sil/art-10 sil/art-11 sil/art-12"),
        ("articles 10-12 of the SIL", "sil/art-10 sil/art-11 sil/art-12"),
        ("paragraph 2 of article 60 of the social insurance law", "sil/art-60/para-2"),
        ("second paragraph of article 60 SIL", "sil/art-60/para-2"),
        ("SIL article 16 paragraph 2 item 1", "sil/art-16/para-2/item-1"),
        ("employer duties article 60 social insurance law late payment", "sil/art-60"),
        ("damages quit no insurance lcl art 38 severance", "lcl/art-38"),
        ("article 14 regulations on unemployment insurance", "ui/art-14"),
        ("unemployment insurance regulations art 14", "ui/art-14"),
        ("article 37 Regulation on Work-Related Injury Insurance", "wrii/art-37"),
        ("work injury regulation art 14", "wrii/art-14"),
        ("Regulations on the Handling of Social Insurance art. 31", "hsi/art-31"),
        ("special provisions female employees article 7 98 days", "female/art-7"),
        ("interim regulations collection premiums art 13", "csip/art-13"),
        ("article 1127 civil code", "cc/art-1127"),
        ("interpretation II on the insurance law article 6", "spc-il2/art-6"),
        (
            "article 38 of the labour contract law or the labour law article 50",
            "lcl/art-38 ll/art-50",
        ),
        # English, the number alone beside the name
        ("labour contract law 38", "lcl/art-38"),
        ("labor law 50", "ll/art-50"),
        ("labour contract law 38 severance", "lcl/art-38"),
        ("labour contract law: 38", "lcl/art-38"),
        ("sil 60(2)", "sil/art-60/para-2"),
        ("sil60", "sil/art-60"),
        ("60 SIL", "sil/art-60"),
        ("wrii 62 para 2", "wrii/art-62/para-2"),
        ("hpf regulations 38", "hpf/art-38"),
        ("labour arbitration law 27", "lmal/art-27"),
        # Chinese
        ("社会保险法第六十条", "sil/art-60"),
        ("中华人民共和国社会保险法第六十条", "sil/art-60"),
        ("《社会保险法》第六十条", "sil/art-60"),
        ("《中华人民共和国社会保险法》（2018修正）第六十条第二款", "sil/art-60/para-2"),
        ("社保法 60条", "sil/art-60"),
        ("社保法60条", "sil/art-60"),
        ("社保法第60", "sil/art-60"),
        ("社保法的60条", "sil/art-60"),
        ("社会保险法 四十五条", "sil/art-45"),
        ("社会保险法第８６条", "sil/art-86"),
        ("ＳＩＬ　６０", "sil/art-60"),
        ("社保法第58条30日", "sil/art-58"),
        ("社保法第58条规定了什么", "sil/art-58"),
        ("第六十条社会保险法", "sil/art-60"),
        ("请问社会保险法第十六条是怎么规定的", "sil/art-16"),
        ("劳动合同法三十八条", "lcl/art-38"),
        ("劳动合同法第四十七条第一款", "lcl/art-47/para-1"),
        ("社会保险法第十六条第二款第（一）项", "sil/art-16/para-2/item-1"),
        ("劳动合同法第四十六条、第四十七条", "lcl/art-46 lcl/art-47"),
        ("劳动合同法第46条至第48条", "lcl/art-46 lcl/art-47 lcl/art-48"),
        ("公积金条例24", "hpf/art-24"),
        ("公积金条例 24 提取", "hpf/art-24"),
        ("住房公积金管理条例第三十八条", "hpf/art-38"),
        ("失业保险条例第二十二条", "ui/art-22"),
        ("经办条例第二十四条", "hsi/art-24"),
        ("女职工特别规定第九条", "female/art-9"),
        ("工伤保险条例14条", "wrii/art-14"),
        ("提取公积金 公积金条例第二十四条 装修", "hpf/art-24"),
        ("保险法解释（二）第六条", "spc-il2/art-6"),
        ("民法典第一千一百二十七条", "cc/art-1127"),
        ("民法典第二百七十四条之一", "cc/art-274-1"),
        ("民法典第274-1条", "cc/art-274-1"),
        ("保险法第36条", "il/art-36"),
        # An id, or its letters
        ("prc-sil-2010/art-60", "sil/art-60"),
        ("prc-sil-2010/art-60/para-2", "sil/art-60/para-2"),
        ("art 14 wrii", "wrii/art-14"),
        ("art 5 ui", "ui/art-5"),
    ],
)
def test_asks_for(query: str, expected: str) -> None:
    assert asked(query) == expected


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?",
        "article about 5 insurances",
        "60% of wage",
        "2008 labour contract law changes",
        "labour contract law 2008",
        "social insurance law 2010 amendment 2018",
        "work injury 10 grade",
        "grade 10 how much money",
        "10 questions about the social insurance law",
        "top 5 labour law questions",
        "labour law 8 hours",
        "labour law 44 hours a week",
        "labour contract law 30 days notice",
        "labour contract law 2 times wage",
        "labour law 13th month salary",
        "labour law 300% overtime",
        "labour law 1.5 times",
        "labour law 10,000 yuan fine",
        "social insurance law 5 insurances",
        "social insurance law 15 years pension",
        "social insurance law employer duties",
        "social insurance law",
        "SIL",
        "lcl n+1",
        "what is the labour contract law",
        "unemployment insurance 24 months",
        "unemployment benefit 60 days",
        "insurance 60",
        "ui 14",
        "cc 5",
        "female employees 98 days",
        "housing fund 12%",
        "medical insurance law article 60",
        "child labour law article 5",
        "implementing regulations of the labour contract law article 19",
        "labour contract law implementing regulations art 19",
        "form 60 article of clothing",
        "12333",
        "article 60",
        "第六十条",
        "15 or 20 years which one is it now",
        "what does 60% 100% 300% mean on the payment page",
        "85年的要交20年吗",
        "第三方支付",
        "第一次交社保",
        "第13个月工资",
        "社保法",
        "社保法有几条",
        "社会保险法60岁",
        "社会保险法 60 岁",
        "社会保险法15年",
        "社保法2018",
        "社保法2018年修正",
        "社保法五险",
        "社保法5险",
        "劳动法8小时",
        "劳动法 44小时",
        "劳动合同法n+1",
        "劳动合同法2008年1月1日",
        "劳动合同法30天",
        "劳动合同法三条建议",
        "劳动合同法第三条建议",
        "工伤10级赔多少",
        "公积金比例5%到12%谁定",
        "公积金条例 12%",
        "五险一金 6险2金",
        "医疗保险法第60条",
        "广东省失业保险条例第九条",
        "劳动合同法实施条例第十九条",
        "社会保险法实施细则第3条",
        "每月给我八百块不交社保还让签字",
        "prc-xyz-2010/art-60",
        "prc-sil-2010/art-0",
    ],
)
def test_asks_for_none(query: str) -> None:
    assert asked(query) == ""


@pytest.mark.parametrize(
    ("query", "missing"),
    [
        ("social insurance law article 120", [("prc-sil-2010", 120, 98)]),
        ("社会保险法第一百二十条", [("prc-sil-2010", 120, 98)]),
        ("SIL 120", [("prc-sil-2010", 120, 98)]),
        ("SIL 2018", []),
        ("SIL 120 thousand", []),
        ("劳动合同法第99条", [("prc-lcl-2007", 99, 98)]),
        ("labour contract law article 98", []),
    ],
)
def test_beyond_the_last_article(query: str, missing: list[tuple[str, int, int]]) -> None:
    found = look_up(query, NAMES).missing
    assert [(m.provision.statute, m.provision.article, m.last) for m in found] == missing


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("article 60", [(60, 0)]),
        ("第六十条", [(60, 0)]),
        ("第二百七十四条之一", [(274, 1)]),
        ("what does article 60 say", [(60, 0)]),
        ("art. 60 pension", [(60, 0)]),
        ("第六十条是什么", [(60, 0)]),
        ("60", []),
        ("60条", []),
        ("article 5 minutes", []),
        ("article 60 social insurance law", []),
    ],
)
def test_numbers_without_a_statute(query: str, numbers: list[tuple[int, int]]) -> None:
    assert list(look_up(query, NAMES).numbers) == numbers


@pytest.mark.parametrize(
    ("query", "statutes"),
    [
        ("social insurance law", ["prc-sil-2010"]),
        ("what is the labour contract law", ["prc-lcl-2007"]),
        ("社会保险法", ["prc-sil-2010"]),
        ("《社会保险法》的内容", ["prc-sil-2010"]),
        ("social insurance law employer duties", []),
        ("pension", []),
    ],
)
def test_a_statute_without_a_number(query: str, statutes: list[str]) -> None:
    assert list(look_up(query, NAMES).statutes) == statutes


@pytest.mark.parametrize(
    ("query", "rest"),
    [
        ("article 60 social insurance law", ""),
        ("what does article 83 of the social insurance law say", ""),
        ("社会保险法第六十条的规定是什么", ""),
        (
            "employer duties article 60 social insurance law late payment",
            "employer duties late payment",
        ),
        ("SIL art. 60(2) freelancers", "freelancers"),
        ("wrii 62 para 2 unregistered", "unregistered"),
        ("社保法第58条30日", "30日"),
        ("公积金条例 24 提取", "提取"),
    ],
)
def test_what_else_the_query_says(query: str, rest: str) -> None:
    assert look_up(query, NAMES).rest == rest


def test_one_name_of_two_statutes_is_a_choice() -> None:
    old, new = (
        NamedStatute(
            id=f"prc-pf-{year}",
            title_en="Pension Fund Law",
            title_zh="养老基金法",
            aliases=("PFL",),
            last_article=last,
        )
        for year, last in ((1999, 40), (2020, 60))
    )
    found = look_up("PFL article 30", StatuteNames([old, new]))
    assert found.provisions == ()
    assert list(map(str, found.choices)) == ["prc-pf-1999/art-30", "prc-pf-2020/art-30"]


def test_a_register_without_statutes() -> None:
    assert look_up("SIL 60", StatuteNames([])) == LookUp()


@given(
    st.sampled_from([s for s in NAMES.statutes.values() if s.id != "prc-cc-2020"]),
    st.data(),
)
def test_every_article_is_found_by_every_name(statute: NamedStatute, data: st.DataObject) -> None:
    article = data.draw(st.integers(1, statute.last_article))
    name = data.draw(st.sampled_from(statute.names))
    form = data.draw(
        st.sampled_from(["article {n} {name}", "{name} art. {n}", "{name}第{n}条", "{name} {n}"])
    )
    found = look_up(form.format(n=article, name=name), NAMES)
    assert list(map(str, found.provisions)) == [f"{statute.id}/art-{article}"]


PIECES = st.sampled_from(
    [
        *(
            "article",
            "art.",
            "§",
            "第",
            "条",
            "之",
            "款",
            "项",
            "(",
            ")",
            "-",
            ",",
            " ",
            "to",
            "and",
        ),
        *(
            "60",
            "9999",
            "0",
            "六十",
            "一百",
            "sil",
            "labour law",
            "社保法",
            "《",
            "》",
            "paragraph",
        ),
        *("2", "second", "item", "%", "days", "天", "prc-sil-2010/art-60", "the", "of"),
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join)))
def test_any_string_has_an_answer(query: str) -> None:
    found = look_up(query, NAMES)
    assert len(found.provisions) <= MOST
    for provision in found.provisions:
        assert provision.article <= NAMES.statutes[provision.statute].last_article
        assert Provision.parse(str(provision)) == provision


@pytest.mark.parametrize(
    "piece", ["article 60 ", "社保法第六十条", "labour contract law ", "第", "(", "2 "]
)
def test_a_long_query_is_answered(piece: str) -> None:
    assert len(look_up(piece * (500 // len(piece)), NAMES).provisions) <= MOST
