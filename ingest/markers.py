"""The words that name a part of an article: "To sum up", "Legal basis", 相关文章."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ingest.numerals import fold

MAX_WORDS = 60  # characters of a marker; more is a sentence


class Part(StrEnum):
    """What a marker announces. ``ANSWER`` and ``FURTHER`` are ordinary text."""

    STEPS = "steps"
    SUMMARY = "summary"
    BASIS = "basis"
    ANSWER = "answer"
    FURTHER = "further"
    RELATED = "related"
    AROUND = "around"  # "Previous article: …": navigation


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker at the start of a line, its words as written, and what follows it there.

    ``loose`` is a marker that only a comma sets off: part of a sentence, too.
    """

    part: Part
    words: str
    rest: str = ""
    loose: bool = False


# As they were met in scraped pages (many are machine translations of 法律主观, 法律客观,
# 法律分析, 扩展资料) and as editors write them. Each is a whole heading, case folded.
_WORDS = {
    Part.STEPS: (
        r"(?:the |specific |detailed )*(?:steps|procedures?|process)",
        r"steps? (?:to (?:take|follow)|by steps?|in detail)|step-by-step(?: guide)?",
        r"(?:the )?(?:application|registration|payment|claims?|handling|enrolment|enrollment|"
        r"transfer|refund|appeals?|operation|processing|inquiry|query|specific|main) "
        r"(?:steps|procedures?|process|method and steps)",
        r"what (?:you (?:need|have) )?to do|how to (?:apply|do it|proceed|handle it)",
        r"methods?/steps?",
        r"(?:具体|办理|操作|申请|申领|缴费|参保|登记|转移|报销|领取|查询|线上|线下|网上|详细|主要)*"
        r"(?:步骤|流程|程序|方法步骤|步骤流程|流程步骤)",
        r"(?:怎么|如何|怎样)(?:办理?|申请|操作)",
    ),
    Part.SUMMARY: (
        r"to (?:sum up|summari[sz]e|conclude)|summing up|in (?:short|summary|conclusion|brief|sum)",
        r"summary|conclusions?|in (?:a|one) word|all in all|on the whole|generally speaking",
        r"overall|summary and conclusion|the (?:short answer|bottom line)",
        r"(?:最后)?总结(?:一下|来说|起来|而言)?|小结|总之|综上(?:所述)?|总而言之|总的来[说看]",
        r"总体(?:来说|而言|上)|概括(?:来说|起来|地说)|简而言之|简言之|一句话总结|结语|结论|归纳(?:起来)?",
    ),
    Part.BASIS: (
        r"(?:the )?legal bas[ei]s(?: (?:and|for|of|in) .{1,40})?",
        r"(?:the )?(?:legal objectiv(?:es?|ity)(?: ?\(s\))?|law is objective|objective law)",
        r"(?:the )?legal (?:grounds?|provisions?|references?|sources?|authority|foundations?)",
        r"(?:the )?(?:statutory|law|policy|regulatory) basis|basis in law",
        r"(?:the )?(?:relevant|related|applicable) (?:laws?(?: and regulations)?|"
        r"legal (?:basis|provisions?)|provisions|regulations|statutes)",
        r"laws? and regulations",
        r"(?:相关)?(?:法律|法规|政策|法条|法律法规)依据|(?:相关)?法律(?:客观|规定|条文|法规)",
        r"(?:相关|参考|引用)(?:法条|法规|法律|条文)(?:链接|参考)?|法条(?:链接|参考)?",
    ),
    Part.ANSWER: (
        r"(?:the )?legal (?:subjectiv(?:es?|ity)(?: ?\(s\))?|analysis|opinion|advice)",
        r"(?:the )?law is subjective|(?:the )?lawyers?'?s? (?:answers?|analysis|reply|opinion)",
        r"(?:the )?(?:best )?answers?|analysis of the case",
        r"法律(?:主观|分析|解析|解答|意见)|律师(?:解答|分析|解析|回答|回复|意见|建议)",
        r"(?:最佳|网友|专业)?(?:回答|解答|答案)|答|案情分析",
    ),
    Part.FURTHER: (
        r"(?:extended|expanded|extension|additional|supplementary|further) "
        r"(?:data|information|materials?|knowledge|notes?)",
        r"(?:扩展|拓展|延伸|补充)(?:资料|知识|内容|信息|说明)|知识(?:扩展|拓展)|相关(?:知识|资料)",
    ),
    Part.RELATED: (
        r"related (?:articles?|questions?|q ?(?:&|and|/) ?as?(?: ?\(s\))?|readings?|links?|topics?|"
        r"posts?|contents?|pages?|guides?|recommendations?|news|titles?|entries|searches|answers|"
        r"questions? and answers?|information|consultations?|inquir(?:y|ies))",
        r"see also|read (?:more|also|next)|(?:further|extended|recommended|more|suggested) "
        r"(?:readings?|articles|questions|links)",
        r"(?:you (?:may|might) |people |others )also (?:like|ask(?:ed)?|read|be interested in)",
        r"(?:similar|hot|popular|more) (?:questions?|articles?|topics?|posts?)",
        r"(?:相关|类似|热门|更多|推荐|最新|其他|其它|同类|延伸|扩展|拓展|关联|猜你喜欢的?)的?"
        r"(?:文章|问题|问答|阅读|推荐|链接|资讯|内容|咨询|标题|话题|搜索|帖子)",
        r"(?:猜你|您?可能|你可能|大家)(?:也|还|都)?(?:喜欢|想看|想了解|想知道|感兴趣|在看|在问|关心)",
    ),
    Part.AROUND: (
        r"(?:the )?(?:previous|next|prev) (?:article|page|post|question|one)",
        r"[上下]一[篇页条个](?:文章|问题)?",
    ),
}
_PARTS = tuple((part, re.compile("|".join(words))) for part, words in _WORDS.items())
_DRESS = "[]【】()*#=<>《》\"' -—·•~|{}"  # what a page puts around a marker
_COUNT = re.compile(r"\s*\(\d{1,4}\)?$")  # "Related articles (10)"
_OPENED = re.compile(r"[\[【]{1,3}\s*([^\[\]【】]{2,40}?)\s*[\]】]{1,3}\s*[:.]?\s*")
_COLON = re.compile(r"([^:]{2,60}):\s*")
_COMMA = re.compile(r"([^,]{2,30}),\s*")


