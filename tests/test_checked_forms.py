"""Files of any form to the text that is checked: what is read, what is refused."""

import base64
import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import checked_forms, word_document
from ingest.checked_forms import passage_of_file, passage_of_text
from kb.cite_check import (
    MAX_TEXT_BYTES,
    MAX_TEXT_CHARS,
    MAX_WORD_BYTES,
    TextForm,
    Unreadable,
    UnreadableTextError,
)
from tests.word_files import archive, document, paragraph, word_file

TEXT, MARKDOWN, HTML, WORD = TextForm
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
)

SAID = "Article 10 of the Social Insurance Law stipulates:"
READ = [
    (TEXT, "A.\r\nB.\rC.", "A.\nB.\nC.", []),
    (TEXT, f"{SAID}\nEmployees pay.", f"{SAID}\nEmployees pay.", []),
    (TEXT, "> quoted *not*", "> quoted *not*", []),
    (MARKDOWN, "---\ntitle: X\n---\n\nA *b* [c](/d).", "A b c.", []),
    (MARKDOWN, "---\nnot: [closed\n---\n\nA.", None, []),
    (MARKDOWN, f"## H\n\n{SAID}\n\n> One.\n>\n> Two.", f"H\n\n{SAID}\n\nOne.\n\nTwo.",
     ["One.", "Two."]),
    (MARKDOWN, f"{SAID}\n\nNot marked as quoted.", f"{SAID}\n\nNot marked as quoted.", []),
    (HTML, f"<p>{SAID}</p><blockquote><p>One.</p></blockquote>", f"{SAID}\n\nOne.", ["One."]),
    (HTML, f"<p>{SAID}<p>One &amp; <b>two</b>.", f"{SAID}\n\nOne & two.", []),
    (HTML, "<p>A<script>alert(1)</script></p><style>b{}</style>", "A", []),
    (
        HTML,
        "<html><body><nav><a href=/>Home</a></nav><article><h1>T</h1><p>"
        + "Some words that are the article. " * 9
        + "</p></article></body></html>",
        "T\n\n" + "Some words that are the article. " * 9,
        [],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("form", "content", "text", "quoted"), READ)
def test_what_is_read(form: TextForm, content: str, text: str | None, quoted: list[str]) -> None:
    passage = passage_of_file(content.encode(), form)
    if text is not None:
        assert passage.text == text.strip()
    assert [passage.text[start:end] for start, end in passage.quoted] == quoted


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    text = "《社会保险法》第十条规定，职工应当参加基本养老保险，由用人单位和职工共同缴纳。" * 5
    assert passage_of_file(text.encode(encoding), TEXT).text == text


def test_a_word_file_with_a_quote() -> None:
    content = word_file(SAID, paragraph("Employees <pay> & pay.", "Quote"), "第十条。")
    passage = passage_of_file(content, WORD)
    assert passage.text == f"{SAID}\n\nEmployees <pay> & pay.\n\n第十条。"
    assert [passage.text[s:e] for s, e in passage.quoted] == ["Employees <pay> & pay."]


def test_pictures_are_never_unpacked() -> None:
    content = word_file("A.", more={"word/media/a.png": b" " * 60_000_000, "in.docx": b"PK"})
    assert len(content) < 200_000
    assert passage_of_file(content, WORD).text == "A."


def hidden(content: bytes) -> bytes:
    """The archive, its directory saying that the text is encrypted."""
    marked = bytearray(content)
    at = marked.find(b"PK\x01\x02")
    while at >= 0:
        marked[at + 8] |= 1
        at = marked.find(b"PK\x01\x02", at + 4)
    return bytes(marked)


def with_document(part: bytes) -> bytes:
    return word_file(more={"word/document.xml": part})


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
REFUSED = {
    "text too large": (TEXT, b"a" * (MAX_TEXT_BYTES + 1), Unreadable.TOO_LARGE),
    "text too long": (TEXT, b"a" * (MAX_TEXT_CHARS + 1), Unreadable.TOO_LONG),
    "random bytes": (TEXT, bytes(range(256)) * 50, Unreadable.NOT_TEXT),
    "a picture as text": (TEXT, PNG * 20, Unreadable.NOT_TEXT),
    "a picture as Markdown": (MARKDOWN, PNG * 20, Unreadable.NOT_TEXT),
    "Markdown of too many lines": (MARKDOWN, b"- a\n" * 60_000, Unreadable.TOO_LARGE),
    "a picture as HTML": (HTML, PNG * 20, Unreadable.NOT_TEXT),
    "controls as HTML": (HTML, b"<p>\x01\x02\x03\x04\x05\x06\x07\x08" * 20, Unreadable.NOT_HTML),
    "HTML of too many tags": (
        HTML,
        b"<b>" * (checked_forms.MAX_TAGS + 1),
        Unreadable.TOO_LARGE,
    ),
    "HTML of scripts": (HTML, b"<script>let a = 1</script>", Unreadable.NO_WORDS),
    "an archive as HTML": (HTML, word_file("A."), Unreadable.NOT_TEXT),
    "text as Word": (WORD, b"Article 10", Unreadable.NOT_WORD),
    "nothing as Word": (WORD, b"", Unreadable.NOT_WORD),
    "an old .doc": (WORD, bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), Unreadable.LOCKED),
    "an archive of other things": (WORD, archive([("a.txt", b"A.")]), Unreadable.NOT_WORD),
    "half an archive": (WORD, word_file("A." * 999)[:400], Unreadable.NOT_WORD),
    "an encrypted archive": (WORD, hidden(word_file("A.")), Unreadable.NOT_WORD),
    "a bomb": (WORD, with_document(b" " * 90_000_000), Unreadable.TOO_LARGE),
    "many members": (
        WORD,
        archive([(f"{n}.xml", b"") for n in range(word_document.MAX_MEMBERS + 1)]),
        Unreadable.TOO_LARGE,
    ),
    "many marks": (WORD, word_file("<w:p>" + "<w:r/>" * 200_001 + "</w:p>"), Unreadable.TOO_LARGE),
    "an entity": (WORD, with_document(BOMB), Unreadable.NOT_WORD),
    "an entity in UTF-16": (WORD, with_document(BOMB.decode().encode("utf-16")),
                            Unreadable.NOT_WORD),
    "elements in elements": (
        WORD,
        word_file("<w:p>" * 3000 + "A." + "</w:p>" * 3000),
        Unreadable.NOT_WORD,
    ),
    "packed with LZMA": (
        WORD,
        archive([("word/document.xml", document(paragraph("A.")))], zipfile.ZIP_LZMA),
        Unreadable.NOT_WORD,
    ),
    "malformed XML": (WORD, with_document(b"<w:document><w:body>"), Unreadable.NOT_WORD),
    "no text": (WORD, with_document(document("<w:p></w:p>")), Unreadable.NO_WORDS),
    "too many bytes": (WORD, b"PK\x03\x04" + bytes(MAX_WORD_BYTES), Unreadable.TOO_LARGE),
}  # fmt: skip


