"""A provision's words that follow its number directly: 《民法典》第五百七十七条当事人一方不履行….

Nothing marks where they end. They go on to the next provision's label, to a line such as
律师解答, to a sentence that speaks to the reader, or to the end of the paragraph.
"""

import re

from ingest.citing.english_provisions import S
from ingest.citing.statute_kinds import KIND_ZH
from ingest.numerals import NUMBER
from ingest.script import HAN

Span = tuple[int, int]
MAX_RUNNING = 3_000  # characters; the longest provision has about as many
SHORTEST = 6

_NUMBERED = rf"第{{1,2}} ?{NUMBER} ?条(?:之{NUMBER})?(?: ?第 ?\(?{NUMBER}\)? ?[款项]){{0,2}}"
# Spoken of, not quoted: 第六十条规定的, 第六十条、第六十一条, 第十条并未规定.
_SPOKEN_OF = (
    r"(?: ?(?:的|之|所(?=[称列指规述])|中(?=[,的规所])|里(?=[,的规])|等(?=[规,的相有条])"
    r"|(?:也|还|则|就|已经?|又|均|都|同样|专门|明确|清楚|清晰)*地?规定(?!如下|了?[:,\n])"
    r"|(?:有关|相关)的?(?:规定|内容|条款|要求)|以及|和|与|及|或|至|到|[、,。;)》\]]|第"
    r"|(?:也|还|亦|均|都|同样)?(?:没)?有[^。,\n]{0,6}规定"
    r"|并(?:未|非|没有|不)|没有规定|不适用|虽|就是|即(?=[是为])|是(?:关于|对|指)|对[^。\n]{1,20}作))"
)
_HEADING = r"(?: ?(?:【[^】\n]{1,60}】|\[[^\]\n]{1,60}\]|\([^()\n]{2,40}\)(?=[ :])))?"
_SAYS = (
    r"(?:(?:的|中|就|也|还|亦|又|则|已|对此|明确|清楚|清晰)?(?:明确|清楚)?(?:地)?"
    r"(?:规定|指出|载明|明确|提到|写明|写道|如下|内容)(?:如下|了|为|是|道)?)"
)
# What stands between the number and the words.
_BEGINS = re.compile(
    rf"{_HEADING}(?P<says> ?{_SAYS} ?(?P<mark>[:,]))?(?P<colon> ?:)?[ \n]{{0,4}}{_HEADING} ?"
)
_WORDS_BEGIN = re.compile(rf"(?!{_SPOKEN_OF})[{HAN}(《0-9]")
# The citation itself begins a sentence, so it is a label.
_AT_SENTENCE_START = re.compile(
    r"(?:\A|[。!?;:\n\"》)>\].…】]|\A[ ]|[。!?;:\n\")][ ]"
    r"|(?:依据|规定|基础|链接|法条|如下|参考|律师解答)[:是为]? ?"
    r"|[\n。:][0-9一二三四五六七八九十]{1,3}[、.)] ?|\A[0-9一二三四五六七八九十]{1,3}[、.)] ?"
    r"|年?(?:生效|施行|实施|修[订正])?的|[①-⑳•·*-] ?)\Z"
)
_LEAD_IN = re.compile(
    r"(?:根据|依据|依照|按照|参照|遵照|适用|违反|符合|援引|因为|由于|关于|对照|结合"
    r"|[以按依据与和及在从由是有])(?:了|我国|现行|最新|新|的|国家|《?中华人民共和国)*\Z"
)
_NAME = (
    r"(?:《[^《》\n]{1,80}(?:《[^《》\n]{1,60}》[^《》\n]{0,40})?》(?:\([^()\n]{1,40}\))?"
    r"|(?!依|按|违反|根据|本|该|同|除|对|有|符合|适用|参照|前)"
    rf"[{HAN}]{{1,30}}(?:{KIND_ZH}))"
)
_LABEL_HERE = re.compile(rf"(?:《[^《》\n]{{1,80}}》 ?(?:的|中)?)?{_NUMBERED}")
_NEXT_LABEL = re.compile(
    r"(?:(?<=[。!?;:\n\"….])|(?<=[。!?;:\"….] ))(?:[0-9一二三四五六七八九十]{1,3}[、.] ?)?"
    r"(?:(?:根据|依据|依照|按照|参照|另外?,?|同时,?|此外,?|以及|并且)?(?:我国|现行)?(?=《))?"
    rf"(?:{_NAME} ?(?:的|中)?)?{_NUMBERED}(?!{_SPOKEN_OF})"
)
# 第二款规定：… behind the words of the first paragraph.
_NEXT_PARAGRAPH = re.compile(
    rf"(?<=[。!?;\"]) ?第 ?{NUMBER} ?款(?:则|也|还|又|明确)?规定(?:如下)? ?[:,]"
)
_MARKER = re.compile(
    r"(?<=[。!?;:\n\"”) ])(?:律师(?:解答|补充|分析|指导|建议|提醒|提示|解析|说法|点评|回答|观点"
    r"|认为|意见|解读|回复)|综上|综合(?:以上|上述)|(?:温馨|友情|特别)提[示醒]"
    r"|法律(?:依据|分析|解析|解读|客观|主观|链接)|相关(?:法律|法条|规定|知识|链接|阅读)"
    r"|扩展(?:资料|阅读)|拓展|延伸阅读|参考(?:资料|文献)|资料来源"
    r"|(?:以上|上述)(?:是|就是|内容|规定|法律|条文|条款|便是|即)|从(?:以上|上述|上面|这)"
    r"|由(?:此|上)(?:可|看)|可见|因此,|所以|总之|总而言之|总的来说|也就是说|换言之|简单来说"
    r"|希望|一般(?:来说|情况下,|而言)|(?:如果)?[您你]|建议|我们|小编|本案|[回问答附注][:：]"
    r"|(?:如|若|假如|要是)果?(?:还有|仍有|有(?:任何|其他|疑问|需要|问题))|说明:|针对[您你上以]"
    r"|对于[您你]|至于|需要(?:注意|说明|提醒|指出)|值得(?:注意|一提)|注意[:,]"
    r"|\((?:本文|以上|仅供|作者|来源|编辑|转载|注:|图))"
)
_TO_READER = re.compile(r"[您你咱]|小编|网友|楼主|亲[,,]|律师解答")
_SENTENCE_END = re.compile(r"[。!?;]+[\"')》]*")
_NUMERAL = "[一二三四五六七八九十0-9]"
_ITEM_LINE = re.compile(rf"\s*(?:\({_NUMERAL}{{1,3}}\)|{_NUMERAL}{{1,2}}[、.])")


