"""The editor's form: what was typed into it, as the text of a manuscript, and back."""

import re
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from kb.editors_desk import EditorsDesk
from kb.manuscript_form import ArticleFields, split
from kb.model import unique
from kb.revisions import MAX_NOTE_CHARS

SOURCE = "source"  # the mode in which the whole text is edited, front matter and all
_ENDS = re.compile(r"\r\n?")
# What no text has: a NUL, lone surrogates. They could not be kept as a file.
_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorForm:
    """A text being edited. ``based_on`` is the version that was opened, "" for a new article.

    ``slug`` is the address wished for a new article; with ``source`` the whole text is shown
    in one box, else its fields in theirs.
    """

    text: str
    based_on: str = ""
    note: str = ""
    slug: str = ""
    source: bool = False

    @classmethod
    def read(cls, sent: MultiDict[str, str], desk: EditorsDesk) -> "EditorForm":
        """What was sent. Browsers end lines as they like; ours end with a line feed."""

        def field(name: str) -> str:
            return _UNKEEPABLE.sub("\ufffd", _ENDS.sub("\n", sent.get(name, "")))

        source = field("mode") == SOURCE
        text = field("text") if source else field("front") + field("body")
        if not source:
            try:
                text = desk.with_fields(text, _fields(sent, desk.fields_of(text)))
            except ValueError:
                source = True  # its front matter cannot be read: it has to be mended there
        return cls(
            text=text,
            based_on=field("based_on"),
            note=" ".join(field("note").split())[:MAX_NOTE_CHARS],
            slug=field("slug").strip(),
            source=source,
        )


def _fields(sent: MultiDict[str, str], before: ArticleFields | None) -> ArticleFields:
    """The fields; regions in the order in which they stood, since a form has its own."""
    chosen = [_UNKEEPABLE.sub("\ufffd", region) for region in sent.getlist("regions") if region]
    stood = before.regions if before else ()

    def one(name: str) -> str:
        return " ".join(_UNKEEPABLE.sub("\ufffd", sent.get(name, "")).split())

    def lines(name: str) -> tuple[str, ...]:
        given = _UNKEEPABLE.sub("\ufffd", sent.get(name, "")).splitlines()
        return tuple(line for text in given if (line := " ".join(text.split())))

    return ArticleFields(
        title=one("title"),
        kind=one("kind"),
        topic=one("topic"),
        regions=unique((*(r for r in stood if r in chosen), *chosen)),
        lang=one("lang"),
        aliases=lines("aliases"),
        related=lines("related"),
        translation_of=one("translation_of"),
        review_by=one("review_by"),
    )


def shown_in_fields(text: str, desk: EditorsDesk) -> tuple[ArticleFields, str, str] | None:
    """A text's fields, front matter and body; None where it can only be shown as source."""
    fields = desk.fields_of(text)
    front, body = split(text)
    return (fields, front, body) if fields is not None and front else None
