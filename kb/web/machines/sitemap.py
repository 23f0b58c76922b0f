"""Site maps by the protocol of sitemaps.org, as bytes with a stand-in for the site's address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from kb.web.machines.answering import STAND_IN
from kb.web.machines.site_pages import Listed

MEDIA_TYPE = "application/xml; charset=utf-8"
MOST_ADDRESSES = 50_000
MOST_BYTES = 50 * 1024 * 1024
_LONGEST_ORIGIN = 280  # characters: a scheme, a name of 253, a port
_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_START = '<?xml version="1.0" encoding="UTF-8"?>\n'
_URLSET = f'<urlset xmlns="{_MAP}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMap:
    """``first`` is what stands at ``/sitemap.xml``: all addresses, or a list of the ``parts``."""

    first: bytes
    parts: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    entries: Sequence[str]
    changed: date | None


def site_map(
    pages: Iterable[Listed], *, most: int = MOST_ADDRESSES, most_bytes: int = MOST_BYTES
) -> SiteMap:
    """The pages in one file, or in as many as the protocol's limits ask for."""
    parts = _parts(pages, most, most_bytes)
    written = tuple(_urlset(part) for part in parts)
    if len(written) == 1:
        return SiteMap(first=written[0])
    return SiteMap(first=_index(parts), parts=written)


def part_url(number: int) -> str:
    """The address of a part, counted from 1."""
    return f"/sitemaps/{number}.xml"


def _parts(pages: Iterable[Listed], most: int, most_bytes: int) -> list[_Part]:
    found: list[_Part] = []
    entries: list[str] = []
    days: list[date] = []
    size = len(_START) + len(_URLSET) + len("</urlset>\n")
    room = most_bytes - size
    for page in pages:
        entry = _entry(page)
        # Whatever the site is called, the file stays within the limit.
        grown = len(entry.encode()) + (1 + len(page.alternates)) * _LONGEST_ORIGIN
        if entries and (len(entries) == most or grown > room):
            found.append(_Part(entries, max(days, default=None)))
            entries, days, room = [], [], most_bytes - size
        entries.append(entry)
        room -= grown
        days += [page.changed] if page.changed else []
    return [*found, _Part(entries, max(days, default=None))]


def _entry(page: Listed) -> str:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{other.hreflang}"'
        f" href={quoteattr(STAND_IN + other.url)}/>"
        for other in page.alternates
    )
    return f"<url>{_place(page.url, page.changed)}{others}</url>\n"


def _place(url: str, changed: date | None) -> str:
    day = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
    return f"<loc>{escape(STAND_IN + url)}</loc>{day}"


def _urlset(part: _Part) -> bytes:
    return f"{_START}{_URLSET}{''.join(part.entries)}</urlset>\n".encode()


def _index(parts: Sequence[_Part]) -> bytes:
    maps = "".join(
        f"<sitemap>{_place(part_url(number), part.changed)}</sitemap>\n"
        for number, part in enumerate(parts, 1)
    )
    return f'{_START}<sitemapindex xmlns="{_MAP}">\n{maps}</sitemapindex>\n'.encode()
