"""The fields of a text as a form shows them, and back into the text."""

from dataclasses import fields

from ingest.front_matter_edit import NoFrontMatterError, read_text, set_field
from kb.editorial.links import names_in
from kb.manuscript_form import ArticleFields

_NAMES = tuple(field.name for field in fields(ArticleFields))


def fields_of(text: str) -> ArticleFields | None:
    """What a form shows of the front matter; None where that cannot be read."""
    try:
        found = read_text(text).fields
    except NoFrontMatterError:
        return None

    def one(name: str) -> str:
        value = found[name].value if name in found else None
        return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""

    def several(name: str) -> tuple[str, ...]:
        return tuple(" ".join(each.split()) for each in names_in(text, name))

    return ArticleFields(
        title=one("title"),
        kind=one("kind"),
        topic=one("topic"),
        regions=several("regions"),
        lang=one("lang"),
        aliases=several("aliases"),
        related=several("related"),
        translation_of=one("translation_of"),
        review_by=one("review_by"),
    )


def with_fields(text: str, wished: ArticleFields) -> str:
    """The text with these fields; lines of fields that stay as they are are not touched.

    Raises ``NoFrontMatterError``, which is a ``ValueError``.
    """
    before = fields_of(text)
    if before is None:
        read_text(text)  # says why
    for name in _NAMES:
        wish: str | tuple[str, ...] = getattr(wished, name)
        if wish != getattr(before, name):
            text = set_field(text, name, wish)
    return text
