"""The list that a web page has under "Related articles" and the like."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from bs4 import Tag

from ingest.markers import Part, named
from ingest.web_page import squeezed, tags_in, words
from kb.model import unique

MAX_TITLE = 200  # characters
_MAX_LABEL = 80
_LABELS = frozenset(
    words("h1 h2 h3 h4 h5 h6 p div span strong b dt li legend summary caption th a")
)
_SENTENCE = re.compile(r"[.;:。；：]$")
_LINES = ("p", "li", "dd", "span")
_TOP = ("html", "body", "main", "article", "[document]")


@dataclass(frozen=True, slots=True)
class RelatedList:
    """The titles, in order and each once; ``others`` is what else stood there: the label
    above them, and whole entries that say more than their title (a date, a teaser)."""

    titles: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def take_related(root: Tag) -> RelatedList:
    """Read the lists; they and their labels are taken out of the tree."""
    titles: list[str] = []
    others: list[str] = []
    for tag in tags_in(root, _LABELS):
        text = "" if tag.decomposed else squeezed(tag.get_text(" "))
        if not 0 < len(text) <= _MAX_LABEL or named(text) is not Part.RELATED:
            continue
        listed = _listed_after(tag)
        if listed:
            others.append(text)
            for thing, found in listed:
                titles += found
                if len(" ".join(found)) < len(_words(thing)):
                    others.append(_words(thing))
                thing.decompose()
            tag.decompose()
    return RelatedList(unique(titles), tuple(others))


def _listed_after(label: Tag) -> list[tuple[Tag, list[str]]]:
    """The elements after the label, or after what holds only the label, with their titles."""
    at: Tag | None = label
    while at is not None and at.name not in _TOP:
        after = (tag for tag in at.next_siblings if isinstance(tag, Tag) and _words(tag))
        first = next(after, None)
        if first is not None:
            return list(_with_titles(chain([first], after)))
        at = at.parent
    return []


def _with_titles(tags: Iterable[Tag]) -> Iterator[tuple[Tag, list[str]]]:
    """The first of the elements, as long as they hold nothing but titles."""
    for tag in tags:
        if re.fullmatch(r"h[1-6]", tag.name) or named(squeezed(tag.get_text(" "))):
            return
        titles = _titles_in(tag)
        if not titles:
            return
        yield tag, titles


def _titles_in(tag: Tag) -> list[str]:
    """The entries of a list, or its links, or one line that is no sentence."""
    entries = [entry for entry in tag.find_all("li") if entry.find("li") is None]
    links = tag.find_all("a")
    if tag.name == "a":
        texts = [_words(tag)]
    elif entries:
        texts = [_words(entry.find("a") or entry) or _words(entry) for entry in entries]
    elif links and len("".join(map(_words, links))) * 2 > len(_words(tag)):
        texts = [_words(link) for link in links]
    else:
        text = _words(tag)
        texts = [] if tag.name not in _LINES or _SENTENCE.search(text) else [text]
    texts = [text for text in texts if text]
    return texts if all(len(text) <= MAX_TITLE for text in texts) else []


def _words(tag: Tag) -> str:
    return squeezed(tag.get_text(" "))
