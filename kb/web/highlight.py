"""Snippets as HTML."""

from html import escape

from markupsafe import Markup

from kb.results import Snippet


def marked_html(snippet: Snippet) -> str:
    """The snippet, escaped, its odd pieces in ``<mark>``."""
    escaped = [escape(piece) for piece in snippet.pieces]
    escaped[1::2] = [f"<mark>{piece}</mark>" if piece else "" for piece in escaped[1::2]]
    return "".join(escaped)


def marked(snippet: Snippet) -> Markup:
    """The same for a template."""
    return Markup(marked_html(snippet))  # noqa: S704 - every piece is escaped
