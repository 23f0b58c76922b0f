"""Citations in an article's HTML become links to the provisions they name.

Ingest marks a citation's text as ``<cite data-n="K">...</cite>``, K its place in
the article's citations. Only these markers, which ingest alone can write (raw
HTML is off), are replaced; the text inside them is HTML already and stays as it is.
"""

import re
from collections.abc import Callable, Sequence

from markupsafe import Markup, escape

from kb.model import Citation
from kb.numerals import NUMERALS, chinese
from kb.provision import Provision
from kb.web.addresses import provision_url

_TAG = re.compile(r'<cite data-n="(?P<n>\d+)">(?P<text>[^<]*)</cite>|<(?P<end>/?)a(?=[\s>])')
_COLON = re.compile(r"[:：]")
# A citation that runs over a line's end is marked on each line: it is one link all the same.
_CUT = re.compile(r'(<cite data-n="(\d+)">[^<]*)</cite>(\s*)<cite data-n="\2">')

# What belongs to an article's number, before it: "Article", 第; and behind it:
# 条, 之一, 第二款, 第（三）项, (2)(3), "paragraph 2, item 3".
_HEAD = r"(?:Articles?\s|Art\.\s?|第)?"
_TAIL = (
    rf"(?:条(?:之[{NUMERALS}]+)?(?:第[（(]?[0-9{NUMERALS}]+[）)]?[款项])*"
    r"|(?:\([0-9]+\)|,?\s(?:sub)?(?:paragraphs?|items?)\s\(?[0-9]+\)?)*)"
)


def link_citations(
    html: str,
    citations: Sequence[Citation],
    name: Callable[[Provision], str],
    badge: Callable[[int], str] = lambda _: "",
) -> Markup:
    """``html`` with its citation markers as links; ``name`` gives a link's title.

    ``badge`` gives the HTML that follows the citation of a number, or nothing.

    A citation that is unresolved, unknown, or inside a link already stays plain text.
    """
    while (joined := _CUT.sub(r"\1\3", html)) != html:
        html = joined
    inside_link = False
    done = 0
    pieces: list[str] = []
    for tag in _TAG.finditer(html):
        pieces.append(html[done : tag.start()])
        done = tag.end()
        if tag["n"] is None:
            inside_link = not tag["end"]
            pieces.append(tag[0])
        elif inside_link or int(tag["n"]) >= len(citations):
            pieces.append(tag["text"])
        else:
            pieces.append(_linked(tag["text"], citations[int(tag["n"])], name))
            mark = _COLON.match(html, done)
            if mark:  # the badge follows it, and does not come between
                pieces.append(mark[0])
                done = mark.end()
            pieces.append(badge(int(tag["n"])))
    pieces.append(html[done:])
    return Markup("".join(pieces))  # noqa: S704 - ingest's safe HTML and our own links


def _linked(text: str, citation: Citation, name: Callable[[Provision], str]) -> str:
    """Link the text; in "Articles 10 and 60" the second number is a link of its own."""
    if not citation.resolved:
        return text
    pieces: list[str] = []
    done = 0
    for start, end, target in _places(text, citation.targets):
        pieces += (text[done:start], _link(text[start:end], target, name))
        done = end
    return "".join(pieces) + text[done:]


def _places(text: str, targets: Sequence[Provision]) -> list[tuple[int, int, Provision]]:
    """The spans of the text to link: the numbers of several targets, else the whole.

    The first link starts with the text, so that it holds the statute's name. The
    inner ones of a range ("Articles 10 to 12") are not in the text and get no link.
    """
    places: list[tuple[int, int, Provision]] = []
    done = 0
    for target in targets if len(targets) > 1 else ():
        number = f"(?:{target.article}|{chinese(target.article)})"
        pattern = rf"{_HEAD}(?<![0-9{NUMERALS}]){number}(?![0-9{NUMERALS}]){_TAIL}"
        found = re.compile(pattern, re.IGNORECASE).search(text, done)
        if found is not None:
            places.append((found.start() if places else 0, found.end(), target))
            done = found.end()
    return places if len(places) > 1 else [(0, len(text), targets[0])]


def _link(text: str, target: Provision, name: Callable[[Provision], str]) -> str:
    address, title = escape(provision_url(target)), escape(name(target))
    return f'<a class="citation" href="{address}" title="{title}">{text}</a>'
