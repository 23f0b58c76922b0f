"""Which lines of a legal basis cite, and where the quoted words start."""

import pytest

from ingest.citing_line import citing, cut, is_statute_name

PRC = "People's Republic of China (PRC)"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Article 58", ""),
        ("article 58 stipulates:", ""),
        ("ARTICLE 58:", ""),
        ("**Article 58**", ""),
        ("Article 12 paragraph 3", ""),
        ("Article 12, paragraph 3, stipulates:", "words"),
        ("Articles 10 and 60 of the Tea Law stipulate:", "words"),
        ("Article 58", "The unit shall register."),
        ("article 58", "the unit shall register."),
        ("Article 58:", "words"),
        ("Article 58?", "Garbled words"),
        (f"Article 58 of {PRC} Tea Law.", "The unit registers."),
        (f"Article 58 of the Tea Law of the {PRC}", "The State has a system."),
        (f"Article 58 of the Tea Law of {PRC} * * *", "Employers shall register."),
        ("Article 3 of the Law of the PRC on Green Tea", "The leaves are green."),
        ("Article 12 of the Tea Law,", "the unit shall pay."),
        ("Article 12 of the Tea Law stipulates that", "the unit shall pay."),
        (
            "Paragraph 1 of Article 27 of the Regulations on Tea House Supervision stipulates",
            "A b.",
        ),
        ("Tea Law (2018 Amendment), Article 10:", "words"),
        ("Interim Measures for the Transfer of Tea between Cities Article 6", "If a house moves"),
        ('"Regulations of the PRC on Tea" Article 3', "The office registers."),
        ("According to Article 58 of the Tea Law:", "words"),
        ("Labour Law of the PRC, Art. 17:", "words"),
        ("《中华人民共和国茶叶法》第十条", "职工应当喝茶。"),
        ("《中华人民共和国茶叶法》第十条规定，", "职工应当喝茶。"),
        ("《茶叶法》第十条第二款规定：", "“职工喝茶。”"),
        ("第四条", "中华人民共和国境内的茶馆"),
        ("第二百七十四条之一", "茶馆"),
    ],
)
def test_lines_that_cite_a_provision(text: str, quote: str) -> None:
    between = "" if text[-1] in "条，：" else " "
    found = citing(f"{text}{between}{quote}".strip())
    assert found is not None
    assert (found.text, found.quote, found.provision) == (text, quote, True)


@pytest.mark.parametrize(
    "line",
    [
        f"{PRC} tea law",
        f"Tea Law of the {PRC}",
        "the Tea Law of the People's Republic of China:",
        '"Tea Law"',
        "**Tea Law**",
        "* Tea Law *",
        "1. Tea Law",
        "The Tea Law stipulates:",
        "Regulations on Work in Tea Houses",
        "Notice of the Ministry of Tea on Issuing the Measures for Tea Cards",
        "《中华人民共和国茶叶法》",
        "中华人民共和国茶叶法",
        "《茶叶管理条例》（2018修订）",
    ],
)
def test_lines_that_name_a_statute(line: str) -> None:
    found = citing(line)
    assert found is not None
    assert (found.text, found.quote) == (line, "")
    assert (found.statute, found.provision) == (True, False)


@pytest.mark.parametrize(
    "line",
    [
        "Employees drink tea in accordance with the law.",
        "(2) Other costs laid down by laws and regulations.",
        "Who breaks this Law shall drink water;",
        "According to Article 58 of the Tea Law, units shall register.",
        "根据《茶叶法》第十条规定，职工应当喝茶。",
        "第十条的规定不适用。",
        "Article 58 applies to tea only.",
        "Article 58 of this Law applies to tea.",
        "A unit under Article 58 of the Tea Law shall register.",
        "按照国家规定喝茶。",
        "Is there a tea law?",
        "",
    ],
)
def test_lines_that_do_not_cite(line: str) -> None:
    assert citing(line) is None


def test_a_line_is_cut_where_a_further_provision_starts() -> None:
    line = (
        "Article 2 of the Tea Law The State grows tea. It is green. "
        "Article 3 of the Law of the PRC on Coffee Beans are brown. Article 4 of this Law says so."
    )
    assert list(cut(line)) == [
        "Article 2 of the Tea Law The State grows tea. It is green.",
        "Article 3 of the Law of the PRC on Coffee Beans are brown. Article 4 of this Law says so.",
    ]
    assert list(cut("《茶法》第一条茶。《茶法》第二条水。依照第三条办理。")) == [
        "《茶法》第一条茶。",
        "《茶法》第二条水。依照第三条办理。",
    ]


@pytest.mark.parametrize("text", ["", "Law", "?" * 500, "Tea " * 60 + "Law"])
def test_no_names_of_statutes(text: str) -> None:
    assert not is_statute_name(text)
