"""What a source form other than Markdown is turned into: canonical Markdown and its facts.

HTML and plain text never become articles directly. They become a draft, the
draft becomes Markdown, and ``ingest.markdown`` makes the article: so there is
one parser of structure, and ``kb import`` is a by-product of it.
"""

from dataclasses import dataclass, replace

from ingest.escape import escape
from ingest.slug import slugify


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something the reader of a form was unsure of; ``line`` counts from 1 in the source."""

    line: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article in the making.

    ``body`` is Markdown in the form that ``corpus/README.md`` describes: lead,
    steps as ``###`` headings with their ordinals as written, "To sum up",
    "Legal basis" with the provision's words in block quotes. Text that means
    something to Markdown is escaped in it. ``related`` are titles or slugs as
    written; ``dropped`` is text left out on purpose (navigation, a repeated title).
    """

    title: str
    body: str
    lang: str = "en"
    breadcrumb: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def retitled(draft: Draft, title: str) -> Draft:
    """The draft under the title that front matter gives it, if it gives one.

    A title of the page's own that says something else stays, as the first line of text.
    """
    if not title or slugify(title) == slugify(draft.title):
        return replace(draft, title=title or draft.title)
    first = [escape(draft.title)] if draft.title else []
    return replace(draft, title=title, body="\n\n".join([*first, draft.body]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One section's plain text, as the citation finder reads it.

    ``quoted`` are the spans (start, end) of its block-quoted paragraphs, in order.
    ``number`` is the article (``60``, ``274-1``) where the text is a provision's own.
    """

    anchor: str
    text: str
    quoted: tuple[tuple[int, int], ...] = ()
    number: str = ""