@lru_cache(maxsize=2_000)
def named(text: str) -> Part | None:
    """What the text names, if it is a marker and nothing else; dress and colon don't count."""
    if len(text) > MAX_WORDS + 20:
        return None
    words = " ".join(fold(text).casefold().split()).strip(_DRESS).rstrip(" :.;,。、-—")
    words = _COUNT.sub("", words).strip(_DRESS)
    if 1 <= len(words) <= MAX_WORDS:
        for candidate in (words, f"{words})"):  # "Legal Objective(s" lost its bracket as dress
            for part, pattern in _PARTS:
                if pattern.fullmatch(candidate):
                    return part
    return None


def marker(line: str) -> Marker | None:
    """The marker that a line is or starts with: "Legal basis: …", "【法律依据】…"."""
    alone = named(line)
    if alone is not None:
        return Marker(alone, _undressed(line))
    for opening in _openings(line):
        part = named(opening[1])
        if part is None or part is Part.STEPS:  # "Steps: 1. … 2. …" is left as it is
            continue
        words, rest = _undressed(line[: opening.end(1)]), line[opening.end() :]
        if opening.re is not _COMMA:
            return Marker(part, words, rest)
        if part is Part.SUMMARY:
            return Marker(part, words, rest, loose=True)
    return None


def _openings(line: str) -> Iterator[re.Match[str]]:
    """Where a marker may end: at a bracket, a colon, a comma. Offsets are the line's own."""
    start = fold(line[: 2 * MAX_WORDS])
    for pattern in (_OPENED, _COLON, _COMMA):
        found = pattern.match(start)
        if found is not None:
            yield found


def _undressed(text: str) -> str:
    """The marker's words for a heading: no brackets, no colon, a capital first."""
    words = " ".join(text.split()).strip(_DRESS + "：（）“”").rstrip(" :：.;,，。、")
    if words.count("(") > words.count(")"):
        words += ")"
    return words[:1].upper() + words[1:]
