"""What a file is by its bytes, whatever its name says."""

import email
import email.policy
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from ingest.source import MAX_BYTES, UnreadableError, decode
from ingest.word_document import to_html
from kb.cite_check import Unreadable, UnreadableTextError
from kb.incoming import MAX_FILE_BYTES, Unfit, UnfitFileError
from kb.model import Form

WORD = "docx"
_ARCHIVE = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# What people put in the place of a text; each begins with bytes that no text begins with.
_BINARY = (
    (b"%PDF-", "a PDF; copy its text and paste that"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (b"{\\rtf", "an RTF document; save it as .docx"),
    (b"bplist", "a Safari web archive; save the page as HTML"),
    (b"\x1f\x8b", "a packed file; unpack it first"),
    (b"7z\xbc\xaf", "a packed file; unpack it first"),
    (b"Rar!", "a packed file; unpack it first"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format", "a database"),
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_PAGE = re.compile(
    r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAGGED = re.compile(r"</(?:p|div|h[1-6]|ul|ol|li|table|article|section|main|a|b|span)\s*>", re.I)
_TAG = re.compile(r"<[a-z!/]", re.IGNORECASE)
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|[-*] \[|> |\|.*\|\s*$|```|\*\*\S)", re.MULTILINE)
_SAVED = re.compile(rb"\A(?:[A-Za-z-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)+\r?\n", re.ASCII)
_HEADER_BYTES = 8_192  # of a page saved as one file, before its first part
_ENDINGS = {".md": Form.MARKDOWN, ".markdown": Form.MARKDOWN, ".txt": Form.TEXT}
_WHY = {
    Unreadable.TOO_LARGE: Unfit.TOO_LARGE,
    Unreadable.LOCKED: Unfit.LOCKED,
    Unreadable.NOT_WORD: Unfit.NOT_WORD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognized:
    """A file's text in one of our three forms, and what it was: ``docx`` came as HTML."""

    form: Form
    text: str
    was: str


def recognize(name: str, content: bytes) -> Recognized:
    """Look at the bytes; the name decides only between Markdown and plain text.

    Raises ``UnfitFileError``.
    """
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise UnfitFileError(Unfit.EMPTY, "the file is empty; choose the one that has the text")
    if content.startswith((_ARCHIVE, _OLE)):
        return Recognized(form=Form.HTML, text=_of_word(content), was=WORD)
    if len(content) > MAX_FILE_BYTES:
        raise _too_large(len(content), MAX_FILE_BYTES)
    for start, what in _BINARY:
        if content.startswith(start):
            raise UnfitFileError(Unfit.BINARY, f"the file is {what}")
    content = _page_in(content)
    if len(content) > MAX_BYTES:
        raise _too_large(len(content), MAX_BYTES)
    text = _decoded(content)
    form = _form(name, text)
    return Recognized(form=form, text=text, was=form.value)


def _of_word(content: bytes) -> str:
    try:
        return to_html(content)
    except UnreadableTextError as error:
        raise UnfitFileError(_WHY[error.why], str(error)) from None


def _page_in(content: bytes) -> bytes:
    """The page in what browsers save as one file (.mhtml); anything else as it is."""
    head = content[:_HEADER_BYTES]
    if b"multipart/related" not in head or not _SAVED.match(head):
        return content
    saved = email.message_from_bytes(content, policy=email.policy.default)
    for part in saved.walk():
        if part.get_content_type() == "text/html":
            found = part.get_payload(decode=True)
            return found if isinstance(found, bytes) else b""
    raise UnfitFileError(Unfit.NO_ARTICLE, "there is no page in the file; save it as HTML")


def _decoded(content: bytes) -> str:
    if encoding := _utf_16(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            raise _no_text("the bytes are text in no known encoding") from None
    else:
        try:
            text = decode(content, "")
        except UnreadableError as error:
            raise _no_text(error.problem.message) from None
    if "\0" in text:
        raise _no_text("it holds a NUL character, as binary files do")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _utf_16(content: bytes) -> str:
    """The UTF-16 that it is: it says so itself, or every other byte of Latin text is a NUL."""
    if content.startswith(_UTF_16):
        return "utf-16"
    head = content[:_HEADER_BYTES]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) // 8 and not even:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) // 8 and not odd else ""


def _form(name: str, text: str) -> Form:
    named = _ENDINGS.get(PurePosixPath(name.replace("\0", "")).suffix.lower())
    if _PAGE.match(text):
        return Form.HTML
    if text.startswith("---\n"):
        return named or (Form.HTML if name.lower().endswith((".html", ".htm")) else Form.MARKDOWN)
    if text.lstrip().startswith("<") and _TAGGED.search(text) and named is not Form.MARKDOWN:
        return Form.HTML
    if named is not None:
        return named
    if name.lower().endswith((".html", ".htm", ".xhtml")) and _TAG.search(text):
        return Form.HTML
    return Form.MARKDOWN if _MARKDOWN.search(text) else Form.TEXT


def _no_text(what: str) -> UnfitFileError:
    return UnfitFileError(Unfit.BINARY, f"{what}; save it again as text in UTF-8")


def _too_large(size: int, most: int) -> UnfitFileError:
    return UnfitFileError(
        Unfit.TOO_LARGE,
        f"the file has {size:,} bytes and at most {most:,} are read; save only the article",
    )
