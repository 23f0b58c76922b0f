"""The top of a scraped page: where it stood on its site, and its title."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.draft import Doubt
from ingest.fields import MAX_TEXT
from ingest.lines import Line
from ingest.markers import marker
from ingest.outline import ordinal
from ingest.script import HAN_SIGN

MAX_LEVELS = 8  # a trail has fewer; a line with more separators is something else
MAX_WORDS = 30  # of a title; a Chinese one counts two characters as a word
MAX_SENTENCE = 12  # words of a title that ends with a full stop; a longer one is text

_ARROW = re.compile(r"\s*(?:>+|»|›|→|＞)\s*")
_BAR = re.compile(r"\s+\|\s+|\s*｜\s*|(?<=[\u3400-\u9fff？])_(?=[\u3400-\u9fff])")
_TAG = re.compile(r"<[A-Za-z/!]")  # its > separates nothing
_DASH = re.compile(r"\s+[-–—/·]+\s+|\s*——\s*")
_HERE = re.compile(
    r"(?:(?:you are|where you are) here|(?:your )?(?:current )?(?:location|position))\s*[:：-]\s*"
    r"|您?(?:的|现在的?|当前的?|目前的?)?(?:所在)?的?位置\s*[:：]?\s*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:(?:title|question|subject|q)|标题|题目|问题|提问|问)\s*[:：]\s*(?=\S)", re.IGNORECASE
)
# Words of a site's or a section's name, not of a question.
_SITE = re.compile(
    r"\b(?:home(?:page)?|(?:web ?)?site|portal|net(?:work)?|online|platform|cent(?:re|er)|"
    r"[ei]nquir(?:y|ies)|consult(?:ation|ing)|help|guides?|encyclopedia|wiki|forum|questions|answers|"
    r"knowledge|news|bureau|channel|topics?|faqs?)\b|q ?& ?a"
    r"|网|首页|[一-龥]站|频道|论坛|百科|问答|咨询|查询|栏目|专题|平台|中心",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:how|what|where|when|who|why|which|can|do|does|is|are|should|may|must|will)\b"
    r"|.{0,60}(?:怎么|如何|怎样|什么|哪里|哪些|哪儿|多少|[吗？?]\Z|是否|能否|为何|何时)",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"[.!;]\s+\S|[。！；]\S")  # it ends inside: this is text
_CUT_SHORT = re.compile(r"(?:\.{2,}|…+)\s*\Z")
_NOT_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the top lines say, and how many lines they are."""

    title: str = ""
    breadcrumb: tuple[str, ...] = ()
    lines: int = 0
    dropped: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def masthead(lines: Sequence[Line]) -> Masthead:
    """Read the top of the page; the title is empty where there is none to be seen."""
    found = _trail(lines) or _title(lines)
    at, dropped = found.lines, list(found.dropped)
    while found.title and at < len(lines) and _repeats(lines[at].text, found.title):
        dropped.append(lines[at].text)
        at += 1
    return replace(found, lines=at, dropped=tuple(text for text in dropped if text))


def asks(text: str) -> bool:
    """Whether it is a question, by its last sign or its words."""
    return text.endswith(("?", "？")) or _ASKS.match(text) is not None


def _trail(lines: Sequence[Line]) -> Masthead | None:
    """The page's place: "Site - Section - Title", "Home > Section", with the title or without."""
    if not lines or len(lines[0].text) > 3 * MAX_TEXT:
        return None
    here = _HERE.match(lines[0].text)
    trail = lines[0].text[here.end() :] if here else lines[0].text
    dropped = (lines[0].text[: here.end()].strip(),) if here else ()
    gaps, sure = _gaps(trail)
    starts, ends = [0, *(gap.end() for gap in gaps)], [*(gap.start() for gap in gaps), len(trail)]
    parts = [trail[start:end] for start, end in zip(starts, ends, strict=True)]
    fits = all(0 < len(part) <= MAX_TEXT for part in parts) and len(parts) <= MAX_LEVELS
    if not fits or not (gaps or here):
        return None
    below = _unlabelled(lines[1].text) if len(lines) > 1 else ""
    below = below if len(below) <= MAX_TEXT else ""

    # The title stands again below: then it is certain where the trail ends.
    key = _key(below)
    for n in range(1, len(parts)):
        if _same(trail[starts[n] :], key):
            again = (*dropped, trail[starts[n] :])
            return Masthead(below, tuple(parts[:n]), 2, again)
        if _same(trail[: ends[n - 1]], key):  # "Title_Section_Site", as browser tabs have it
            again = (*dropped, trail[: ends[n - 1]])
            return Masthead(below, tuple(reversed(parts[n:])), 2, again)
    if key and key == _key(trail):
        return None  # a title with dashes in it, twice

    sure = sure or here is not None
    place = sure or len(parts) > 2 or bool(_SITE.search(parts[0]))
    if len(lines) > 2 and place and _is_title(below) and asks(below) >= asks(parts[-1]):
        message = f"read the first line as the place of the page and {below!r} as its title"
        doubts = () if asks(below) else (Doubt(line=lines[1].number, message=message),)
        return Masthead(below, tuple(parts), 2, dropped, doubts)
    return _title_in_trail(lines[0], trail, parts, starts, dropped, sure)


