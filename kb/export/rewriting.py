"""A page's HTML for a copy: its links lead to files, and nothing in it needs a server.

What is not a link stays as it is, character by character.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from kb.export.places import SEARCH, target_of

_LINKS = {"a": "href", "link": "href", "script": "src", "img": "src", "form": "action"}
_LOADED = frozenset({"link", "script", "img"})

Attributes = list[tuple[str, str | None]]


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


def rewritten(page: str, place: Callable[[str, str], str | None]) -> str:
    """The page with other addresses: ``place(tag, url)`` says which, None for nothing there.

    What would be loaded from nowhere is left out, and so is every form but that of a search.
    """
    writer = _Writer(place)
    writer.feed(page)
    writer.close()
    return "".join(writer.written)


class _Writer(HTMLParser):
    def __init__(self, place: Callable[[str, str], str | None]) -> None:
        super().__init__(convert_charrefs=False)
        self.written: list[str] = []
        self._place = place
        self._left_out = 0  # forms that are left out, one in another

    def _write(self, text: str) -> None:
        if not self._left_out:
            self.written.append(text)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag == "form" and (self._left_out or not _is_search(attrs)):
            self._left_out += 1
        self._start(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self._start(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._left_out:
            self._left_out -= 1
        else:
            self._write(f"</{tag}>")

    def _start(self, tag: str, attrs: Attributes) -> None:
        name = _LINKS.get(tag, "")
        url = dict(attrs).get(name)
        if self._left_out or not url:
            self._write(self.get_starttag_text() or "")
            return
        found = self._place(tag, url)
        if found is None and tag == "link":
            return
        self._write(_tag(tag, [(key, found if key == name else value) for key, value in attrs]))

    def handle_data(self, data: str) -> None:
        self._write(data)

    def handle_entityref(self, name: str) -> None:
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._write(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._write(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._write(f"<!{decl}>")


def _is_search(attrs: Attributes) -> bool:
    target = target_of(dict(attrs).get("action") or "", "")
    return target is not None and target.path == SEARCH


def _tag(tag: str, attrs: Attributes) -> str:
    told = (name if value is None else f'{name}="{escape(value)}"' for name, value in attrs)
    return f"<{' '.join((tag, *told))}>"
