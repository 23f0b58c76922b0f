"""Checking the citations of any text: what is asked, what is answered, and who answers."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from kb.model import Citation


class TextForm(StrEnum):
    """The form of a text that is checked; its value is a file's extension."""

    TEXT = "txt"
    MARKDOWN = "md"
    HTML = "html"
    WORD = "docx"


class Unreadable(StrEnum):
    """Why a text or a file cannot be checked."""

    TOO_LARGE = "too-large"  # more bytes, or more inside it, than is read
    TOO_LONG = "too-long"  # more characters
    NOT_TEXT = "not-text"  # binary, or in no known encoding
    NOT_HTML = "not-html"
    NOT_WORD = "not-word"  # no .docx, whatever its name says
    LOCKED = "locked"  # an old .doc, or protected by a password
    NO_WORDS = "no-words"  # nothing in it is text


MAX_TEXT_CHARS = 1_000_000
MAX_TEXT_BYTES = 2_000_000  # of .txt, .md and .html
MAX_WORD_BYTES = 10_000_000  # of .docx, most of it pictures, which are not read


class UnreadableTextError(ValueError):
    """The bytes are no text of that form, or too many; the message says what to do."""

    def __init__(self, why: Unreadable, message: str) -> None:
        super().__init__(message)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedText:
    """A text and its citations in order: spans are offsets in ``text``.

    ``text`` is what was read out of the file: plain, paragraphs separated by a blank line.
    ``on`` is the day whose law the citations were held against.
    """

    text: str
    lang: str
    citations: tuple[Citation, ...]
    on: date

    @property
    def errors(self) -> int:
        """How many citations a careful editor must mend.

        Those whose statute is known and has no such provision, and those whose quotation
        does not hold.
        """
        return sum(is_error(citation) for citation in self.citations)


def is_error(citation: Citation) -> bool:
    """Whether the citation is wrong, rather than merely unknown here."""
    beyond = bool(citation.register_id) and not citation.resolved
    return beyond or (citation.verdict is not None and citation.verdict.kind == "mismatch")


class CiteChecker(Protocol):
    """Finds, resolves and checks the citations of texts. Safe to share between threads."""

    def check(self, text: str, *, on: date | None = None) -> CheckedText:
        """Check a plain text; ``on`` is the day of the law, today if None.

        Raises ``UnreadableTextError`` for a text that is too long.
        """
        ...

    def check_file(self, content: bytes, form: TextForm, *, on: date | None = None) -> CheckedText:
        """Check a file's text; raises ``UnreadableTextError``."""
        ...
