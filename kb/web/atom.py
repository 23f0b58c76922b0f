"""Atom feeds (RFC 4287) as bytes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote
from xml.etree import ElementTree

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
MOST_ENTRIES = 100  # the newest; readers keep those that they have had
_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Ids are no host's (RFC 4151 allows such a name): where a site moves, readers keep what they read.
_AUTHORITY = "social-security-kb,2026"
# What XML 1.0 has no way to say.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

ElementTree.register_namespace("", _ATOM)  # written without a prefix


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One piece of news. ``published`` is the day of what it tells, ``updated`` when it came here.

    ``html`` is safe HTML, "" for none. ``lang`` is that of the title.
    """

    id: str
    title: str
    url: str
    published: date
    updated: date
    lang: str
    html: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed; ``since`` is its day where it has no entry. All addresses are absolute."""

    id: str
    title: str
    author: str
    url: str
    self_url: str
    lang: str
    since: date
    entries: Sequence[Entry]


def tag_uri(*path: str) -> str:
    """An id that stays: ``tag:social-security-kb,2026:prc-sil-2010/art-10``."""
    return f"tag:{_AUTHORITY}:" + "/".join(quote(part, safe="/") for part in path)


def to_xml(feed: Feed) -> bytes:
    """The feed as UTF-8, its newest entry first."""
    root = ElementTree.Element(f"{{{_ATOM}}}feed", {_LANG: feed.lang})
    entries = sorted(feed.entries, key=lambda entry: (entry.updated, entry.id), reverse=True)
    del entries[MOST_ENTRIES:]
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(entries[0].updated if entries else feed.since))
    _text(ElementTree.SubElement(root, f"{{{_ATOM}}}author"), "name", feed.author)
    _link(root, "self", feed.self_url, MEDIA_TYPE.partition(";")[0])
    _link(root, "alternate", feed.url, "text/html")
    for entry in entries:
        inside = ElementTree.SubElement(root, f"{{{_ATOM}}}entry", {_LANG: entry.lang})
        _text(inside, "id", entry.id)
        _text(inside, "title", entry.title)
        _text(inside, "published", _moment(entry.published))
        _text(inside, "updated", _moment(entry.updated))
        _link(inside, "alternate", entry.url, "text/html")
        if entry.html:
            _text(inside, "content", entry.html, type="html")
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _text(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = _IMPOSSIBLE.sub("\ufffd", text)


def _link(parent: ElementTree.Element, rel: str, address: str, media_type: str) -> None:
    attributes = {"rel": rel, "type": media_type, "href": _IMPOSSIBLE.sub("", address)}
    ElementTree.SubElement(parent, f"{{{_ATOM}}}link", attributes)


def _moment(day: date) -> str:
    """The beginning of the day where the law is made."""
    return f"{day.isoformat()}T00:00:00+08:00"
