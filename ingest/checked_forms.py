"""Files of any form to the one passage whose citations are checked."""

import re

from bs4 import BeautifulSoup, Tag

from ingest import main_content, markdown, web_page
from ingest.draft import Passage
from ingest.front_matter import FrontMatterError
from ingest.front_matter import read as read_front_matter
from ingest.html_blocks import blocks
from ingest.html_blocks import markdown as as_markdown
from ingest.source import UnreadableError, decode
from ingest.word_document import to_html
from kb.cite_check import (
    MAX_TEXT_BYTES,
    MAX_TEXT_CHARS,
    TextForm,
    Unreadable,
    UnreadableTextError,
)
from kb.model import Form, Source

MAX_TAGS = 30_000  # of a page; each takes a tenth of a millisecond
MAX_LINES = 50_000  # of Markdown; the same
_WHOLE = re.compile(r"<(?:html|head|body)[\s>]", re.IGNORECASE)
_TAG = re.compile("<[A-Za-z]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SPLIT = "check it in parts"


def passage_of_file(content: bytes, form: TextForm) -> Passage:
    """What the file says, and which of it is quoted; raises ``UnreadableTextError``."""
    if form is TextForm.WORD:
        return _of_html(to_html(content))
    text = decoded(content)
    match form:
        case TextForm.MARKDOWN:
            return _of_markdown(_body(text))
        case TextForm.HTML:
            return _of_html(text)
        case _:
            return passage_of_text(text)


def decoded(content: bytes) -> str:
    """The text of any file but a .docx, whatever its encoding; raises ``UnreadableTextError``."""
    if len(content) > MAX_TEXT_BYTES:
        raise UnreadableTextError(
            Unreadable.TOO_LARGE,
            f"the file has {len(content):,} bytes and at most {MAX_TEXT_BYTES:,} are read; "
            f"{_SPLIT}",
        )
    try:
        return with_line_feeds(decode(content, ""))
    except UnreadableError as error:
        problem = error.problem
        raise UnreadableTextError(
            Unreadable.NOT_TEXT, f"{problem.message}; {problem.hint}"
        ) from None


def with_line_feeds(text: str) -> str:
    """The text with one character a line's end, whatever system wrote it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def passage_of_text(text: str) -> Passage:
    """A plain text as it is; raises ``UnreadableTextError`` where it is too long or binary."""
    _refuse_long(text)
    if len(_CONTROL.findall(text[:10_000])) > max(8, min(len(text), 10_000) // 20):
        raise UnreadableTextError(
            Unreadable.NOT_TEXT, "this looks like a binary file; send the text itself, in UTF-8"
        )
    return Passage(anchor="", text=with_line_feeds(text))


def _refuse_long(text: str) -> None:
    if len(text) > MAX_TEXT_CHARS:
        raise UnreadableTextError(
            Unreadable.TOO_LONG,
            f"the text has {len(text):,} characters and at most {MAX_TEXT_CHARS:,} are read; "
            f"{_SPLIT}",
        )


def _of_markdown(body: str) -> Passage:
    _refuse_long(body)
    if body.count("\n") > MAX_LINES:
        raise UnreadableTextError(
            Unreadable.TOO_LARGE, f"it has more than {MAX_LINES:,} lines; {_SPLIT}"
        )
    read = markdown.passage(body)
    _refuse_long(read.text)  # lists and tables get characters between their entries
    return read


def _body(text: str) -> str:
    """Markdown below its front matter, if it has any; malformed front matter is text."""
    if not text.startswith("---\n"):
        return text
    try:
        return read_front_matter(Source(path="", form=Form.MARKDOWN, text=text, sha256="")).body
    except FrontMatterError:
        return text


def _of_html(text: str) -> Passage:
    """The article of a page, or all of a fragment."""
    if len(_TAG.findall(text)) > MAX_TAGS:
        raise UnreadableTextError(
            Unreadable.TOO_LARGE,
            f"it has more than {MAX_TAGS:,} tags; save only the article, or {_SPLIT}",
        )
    try:
        soup = web_page.parse(text)
        web_page.drop_machinery(soup)
    except ValueError as error:
        raise UnreadableTextError(Unreadable.NOT_HTML, str(error)) from None
    article = _article(soup, whole=_WHOLE.search(text) is not None)
    read = _of_markdown(as_markdown(blocks(article)))
    if not read.text.strip():
        raise UnreadableTextError(
            Unreadable.NO_WORDS, "it shows no text; open it, copy the text, and paste that"
        )
    return read


def _article(soup: BeautifulSoup, *, whole: bool) -> Tag:
    if not whole or not soup.get_text().strip():
        return soup.body or soup
    main = main_content.find(soup)
    main_content.prune(main)
    return main.element
