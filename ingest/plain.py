"""The plain text of rendered Markdown, and where each of its tokens stands in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

_CELL, _LINE, _PARAGRAPH = " | ", "\n", "\n\n"  # what separates two blocks, by rank


@dataclass(frozen=True, slots=True)
class Piece:
    """A token that bears text: the inline token it lies in, and where its text starts."""

    parent: Token
    token: Token
    start: int
    text: str
    linked: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(slots=True)
class Plain:
    """The text of a run of block tokens.

    Paragraphs are separated by a blank line, list entries and table rows by a
    line break, table cells by a bar. ``quoted`` are the spans of paragraphs in
    block quotes, ``items`` the entries of top-level numbered lists.
    """

    text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    quoted: list[tuple[int, int]] = field(default_factory=list)
    items: list[str] = field(default_factory=list)


def inline_text(token: Token) -> str:
    """The text of one inline token on one line."""
    return " ".join("".join(text for _, text, _ in _leaves(token)).split())


def plain(tokens: Sequence[Token]) -> Plain:
    """Read the tokens between two headings."""
    result = Plain()
    written: list[str] = []
    length = 0
    pending = ""
    quotes = 0
    lists: list[str] = []
    entries: list[int] = []

    def write(text: str) -> None:
        nonlocal length, pending
        if length and text:
            written.append(pending)
            length += len(pending)
        if text:
            pending = ""
            written.append(text)
            length += len(text)

    def separate(by: str) -> None:
        nonlocal pending
        ranks = ("", _CELL, _LINE, _PARAGRAPH)
        pending = max(pending, by, key=ranks.index)

    for token in tokens:
        match token.type:
            case "inline":
                first = len(result.pieces)
                for leaf, text, linked in _leaves(token):
                    write(text)
                    start = length - len(text)
                    result.pieces.append(Piece(token, leaf, start, text, linked))
                if quotes and len(result.pieces) > first:
                    result.quoted.append((result.pieces[first].start, length))
            case "fence" | "code_block":
                separate(_PARAGRAPH)
                write(token.content.strip("\n"))
            case "paragraph_open" if not token.hidden:
                separate(_LINE if entries and lists and length == entries[-1] else _PARAGRAPH)
            case "heading_open" | "table_open":
                separate(_PARAGRAPH)
            case "blockquote_open":
                quotes += 1
            case "blockquote_close":
                quotes -= 1
            case "ordered_list_open" | "bullet_list_open":
                separate(_LINE if lists else _PARAGRAPH)
                lists.append(token.tag)
            case "ordered_list_close" | "bullet_list_close":
                lists.pop()
            case "list_item_open":
                separate(_LINE)
                entries.append(length)
            case "list_item_close":
                start = entries.pop()
                if lists == ["ol"]:
                    result.items.append(" ".join("".join(written)[start:].split()))
            case "tr_open":
                separate(_LINE)
            case "th_open" | "td_open":
                separate(_CELL)
            case _:
                pass
    result.text = "".join(written)
    return result


def _leaves(token: Token) -> Iterator[tuple[Token, str, bool]]:
    """The tokens inside an inline token that bear text, the text, and whether it is a link's."""
    links = 0
    for child in token.children or ():
        match child.type:
            case "link_open":
                links += 1
            case "link_close":
                links -= 1
            case "softbreak" | "hardbreak":
                yield child, "\n", links > 0
            case "text" | "code_inline" | "text_special" | "image":
                yield child, child.content, links > 0
            case _:
                pass
