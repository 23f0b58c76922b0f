"""A saved web page as a tree without machinery: scripts, forms' controls, hidden parts are gone."""

import re
import warnings
from collections.abc import Collection

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString

MAX_CHARS = 5_000_000  # two hundred times a long article
MAX_TAGS = 150_000  # ten times the largest page met; each takes a tenth of a millisecond
MAX_DEPTH = 60  # pages in use stay below 40; the readers of the tree recurse


def words(text: str) -> list[str]:
    """Names that are written in a row."""
    return text.split()


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd]")
_TAG = re.compile("<[A-Za-z]")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
_MACHINERY = frozenset(
    words(
        "script style template noscript svg canvas object embed audio video map "
        "input select option textarea datalist dialog link rp"
    )
)
BLOCKS = frozenset(
    words(
        "address article aside blockquote body caption center dd details dir div dl dt fieldset "
        "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html iframe "
        "legend li main menu nav ol optgroup p pre search section summary table tbody td tfoot th "
        "thead tr ul"
    )
)  # tags that end a line of text
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_FOLDED = re.compile(r"content|panel|answer|accordion|collaps|expand", re.IGNORECASE)


def parse(text: str) -> BeautifulSoup:
    """Read HTML of any quality.

    Raises ``ValueError``, which says what to do, for what is too large or no text.
    """
    if len(text) > MAX_CHARS:
        raise ValueError(
            f"the page has {len(text):,} characters and at most {MAX_CHARS:,} are read; "
            "save only the article, or split the page"
        )
    tags = len(_TAG.findall(text))
    if tags > MAX_TAGS:
        raise ValueError(
            f"the page has {tags:,} tags and at most {MAX_TAGS:,} are read; "
            "save only the article, or split the page"
        )
    unreadable = len(_CONTROL.findall(text))
    if unreadable > max(8, len(text) // 20):
        raise ValueError(
            "this looks like a binary file, not like HTML; save the page as HTML in UTF-8"
        )
    text = _DECLARATION.sub("", _CONTROL.sub(" ", text))
    with warnings.catch_warnings():
        # BeautifulSoup wonders whether XML, or a line that looks like a file name, was meant.
        warnings.simplefilter("ignore", UserWarning)
        soup = BeautifulSoup(text, "lxml")
    _cut_depth(soup)
    return soup


def drop_machinery(soup: BeautifulSoup) -> None:
    """Remove what a reader of the page never sees as text."""
    for unread in [node for node in soup.descendants if isinstance(node, PreformattedString)]:
        unread.extract()
    for tag in tags_in(soup, _MACHINERY):
        tag.decompose()
    # An accordion's button is the heading of a panel that is only folded.
    tags = tags_in(soup)
    panels = {str(tag["aria-controls"]) for tag in tags if tag.has_attr("aria-controls")}
    most = len(soup.get_text()) // 2
    for tag in tags:
        if not tag.decomposed and (_is_hidden(tag, panels, most) or _is_plain_button(tag)):
            tag.decompose()


def is_accordion_button(tag: Tag) -> bool:
    """Whether the tag unfolds a panel: its words are that panel's heading."""
    return tag.name == "button" and (tag.has_attr("aria-controls") or tag.has_attr("aria-expanded"))


def tags_in(root: Tag, names: Collection[str] = ()) -> list[Tag]:
    """All tags below the root, or those of these names, in order.

    On pages of a hundred thousand tags ``find_all`` takes many times as long.
    """
    below = (tag for tag in root.descendants if isinstance(tag, Tag))
    return [tag for tag in below if not names or tag.name in names]


def names_of(tag: Tag) -> str:
    """The tag's classes and id, in a row."""
    names = (*tag.get_attribute_list("class"), *tag.get_attribute_list("id"))
    return " ".join(str(name) for name in names if name)


def squeezed(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def _is_plain_button(tag: Tag) -> bool:
    return tag.name == "button" and not is_accordion_button(tag)


def _is_hidden(tag: Tag, panels: set[str], most: int) -> bool:
    if tag.name in ("html", "body") or str(tag.get("id")) in panels:
        return False  # shown by a script
    if tag.get("aria-hidden") == "true":
        # An open dialogue hides all the rest of the page from screen readers.
        return len(tag.get_text()) <= most
    if tag.has_attr("hidden") and _FOLDED.search(names_of(tag)):
        return False  # folded under the words before it, for a reader to unfold
    return tag.has_attr("hidden") or _HIDDEN.search(str(tag.get("style") or "")) is not None


def _cut_depth(soup: BeautifulSoup) -> None:
    """Below ``MAX_DEPTH`` keep the words and forget the structure."""
    depth = {id(soup): 0}
    for tag in tags_in(soup):
        parent = tag.parent
        if parent is None or id(parent) not in depth:
            continue  # inside what was cut
        depth[id(tag)] = depth[id(parent)] + 1
        if depth[id(tag)] >= MAX_DEPTH:
            del depth[id(tag)]
            for unread in tags_in(tag, _MACHINERY):
                unread.decompose()
            tag.string = tag.get_text(" ")
