"""One table says how text is cut into tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.index.analysis import APART, LONGEST, Sort, TermList, has_chinese, tokens
from kb.index.folding import fold
from kb.index.question import gist, understand

TABLE = [
    # English: the stem, and the word as written
    ("pension", "pension =pension"),
    ("Contributions", "contribut =contributions"),
    ("paying pays PAID", "pay =paying pay =pays paid =paid"),
    ("the person's employers' claim", "the =the person =person employ =employers claim =claim"),
    ("person’s PERSON＇S", "person =person person =person"),
    ("I don't", "i dont =dont"),
    ("O’Neill", "oneil =oneill"),
    ("'s", "s"),
    ("café cafe\u0301", "café =café café =café"),
    ("STRASSE Straße", "strass =strasse strass =strasse"),
    ("ﬁnance", "financ =finance"),
    ("Ｐｅｎｓｉｏｎ", "pension =pension"),
    ("se\u00adcu\u200brity", "secur =security"),
    ("under_score", "under =under score =score"),
    ("a b", "a b"),
    # British and American spellings have one stem
    ("labour labor labourer laborer", "labor =labour labor =labor labor =labourer labor =laborer"),
    ("licence license", "licens =licence licens =license"),
    ("hospitalisation organised", "hospit =hospitalisation organiz =organised"),
    ("advise promise rise", "advis =advise promis =promise rise =rise"),
    # hyphens: the parts, and the parts run together
    ("old-age", "old =old oldag age =age"),
    ("oldage", "oldag =oldage"),
    ("re‑employment", "re reemploy employ =employment"),
    ("state-of-the-art", "state =state of the =the art =art"),
    ("covid-19", "covid =covid covid19 19"),
    ("- -- a- -b", "a b"),
    # numbers
    ("Article 5", "articl =article 5"),
    ("Article 60(2)", "articl =article 60 2"),
    ("8,000 yuan", "8000 yuan =yuan"),
    ("12,345.67", "12345.67"),
    ("8.5%", "8.5"),
    ("1,2,3", "1 2 3"),
    ("2010-10-28", "2010 10 28"),
    ("in 2030. Then", "in 2030 then =then"),
    ("401k A4 5G", "401k a4 5g"),
    ("1,000kg", "1 000kg"),
    ("１２３３３", "12333"),
    ("① ½", "1 1 2"),
    # Chinese: pairs, and the last character
    ("养老保险", "养老 老保 保险 险"),
    ("交社保，去哪里？", "交社 社保 保 去哪 哪里 里"),
    ("税", "税"),
    ("第六十条", "第六 六十 十条 条"),
    ("〇二", "〇二 二"),
    ("𠮷野", "𠮷野 野"),
    # mixed
    ("社保card办理", "社保 保 card =card 办理 理"),
    ("第5条", "第 5 条"),
    ("满15年,退休", "满 15 年 退休 休"),
    ("用App挂失", "用 app =app 挂失 失"),
    # nothing
    ("", ""),
    (" \t\n", ""),
    ("?!… *:()\"'~^[]{}\\/", ""),
    ("😀", ""),
    ("\x00\u200b", ""),
]


def terms(texts: list[str]) -> list[str]:
    return TermList.of(texts).terms


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_tokens(text: str, expected: str) -> None:
    assert " ".join(token.text for token in tokens(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Paying your pension", "pay 0 =paying 0 your 1 =your 1 pension 2 =pension 2"),
        ("the old-age one", "the 0 =the 0 old 1 =old 1 oldag 1 age 2 =age 2 one 3 =one 3"),
        ("covid-19 2", "covid 0 =covid 0 covid19 0 19 1 2 2"),
        ("养老保险", "养老 0 老保 1 保险 2 险 3"),
        ("交税，满15年", "交税 0 税 1 满 2 15 3 年 4"),
        ("", ""),
    ],
)
def test_positions(text: str, expected: str) -> None:
    assert " ".join(f"{token.text} {token.position}" for token in tokens(text)) == expected


@given(st.text("ab养老 -'5,.", max_size=40))
def test_a_fields_terms_are_the_tokens(text: str) -> None:
    made = TermList()
    made.add(text)
    assert list(zip(made.terms, made.positions, strict=True)) == [
        (token.text, token.position) for token in tokens(text)
    ]
    assert made.width == max(made.positions, default=-1) + 1


def test_texts_of_a_field_are_apart() -> None:
    assert TermList.of(["养老", "险"]).positions == [0, 1, 2 + APART]


@pytest.mark.parametrize(
    ("text", "term", "shown"),
    [
        ("The Employer's part", "employ", "Employer's"),
        ("an old-age pension", "oldag", "old-age"),
        ("an old-age pension", "age", "age"),
        ("交养老保险", "老保", "老保"),
        ("costs ８，０００ yuan", "8000", "８，０００"),
        ("ﬁne ﬁnance", "financ", "ﬁnance"),
        ("the cafe\u0301s", "café", "cafe\u0301s"),
        ("se\u00adcurity first", "secur", "se\u00adcurity"),
        ("㈱ pension", "pension", "pension"),
        ("ends in ½", "2", "½"),
    ],
)
def test_spans_are_offsets_in_the_original(text: str, term: str, shown: str) -> None:
    (span,) = {(token.start, token.end) for token in tokens(text) if token.text == term}
    assert text[slice(*span)] == shown


@given(st.text(max_size=60))
def test_any_text_has_tokens_inside_it(text: str) -> None:
    last = 0
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.text
        assert len(token.text) <= LONGEST + 1
        assert token.start >= last or token.sort is Sort.JOINED or token.sort is Sort.EXACT
        last = max(last, token.start)


@given(st.text(max_size=40))
def test_case_and_width_make_no_difference_to_folding(text: str) -> None:
    folded = fold(text)
    assert fold(folded.text).text == fold(fold(folded.text).text).text
    if folded.offsets is not None:
        assert len(folded.offsets) == len(folded.text) + 1
        assert list(folded.offsets) == sorted(folded.offsets)


@given(st.text("abcdefXYZ -'养老保险5.,", max_size=30))
def test_upper_case_finds_lower_case(text: str) -> None:
    assert terms([text.upper()]) == terms([text.lower()])


def test_a_run_of_letters_is_cut() -> None:
    assert terms(["x" * 10_000]) == ["x" * LONGEST, "=" + "x" * LONGEST]
    assert terms(["7" * 10_000]) == ["7" * LONGEST]


def test_texts_follow_one_another_without_making_pairs() -> None:
    assert terms(["养老", "保险"]) == ["养老", "老", "保险", "险"]


@pytest.mark.parametrize(
    ("text", "expected"), [("pay 社保", True), ("pay", False), ("", False), ("かな", False)]
)
def test_has_chinese(text: str, expected: bool) -> None:
    assert has_chinese(text) is expected


# -- what a query asks for


def asked(query: str) -> str:
    """The terms of the query's concepts; a prefix ends in a star."""
    concepts = understand(query).concepts
    return " ".join(concept.term + "*" * concept.prefix for concept in concepts)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Where can I pay my own social security?", "pay social secur"),
        ("pay paying PAYS", "pay"),
        ("old-age", "old oldag age"),
        ("Article 5", "articl 5"),
        ("what is it", "what is it"),  # nothing but fillers: they are what is asked
        ("ID card", "id card"),
        ("without employer", "without employ"),
        ("养老保险", "养老 老保 保险"),
        ("请问怎么交社保呢？", "交社 社保"),
        ("自己交社保去哪里交", "自己 己交 交社 社保"),
        ("我国的目的", "我国 目的"),
        ("怎么办", "怎么 么办"),
        ("税", "税*"),
        ("我的税", "税*"),
        ("税 pension", "pension"),
        ("第5条", "5"),
        ("社保card", "社保 card"),
        ("", ""),
        ("*?", ""),
    ],
)
def test_concepts(query: str, expected: str) -> None:
    assert asked(query) == expected


@given(st.text(max_size=100))
def test_a_query_with_a_word_has_a_concept(query: str) -> None:
    assert bool(asked(query)) == bool(terms([query]))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Where can I pay my social security?", "how to pay social security", True),
        ("paying social security", "social security pay", True),
        ("pay social security", "pay medical insurance", False),
        ("社保怎么交", "社保如何交？", True),
        ("社保怎么交", "社保怎么停", False),
    ],
)
def test_the_gist_of_a_question(one: str, other: str, same: bool) -> None:
    assert (gist(one) == gist(other)) is same


@pytest.mark.parametrize(
    ("query", "lang"), [("pension", "en"), ("养老", "zh"), ("pension 养老", "zh"), ("", "en")]
)
def test_the_language_of_a_query(query: str, lang: str) -> None:
    assert understand(query).lang == lang


@pytest.mark.parametrize("query", ["", "?", "how do I"])
def test_a_query_of_fillers_has_no_gist(query: str) -> None:
    assert gist(query) == ""
