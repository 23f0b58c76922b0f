"""Titles and aliases cut into what people type, and found again in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.index.phrasings import LONGEST_KEY, cut, marks
from kb.index.recognition import Recogniser, Typed, highlighted
from tests.small_corpus import PAY, YEARS, ZH_CARD, article


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Where can I pay?", ["where", "can", "i", "pay"]),
        ("the self-employed", ["the", "self", "employed"]),
        ("my employer's don't", ["my", "employer", "dont"]),
        ("My employer’s", ["my", "employer"]),
        ("8,000 yuan, 8.5% 401k", ["8000", "yuan", "8", "5", "401k"]),
        ("社保卡card丢失", ["社保卡", "card", "丢失"]),
        ("养老，医疗", ["养老", "医疗"]),
        ("ＳＩＬ２０１０　第５条", ["sil2010", "第", "5", "条"]),
        ("straße STRASSE", ["strasse", "strasse"]),
        ("?!_ \u200b", []),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert [word.text for word in cut(text).words] == words


def test_marks() -> None:
    assert marks(YEARS) == (
        "thow many years must i contribute to get a pension",
        "whow", "wmany", "wyears", "wmust", "wi", "wcontribute", "wto", "wget", "wa", "wpension",
        "aminimum contribution years", "wminimum", "wcontribution",
    )  # fmt: skip
    assert {"a社保卡 card 丢失", "c社保", "c保卡", "c卡", "wcard", "c丢失", "c失"} <= set(
        marks(ZH_CARD)
    )
    assert marks(article("signs", "?!", ())) == ()


def test_long_titles_are_cut_for_their_mark() -> None:
    made = marks(article("long", "word " * 100, ()))
    assert made == ("t" + "word " * (LONGEST_KEY // 5), "wword")


def shown(typed: str, text: str, **lenient: object) -> str | None:
    """The text with what is recognised in brackets; None where it is not."""
    near = {word: frozenset([str(other)]) for word, other in lenient.items()}
    recogniser = Recogniser(Typed.of(typed), near, in_parts=bool(lenient))
    found = recogniser.whole(cut(text))
    if found is None:
        return None
    pieces = highlighted(text, found.spans).pieces
    return "".join(f"[{piece}]" if n % 2 else piece for n, piece in enumerate(pieces))


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("own soc", PAY.title, "Where can I pay my [own soc]ial security?"),
        ("soc own", PAY.title, None),
        ("social own", PAY.title, "Where can I pay my [own social] security?"),
        ("pay security where", PAY.title, "[Where] can I [pay] my own social [security]?"),
        ("s", "Pension as social security", "Pension as [s]ocial security"),
        ("security s", PAY.title, "Where can I pay my own [s]ocial [security]?"),
        ("pension pension", "A pension", "A [pension]"),
        ("employe", "My employer's duty", "My [employe]r's duty"),
        ("employer d", "My employer's duty", "My [employer]'s [d]uty"),
        ("dont p", "Don't pay", "[Don't p]ay"),
        ("don't", "Don't pay", "[Don't] pay"),
        ("ＰＡＹ", "to pay", "to [pay]"),
        ("fi", "the ﬁrst", "the [ﬁ]rst"),
        ("8000 y", "8,000 yuan", "[8,000 y]uan"),
        ("养老", "交养老保险", "交[养老]保险"),
        ("险", "交养老保险", "交养老保[险]"),
        ("保险 养老", "交养老保险", "交[养老保险]"),
        ("社保卡c", "社保卡 card 丢失", "[社保卡 c]ard 丢失"),
        ("卡card丢", "社保卡card丢失", "社保[卡card丢]失"),
        ("养保", "交养老保险", None),
        ("pension 养老", "A pension 养老", "A [pension 养老]"),
    ],
)
def test_recognised(typed: str, text: str, expected: str | None) -> None:
    assert shown(typed, text) == expected


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("社保卡补办", "深圳社保卡丢了怎么补办？", "深圳[社保卡]丢了怎么[补办]？"),
        ("补办社保卡", "深圳社保卡丢了怎么补办？", "深圳[社保卡]丢了怎么[补办]？"),
        ("社保卡丢", "社保卡没丢", None),
        ("深圳社保怎么补办", "深圳社保卡丢了怎么补办？", "[深圳社保]卡丢了[怎么补办]？"),
        ("other socal", "The social other", "The [social other]"),
    ],
)
def test_recognised_with_a_flaw(typed: str, text: str, expected: str | None) -> None:
    assert shown(typed, text, socal="social") == expected


@given(typed=st.text(max_size=20), text=st.text(max_size=40))
def test_highlights_never_change_the_text(typed: str, text: str) -> None:
    recogniser = Recogniser(Typed.of(typed), {}, in_parts=True)
    _, spans = recogniser.some(cut(text))
    snippet = highlighted(text, spans)
    assert snippet.text == text
    assert all(snippet.pieces[1:])


@given(text=st.text("ab 养老-'", min_size=1, max_size=30), data=st.data())
def test_a_beginning_is_recognised_as_one(text: str, data: st.DataObject) -> None:
    typed = Typed.of(text[: data.draw(st.integers(1, len(text)))])
    if typed.words and len(typed.words) == len(cut(typed.key).words):
        found = Recogniser(typed, {}, in_parts=False).whole(cut(text))
        assert found is not None
