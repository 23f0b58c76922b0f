"""The body of a draft while it is written: canonical Markdown, block by block."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.escape import escape, escape_heading


@dataclass(slots=True)
class Body:
    """Blocks of Markdown. All text is escaped on its way in."""

    _blocks: list[str] = field(default_factory=list)
    _entries: list[str] = field(default_factory=list)  # of the list that may go on

    def __bool__(self) -> bool:
        return bool(self._blocks or self._entries)

    def heading(self, level: int, text: str) -> None:
        self._add(f"{'#' * level} {escape_heading(text)}")

    def paragraph(self, *lines: str) -> None:
        """One paragraph; its lines stay lines."""
        self._add(escape("\n".join(lines)))

    def bullet(self, text: str) -> None:
        """An entry of a list; entries in a row are one list."""
        self._entries.append(f"- {escape(text)}")

    def quote(self, paragraphs: Sequence[str]) -> None:
        """A block quote, a paragraph of the provision a paragraph of the quote."""
        self._add("\n>\n".join(f"> {escape(paragraph)}" for paragraph in paragraphs))

    def markdown(self) -> str:
        self._end_list()
        return "\n\n".join(self._blocks) + ("\n" if self._blocks else "")

    def _add(self, block: str) -> None:
        self._end_list()
        self._blocks.append(block)

    def _end_list(self) -> None:
        if self._entries:
            self._blocks.append("\n".join(self._entries))
            self._entries.clear()
