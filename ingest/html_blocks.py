"""An HTML tree to blocks of Markdown: headings, paragraphs, lists, tables, quotes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum, auto
from itertools import chain

from bs4 import Tag
from bs4.element import PageElement

from ingest.escape import unclosed
from ingest.html_inline import StyledLine, joined, lines
from ingest.web_page import BLOCKS, is_accordion_button, tags_in

MAX_NESTING = 8  # of lists and quotes; deeper ones lose their marks, not their words
MAX_CELL = 600  # characters; a table with a longer cell is there for the layout
_CELLS = ("th", "td")
_LISTS = ("ul", "ol", "menu", "dir", "dl")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Shape(StrEnum):
    """What a block is to Markdown."""

    HEADING = auto()
    PARAGRAPH = auto()
    LIST = auto()
    QUOTE = auto()
    TABLE = auto()
    CODE = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """A block: its plain text and its Markdown.

    A heading's ``markdown`` lacks the marks, which depend on its ``level`` (1 to
    6, as in the page). ``lines`` are a paragraph's, as ``<br>`` breaks it.
    """

    shape: Shape
    text: str
    markdown: str
    level: int = 0
    lines: tuple[StyledLine, ...] = ()

    @classmethod
    def paragraph(cls, *lines: StyledLine) -> "Block":
        return cls(
            Shape.PARAGRAPH,
            text="\n".join(line.text for line in lines),
            markdown="\\\n".join(line.markdown for line in lines),
            lines=lines,
        )

    @property
    def bold(self) -> bool:
        """Whether it is a paragraph all in bold."""
        return bool(self.lines) and all(line.bold for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes one tree. ``base`` is the address that relative links start from."""

    base: str

    def inside(self, parent: Tag, depth: int) -> Iterator[Block]:
        """The blocks in an element; words between them are paragraphs."""
        run: list[PageElement] = []
        for child in parent.children:
            if isinstance(child, Tag) and _is_block(child):
                yield from self.paragraphs(run)
                run = []
                yield from self.block(child, depth)
            else:
                run.append(child)
        yield from self.paragraphs(run)

    def paragraphs(self, nodes: Iterable[PageElement]) -> Iterator[Block]:
        """Two ``<br>`` in a row end a paragraph; one is a line break."""
        paragraph: list[StyledLine] = []
        for line in (*lines(nodes, self.base), StyledLine("", "", bold=False)):
            if line.text:
                paragraph.append(line)
            elif paragraph:
                yield Block.paragraph(*paragraph)
                paragraph = []

    def block(self, tag: Tag, depth: int) -> Iterator[Block]:
        """The blocks that one element makes."""
        if tag.name in _HEADINGS or tag.name == "summary" or is_accordion_button(tag):
            yield from self.heading(tag, depth)
        elif tag.name in (*_LISTS, "blockquote") and depth >= MAX_NESTING:
            yield from self.inside(tag, depth)
        elif tag.name in _LISTS:
            yield from self.list_of(tag, depth)
        elif tag.name == "blockquote":
            inner = list(self.inside(tag, depth + 1))
            if inner:
                quoted = _prefixed(markdown(inner), "> ", "> ")
                yield Block(Shape.QUOTE, "\n\n".join(block.text for block in inner), quoted)
        elif tag.name == "table":
            yield from self.table(tag, depth)
        elif tag.name == "pre":
            yield from _code(tag)
        elif tag.name == "iframe":
            yield from self.frame(tag)
        else:
            yield from self.inside(tag, depth)

    def heading(self, tag: Tag, depth: int) -> Iterator[Block]:
        """A heading; inside a list or quote, where it would cut the text, a bold line."""
        line = joined(tag.children, self.base)
        if not line.text:
            return
        if depth == 0 and tag.name in _HEADINGS:
            yield Block(Shape.HEADING, line.text, unclosed(line.markdown), level=int(tag.name[1]))
        else:
            yield self.bold(line)

    def bold(self, line: StyledLine) -> Block:
        """A line in bold, unless stars inside it would meet those around it."""
        starred = line.markdown if "*" in line.markdown else f"**{line.markdown}**"
        return Block.paragraph(StyledLine(line.text, starred, bold=True))

    def list_of(self, tag: Tag, depth: int) -> Iterator[Block]:
        """A list; terms and definitions are entries with the term in bold."""
        first = str(tag.get("start") or "")
        number = int(first) if first.isdecimal() and len(first) < 6 else 1
        written: list[str] = []
        texts: list[str] = []
        loose = False
        for nodes in _entries(tag):
            inner = [block for node in nodes for block in self.entry_part(node, depth + 1)]
            if not inner:
                continue
            tight = (
                inner[0].shape in (Shape.PARAGRAPH, Shape.LIST)
                and all(
                    block.markdown.startswith(
                        ("- ", "1. ")
                    )  # another number would not start a list
                    for block in inner[1:]
                )
            )
            loose = loose or not tight
            mark = f"{number + len(written)}. " if tag.name == "ol" else "- "
            body = markdown(inner, between="\n" if tight else "\n\n")
            written.append(_prefixed(body, mark, " " * len(mark)))
            texts.append("\n".join(block.text for block in inner))
        if written:
            yield Block(Shape.LIST, "\n".join(texts), ("\n\n" if loose else "\n").join(written))

    def entry_part(self, node: PageElement, depth: int) -> Iterator[Block]:
        """What one element of a list entry makes."""
        if not isinstance(node, Tag):
            yield from self.paragraphs([node])
        elif node.name == "dt":
            yield from self.heading(node, depth)
        elif node.name in ("li", "dd"):
            yield from self.inside(node, depth)
        elif _is_block(node):
            yield from self.block(node, depth)
        else:
            yield from self.paragraphs([node])

    def table(self, tag: Tag, depth: int) -> Iterator[Block]:
        """A table of data as a table; one that lays out the page as what is in it."""
        rows = [row for row in tags_in(tag, ("tr",)) if row.find_parent("table") is tag]
        cells = [
            [c for c in row.children if isinstance(c, Tag) and c.name in _CELLS] for row in rows
        ]
        if not _is_data(tag, cells):
            yield from self.inside(tag, depth)
            return
        for caption in tag.find_all("caption", limit=1):
            yield from self.inside(caption, depth)
        grid = [self.row(row) for row in cells if row]
        width = max(len(row) for row in grid)
        head = [] if any(cell.name != "th" for cell in cells[0]) else grid.pop(0)
        ruled = [head, *grid]
        full = [[*row, *[StyledLine("", "", bold=False)] * (width - len(row))] for row in ruled]
        written = [f"| {' | '.join(_cell(cell.markdown) for cell in row)} |" for row in full]
        written.insert(1, f"|{' --- |' * width}")
        text = "\n".join(" | ".join(cell.text for cell in row) for row in ruled if row)
        yield Block(Shape.TABLE, text, "\n".join(written))

    def row(self, cells: Iterable[Tag]) -> list[StyledLine]:
        """One row's cells; a cell over several columns is followed by empty ones."""
        row: list[StyledLine] = []
        for cell in cells:
            row.append(joined(cell.children, self.base))
            span = str(cell.get("colspan") or "1")
            wide = int(span) if span.isdecimal() and len(span) < 3 else 1
            row += [StyledLine("", "", bold=False)] * (wide - 1)
        return row

    def frame(self, tag: Tag) -> Iterator[Block]:
        """An embedded page that says what it is (a video) as a link to it."""
        link = Tag(name="a", attrs={"href": str(tag.get("src") or "")})
        link.string = str(tag.get("title") or "")
        yield from self.paragraphs([link])


