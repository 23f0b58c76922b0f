"""A line of a legal basis: does it name a statute, a provision, or is it the provision's words?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.numerals import HAN_NUMERALS, fold
from ingest.outline import ordinal

MAX_NAME = 160  # characters of a statute's name with all its dress
_NEAR = 240  # as far into a line as a provision may stand that the line is about

_NUMBER = r"[0-9]{1,4}(?:-[0-9]{1,2})?(?:\s?\([0-9]{1,2}\))*"
_ARTICLE = rf"art(?:icles?|\.)\s?{_NUMBER}"
_PINPOINT = (
    r"(?:,?\s?(?:paragraph|para\.?|item|section|clause|sub-?paragraph)s?\s?\(?[0-9]{1,2}\)?,?)"
)
_PROVISION = re.compile(
    rf"\b{_ARTICLE}(?:\s?(?:,|and|to|-|&|,\s?and)\s?(?:art(?:icles?|\.)\s?)?{_NUMBER}(?![0-9%.]))*"
    rf"{_PINPOINT}*",
    re.IGNORECASE,
)
_PROVISION_ZH = re.compile(
    rf"第\s?[{HAN_NUMERALS}0-9]{{1,9}}\s?条(?:之[{HAN_NUMERALS}]{{1,2}})?(?:第?\s?[{HAN_NUMERALS}0-9]{{1,3}}\s?款)?"
    rf"(?:第?\s?\(?[{HAN_NUMERALS}0-9]{{1,3}}\)?\s?项)?"
    rf"(?:[、和及与]第[{HAN_NUMERALS}0-9]{{1,9}}条(?:第[{HAN_NUMERALS}0-9]{{1,3}}款)?)*"
)
_LED_IN = re.compile(
    r"(?:(?:law )?(?:according to|in accordance with|pursuant to|under|as \w{8,10} in|see)\s"
    r"|根据|依照|按照|依据)\s?(?:the )?(?:relevant )?(?:provisions? of )?",
    re.IGNORECASE,
)
_PINPOINT_BEFORE = re.compile(
    r"(?:the )?(?:(?:first|second|third|fourth|fifth) paragraph of |(?:paragraph|item)s? "
    r"\(?[0-9]{1,2}\)? of |the provisions of )*(?:the )?",
    re.IGNORECASE,
)
_OF = re.compile(r"\s?,?\s(?:of|in)\s(?!th(?:is|ese)\b)", re.IGNORECASE)
_SAYS = re.compile(
    r"\s?(?:(?:also|clearly|further|expressly|respectively) )?(?:stipulate[sd]?|provide[sd]|states|"
    r"stated|prescribe[sd]?|specif(?:y|ies|ied)|regulate[sd]|reads?|says|said|requires)\b"
    r"(?: as follows| that)?|\s?,?\s?(?:明确|也|还)?(?:规定|指出|载明)(?:了|如下)?",
    re.IGNORECASE,
)
_SAYS_LAST = re.compile(rf"(?:{_SAYS.pattern})\s?[:.]?\Z", re.IGNORECASE)
_STARS = re.compile(r"\s?(?:\*\s?){2,5}")
_DELIMITER = re.compile(r"\s?[:.?,、。-](?=\s|[\u3400-\u9fff\"《]|\Z)")
_KIND = re.compile(
    r"\b(?:laws?|acts?|code|regulations?|measures|rules|provisions|ordinance|interpretations?|"
    r"opinions?|notice|circular|decisions?|constitution|announcement|reply)\b",
    re.IGNORECASE,
)
_KIND_ZH = re.compile(
    r"(?:法|法典|条例|办法|规定|细则|规则|解释|决定|意见|通知|公告|批复|宪法|方案)(?:》|\Z|\()"
)
_SENTENCE = re.compile(
    r"\b(?:shall|should|must|is|are|was|were|may|can|will|has|have|had|be|been|who|which|that|"
    r"does|do|you|they|it)\b",
    re.IGNORECASE,
)
_SENTENCE_ZH = re.compile(r"[,。;:]|应当|可以|不得|由|按照|根据")
_RUNS_ON = re.compile(r"[的和及与等]")
_VERBS = re.compile(
    r"(?:applies|apply|is|are|was|also|above|below|and|or|may|can|shall|does|requires|concerns|"
    r"deals|regulates|of|in|to|contains|says|covers|sets|gives|lets|makes)\b"
)
_PRC = re.compile(
    r"(?:the )?people's republic of china(?:\s?\(prc\))?|\(?\bprc\b\)?", re.IGNORECASE
)
_WORD = re.compile(r"[^\s]+")
_JOINERS = re.compile(r"(?:of|on|for|and|the|in|to|by|with|from|concerning|or|a|an)", re.IGNORECASE)
_BEGINNERS = re.compile(
    r"(?:the|a|an|any|all|where|if|when|each|no|those|these|this|in|for)", re.IGNORECASE
)
_DRESS = " \"'*《》[]()【】-.,:;"
# Where a further provision starts inside a line: after a sentence.
_INSIDE = re.compile(
    rf"(?<=[.;\"。])\s?(?=(?:{_ARTICLE}\b|第[{HAN_NUMERALS}]{{1,9}}条|《[^《》]{{2,60}}》\s?第))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CitingLine:
    """The citing start of a line as written, and the provision's words after it, if any."""

    text: str
    quote: str
    statute: bool
    provision: bool


def citing(line: str) -> CitingLine | None:
    """Read the line as one that cites; None for any other."""
    return _citing(line, fold(line))


