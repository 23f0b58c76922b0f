"""What a web page says about itself: title, language, place on its site."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from ingest.masthead import asks
from ingest.script import HAN_SIGN
from ingest.web_page import names_of, squeezed, tags_in

MAX_TITLE = 300  # characters; a longer heading is a paragraph in disguise
MAX_CRUMBS = 8
MAX_TRAIL = 400  # characters of a breadcrumb; a longer element is something else
_SEPARATED = re.compile(
    r"\s+[-–—|｜·•:»›>]+\s+|\s*[|｜»]\s*|(?<=[\u3400-\u9fff？！）?])\s*[-_—–]+\s*(?=\S)"
)
_CRUMB = re.compile(r"\s*[>»›→＞/|]\s*|\s+[-–—]\s+|\s*::\s*")
_HERE = re.compile(
    r"^\W*(?:you are here|(?:您|你)?(?:现在|当前|目前)?(?:所在)?的?位置)\s*[:：]?\s*", re.IGNORECASE
)
_HERE_ITSELF = ("正文", "详情", "文章正文", "内容")  # "the text": what trails end in
_CRUMB_NAMES = re.compile(
    r"(?:^|[\s_-])(?:bread-?crumbs?|crumbs?|bread)(?=$|[\s_-])",
    re.IGNORECASE,
)
_KANA_HANGUL = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
_LETTER = re.compile(r"[^\W\d_]")
_KEY = re.compile(r"[\W_]+")

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the page's head and frame tell; read before anything is removed from the page.

    ``titles`` are what it calls itself, the most trustworthy first; ``tab`` is
    its ``<title>``, which often has the site's name too. ``base`` is the address
    its relative links start from, ``lang`` as declared.
    """

    titles: tuple[str, ...] = ()
    tab: str = ""
    site: str = ""
    lang: str = ""
    base: str = ""
    breadcrumb: tuple[str, ...] = ()


def same(one: str, other: str) -> bool:
    """Whether two texts say the same but for punctuation, case and space."""
    return key(one) == key(other)


def key(text: str) -> str:
    """What two writings of one title share: letters and digits."""
    return _KEY.sub("", text).casefold()


def read(soup: BeautifulSoup) -> Facts:
    """Read the facts, and take the breadcrumb out of the page.

    Call it before ``web_page.drop_machinery``, which drops the JSON-LD.
    """
    things = list(_linked_data(soup))
    headlines = [t["headline"] for t in things if isinstance(t.get("headline"), str)]
    html = soup.html
    base = _web(_attribute(soup, "base", "href"))
    for selector, name in (("link[rel=canonical]", "href"), ('meta[property="og:url"]', "content")):
        base = base or _web(_attribute(soup, selector, name))
    titles = (_meta(soup, "og:title"), *map(str, headlines[:1]), _meta(soup, "dc.title"))
    return Facts(
        titles=tuple(squeezed(title) for title in titles if 0 < len(title.strip()) <= MAX_TITLE),
        tab=squeezed(soup.title.get_text(" "))[:MAX_TITLE] if soup.title else "",
        site=squeezed(_meta(soup, "og:site_name")),
        lang=str((html.get("lang") or html.get("xml:lang") or "") if html else "").strip(),
        base=base,
        breadcrumb=_take_breadcrumb(soup, things),
    )


def title_of(soup: BeautifulSoup, main: Tag, facts: Facts) -> str:
    """The article's title: its own ``<h1>``, else what the page calls itself."""
    inside = [_words(h1) for h1 in _headings(main) if not _is_banner(h1)]
    if len(inside) == 1:
        return inside[0]
    names = facts.titles or (without_site(facts.tab, facts.site),)
    everywhere = [_words(h1) for h1 in _headings(soup)]
    for heading in (*inside, *everywhere):
        if any(_agree(heading, name) for name in names if name):
            return heading
    for name in facts.titles:
        return without_site(name, facts.site)
    outside = [heading for heading in everywhere if not same(heading, facts.site)]
    if not facts.tab and outside:
        return outside[0]
    return inside[0] if inside else without_site(facts.tab, facts.site)


def without_site(tab: str, site: str = "") -> str:
    """A browser tab's words without the site's name: "Title - Site", "标题_网站", "Site | Title".

    The name is the part that ``site`` says, else every part after the first; a
    first part that is far shorter than the longest is itself the site's name. A part
    that alone asks a question is the title.
    """
    parts = [part.strip() for part in _SEPARATED.split(tab) if part.strip()]
    if len(parts) < 2:
        return tab.strip()
    rest = [part for part in parts if not same(part, site)] or parts
    if len(rest) < len(parts):
        first = next(part for part in parts if not same(part, site))
        last = rest[-1]
        return tab[tab.index(first) : tab.rindex(last) + len(last)].strip()
    asking = [part for part in parts if asks(part)]
    if len(asking) == 1:
        return asking[0]
    longest = max(parts, key=len)
    return parts[0] if len(parts[0]) * 3 >= len(longest) else longest