def running_quote(folded: str, start: int, end: int, limit: int) -> Span | None:
    """The span of the words that follow the citation from ``start`` to ``end``, if any do.

    ``limit`` is where the paragraph ends in which they would begin.
    """
    begins = _BEGINS.match(folded, end, limit)
    first = begins.end() if begins else end
    if begins is None or not _WORDS_BEGIN.match(folded, first, limit):
        return None
    if _LABEL_HERE.match(folded, first, limit):
        return None  # the next line cites on
    if not (begins["colon"] or begins["mark"] == ":") and not _is_label(folded, start):
        return None
    last = words_end(folded, first, min(limit, first + MAX_RUNNING))
    return (first, last) if last - first >= SHORTEST else None


def _is_label(folded: str, start: int) -> bool:
    before = folded[max(0, start - 20) : start]
    return not _LEAD_IN.search(before) and _AT_SENTENCE_START.search(before) is not None


def is_item(folded: str, start: int) -> bool:
    """Whether a paragraph is an item of what stands before it: （二）…"""
    return _ITEM_LINE.match(folded, start) is not None


def words_end(folded: str, first: int, limit: int) -> int:
    """Where the provision's words end that begin at ``first``, before ``limit`` at the latest."""
    end = _line_end(folded, first, limit)
    for pattern in (_NEXT_LABEL, _NEXT_PARAGRAPH, _MARKER):
        stop = pattern.search(folded, first + 1, end)
        end = stop.start() if stop else end
    reader = _TO_READER.search(folded, first, end)
    if reader is not None:
        end = reader.start()
        sentences = [found.end() for found in _SENTENCE_END.finditer(folded, first, end)]
        end = sentences[-1] if sentences else first
    return first + len(folded[first:end].rstrip(" \n.…"))


def _line_end(folded: str, first: int, limit: int) -> int:
    """The first line break that ends a paragraph: its items on lines of their own go on."""
    at = folded.find("\n", first, limit)
    while at >= 0:
        if folded[at - 1] in "。!?:;" and not _ITEM_LINE.match(folded, at):
            return at
        at = folded.find("\n", at + 1, limit)
    return limit


# Article 10 stipulates: …, over the lines that follow; "Article 10: …" at the start of a line.
_VERB = r"(?:stipulat|provid|stat|say|read|prescrib|specif)"
_SAYS_EN = re.compile(
    rf"{S},?{S}(?:(?:clearly|also|further|expressly|explicitly){S})?"
    rf"(?:{_VERB}[a-z]{{0,4}}(?:{S}that|{S}as follows)?{S})?:\s{{0,4}}(?=[A-Z0-9(])",
    re.IGNORECASE,
)
_VERB_EN = re.compile(_VERB, re.IGNORECASE)
_STOP_EN = re.compile(
    r"\n[ \t]*(?:\n|[-*•#>]|(?:Related|To sum up|In summary|Summary|Note|Legal basis|In short"
    r"|Therefore)\b|(?:Article|Art\.) \d)",
    re.IGNORECASE,
)


def running_quote_en(folded: str, start: int, end: int, limit: int) -> Span | None:
    """The span of the words after "Article 10 stipulates:", to the end of the lines there.

    ``limit`` is where the paragraph ends in which they would begin.
    """
    says = _SAYS_EN.match(folded, end, limit)
    if says is None or not folded[says.end() : says.end() + 1].strip():
        return None
    line = folded[max(0, start - 3) : start].rpartition("\n")
    if not _VERB_EN.search(says[0]) and (line[2].strip() or not (line[1] or start < 4)):
        return None
    first = says.end()
    stop = _STOP_EN.search(folded, first, limit)
    last = min(stop.start() if stop else limit, limit, first + MAX_RUNNING)
    last = first + len(folded[first:last].rstrip())
    return (first, last) if last - first >= SHORTEST else None
