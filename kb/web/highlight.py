"""Snippets as HTML."""

from markupsafe import Markup, escape

from kb.results import Snippet

_MARK = Markup("<mark>{}</mark>")


def marked(snippet: Snippet) -> Markup:
    """The snippet, escaped, its odd pieces in ``<mark>``."""
    return Markup("").join(
        _MARK.format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(snippet.pieces)
        if piece
    )
