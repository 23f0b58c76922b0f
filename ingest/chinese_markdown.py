"""Markdown for Chinese: emphasis next to full-width marks, lines without a space between.

CommonMark was written for languages with spaces. In ``**先登记：**再缴费`` it sees
no closing emphasis, and a line break inside a Chinese paragraph shows as a space.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

# Han, kana, and the full-width punctuation and brackets that stand between them.
_CHINESE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—]")


def chinese_markdown(parser: MarkdownIt) -> None:
    """Teach the parser both; text without Chinese is read as before."""
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.core.ruler.after("inline", "join_lines", _join_lines)


def _emphasis(state: StateInline, silent: bool) -> bool:
    """CommonMark's rule, but next to Chinese a mark may open or close between any two signs."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    before = state.src[state.pos - 1 : state.pos]
    after = state.src[state.pos + scanned.length : state.pos + scanned.length + 1]
    beside = marker == "*" and bool(_CHINESE.match(before) or _CHINESE.match(after))
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=scanned.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=scanned.can_open or (beside and bool(after.strip())),
                close=scanned.can_close or (beside and bool(before.strip())),
            )
        )
    state.pos += scanned.length
    return True


def _join_lines(state: StateCore) -> None:
    """A line break becomes a space, and nothing between two Chinese signs."""
    for block in state.tokens:
        children = block.children or []
        for before, token, after in zip(children, children[1:], children[2:], strict=False):
            if token.type == "softbreak":
                _join(before, token, after)


def _join(before: Token, token: Token, after: Token) -> None:
    chinese = _CHINESE.match(before.content[-1:]) and _CHINESE.match(after.content[:1])
    token.type, token.content = "text", "" if chinese else " "
