"""Provision numbers as Chinese texts write them: 第十条第二款第（三）项、第十一条至第十三条."""

import re
from collections.abc import Iterator

from ingest.citing.citation_grammar import MAX_PARTS, Numbers, article_number, pinpoint, through
from ingest.numerals import NUMBER

_N = rf"\(? ?{NUMBER} ?\)?"
_LIST = r"(?: ?(?:、|,|和|与|及|或) ?(?:第 ?)?)"
_TO = r" ?(?:至|到|-|~) ?(?:第 ?)?"

# 第十条, 第５８、60条, 第十至十二条, 第二百七十四条之一; a doubled 第 is a common slip.
_ARTICLE = re.compile(
    rf"第{{1,2}} ?(?P<ns>{NUMBER}(?:(?:{_LIST}|{_TO}){NUMBER}){{0,30}}) ?条"
    rf"(?:之(?P<inserted>{NUMBER}))?"
)
_NEXT_ARTICLE = re.compile(_ARTICLE.pattern.replace("第{1,2} ?", "第? ?", 1))
BARE_HEAD = re.compile(
    rf" ?(?P<ns>[0-9]{{1,4}}|(?=.[^条]){NUMBER}) ?条(?:之(?P<inserted>{NUMBER}))?"
)
# 第（二）、（三）项, （二）（三）项: 第 may be lacking before a bracket.
_BRACKETED = rf"\( ?{NUMBER} ?\)"
_PARAGRAPH = re.compile(
    rf" ?(?:第 ?|(?=\())(?P<ns>{_N}(?:(?:{_LIST}|{_TO}){_N}|{_BRACKETED}){{0,20}}) ?款"
)
_ITEM = re.compile(_PARAGRAPH.pattern.replace("款", "项"))
_SEPARATOR = re.compile(r"(?P<to> ?(?:至|到|-|~) ?)| ?(?:、|,|;|以及|和|与|及|或者|或) ?")
_ENTRY = re.compile(rf"(?P<to>{_TO})?\(? ?(?P<n>{NUMBER})")
_INSERTED = re.compile("[0-9]{1,4}-[0-9]{1,2}")

# 第三条路, 第一条建议: what is counted here is no provision.
_COUNTED = re.compile(
    r"(?:路|线|河|街|腿|鱼|狗|船|命|道|消息|建议|理由|途径|渠道|评论|回复|微信|短信|新闻|轨道|跑道"
    r"|裤|生产线|经验|原则|措施|办法|意见|链接|信息|记录|内容)"
)
HEAD = re.compile("第")


def read(folded: str, at: int, *, after_name: bool = False) -> Numbers | None:
    """The provisions that start at ``at``; ``after_name`` allows 60条 without 第."""
    head = _ARTICLE.match(folded, at)
    if head is None and after_name:
        head = BARE_HEAD.match(folded, at)
    if head is None:
        return None
    parts = _Parts()
    if not parts.article(head["ns"], head["inserted"], reach=False):
        return None
    sure = _COUNTED.match(folded, head.end()) is None
    end = _list_end(parts, folded, head.end())
    return Numbers(head.start(), end, tuple(dict.fromkeys(parts.numbers)), sure)


def pinpoints_after(folded: str, at: int) -> tuple[tuple[str, ...], int]:
    """The pinpoints of 前款第（二）、（四）项, and where they end; none where none follow."""
    parts = _Parts()
    parts.article("1", None, reach=False)  # any article: what is read stands inside it
    end = _list_end(parts, folded, at, articles=False)
    tails = (number.partition("/")[2] for number in dict.fromkeys(parts.numbers))
    return tuple(filter(None, tails)), end


def _list_end(parts: "_Parts", folded: str, at: int, *, articles: bool = True) -> int:
    """Read the pinpoints and the further entries of a list; returns where it ends."""
    end = parts.pinpoints(folded, at)
    for _ in range(MAX_PARTS if articles or end > at else 0):
        separator = _SEPARATOR.match(folded, end)
        if separator is None:
            break
        reach = bool(separator["to"])
        following = parts.following(folded, separator.end(), reach=reach, articles=articles)
        if following == separator.end():
            break
        end = following
    return end