@pytest.mark.parametrize(("form", "content", "why"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(form: TextForm, content: bytes, why: Unreadable) -> None:
    with pytest.raises(UnreadableTextError) as refused:
        passage_of_file(content, form)
    assert refused.value.why is why
    message = str(refused.value)
    assert any(word in message for word in ("check", "save", "split", "paste", "send"))


def test_a_member_that_lies_about_its_size_gives_no_more() -> None:
    content = with_document(document(paragraph("A." * 400_000)))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        true = packed.getinfo("word/document.xml").file_size
    small = (100).to_bytes(4, "little")
    lying = content.replace(true.to_bytes(4, "little"), small)
    assert lying != content
    with pytest.raises(UnreadableTextError) as refused:
        passage_of_file(lying, WORD)
    assert refused.value.why is Unreadable.NOT_WORD


WHOLE = word_file("Article 10", paragraph("Employees pay.", "Quote"))


@given(st.binary(max_size=400), st.sampled_from(TextForm))
def test_any_bytes_are_read_or_refused(content: bytes, form: TextForm) -> None:
    try:
        passage = passage_of_file(content, form)
    except UnreadableTextError:
        return
    assert all(0 <= s < e <= len(passage.text) for s, e in passage.quoted)


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<blockquote>", "<li>", "> ", "- ", "#", "第一条", "x", "\n"]
        ),
        max_size=30,
    ).map("".join),
    st.sampled_from([TEXT, MARKDOWN, HTML]),
)
def test_any_markup_is_read_or_refused(content: str, form: TextForm) -> None:
    try:
        passage = passage_of_file(content.encode(), form)
    except UnreadableTextError as refused:
        assert refused.why is Unreadable.NO_WORDS  # noqa: PT017 - most are read
        return
    assert all(0 <= s < e <= len(passage.text) for s, e in passage.quoted)


@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=6),
    st.integers(0, len(WHOLE)),
)
def test_any_damage_to_a_word_file(changes: list[tuple[int, int]], length: int) -> None:
    damaged = bytearray(WHOLE)
    for at, byte in changes:
        damaged[at] = byte
    for content in (bytes(damaged), bytes(damaged[:length])):
        with contextlib.suppress(UnreadableTextError):
            passage_of_file(content, WORD)


def test_a_pasted_text_may_be_binary_too() -> None:
    with pytest.raises(UnreadableTextError) as refused:
        passage_of_text("\x00\x01\x02" * 100)
    assert refused.value.why is Unreadable.NOT_TEXT
    assert passage_of_text("").text == ""