def blocks(root: Tag, base: str = "") -> list[Block]:
    """All blocks of the tree, in order. The tree is used up.

    ``base`` is the address that relative links start from, if the page tells it.
    """
    return list(_Writer(base).inside(root, 0))


def markdown(parts: Iterable[Block], between: str = "\n\n") -> str:
    """The blocks' Markdown, headings with their marks."""
    return between.join(
        f"{'#' * block.level} {block.markdown}" if block.shape is Shape.HEADING else block.markdown
        for block in parts
    )


def _is_block(tag: Tag) -> bool:
    if tag.name in BLOCKS or is_accordion_button(tag):
        return True
    return bool(tag.contents) and any(
        isinstance(inner, Tag) and inner.name in BLOCKS for inner in tag.descendants
    )


def _is_data(table: Tag, rows: list[list[Tag]]) -> bool:
    """Whether a table tabulates: two columns at least, no block but text in its cells."""
    return (
        table.get("role") not in ("presentation", "none")
        and max((len(row) for row in rows), default=0) > 1
        and sum(1 for row in rows if row) > 1
        and not tags_in(table, ("table", *_HEADINGS, "pre", "blockquote", "dl"))
        and all(len(cell.get_text()) <= MAX_CELL for row in rows for cell in row)
        and _letters(table) == sum(map(_letters, (*table("caption"), *chain(*rows))))
    )


def _letters(tag: Tag) -> int:
    return sum(len(word) for word in tag.get_text().split())


def _entries(tag: Tag) -> list[list[PageElement]]:
    """A list's entries; what stands between two belongs to the one before."""
    entries: list[list[PageElement]] = []
    for child in tag.children:
        if isinstance(child, Tag) and child.name == "div" and tag.name == "dl":
            entries += _entries(child)
        elif not entries or (isinstance(child, Tag) and child.name in ("li", "dt")):
            entries.append([child])
        else:
            entries[-1].append(child)
    return entries


def _code(tag: Tag) -> Iterator[Block]:
    for line_break in tag.find_all("br"):
        line_break.replace_with("\n")
    text = tag.get_text().strip("\n").rstrip()
    if text:
        fence = "```"
        while fence in text:
            fence += "`"
        yield Block(Shape.CODE, text, f"{fence}\n{text}\n{fence}")


def _cell(written: str) -> str:
    return written.replace("|", "\\|")


def _prefixed(text: str, first: str, rest: str) -> str:
    """The lines with a mark before the first and as much before each of the others."""
    head, *others = text.split("\n")
    return "\n".join((first + head, *(f"{rest}{line}".rstrip() for line in others)))