def language(text: str, declared: str) -> tuple[str, str]:
    """``en`` or ``zh`` by the text's script, and a doubt where the page says otherwise.

    Templates are often left at ``lang="en"`` around Chinese text, so the script decides.
    """
    letters = len(_LETTER.findall(text))
    han = len(HAN_SIGN.findall(text))
    code = re.split(r"[-_]", declared.casefold())[0]
    if letters < 20 and code in ("en", "zh"):
        return code, ""
    lang = "zh" if han * 4 > letters else "en"
    foreign = lang == "zh" and len(_KANA_HANGUL.findall(text)) > han // 4
    if foreign or code not in ("", "en", "zh"):
        return lang, f"the page's language ({declared or 'unknown'}) is neither en nor zh"
    return lang, ""


def _headings(root: Tag) -> list[Tag]:
    return [h1 for h1 in tags_in(root, ("h1",)) if 0 < len(_words(h1)) <= MAX_TITLE]


def _is_banner(h1: Tag) -> bool:
    """Whether the heading stands in the page's header and not in an article's."""
    return h1.find_parent("header") is not None and h1.find_parent(["article", "main"]) is None


def _words(tag: Tag) -> str:
    return squeezed(tag.get_text(" "))


def _agree(heading: str, name: str) -> bool:
    """Whether one of the two is the other, cut or lengthened at its end."""
    one, other = key(heading), key(name)
    return bool(one) and bool(other) and (one.startswith(other) or other.startswith(one))


def _take_breadcrumb(soup: BeautifulSoup, things: list[dict[str, Json]]) -> tuple[str, ...]:
    """The levels above the page, as its JSON-LD or its breadcrumb tells them."""
    shown: tuple[str, ...] = ()
    for tag in tags_in(soup):
        label = str(tag.get("aria-label") or "").casefold()
        kind = str(tag.get("itemtype") or tag.get("typeof") or "")
        called = "breadcrumb" in label or "BreadcrumbList" in kind
        if called or _CRUMB_NAMES.search(names_of(tag)) or _HERE.match(tag.get_text(" ")[:40]):
            shown = _crumbs_in(tag)
            if shown:
                tag.decompose()
                break
    for thing in things:
        entries = thing.get("itemListElement")
        if thing.get("@type") == "BreadcrumbList" and isinstance(entries, list):
            told = tuple(name for entry in entries if (name := _crumb_name(entry)))
            return told[:MAX_CRUMBS] or shown
    return shown


def _crumb_name(entry: Json) -> str:
    if not isinstance(entry, dict):
        return ""
    item = entry.get("item")
    name = entry.get("name") or (item.get("name") if isinstance(item, dict) else "")
    return squeezed(name) if isinstance(name, str) else ""


def _crumbs_in(tag: Tag) -> tuple[str, ...]:
    """The levels that a breadcrumb element lists."""
    text = squeezed(tag.get_text(" "))
    if len(text) > MAX_TRAIL or tag.name in ("body", "html") or tag.find("h1"):
        return ()
    names = [squeezed(entry.get_text(" ")) for entry in tag.find_all("li")]
    if not names:
        strings = [squeezed(string) for string in tag.stripped_strings]
        names = [name for string in strings for name in _CRUMB.split(_HERE.sub("", string))]
    names = [_HERE.sub("", name).strip(" >»›→＞/|:：") for name in names]
    return tuple(name for name in names if name and name not in _HERE_ITSELF)[:MAX_CRUMBS]


def _linked_data(soup: BeautifulSoup) -> Iterator[dict[str, Json]]:
    """Every object in the page's JSON-LD, those in ``@graph`` too."""
    for script in soup.find_all("script", type="application/ld+json")[:20]:
        try:
            loaded: Json = json.loads(script.get_text())
        except (ValueError, RecursionError):
            continue
        for thing in loaded if isinstance(loaded, list) else [loaded]:
            if isinstance(thing, dict):
                yield thing
                graph = thing.get("@graph")
                if isinstance(graph, list):
                    yield from (node for node in graph if isinstance(node, dict))


def _meta(soup: BeautifulSoup, name: str) -> str:
    for tag in soup.find_all("meta", content=True):
        if name in (str(tag.get(a) or "").casefold() for a in ("property", "name")):
            return str(tag["content"])
    return ""


def _attribute(soup: BeautifulSoup, selector: str, name: str) -> str:
    tag = soup.select_one(f"{selector}[{name}]")
    return str(tag[name]) if tag else ""


def _web(address: str) -> str:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return address.strip() if parts.scheme in ("http", "https") and parts.netloc else ""
