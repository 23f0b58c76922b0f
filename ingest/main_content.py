"""Where the article stands in a web page, and what inside it is not article.

trafilatura says which text is the article's; the page's own markup (``<article>``,
``<main>``) says where it begins and ends; everything inside stays unless it is
clearly navigation, sharing, comments and the like. ``docs/decisions/0002`` has
the measurements behind the numbers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import trafilatura
from bs4 import BeautifulSoup, NavigableString, Tag

from ingest.web_page import names_of, squeezed, tags_in, words

FOUND_SHARE = 0.9  # of the text that trafilatura found must lie in the element we take
MORE_SHARE = 0.25  # of its length beside it in text is more of the article, frame or not
LINKED_SHARE = 0.6  # a block with more of its text in links is navigation
LONG = 300  # characters outside links: a block of that length is no mere button row
_EXPLICIT = ("[itemprop=articleBody]", "article", "main, [role=main]")
_NOT_WORD = re.compile(r"[\W_]+")
_SENTENCE = re.compile(r".{30,}[.!?。！？]", re.DOTALL)
_CHROME_TAGS = {"nav": "navigation", "footer": "footer", "aside": "sidebar", "form": "form"}
_CHROME_ROLES = {
    "navigation": "navigation",
    "menu": "navigation",
    "search": "form",
    "banner": "page header",
    "contentinfo": "footer",
    "complementary": "sidebar",
    "toolbar": "buttons",
}
_CHROME_NAMES = {
    "comments": r"comments?(?:[-_]?(?:list|area|section|thread|wrap))?|disqus\w*|respond",
    "navigation": r"nav(?:bar|igation)?|menu|breadcrumbs?|pagination|pager|skip(?:[-_]?links?)?",
    "sharing": r"(?:social|share|sharing)(?:[-_]?(?:bar|buttons?|links?|icons?|tools?|this))?"
    r"|sharedaddy|addthis\w*|bdshare\w*|bdsharebuttonbox",
    "advertisement": r"ads?|advert\w*|sponsor\w*|promo\w*|newsletter\w*|subscribe|sign-?up"
    r"|outbrain\w*|taboola\w*|cookies?|adblock\w*|banner",
    "related links": r"(?:related|recommended|more)[-_]?"
    r"(?:posts?|articles?|links?|content|stories|news|items|questions|reading)"
    r"|related|recommend(?:ed|ations?)?|most[-_]?(?:read|popular)",
    "page furniture": r"sidebar|widget|toolbar|masthead|popup|modal|footer|tags?|tag-?list|print"
    r"|byline|author-bio|edit-?section",
}
_CHROME = {
    reason: re.compile(rf"(?:^|\s)(?:[a-z]+[-_]{{1,2}})?(?:{names})(?=\s|$)", re.IGNORECASE)
    for reason, names in _CHROME_NAMES.items()
}
_FRAME = {"navigation", "footer", "page header", "page furniture", "form", "links"}
_CONTAINERS = frozenset(words("div section ul ol dl header p table figure details span"))


@dataclass(frozen=True, slots=True)
class Main:
    """The element that holds the article; ``explicit`` where the page itself marks it."""

    element: Tag
    explicit: bool


@dataclass(frozen=True, slots=True)
class _Weights:
    """How many letters each element holds, and how many of them in links."""

    letters: dict[int, int]
    linked: dict[int, int]

    @classmethod
    def of(cls, root: Tag) -> "_Weights":
        letters: dict[int, int] = {}
        linked: dict[int, int] = {}
        for string in [node for node in root.descendants if isinstance(node, NavigableString)]:
            size = len(_NOT_WORD.sub("", string))
            above = list(string.parents) if size else []
            in_link = any(tag.name == "a" for tag in above)
            for tag in above:
                letters[id(tag)] = letters.get(id(tag), 0) + size
                linked[id(tag)] = linked.get(id(tag), 0) + size * in_link
        return cls(letters, linked)

    def prose(self, tag: Tag) -> int:
        """Letters outside links."""
        return self.letters.get(id(tag), 0) - self.linked.get(id(tag), 0)

    def is_linked(self, tag: Tag) -> bool:
        """Whether nearly all of the element is links."""
        return self.linked.get(id(tag), 0) > LINKED_SHARE * self.letters.get(id(tag), 0)


def find(soup: BeautifulSoup) -> Main:
    """The article's element: the smallest that holds what trafilatura took for the
    article, widened to the page's own ``<article>`` or ``<main>`` around it, or
    else to all around it that is not mostly links.
    """
    body = soup.body or soup
    weights = _Weights.of(body)
    found = _smallest_around(body, set(_article_lines(soup)))
    enough = weights.prose(body) // 2 if found is None else weights.prose(found)
    for selector in _EXPLICIT:
        marked = list(soup.select(selector))
        around = [tag for tag in marked if found and (tag is found or tag in found.parents)]
        larger = [tag for tag in marked if weights.prose(tag) > enough]
        if around or larger:
            return Main(around[-1] if around else max(larger, key=weights.prose), explicit=True)
    if found is None:
        return Main(body, explicit=False)
    while found is not body and found.parent is not None and not _is_framed(found, weights):
        found = found.parent
    return Main(found, explicit=False)


def prune(main: Main) -> tuple[str, ...]:
    """Remove from the article what is not article; returns what each removed thing was.

    Never removes the greater part of the article, nor long prose for its class name alone.
    """
    weights = _Weights.of(main.element)
    most = weights.prose(main.element) // 2
    dropped: list[str] = []
    for tag in tags_in(main.element):
        if tag.decomposed or not weights.letters.get(id(tag)) or weights.prose(tag) > most:
            continue
        reason = _chrome(tag, weights, strict=not main.explicit)
        if reason:
            dropped.append(f"{reason}: {squeezed(tag.get_text(' '))}")
            tag.decompose()
    return tuple(dropped)


def _chrome(tag: Tag, weights: _Weights, *, strict: bool) -> str:
    """What the element is, if it is not article text; otherwise nothing.

    ``strict`` takes lists of links for navigation, too.
    """
    reason = _CHROME_TAGS.get(tag.name) or _CHROME_ROLES.get(str(tag.get("role"))) or ""
    if not reason and tag.name in _CONTAINERS:
        names = names_of(tag)
        reason = next((r for r, pattern in _CHROME.items() if pattern.search(names)), "")
        if not reason and strict and tag.name not in ("p", "span") and weights.is_linked(tag):
            return "" if tag.name == "table" and tags_in(tag, ("th",)) else "links"
    return "" if reason and _holds_article_text(tag, reason, weights) else reason


def _holds_article_text(tag: Tag, reason: str, weights: _Weights) -> bool:
    """Some wrap the whole page in a form, set notes in asides, sign quotes in footers."""
    match reason:
        case "comments" | "related links":
            return False
        case "navigation":
            # cards that say in a sentence what each link is for
            return any(_SENTENCE.fullmatch(text) for text in tag.stripped_strings)
        case "sidebar":
            return weights.linked.get(id(tag), 0) == 0
        case "footer":
            return tag.name == "footer" and tag.find_parent("blockquote") is not None
        case _:
            return weights.prose(tag) >= LONG


def _article_lines(soup: BeautifulSoup) -> Iterator[str]:
    """The lines (and table cells) that trafilatura takes for the article, letters only."""
    text = trafilatura.extract(str(soup), include_comments=False, include_tables=True) or ""
    for line in text.splitlines():
        for cell in line.split("|"):
            if letters := _letters(cell):
                yield letters


def _smallest_around(body: Tag, lines: set[str]) -> Tag | None:
    """The smallest element that holds nearly all of the lines, counted by length."""
    weight: dict[int, int] = {}
    inside: set[int] = set()  # what lies in an element already counted
    total = 0
    for node in body.descendants:
        letters = _letters(node.get_text())
        if id(node.parent) in inside:
            inside.add(id(node))
        elif letters in lines:
            inside.add(id(node))
            total += len(letters)
            for above in (node, *node.parents):
                weight[id(above)] = weight.get(id(above), 0) + len(letters)
    if not total:
        return None
    smallest = body
    while True:
        inner = (tag for tag in smallest.children if isinstance(tag, Tag))
        holds = next((t for t in inner if weight.get(id(t), 0) >= FOUND_SHARE * total), None)
        if holds is None:
            return smallest
        smallest = holds


def _is_framed(found: Tag, weights: _Weights) -> bool:
    """Whether what stands around the element is the page's frame and not more article."""
    framed = False
    article = 0  # letters of what stands beside it and is none
    for beside in (*found.previous_siblings, *found.next_siblings):
        if isinstance(beside, Tag):
            tags = [tag for tag in (beside, *tags_in(beside)) if weights.letters.get(id(tag))]
            if any(_chrome(tag, weights, strict=True) in _FRAME for tag in tags):
                framed = True
            else:
                article += weights.prose(beside)
    return framed and article < MORE_SHARE * weights.prose(found)


def _letters(text: str) -> str:
    return _NOT_WORD.sub("", text).casefold()