def _title_in_trail(
    line: Line,
    trail: str,
    parts: Sequence[str],
    starts: Sequence[int],
    dropped: tuple[str, ...],
    sure: bool,
) -> Masthead | None:
    """The title stands in the trail only: its last part, or the first if that one asks."""
    n = len(parts) - 1
    while n > 1 and parts[n][0].islower():  # a title's own dash; a place begins with a capital
        n -= 1
    if n < 1 or parts[n][0].islower():
        return None
    title, crumbs = trail[starts[n] :], tuple(parts[:n])
    if len(title) > MAX_TEXT:
        return None
    if asks(parts[0]) and not asks(title) and (n > 1 or _SITE.search(parts[-1])):
        title, crumbs = parts[0], tuple(reversed(parts[1:]))
    elif sure or n > 1:
        return Masthead(title, crumbs, 1, dropped)
    elif not (_SITE.search(parts[0]) or asks(title) > asks(parts[0])) or len(_key(title)) < 4:
        return None
    message = f"read {' - '.join(crumbs)!r} as the place of the page and {title!r} as its title"
    return Masthead(title, crumbs, 1, dropped, (Doubt(line=line.number, message=message),))


def _gaps(trail: str) -> tuple[list[re.Match[str]], bool]:
    """The separators of a trail, and whether only a trail has such ones."""
    for pattern in (_ARROW, _BAR, _DASH):
        gaps = [] if pattern is _ARROW and _TAG.search(trail) else list(pattern.finditer(trail))
        if gaps:
            return gaps, pattern is _ARROW
    return [], False


def _title(lines: Sequence[Line]) -> Masthead:
    """The first line as a title, unless it is text."""
    first = lines[0] if lines else Line(1, "")
    text = _unlabelled(first.text)
    label = first.text.removesuffix(text).strip()
    dropped = (label,) if label else ()
    twice = len(lines) > 1 and _repeats(lines[1].text, text)
    counts = ordinal(text) is not None
    if 0 < len(text) <= MAX_TEXT and (twice or (len(lines) > 1 and _is_title(text) and not counts)):
        return Masthead(text, (), 1, dropped)
    question = text.endswith(("?", "？")) and len(text) <= MAX_TEXT
    sentence = _words(text) <= MAX_SENTENCE and _is_title(text.rstrip(".。"))
    if len(lines) > 1 and (sentence or question) and not counts:
        doubt = Doubt(line=first.number, message=f"read {text!r} as the title")
        return Masthead(text, (), 1, dropped, (doubt,))
    return Masthead(doubts=(Doubt(line=first.number, message="no title found"),))


def _is_title(text: str) -> bool:
    """Whether the line may be a title: short, one sentence, and no marker of a part."""
    return (
        0 < len(text) <= MAX_TEXT
        and _words(text) <= MAX_WORDS
        and not text.endswith((".", "。", ":", "：", ",", "，", ";", "；", "、"))
        and not _SENTENCES.search(text)
        and marker(text) is None
        and ordinal(text) is None
    )


def _words(text: str) -> int:
    return len(text.split()) + len(HAN_SIGN.findall(text)) // 2


def _unlabelled(text: str) -> str:
    label = _LABEL.match(text)
    return text[label.end() :] if label else text


def _key(text: str) -> str:
    """What two writings of one title share: letters and digits."""
    return _NOT_LETTERS.sub("", text[: 3 * MAX_TEXT]).casefold()


def _repeats(text: str, title: str) -> bool:
    return text == title or (bool(_key(title)) and _key(text) == _key(title))


def _same(part: str, key: str) -> bool:
    """Whether the part is the title of this key, in full or cut short with dots."""
    own = _key(part)
    cut = len(own) > 9 and key.startswith(own) and _CUT_SHORT.search(part) is not None
    return bool(own) and (own == key or cut)
