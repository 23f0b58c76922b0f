"""Where an address of the site is in a copy of it, and how one file names another.

Each language of the interface has a folder, with a file for each page; what all pages load is
beside these folders. ``/articles/foo`` is ``en/articles/foo.html``.
"""

from dataclasses import dataclass
from posixpath import dirname, relpath
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from kb.export.errors import ExportError

ASSETS = "/static/"
SEARCH = "/search"
OWN = "/offline"  # before the addresses of pages that only a copy has
LANGUAGE = "ui"  # the parameter that asks the site for a language of the interface
_HOME = "index"
_NOT_PAGES = (ASSETS, "/api/", "/ask/")
_UNSAFE = frozenset('\\:*?"<>|')  # in file names, on some disks


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What an address of the site names: a path, parameters beside the language, a fragment."""

    path: str
    lang: str
    parameters: tuple[tuple[str, str], ...]
    fragment: str

    @property
    def is_asset(self) -> bool:
        return self.path.startswith(ASSETS)

    @property
    def may_be_page(self) -> bool:
        """Whether it may be a page that does not depend on what a reader typed."""
        others = f"{self.path}/".startswith(_NOT_PAGES) or self.path == SEARCH
        return not (others or self.parameters)


def target_of(url: str, lang: str) -> Target | None:
    """What an address on a page in this language names; None for a page's own or another site's."""
    parts = urlsplit(url)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    asked = dict(pairs).get(LANGUAGE, lang)
    return Target(
        path=unquote(parts.path),
        lang=asked,
        parameters=tuple((name, value) for name, value in pairs if name != LANGUAGE),
        fragment=parts.fragment,
    )


def page_file(path: str, lang: str) -> str:
    """The file of the page at a path of the site; raises ``ExportError`` for an unsafe one."""
    own = path.removeprefix(OWN)
    return f"{lang}/{_safe(own).strip('/') or _HOME}.html"


def asset_file(path: str) -> str:
    """The file of what pages load; raises ``ExportError`` for an unsafe path."""
    return _safe(path).strip("/")


def from_file(file: str, to: str, parameters: tuple[tuple[str, str], ...], fragment: str) -> str:
    """The address by which one file of the copy names another."""
    address = quote(relpath(to, dirname(file) or "."))
    if parameters:
        address += f"?{urlencode(parameters)}"
    return f"{address}#{fragment}" if fragment else address


def _safe(path: str) -> str:
    steps = path.strip("/").split("/")
    bad = any(
        step in (".", "..") or not step.isprintable() or _UNSAFE & set(step) for step in steps
    )
    if bad or (path.strip("/") and "" in steps):
        raise ExportError(f"the site has a page at {path!r}, which cannot be a file's name")
    return path
