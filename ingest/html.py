"""An HTML file or a saved web page to a draft in canonical Markdown.

text -> tree -> facts, related titles -> the article's element -> blocks -> body
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from ingest import guide_form, main_content, page_facts, web_page
from ingest.draft import Doubt, Draft
from ingest.fields import MAX_TEXTS
from ingest.front_matter import FrontMatterError
from ingest.front_matter import read as read_front_matter
from ingest.html_blocks import Block, Shape, blocks
from ingest.lines import Line
from ingest.main_content import Main
from ingest.masthead import Masthead, masthead
from ingest.page_facts import key, same
from ingest.related_list import take_related
from ingest.web_page import squeezed
from kb.model import Form, Source, unique

MAX_DROPPED = 40  # things left out that are named one by one
_SHOWN = 120  # characters of each
_WHOLE = re.compile(r"<(?:html|head|body)[\s>]", re.IGNORECASE)  # a page, no fragment of one


def read(text: str) -> Draft:
    """Make a draft of the page.

    Raises ``ValueError``, which says what to do, for what is too large to read,
    binary, or shows no text at all.
    """
    source, told, left = _front_matter(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    soup = web_page.parse(source)
    facts = page_facts.read(soup)
    web_page.drop_machinery(soup)
    shown = squeezed(soup.get_text(" "))
    if not shown:
        raise ValueError("the page shows no text; open it, wait until it is there, save it again")
    main = (
        main_content.find(soup) if _WHOLE.search(source) else Main(soup.body or soup, explicit=True)
    )
    title = told or page_facts.title_of(soup, main.element, facts)
    related = take_related(main.element)
    pruned = main_content.prune(main)
    _drop_repeated_descriptions(main.element, title)
    outside = list(_outside(soup, main))
    parts = list(guide_form.apart(blocks(main.element, facts.base)))
    title = title or next((part.text for part in parts if part.shape is Shape.HEADING), "")
    tab = page_facts.without_site(facts.tab, facts.site)
    top = _top(parts, title, sure=title not in ("", tab))
    form = guide_form.form(top.below, top.title)
    title = top.title or form.title
    if not related.titles and not form.related:
        related = take_related(soup)  # beside the article
    words = " ".join((title, *(part.text for part in parts)))
    lang, foreign = page_facts.language(words, facts.lang)
    doubts = [
        *form.doubts,
        *(
            Doubt(line=1, message=message)
            for message in _unsure(main, pruned, title, form.body, foreign)
        ),
    ]
    dropped = [*left, *related.others, *pruned, *outside, *top.repeated, *form.dropped]
    return Draft(
        title=title,
        body=form.body,
        lang=lang,
        breadcrumb=tuple(
            c for c in facts.breadcrumb or top.breadcrumb or form.breadcrumb if not same(c, title)
        ),
        related=unique((*related.titles, *form.related))[:MAX_TEXTS],
        dropped=tuple(_shortened(dropped)),
        doubts=tuple(doubts),
    )


def _front_matter(text: str) -> tuple[str, str, list[str]]:
    """The HTML below a site generator's front matter, its title, and what is left out of it."""
    if not text.startswith("---\n"):
        return text, "", []
    try:
        front = read_front_matter(Source(path="", form=Form.HTML, text=text, sha256=""))
    except FrontMatterError as error:
        raise ValueError(error.problem.message) from None
    names = [name for name in ("title", "heading") if name in front.fields]
    title = squeezed(str(front.fields[names[0]].value)) if names else ""
    others = [f"front matter: {name}" for name in front.fields if name not in names[:1]]
    return front.body, title, others


@dataclass(frozen=True, slots=True)
class _Top:
    """The article's title and breadcrumb, and the blocks below those that repeat them."""

    title: str
    breadcrumb: tuple[str, ...]
    repeated: tuple[str, ...]
    below: tuple[Block, ...]


def _top(parts: Sequence[Block], title: str, *, sure: bool) -> _Top:
    """Read the first lines as scraped text has them: "Site - Section - Title", the title again.

    What they say goes before a title that is not ``sure``.
    """
    start = _repeats(parts, title)
    lines = [Line(number, part.text) for number, part in enumerate(parts[start : start + 4], 1)]
    head = masthead(lines)
    in_trail = any(key(title).startswith(key(crumb)) for crumb in head.breadcrumb)
    surer = head.lines > 1 and not sure and not in_trail
    told = head.breadcrumb and (same(head.title, title) or surer)
    if not told or any("\n" in line.text for line in lines[: head.lines]):
        head = Masthead(title=title)
    below = start + head.lines
    below += _repeats(parts[below:], head.title)
    again = [p for p in parts[below:] if p.level == 1 and same(p.text, head.title)]
    repeats = (*parts[:start], *parts[start + head.lines : below], *again)
    return _Top(
        title=head.title,
        breadcrumb=head.breadcrumb,
        repeated=(*head.dropped, *(f"repeated title: {part.text}" for part in repeats)),
        below=tuple(part for part in parts[below:] if part not in again),
    )


def _repeats(parts: Sequence[Block], title: str) -> int:
    """How many of the first blocks say the title."""
    return next(
        (n for n, p in enumerate(parts) if not title or not same(p.text, title)), len(parts)
    )


def _drop_repeated_descriptions(root: Tag, title: str) -> None:
    """A picture's description that is the title or stood at another picture says nothing."""
    seen = {key(title)}
    for image in root.find_all("img"):
        described = key(str(image.get("alt") or ""))
        if described in seen:
            del image["alt"]
        seen.add(described)


def _unsure(
    main: Main, pruned: Sequence[str], title: str, body: str, foreign: str
) -> Iterator[str]:
    if not title:
        yield "the page has no title"
    if not body:
        yield "the page has no article text"
    elif main.element.name in ("body", "[document]") and pruned and not main.explicit:
        yield "no part of the page stands out as the article: took all of it"
    if foreign:
        yield foreign


def _outside(soup: BeautifulSoup, main: Main) -> Iterator[str]:
    """What stands around the article, top-level element by element."""
    inside = {id(tag) for tag in (main.element, *main.element.parents)}
    for tag in (main.element, *main.element.parents):
        for beside in (*tag.previous_siblings, *tag.next_siblings):
            if isinstance(beside, Tag) and beside.name != "head" and id(beside) not in inside:
                words = squeezed(beside.get_text(" "))
                if words:
                    yield f"outside the article: {words}"


def _shortened(dropped: Sequence[str]) -> Iterator[str]:
    told = [squeezed(entry) for entry in dropped]
    for entry in told[:MAX_DROPPED]:
        yield entry if len(entry) <= _SHOWN else f"{entry[:_SHOWN].rstrip()}…"
    if len(told) > MAX_DROPPED:
        yield f"and {len(told) - MAX_DROPPED} more"