def _citing(line: str, folded: str) -> CitingLine | None:
    for pattern in (_PROVISION, _PROVISION_ZH):
        found = pattern.search(folded[:_NEAR])
        if found is not None:
            return _with_provision(line, folded, found)
    says = _SAYS_LAST.search(folded[: 2 * MAX_NAME]) if len(folded) <= 2 * MAX_NAME else None
    if is_statute_name(folded) or (says and is_statute_name(folded[: says.start()])):
        return CitingLine(line, "", statute=True, provision=False)
    return None


def cut(line: str) -> Iterator[str]:
    """The line cut where a further provision starts inside it."""
    folded = fold(line)
    start = 0
    for gap in _INSIDE.finditer(folded):
        end = gap.end() + _NEAR
        rest = _citing(line[gap.end() : end], folded[gap.end() : end])
        if gap.end() > start and rest is not None and rest.provision:
            yield line[start : gap.start()]
            start = gap.end()
    yield line[start:]


def is_statute_name(text: str) -> bool:
    """Whether the text is a statute's name and no sentence."""
    folded = fold(text).strip()
    bare = folded.strip(_DRESS)
    counted = ordinal(bare)
    if counted is not None:
        bare = bare[len(counted.text) :].strip(_DRESS)
    if not 1 < len(bare) <= MAX_NAME or "?" in bare:
        return False
    if _KIND_ZH.search(bare):
        return len(bare) <= 60 and not _SENTENCE_ZH.search(bare)
    words = [word.strip(_DRESS) for word in _PRC.sub("", bare).split()]
    words = [word for word in words if word]
    kinds = [at for at, word in enumerate(words) if _KIND.fullmatch(word)]
    if not kinds or len(words) > 25 or _SENTENCE.search(bare) or folded.endswith(";"):
        return False
    named = [word for word in words if not _JOINERS.fullmatch(word)]
    titled = 3 * sum(not word[0].islower() for word in named) >= 2 * len(named)
    marked = _PRC.search(bare) is not None or folded[0] in "\"'*《"
    if kinds[-1] == len(words) - 1:  # "Social Insurance Law"
        return len(words) > 1 and (titled or marked or (len(words) < 6 and folded[-1] != "."))
    return (titled or marked) and (kinds[0] < 4 or marked)  # "Interim Measures for …"


def _with_provision(line: str, folded: str, found: re.Match[str]) -> CitingLine | None:
    """What stands before the provision must be a statute's name; what follows it decides."""
    before = folded[: found.start()]
    led_in = _LED_IN.match(before)
    name = before[led_in.end() :] if led_in else before
    name = name[_PINPOINT_BEFORE.match(name).end() :]  # type: ignore[union-attr]
    counted = ordinal(name)
    name = (name[len(counted.text) :] if counted else name).strip(_DRESS)
    if name and not is_statute_name(name):
        return None
    end = found.end()
    of = _OF.match(folded, end)
    if of is not None:
        length = _name_length(folded[of.end() : of.end() + 2 * MAX_NAME])
        if not length:
            return None
        end = of.end() + length
    return _delimited(line, folded, end, statute=bool(name or of), led_in=led_in is not None)


def _delimited(
    line: str, folded: str, end: int, *, statute: bool, led_in: bool
) -> CitingLine | None:
    """Where the citing ends and the quote starts; None where the sentence runs on."""
    stars = _STARS.match(folded, end)
    after = stars.end() if stars else end
    says = _SAYS.match(folded, after)
    mark = _DELIMITER.match(folded, says.end() if says else after)
    stop = mark.end() if mark else says.end() if says else after
    rest = line[stop:].strip()
    if not rest:
        sentence = False
    elif says or mark or stars:  # "According to Article 58, employers …" is a sentence
        sentence = led_in and (mark is None or mark[0].strip() in (",", "、"))
    else:
        lower = rest[0].islower() and (statute or _VERBS.match(rest) is not None)
        sentence = led_in or lower or _RUNS_ON.match(folded, stop) is not None
    if sentence:
        return None
    return CitingLine(line[:stop].strip(), rest, statute=statute, provision=True)


def _name_length(text: str) -> int:
    """How long the statute's name is that the text starts with; 0 where it starts with none.

    "Social Insurance Law of the People's Republic of China The State …" has no mark
    between name and words: a capital that no joiner leads up to starts the words.
    """
    plain = _PRC.sub(lambda found: "x" * len(found[0]), text)
    words = list(_WORD.finditer(plain[:MAX_NAME]))
    kind = False
    for at, word in enumerate(words):
        bare = word[0].strip(_DRESS)
        kind = kind or _KIND.fullmatch(bare) is not None
        if not kind:
            if _SENTENCE.fullmatch(bare):
                return 0
            continue
        if word[0][-1] in ".:,?":
            return word.end() - 1
        if (
            at + 1 == len(words)
            or _SAYS.match(plain, word.end())
            or _STARS.match(plain, word.end())
        ):
            return word.end()
        after = words[at + 1]
        begins = after[0].strip(_DRESS)
        follows = words[at + 2][0] if at + 2 < len(words) else ""
        goes_on = after[0][-1] in ".:,?" or _SAYS.match(plain, after.end())
        sentence = _BEGINNERS.fullmatch(begins) or (follows[:1].islower() and not goes_on)
        capital = begins[:1].isupper() and not _JOINERS.fullmatch(bare)
        if (capital and sentence) or _SENTENCE.fullmatch(begins):
            return word.end()
    return 0
