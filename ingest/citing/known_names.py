"""The register's names, found in running text: short names need no brackets then."""

import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from functools import lru_cache

from ingest.numerals import fold
from ingest.script import HAN, HAN_SIGN

Span = tuple[int, int]

# People's is one word, Law's is not.
WORD = re.compile(
    r"[A-Za-z0-9]+(?:(?<![Ll][Aa][Ww])(?<![Aa][Cc][Tt])(?<![Cc][Oo][Dd][Ee])'[A-Za-z]+)?"
)
_PRC_ZH = "中华人民共和国"
_PRC_EN = re.compile(r" of the people's republic of china$", re.IGNORECASE)

# Verbs and the like that stand right before a statute's name: 超出社会保险法第十条的范围.
VERBS = [
    "根据",
    "遵照",
    "参照",
    "适用",
    "违反",
    "符合",
    "履行",
    "实施",
    "触犯",
    "构成",
    "包括",
    "遵守",
    "超过",
    "对于",
    "达到",
    "主张",
    "认定",
    "认为",
    "删去",
    "参见",
    "详见",
    "确定",
    "考虑",
    "没有",
    "影响",
    "有无",
    "比照",
    "执行",
    "援引",
    "引用",
    "所称",
    "结合",
    "属于",
    "指定",
    "具备",
    "行使",
    "承担",
    "支付",
    "超出",
    "高于",
    "低于",
    "等于",
    "提交",
    "采取",
    "享有",
    "计算",
    "收到",
    "落入",
    "保存",
    "处分",
    "知道",
    "请求",
    "提出",
    "提起",
    "具有",
    "存在",
    "基于",
    "鉴于",
    "出售",
    "隐瞒",
    "取得",
    "办理",
    "受理",
    "审理",
    "从事",
    "引进",
    "邮寄",
    "界定",
    "产生",
    "计入",
    "规避",
    "看",
    "查",
    "通过",
    "引发",
    "涉及",
    "修改",
    "制定",
    "颁布",
    "公布",
    "施行",
    "废止",
    "学习",
    "宣传",
    "了解",
    "视同",
    "赔偿",
    "提供",
    "拨付",
    "告知",
    "藏匿",
    "虚开",
    "制造",
    "均有",
    "且无",
    "尽到",
    "支出",
    "将其",
    "按其",
]
# What may stand before a short Chinese name that has no brackets. Anything else could be the
# front of a longer name: 合同法 must not be found in 劳动合同法.
_BEFORE = re.compile(
    rf"(?:\A|[^{HAN}]|{_PRC_ZH}|我国|中国|现行|国家|修[正改订]后|{'|'.join(VERBS)}"
    r"|[和与及或者的按照据依由从为对以是在违用查给让将把如即若因了有除犯就但指受被])\Z"
)
# What makes it another statute's name: 劳动法实施条例, 民法典司法解释, 刑法修正案（七）.
_AFTER = re.compile(
    r"\(?(?:试行|实施(?:细则|条例|办法|规定|意见|若干)|司法解释|的?解释|若干|修正案|草案|释义)"
)
_ABBREVIATION = re.compile(r"[A-Z]{2,6}")
_SPELLING = {"labor": "labour", "program": "programme"}


class _Trie:
    """Finds the longest known sequence that starts at a place."""

    def __init__(self) -> None:
        self._next: dict[Hashable, _Trie] = {}
        self._ends = False

    def add(self, sequence: Sequence[str]) -> None:
        node = self
        for key in sequence:
            node = node._next.setdefault(key, _Trie())
        node._ends = True

    def __contains__(self, key: Hashable) -> bool:
        """Whether a known sequence begins so."""
        return key in self._next

    def longest(self, sequence: Iterable[str], start: int) -> int:
        """The end of the longest known sequence at ``start``; ``start`` where there is none.

        ``sequence`` are the keys from there on.
        """
        node, end = self, start
        for at, key in enumerate(sequence, start + 1):
            following = node._next.get(key)
            if following is None:
                break
            node = following
            if node._ends:
                end = at
        return end


class KnownNames:
    """Finds given names in folded text: letter case aside, but abbreviations as they are."""

    def __init__(self, names: Collection[str]) -> None:
        self._words, self._characters = _Trie(), _Trie()
        self._abbreviations: set[str] = set()
        fronts: set[str] = set()
        for name in filter(None, (fold(name).strip() for name in names)):
            if _ABBREVIATION.fullmatch(name):
                self._abbreviations.add(name)
            elif HAN_SIGN.search(name):
                for form in {name, name.removeprefix(_PRC_ZH)} - {""}:
                    self._characters.add(form)
                    fronts.add(form[:2])
            else:
                for form in (name, _PRC_EN.sub("", name)):
                    self._words.add([_word(word) for word in WORD.findall(form)])

        self._most = max(map(len, names), default=0)
        # Most places in a text can be ruled out by two characters, at the speed of a pattern.
        first = "".join(re.escape(c) for c in sorted({front[0] for front in fronts}))
        second = "".join(re.escape(c) for c in sorted({front[1:] for front in fronts}))
        self._fronts = re.compile(f"[{first}](?=[{second}])" if second else r"(?!)")

    def spans(self, text: str, words: Sequence[re.Match[str]]) -> Iterator[Span]:
        """Where the names stand in the folded text; ``words`` are its ``WORD`` matches."""
        yield from (word.span() for word in words if word[0] in self._abbreviations)
        yield from self._english(text, words)
        yield from self._chinese(text)

    def _english(self, text: str, words: Sequence[re.Match[str]]) -> Iterator[Span]:
        keys = [_SPELLING.get(key, key) for key in [word[0].casefold() for word in words]]
        done = 0
        for at, key in enumerate(keys):
            if at < done or key not in self._words:
                continue
            end = self._words.longest(_adjacent_keys(text, words, keys, at), at)
            if end > at:
                yield words[at].start(), words[end - 1].end()
                done = end

    def _chinese(self, text: str) -> Iterator[Span]:
        done = 0
        for front in self._fronts.finditer(text):
            at = front.start()
            if at < done:
                continue
            end = self._characters.longest(text[at : at + self._most], at)
            if (
                end > at
                and _BEFORE.search(text, max(0, at - 7), at)
                and not _AFTER.match(text, end)
            ):
                yield at, end
                done = end


def adjacent(text: str, word: re.Match[str], following: re.Match[str]) -> bool:
    """Whether nothing but a space, a line break or a hyphen stands between two words."""
    between = text[word.end() : following.start()]
    return len(between) <= 3 and between.strip(" -") in ("", "\n")


def _adjacent_keys(
    text: str, words: Sequence[re.Match[str]], keys: Sequence[str], at: int
) -> Iterator[str]:
    """The keys of the words from ``at`` on, up to a gap that no name may bridge."""
    yield keys[at]
    for n in range(at + 1, len(keys)):
        if not adjacent(text, words[n - 1], words[n]):
            return
        yield keys[n]


def _word(word: str) -> str:
    folded = word.casefold()
    return _SPELLING.get(folded, folded)


@lru_cache(maxsize=8)
def known_names(names: frozenset[str]) -> KnownNames:
    """The finder for these names; building one takes longer than reading an article."""
    return KnownNames(names)
