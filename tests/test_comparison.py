"""Two wordings compared word by word, and lines that belong together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.comparison import MOST_PAIRS, Piece, PieceKind, aligned, compare, likeness

SIGNS = {PieceKind.SAME: "{}", PieceKind.DELETED: "[-{}-]", PieceKind.INSERTED: "[+{}+]"}


def shown(pieces: tuple[Piece, ...]) -> str:
    return "".join(SIGNS[piece.kind].format(piece.text) for piece in pieces)


TABLE = [
    ("", "", ""),
    ("缴费", "缴费", "缴费"),
    ("", "新增", "[+新增+]"),
    ("删除", "", "[-删除-]"),
    # a number is one word
    ("累计缴费满十五年", "累计缴费满二十年", "累计缴费满[-十五-][+二十+]年"),
    ("third of 1,500 yuan", "third of 1,800 yuan", "third of [-1,500-][+1,800+] yuan"),
    ("rises by 8.5% a year", "rises by 9% a year", "rises by [-8.5%-][+9%+] a year"),
    # what was added or taken out begins behind a punctuation mark
    ("工会、协会", "工会、学会、协会", "工会、[+学会、+]协会"),
    ("甲，乙，丙。", "甲，丙。", "甲，[-乙，-]丙。"),
    # a name that changed is one change, whatever character both have by chance
    (
        "国家工商行政管理部门", "国家市场监督管理部门",
        "国家[-工商行政-][+市场监督+]管理部门",
    ),
    (
        "由劳动行政部门和工会处理", "由人社行政机关处理",
        "由[-劳动-][+人社+]行政[-部门和工会-][+机关+]处理",
    ),
    # what stayed between two insertions is no part of them
    ("适用于书记员、翻译人员", "适用于法官助理、书记员、司法技术人员、翻译人员",
     "适用于[+法官助理、+]书记员、[+司法技术人员、+]翻译人员"),
    ("the old cat sat", "the new dog sat", "the [-old cat-][+new dog+] sat"),
    ("employers' duty", "employer's duty", "[-employers'-][+employer's+] duty"),
    ("may pay", "must pay", "[-may-][+must+] pay"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), TABLE)
def test_compare(old: str, new: str, expected: str) -> None:
    assert shown(compare(old, new)) == expected


def test_texts_too_long_to_compare_by_words_are_compared_by_clauses() -> None:
    clause = "的" * 999 + "，"
    assert MOST_PAIRS < (4 * 999) ** 2
    pieces = compare(clause * 4, clause * 2 + "新的，" + clause * 2)
    assert shown(pieces) == f"{clause * 2}[+新的，+]{clause * 2}"


WORDINGS = st.text(alphabet="甲乙丙的，。十五 ab1\n", max_size=40) | st.text(max_size=15)


@given(WORDINGS, WORDINGS)
def test_deletions_give_the_old_text_and_insertions_the_new(old: str, new: str) -> None:
    pieces = compare(old, new)
    assert "".join(p.text for p in pieces if p.kind is not PieceKind.INSERTED) == old
    assert "".join(p.text for p in pieces if p.kind is not PieceKind.DELETED) == new
    assert all(piece.text for piece in pieces)


@given(WORDINGS)
def test_a_text_is_itself(text: str) -> None:
    assert compare(text, text) == ((Piece(PieceKind.SAME, text),) if text else ())
    assert likeness(text, text) == pytest.approx(1.0)


@given(WORDINGS, WORDINGS)
def test_likeness_has_no_direction(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


ONE = "用人单位应当按时足额缴纳社会保险费。"
CHANGED = "用人单位应当自行申报并按时足额缴纳社会保险费。"
TWO = "个人可以直接缴纳。"
OTHER = "本法自公布之日起施行。"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([], [], ()),
        ([ONE], [], ((0, None),)),
        ([], [ONE], ((None, 0),)),
        ([ONE, TWO], [ONE, TWO], ((0, 0), (1, 1))),
        ([ONE, TWO], [CHANGED, TWO], ((0, 0), (1, 1))),
        ([ONE, TWO], [OTHER, CHANGED, TWO], ((None, 0), (0, 1), (1, 2))),
        ([ONE, OTHER], [TWO], ((0, None), (1, None), (None, 0))),
        ([TWO, ONE], [CHANGED, OTHER], ((0, None), (1, 0), (None, 1))),
    ],
)
def test_aligned(
    old: list[str], new: list[str], expected: tuple[tuple[int | None, int | None], ...]
) -> None:
    assert aligned(old, new) == expected


@given(st.lists(st.sampled_from([ONE, CHANGED, TWO, OTHER, ""]), max_size=8),
       st.lists(st.sampled_from([ONE, CHANGED, TWO, OTHER, ""]), max_size=8))  # fmt: skip
def test_every_line_stands_once_and_in_order(old: list[str], new: list[str]) -> None:
    pairs = aligned(old, new)
    assert [at for at, _ in pairs if at is not None] == list(range(len(old)))
    assert [to for _, to in pairs if to is not None] == list(range(len(new)))
    assert (None, None) not in pairs
