"""A .docx file to HTML, read with care: it is a zip archive that anybody may have made."""

import io
import logging
import zipfile
import zlib
from collections.abc import Iterator

import mammoth

from kb.cite_check import MAX_WORD_BYTES, Unreadable, UnreadableTextError

MAX_MEMBERS = 5_000  # parts of the archive; a book with a picture a page has about a thousand
MAX_XML_BYTES = 8_000_000  # of the parts that are read, unpacked; 1,000 pages have about 5 MB
MAX_TAGS = 200_000  # in those parts; each takes mammoth a twentieth of a millisecond
MAX_DEPTH = 200  # elements inside elements; Word's own nest some thirty deep

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # an old .doc, or a .docx behind a password
_ZIP = b"PK\x03\x04"
_READ = (".xml", ".rels")
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DOCUMENT_TYPE = (b"<!DOCTYPE", b"<!ENTITY")  # Word writes none; they could grow without end
# What zipfile raises where an archive is broken or encrypted.
_DAMAGE = (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, OSError, EOFError)
_QUOTES = "\n".join(
    f"p[style-name='{style}'] => blockquote > p:fresh"
    for style in ("Quote", "Intense Quote", "Block Text", "引用", "明显引用")
)
# Word's own style for a document's title; mammoth knows only its headings.
_TITLES = "\n".join(f"p[style-name='{style}'] => h1:fresh" for style in ("Title", "标题"))
_AGAIN = "open it in a word processor and save it again as .docx"


def to_html(content: bytes) -> str:
    """The document's text as HTML, with headings, lists, tables and quotes; pictures left out.

    Raises ``UnreadableTextError``.
    """
    _refuse_by_its_start(content)
    parts = _parts(content)
    try:
        done = mammoth.convert_to_html(
            _packed(parts),
            style_map=f"{_QUOTES}\n{_TITLES}",
            convert_image=_no_image,
            external_file_access=False,
        )
    except RecursionError:
        raise _not_word("it is nested too deeply") from None
    except Exception as error:  # noqa: BLE001 - mammoth raises whatever a wrong part leads to
        logging.getLogger(__name__).info("a .docx could not be read: %r", error)
        raise _not_word("its parts do not fit together") from None
    return str(done.value)


def _refuse_by_its_start(content: bytes) -> None:
    if len(content) > MAX_WORD_BYTES:
        raise UnreadableTextError(
            Unreadable.TOO_LARGE,
            f"the document has {len(content):,} bytes and at most {MAX_WORD_BYTES:,} are read; "
            "take the pictures out, or split it",
        )
    if content.startswith(_OLE):
        raise UnreadableTextError(
            Unreadable.LOCKED,
            "this is an old .doc or is protected by a password; save it as .docx without one",
        )
    if not content.startswith(_ZIP):
        raise _not_word("it is something else under that name")


def _parts(content: bytes) -> tuple[tuple[str, bytes], ...]:
    """The parts that bear text, unpacked. What is too much is refused before it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return tuple(_unpacked(archive))
    except UnreadableTextError:
        raise
    except _DAMAGE:
        raise _not_word("the archive is damaged") from None


def _unpacked(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    members = archive.infolist()
    read = [member for member in members if member.filename.lower().endswith(_READ)]
    # A member never gives more than the size that stands here: what follows is cut off.
    size = sum(member.file_size for member in read)
    if len(members) > MAX_MEMBERS or size > MAX_XML_BYTES:
        raise UnreadableTextError(
            Unreadable.TOO_LARGE,
            f"unpacked the document has {size:,} bytes in {len(members):,} parts and at most "
            f"{MAX_XML_BYTES:,} in {MAX_MEMBERS:,} are read; split it",
        )
    if any(member.compress_type not in _PACKED for member in read):
        raise _not_word("it is packed in a way that no word processor does")
    tags = 0
    for member in read:
        part = archive.read(member)
        tags += part.count(b"<")
        if tags > MAX_TAGS:
            raise UnreadableTextError(
                Unreadable.TOO_LARGE,
                f"the document has more than {MAX_TAGS:,} marks; split it",
            )
        if b"\0" in part or any(mark in part for mark in _DOCUMENT_TYPE):
            raise _not_word("a part of it is not as a word processor writes it")
        if _depth(part) > MAX_DEPTH:
            raise _not_word("it is nested too deeply")
        yield member.filename, part


def _depth(part: bytes) -> int:
    """How deep elements nest, counted without a parser: an upper bound for sound XML."""
    depth = deepest = 0
    at = part.find(b"<")
    while at >= 0:
        end = part.find(b">", at)
        if part[at + 1 : at + 2] == b"/":
            depth -= 1
        elif part[at + 1 : at + 2] not in (b"?", b"!") and part[end - 1 : end] != b"/":
            depth += 1
            deepest = max(deepest, depth)
        at = part.find(b"<", end) if end >= 0 else -1
    return deepest


def _packed(parts: tuple[tuple[str, bytes], ...]) -> io.BytesIO:
    """An archive of these parts alone: nothing else can be read by what reads it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in parts:
            archive.writestr(name, part)
    return file


def _no_image(_image: object) -> list[object]:
    return []


def _not_word(how: str) -> UnreadableTextError:
    return UnreadableTextError(
        Unreadable.NOT_WORD, f"this is no .docx that can be read: {how}; {_AGAIN}"
    )
