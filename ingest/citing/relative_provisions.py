"""Provisions named from where one reads: 前款, 前两条, 本条第三款, "the preceding paragraph".

They mean something only inside a provision's words: in a quotation, or in a statute.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.citing.chinese_provisions import pinpoints_after
from ingest.citing.english_provisions import S
from ingest.numerals import NUMBER, number

_FEW = "[一二三四五六七八九十2-9]"
_HEAD_ZH = re.compile(
    rf"(?<![目以提之此事年日月天面空从先生当跟眼])前(?P<count>{_FEW})?(?P<level>[条款项])"
    r"(?![件例幅线路目数式级额])"
    r"|(?<![根原日资])本(?P<own>[条款])(?![件例幅线路目数式约款项])"
    rf"|(?<![线以路网马史会晚])上(?P<count_above>{_FEW})?(?P<above>[条款])(?=所|的?规定)"
)
# 第一款 without an article is this one's; 第三项 goes on from the last one named.
_BARE_ZH = re.compile(rf"(?<!作为)(?=第 ?\(? ?{NUMBER} ?\)? ?(?P<level>[款项])(?!目))")
_SPOKEN_ZH = re.compile("的?规定|所[列称指]")
_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5}
_HEAD_EN = re.compile(
    rf"\b(?:the{S})?(?:preceding|foregoing|previous|above|last){S}"
    rf"(?:(?P<count>two|three|four|five|[2-5]){S})?(?P<level>articles?|paragraphs?)\b"
    rf"|\bthis{S}(?P<own>article|paragraph)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Relative:
    """A span that names provisions seen from the one in which it stands.

    ``level`` is ``article``, ``paragraph``, ``item`` or, where only a citation before it can tell,
    ``same``. ``back`` says how many before this one
    are meant (0: this one itself), ``tails`` are the pinpoints behind it: of 前款第（二）项 it
    is ``item-2``. ``sure`` is False for words that mean something else outside a provision.
    """

    start: int
    end: int
    level: str
    back: int
    tails: tuple[str, ...] = ()
    sure: bool = True
    bare: bool = False  # 第三项, without a word such as 前款 before it

    def after(self, last: "Relative") -> "Relative":
        """What 第三项 or 第二款 by itself means behind another one: 前款第一项, 前条第一款."""
        if self.level == "same":
            return replace(self, level=last.level, back=last.back)
        return replace(self, back=last.back) if last.level == "article" else self

    def numbers(self, article: str, paragraph: int = 0) -> tuple[str, ...]:
        """The provisions meant, read in this article and, if it is known, this paragraph."""
        if self.level == "article" and self.back:
            return self._articles_before(article)
        if self.level == "article" or not paragraph or paragraph <= self.back:
            # The article is known, and that is all: its paragraphs are not told apart here.
            first_paragraph = self.level == "paragraph" and paragraph and self.back >= paragraph
            return () if first_paragraph else self._with_tails(article)
        if self.level == "item":
            return (f"{article}/para-{paragraph}",)
        if not self.back:
            return self._with_tails(f"{article}/para-{paragraph}")
        meant = [f"{article}/para-{paragraph - n}" for n in range(self.back, 0, -1)]
        return self._with_tails(meant[0]) if len(meant) == 1 else tuple(meant)

    def _articles_before(self, article: str) -> tuple[str, ...]:
        head, _, inserted = article.partition("-")
        this = int(head) + (1 if inserted == "1" else 0)
        if inserted not in ("", "1"):
            head, this = f"{head}-", int(inserted)
        else:
            head = ""
        meant = [f"{head}{this - n}" for n in range(self.back, 0, -1) if this - n > 0]
        if len(meant) != self.back:
            return ()
        return self._with_tails(meant[0]) if len(meant) == 1 else tuple(meant)

    def _with_tails(self, whole: str) -> tuple[str, ...]:
        return tuple(f"{whole}/{tail}" for tail in self.tails) or (whole,)


def relatives(folded: str) -> Iterator[Relative]:
    """All of them in the folded text, in order."""
    found = [_chinese(folded, head) for head in _HEAD_ZH.finditer(folded)]
    found += [_bare(folded, head) for head in _BARE_ZH.finditer(folded)]
    found += [_english(head) for head in _HEAD_EN.finditer(folded)]
    yield from sorted(found, key=lambda relative: relative.start)


_LEVELS: dict[str, str] = {"条": "article", "款": "paragraph", "项": "item"}


def _chinese(folded: str, head: re.Match[str]) -> Relative:
    level = _LEVELS[head["level"] or head["own"] or head["above"]]
    count = head["count"] or head["count_above"]
    back = 0 if head["own"] else (number(count) or 1) if count else 1
    tails, end = pinpoints_after(folded, head.end())
    sure = back > 0 and _SPOKEN_ZH.match(folded, end) is not None
    return Relative(head.start(), end, level, back, tails, sure)


def _bare(folded: str, head: re.Match[str]) -> Relative:
    tails, end = pinpoints_after(folded, head.start())
    level = "article" if head["level"] == "款" else "same"
    return Relative(
        head.start(), max(end, head.start() + 1), level, 0, tails, sure=False, bare=True
    )


def _english(head: re.Match[str]) -> Relative:
    level = (head["level"] or head["own"]).casefold().rstrip("s")
    count = (head["count"] or "").casefold()
    back = 0 if head["own"] else _WORDS.get(count) or (int(count) if count else 1)
    return Relative(*head.span(), level, back, sure="Art" in head[0] and back > 0)
