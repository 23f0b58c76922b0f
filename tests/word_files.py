"""Small .docx files, written by hand: what Word needs at least, and what it never writes."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_STYLES = (
    f'<?xml version="1.0" encoding="UTF-8"?><w:styles xmlns:w="{_W}">'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/></w:style>'
        for id, name in (("Quote", "Quote"), ("Title", "Title"), ("Heading1", "heading 1"))
    )
    + "</w:styles>"
)


def paragraph(text: str, style: str = "") -> str:
    """A paragraph's XML; ``style`` is ``Quote``, ``Title``, ``Heading1`` or none."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def document(body: str) -> bytes:
    """The part that holds the text."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}">'
        f"<w:body>{body}</w:body></w:document>"
    ).encode()


def word_file(*paragraphs: str, more: Mapping[str, bytes] | None = None) -> bytes:
    """A .docx of these paragraphs, plain text or ``paragraph(...)``; ``more`` are parts."""
    body = "".join(p if p.startswith(("<w:p>", "<w:tbl>")) else paragraph(p) for p in paragraphs)
    parts: dict[str, bytes] = {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": _RELATIONS.encode(),
        "word/document.xml": document(body),
        "word/styles.xml": _STYLES.encode(),
        "word/_rels/document.xml.rels": _RELATIONS.replace(
            'officeDocument" Target="word/document.xml', 'styles" Target="styles.xml'
        ).encode(),
    }
    return archive([*(parts | dict(more or {})).items()])


def archive(members: Sequence[tuple[str, bytes]], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these members, packed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as packed:
        for name, content in members:
            packed.writestr(name, content)
    return file.getvalue()