class _Parts:
    """Provision numbers while they are read; a pinpoint refines what stands before it."""

    def __init__(self) -> None:
        self.numbers: list[str] = []
        self._article = self._paragraph = ""

    def article(self, ns: str, inserted: str | None, *, reach: bool) -> bool:
        """Add 十、十一 of 第十、十一条; False where a number is none. ``reach``: up to it."""
        entries = list(_entries(ns))
        if _INSERTED.fullmatch(ns) and not inserted:
            first, second = ns.split("-")
            if int(second) < int(first):  # 第274-1条, while 第10-12条 is a range
                entries, inserted = [(first, False)], second
        made: list[tuple[str, bool]] = []
        for n, (text, to) in enumerate(entries):
            value = article_number(text, inserted if n == len(entries) - 1 else None)
            if value is None:
                return False
            made.append((value, to or (reach and n == 0)))
        for value, to in made:
            self._add(value, to)
        self._article, self._paragraph = made[-1][0], ""
        return True

    def pinpoints(self, folded: str, at: int) -> int:
        """Read 第二款第（三）项 right after an article or paragraph; returns where it ends."""
        paragraph = _PARAGRAPH.match(folded, at)
        if paragraph is not None and self._paragraphs(paragraph["ns"], refine=True):
            at = paragraph.end()
        item = _ITEM.match(folded, at)
        if item is not None and self._items(item["ns"], refine=True):
            at = item.end()
        return at

    def following(self, folded: str, at: int, *, reach: bool, articles: bool = True) -> int:
        """Read the next entry of a list; returns where it ends, ``at`` where there is none."""
        item = _ITEM.match(folded, at)
        if item is not None and self._items(item["ns"], refine=False, reach=reach):
            return item.end()
        paragraph = _PARAGRAPH.match(folded, at)
        whole = not reach and self.numbers[-1] == self._article  # 第十条，第一款
        if paragraph is not None and self._paragraphs(paragraph["ns"], refine=whole, reach=reach):
            return self.pinpoints(folded, paragraph.end())
        article = _NEXT_ARTICLE.match(folded, at) if articles else None
        if article is None or (not article[0].startswith("第") and not self._goes_on(article)):
            return at
        if not self.article(article["ns"], article["inserted"], reach=reach):
            return at
        return self.pinpoints(folded, article.end())

    def _goes_on(self, article: re.Match[str]) -> bool:
        """Without 第 it must count on: 第五十八条和六十条, but not 第五十八条和三条建议."""
        value = article_number(article["ns"]) or ""
        return value.isdecimal() and int(value) > int(self._article.partition("-")[0])

    def _paragraphs(self, ns: str, *, refine: bool, reach: bool = False) -> bool:
        tails = self._tails("para", self._article, ns, refine=refine, reach=reach)
        self._paragraph = tails or self._paragraph
        return bool(tails)

    def _items(self, ns: str, *, refine: bool, reach: bool = False) -> bool:
        inside = "/".join(filter(None, (self._article, self._paragraph)))
        return bool(self._tails("item", inside, ns, refine=refine, reach=reach))

    def _tails(self, level: str, inside: str, ns: str, *, refine: bool, reach: bool) -> str:
        """Add the pinpoints; returns the last one, or nothing where a number is none."""
        made = [(pinpoint(level, text), to) for text, to in _entries(ns)]
        if any(tail is None for tail, _ in made):
            return ""
        if refine:
            self.numbers.pop()
        for n, (tail, to) in enumerate(made):
            self._add(f"{inside}/{tail}", to or (reach and n == 0))
        return made[-1][0] or ""

    def _add(self, value: str, reach: bool) -> None:
        self.numbers += through(self.numbers[-1], value) if reach and self.numbers else (value,)


def _entries(ns: str) -> Iterator[tuple[str, bool]]:
    """The numbers of 一、二 or 十至十二, each with whether the range before it ends there."""
    for entry in _ENTRY.finditer(ns):
        yield entry["n"], bool(entry["to"])
