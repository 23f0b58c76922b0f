"""Structured data as JSON-LD (schema.org): nodes, and the text that stands in a page."""

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from kb import codec

Node = Mapping[str, object]
"""A node: its ``@type``, perhaps its ``@id``, and properties of schema.org."""
CONTEXT = "https://schema.org"
# A script's text ends at "</script" and changes its meaning at "<!--"; JSON has another way to
# write these characters. The last two end a line for readers of JavaScript.
_ESCAPES = str.maketrans(
    {char: f"\\u{ord(char):04x}" for char in ("<", ">", "&", "\u2028", "\u2029")}
)


def node(kind: str, id: str = "", /, **properties: object) -> Node:
    """A node; what is empty is left out. ``query_input`` is written ``query-input``."""
    given = {"@type": kind, "@id": id, **properties}
    return {
        name.replace("_", "-"): value
        for name, value in given.items()
        if value is not None and value not in ("", ())
    }


def reference(id: str) -> Node:
    """A node that is described elsewhere."""
    return {"@id": id}


def breadcrumb(crumbs: Sequence[tuple[str, str]]) -> Node:
    """The way to a page, outermost first, the page itself last: names and full addresses."""
    return node(
        "BreadcrumbList",
        itemListElement=tuple(
            node("ListItem", position=position, name=name, item=address)
            for position, (name, address) in enumerate(crumbs, 1)
        ),
    )


def script_text(nodes: Iterable[Node]) -> Markup:
    """The nodes as the text of a ``<script type="application/ld+json">``; "" for none.

    It is data, which browsers do not run: no Content-Security-Policy needs to allow it.
    """
    graph = tuple(nodes)
    if not graph:
        return Markup("")
    text = codec.encode({"@context": CONTEXT, "@graph": graph}).decode()
    return Markup(text.translate(_ESCAPES))  # noqa: S704 - no markup is left in it
