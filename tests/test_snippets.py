"""Why an article was found: the right section, whole sentences, the right words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.index.analysis import TermList
from kb.index.question import Question, understand
from kb.index.sentences import sentences
from kb.index.shown import show as show_article
from kb.index.snippets import Passage, highlighted, passage
from kb.index.units import WIDTH, width
from kb.model import Article, Role, Section
from tests.small_corpus import CARD, HOSTILE, PAY, ZH_PAY, ZH_YEARS, article, lead, section


def stars(pieces: tuple[str, ...]) -> str:
    """The pieces in one string, highlights between stars."""
    return "".join(f"*{piece}*" if n % 2 else piece for n, piece in enumerate(pieces))


def show(text: str, query: str) -> str:
    return stars(highlighted(text, understand(query)).pieces)


def answer(found: Article | str, query: str) -> Passage:
    """The passage for a query to whose concepts each the same worth is given."""
    question = understand(query)
    if isinstance(found, str):
        found = article("a", "Untitled", (lead(found),))
    shown, body = show_article(found)
    return passage(shown, question, [1.0] * len(question.concepts), places(body, question))


def places(body: TermList, question: Question) -> list[list[int]]:
    """At which positions each concept stands, found the plain way."""
    having = list(zip(body.terms, body.positions, strict=True))
    return [
        sorted({at for term, at in having if term in (c.term, c.exact)})
        if not c.prefix
        else sorted({at for term, at in having if term.startswith(c.term)})
        for c in question.concepts
    ]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Paying your pension", "pay pensions", "*Paying* your *pension*"),
        ("The pension", "xylophone", "The pension"),
        ("pension", "pension", "*pension*"),
        ("", "pension", ""),
        ("the old-age pension", "oldage", "the *old-age* pension"),
        ("the old-age pension", "old age", "the *old*-*age* pension"),
        ("the Employer’s part", "employers", "the *Employer’s* part"),
        ("Article 5, not 50", "article 5", "*Article* *5*, not 50"),
        ("costs 8,000 yuan", "8000", "costs *8,000* yuan"),
        ("How do I pay?", "how do I pay", "How do I *pay*?"),
        ("How do I", "how do I", "*How* *do* *I*"),
        ("交养老保险费", "养老保险", "交*养老保险*费"),
        ("养老和医疗保险", "养老保险", "*养老*和医疗*保险*"),
        ("先交税，再说", "税", "先交*税*，再说"),
        ("税务局收税", "税", "*税*务局收*税*"),
        ("社保card丢了", "社保 CARD", "*社保**card*丢了"),
        ("ＰＥＮＳＩＯＮ！", "pension", "*ＰＥＮＳＩＯＮ*！"),
        ("se\u00adcu\u00adrity", "security", "*se\u00adcu\u00adrity*"),
        ("<b>pension</b> & co", "pension", "<b>*pension*</b> & co"),
    ],
)
def test_highlights(text: str, query: str, expected: str) -> None:
    assert show(text, query) == expected.replace("**", "")


@given(
    text=st.text("pension pays 养老保险 .。\n'-5<&" + "\u00ad①", max_size=200),
    query=st.text("pension pay 养老保险5-'", max_size=30),
)
def test_pieces_are_the_text_plain_and_highlighted_by_turns(text: str, query: str) -> None:
    snippet = highlighted(text, understand(query))
    assert snippet.text == text
    assert all(snippet.pieces[1::2])
    assert all(snippet.pieces[2::2])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("He said “go.” Then he went.", ["He said “go.”", "Then he went."]),
        ("See Art. 5 and No. 7, e.g. this one. Next.", None),
        ("It costs 8.5 yuan. Good.", ["It costs 8.5 yuan.", "Good."]),
        ("By J. Smith. Yes.", ["By J. Smith.", "Yes."]),
        ("cf. ed. by us. Done.", ["cf. ed. by us.", "Done."]),
        ("Really?! Yes… Fine.", ["Really?!", "Yes…", "Fine."]),
        ("第一句。第二句！“第三句。”第四句", ["第一句。", "第二句！", "“第三句。”", "第四句"]),
        ("一；二。", ["一；", "二。"]),
        ("Ends here. ", ["Ends here."]),
        ("...", ["..."]),
        ("", []),
        ("   ", []),
    ],
)
def test_sentences(text: str, expected: list[str] | None) -> None:
    if expected is None:
        expected = ["See Art. 5 and No. 7, e.g. this one.", "Next."]
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text("ab .!?。；” ", max_size=80))
def test_sentences_leave_out_nothing_but_spaces(text: str) -> None:
    parts = [text[start:end] for start, end in sentences(text)]
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")
    assert all(part.strip() == part for part in parts)


@pytest.mark.parametrize(
    ("found", "query", "anchor", "heading", "shown"),
    [
        (PAY, "Where can I pay my own social security?", "", "", "You can *pay* at the *social*"),
        (
            PAY,
            "what do I bring to register",
            "2-register-at-the-office",
            "Register at the office",
            "*Bring* your identity card",
        ),
        (PAY, "direct debit late", "3-pay-every-month", "Pay every month", "Sign a *direct*"),
        (PAY, "article 60 law", "legal-basis", "Legal basis", "Social Insurance *Law*, *Article*"),
        (PAY, "xylophone", "", "", "You can pay at the social insurance office"),
        (CARD, "what it costs", "what-it-costs", "What it costs", "*costs* 20 yuan"),
        (CARD, "order in the bank's app", "steps", "Steps", "*Order* a new card in the *bank's*"),
        (ZH_PAY, "户口簿", "二-办理登记", "办理登记", "带上身份证和*户口簿*,到窗口"),
        (ZH_PAY, "自己交社保", "", "", "就业地的*社保*经办机构缴纳。"),
        (ZH_YEARS, "年限不够", "年限不够怎么办", "年限不够怎么办", "可以继续缴费"),
    ],
)
def test_the_section_that_answers(
    found: Article, query: str, anchor: str, heading: str, shown: str
) -> None:
    passage = answer(found, query)
    assert (passage.anchor, passage.heading) == (anchor, heading)
    assert shown in stars(passage.snippet.pieces)


def test_the_law_comes_after_the_articles_own_words() -> None:
    both = (
        section("Legal basis", "The annuity is due.", Role.BASIS),
        section("When", "The annuity comes in May."),
    )
    assert answer(article("a", "b", both), "annuity").heading == "When"


@pytest.mark.parametrize("sections", [(), (section("Steps", "", Role.STEPS),), (lead("  \n "),)])
def test_an_article_without_text_has_an_empty_snippet(sections: tuple[Section, ...]) -> None:
    passage = answer(article("a", "b", sections), "pension")
    assert (passage.anchor, passage.heading, passage.snippet.pieces) == ("", "", ())


FILLING = "Nothing to be seen in this sentence at all. "


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Short pension.", "pension", "Short *pension*."),
        ("All of it. The pension. Fits.", "pension", "All of it. The *pension*. Fits."),
        ("First\n\nline.\n The  pension.", "pension", "First line. The *pension*."),
        (FILLING * 9 + "The pension.", "pension", "The *pension*."),
        (
            "The pension. " + FILLING * 9,
            "pension",
            "The *pension*. " + (FILLING * 5).strip(),
        ),
        (
            FILLING * 9 + "A pension now. " + FILLING * 9 + "A pension for the widow.",
            "widow pension",
            "A *pension* for the *widow*.",
        ),
        ("没有别的。" * 40 + "养老金按月发放。", "养老金", "*养老金*按月发放。"),
        ("", "pension", ""),
    ],
)
def test_snippets_are_whole_sentences(text: str, query: str, expected: str) -> None:
    assert stars(answer(text, query).snippet.pieces) == expected


@pytest.mark.parametrize(
    ("text", "query", "begin", "middle", "end"),
    [
        (
            "word " * 100 + "pension " + "word " * 100,
            "pension",
            "…word",
            "word *pension* word",
            "…",
        ),
        ("pension " + "word " * 200, "pension", "*pension* word", "", "word…"),
        ("字" * 200 + "养老金" + "字" * 200, "养老金", "…字", "字*养老金*字", "字…"),
        ("x" * 1000 + " pension", "pension", "…*pension*", "", "*pension*"),
        ("x" * 1000, "pension", "xxx", "", "xxx…"),
        ("To begin: " + "word " * 20 + "pension " * 60, "pension", "To begin", "*pension*", "…"),
    ],
)
def test_a_sentence_that_is_too_long_is_cut_between_words(
    text: str, query: str, begin: str, middle: str, end: str
) -> None:
    shown = stars(answer(text, query).snippet.pieces)
    assert shown.startswith(begin)
    assert middle in shown
    assert shown.endswith(end)


@given(
    text=st.text("pension word养老。. \n", max_size=900),
    query=st.sampled_from(["pension", "养老", "word pension", "none", "老"]),
)
def test_a_snippet_is_part_of_the_text_and_not_too_wide(text: str, query: str) -> None:
    snippet = answer(text, query).snippet
    assert width(snippet.text) <= WIDTH + 2 * len("…")
    assert snippet.text.strip("…") in " ".join(text.split())
    assert all(snippet.pieces[1::2])


@given(
    texts=st.lists(st.text() | st.text("pension 养老。. \u00ad①\n", max_size=300), max_size=3),
    query=st.text() | st.text("pension 养老5-", max_size=12),
)
def test_any_query_on_any_text(texts: list[str], query: str) -> None:
    sections = tuple(section(f"Part {n}", text) for n, text in enumerate(texts))
    found = answer(article("a", "b", sections), query)
    assert any(found.snippet.text.strip("…") in " ".join(text.split()) for text in ["", *texts])
    assert bool(found.heading) == any(text.split() for text in texts)
    assert all(found.snippet.pieces[1::2])


def test_a_huge_sentence_does_not_take_long() -> None:
    text = "pension and annuity without any end " * 2_000
    assert "*pension*" in stars(answer(text, "pension annuity").snippet.pieces)


def test_markup_stays_text() -> None:
    passage = answer(HOSTILE, "pangolin says")
    assert '<img src=x onerror="alert(1)"> & <b>bold</b>' in passage.snippet.text


@pytest.mark.parametrize(
    ("text", "query", "opening", "closing"),
    [
        ("One pension. Two.", "pension", "One pension.", "Two."),
        ("Bring:\n\na pension form\na stamp", "pension stamp", "Bring:", "a stamp"),
        ("Grade | Months\nOne | 24 pension", "pension", "Grade | Months", "One | 24 pension"),
        (FILLING * 9 + "The pension.", "pension", "The pension.", "The pension."),
        ("没有别的。" * 40 + "养老金按月发放。", "养老金", "养老金按月发放。", "养老金按月发放。"),
        ("", "pension", "", ""),
    ],
)
def test_where_a_snippet_begins_and_ends_each_in_one_line(
    text: str, query: str, opening: str, closing: str
) -> None:
    found = answer(text, query)
    assert (found.opening, found.closing) == (opening, closing)


@given(
    text=st.text("pension word养老。. |\n", max_size=900),
    query=st.sampled_from(["pension", "养老"]),
)
def test_what_begins_and_ends_a_snippet_is_in_it(text: str, query: str) -> None:
    found = answer(text, query)
    lines = [" ".join(line.split()) for line in text.split("\n")]
    plain = found.snippet.text.strip("…")
    assert plain.startswith(found.opening)
    assert plain.endswith(found.closing)
    assert any(found.opening in line for line in lines)
    assert any(found.closing in line for line in lines)
