"""Statutes named in Chinese: in 《》, with 《》 inside, without any, or by a document's number."""

import re
from collections.abc import Collection, Iterator

from ingest.citing.known_names import Span
from ingest.citing.statute_kinds import KIND_ZH, KINDS_ZH, kind_of
from ingest.script import HAN

MAX_NAME = 120  # characters; the longest title in the national database is under 100

_BRACKET = re.compile("[《》]")
_NUMBERED = re.compile(r" ?(?:的|中)? ?第")
_NOT_A_STATUTE = re.compile(
    r"(?:合同|协议书?|章程|手册|须知|保单|承诺书|通知书|说明书|条款)(?:\([^)]*\))?$"
)
_HALF_WIDTH = re.compile(rf"<[{HAN}、]{{2,60}}(?:{KIND_ZH})>")

# （一）, 一, （试行） at the end of a name.
_ORDER = r"(?:\([一二三四五六七八九十0-9]{1,3}\)|[一二三四五六七八九十]{1,2}(?=第))?(?:\(试行\))?"
_RUNNING = re.compile(
    rf"(?P<name>[{HAN}]+)(?P<order>(?:\([一二三四五六七八九十]{{1,3}}\))?(?:\(试行\))?)\Z"
)
_NAME_END = re.compile(rf"(?:{KIND_ZH})[一二三四五六七八九十]?\Z")
# Where a name without brackets begins, if the text runs on before it.
_LEAD_IN = re.compile(
    r"根据|依照|按照|依据|遵照|参照|适用|违反|符合|履行|我国|现行|属于|以及|或者|由于|明确|"
    r"关于|(?:法|条例|办法|规定|[条款项])(?:或者|以及|[和与及或])|条(?:所称|规定)|的(?=.)|是(?=.)|"
    r"(?:修[正改订])后的?|[以因按将把指受在从为被向对由未照据](?=.)"
)
_NO_LAW = re.compile(
    r"(?:方|做|看|说|想)法\Z|\A(?:无|设|依|合|非|违|司|执|立|普|国|手|疗|枪|语|书|算|用)法\Z"
)
# What stands around 《民法典》 in 最高人民法院关于适用《民法典》婚姻家庭编的解释（一）第三条,
# a name of its own.
_ABOUT = re.compile(
    rf"(?:[{HAN}、 ]{{0,40}}(?:法院|检察院|国务院|部|局|委员会))?"
    rf"(?:关于[{HAN}、]{{0,40}}|实施|执行|贯彻)\Z"
)
_ITS_RULES = re.compile(
    rf"[{HAN}、]{{0,24}}?(?:若干问题的?(?:解释|规定|意见|批复)|若干(?:规定|意见|解释)"
    rf"|实施(?:细则|条例|办法|规定|意见)|(?:的|司法)解释|的补充规定|施行法){_ORDER}(?= ?的?中? ?第)"
)
_FROM = re.compile(r"\A.*(?:根据|依照|按照|依据|参照|违反|符合|适用(?=最高))")
# 人社部发〔2016〕88号第二条
_DOCUMENT = re.compile(
    rf"(?<![{HAN}(])[{HAN}]{{2,24}}(?:\([12][0-9]{{3}}\)|\[[12][0-9]{{3}}\]|第)"
    "[0-9]{1,4}号(?= ?第)"
)


def bracketed(folded: str, known: Collection[str]) -> Iterator[Span]:
    """Names in 《》, which may be nested: 《实施〈社会保险法〉若干规定》."""
    opened: list[int] = []
    for bracket in _BRACKET.finditer(folded):
        if bracket[0] == "《":
            opened.append(bracket.start())
            continue
        if not opened:
            continue
        start, end = opened.pop(), bracket.end()
        name = folded[start + 1 : end - 1]
        if not name.strip() or end - start > MAX_NAME or "\n\n" in name:
            continue
        if name in KINDS_ZH or _NOT_A_STATUTE.search(name):
            continue  # 《条例》 is short for one that is named elsewhere
        if kind_of(name) or name in known or _NUMBERED.match(folded, end):
            yield start, end
            rules = _ITS_RULES.match(folded, end)
            if rules is not None:
                yield _beginning(folded, start), rules.end()
    yield from (found.span() for found in _HALF_WIDTH.finditer(folded))


def _beginning(folded: str, start: int) -> int:
    """Where the name begins that has 《 at ``start`` inside."""
    about = _ABOUT.search(folded, max(0, start - 90), start)
    if about is None:
        return start
    lead = _FROM.match(about[0])
    return about.start() + (lead.end() if lead else 0)


def documents(folded: str) -> Iterator[Span]:
    """Documents named by their number alone, right before a provision."""
    for found in _DOCUMENT.finditer(folded):
        lead = _FROM.match(found[0])
        yield found.start() + (lead.end() if lead else 0), found.end()


def running_name(folded: str, at: int) -> Span | None:
    """The Chinese name without brackets that ends at ``at``: 依照|环境保护税法|第十条."""
    window = folded[max(0, at - 40) : at]
    run = _RUNNING.search(window)
    if run is None:
        return None
    name = run["name"]
    if "中华人民共和国" in name:
        name = name[name.rindex("中华人民共和国") :]
    else:
        leads = list(_LEAD_IN.finditer(name))
        name = name[leads[-1].end() :] if leads else name
    if name in KINDS_ZH or _NO_LAW.search(name) or not _NAME_END.search(name):
        return None
    return at - len(run["order"]) - len(name), at
