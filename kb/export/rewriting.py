"""A page's HTML for a copy: its links lead to files, and nothing in it needs a server.

The pages are our own, so their tags are known to be whole, and quotes and brackets in them to
be escaped: they are found by a pattern, which is ten times as fast as a parser. What is no
link stays as it is, character by character.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape

from kb.export.places import SEARCH, target_of

_LINKS = {"a": "href", "link": "href", "script": "src", "img": "src", "form": "action"}
_LOADED = frozenset({"link", "script", "img"})
_TAG = re.compile(rf"<({'|'.join(_LINKS)})\s[^<>]*>")
_ADDRESS = {tag: re.compile(rf'(?<=\s){name}="([^"]*)"') for tag, name in _LINKS.items()}
_FORM = re.compile(r"(<form\b[^<>]*>).*?</form>", re.DOTALL)

Place = Callable[[str, str], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The addresses on a page: those that it links to, and those that it loads."""

    links: tuple[str, ...]
    loaded: tuple[str, ...]


def addresses_in(page: str) -> Found:
    """All addresses of a page, in order, each once."""
    links: dict[str, None] = {}
    loaded: dict[str, None] = {}

    def note(tag: str, url: str) -> str:
        (loaded if tag in _LOADED else links)[url] = None
        return url

    rewritten(page, note)
    return Found(links=tuple(links), loaded=tuple(loaded))


def rewritten(page: str, place: Place) -> str:
    """The page with other addresses: ``place(tag, url)`` says which, None for nowhere.

    A ``<link>`` to nowhere is left out, and so is every form but that of a search.
    """

    def changed(tag: re.Match[str]) -> str:
        name = tag[1]
        found = _ADDRESS[name].search(tag[0])
        if found is None:
            return tag[0]
        address = place(name, unescape(found[1]))
        if address is None and name == "link":
            return ""
        start, end = found.span(1)
        return f"{tag[0][:start]}{escape(address or '')}{tag[0][end:]}"

    return _TAG.sub(changed, _FORM.sub(_if_search, page))


def _if_search(form: re.Match[str]) -> str:
    action = _ADDRESS["form"].search(form[1])
    target = target_of(unescape(action[1]), "") if action else None
    return form[0] if target is not None and target.path == SEARCH else ""
