"""What lawyers call a Chinese statute for short, where its title does not say so.

``民诉法`` is 民事诉讼法, ``民法典合同编`` a book of the Civil Code, and an interpretation is often
named without the court that gave it, or by what it is about: 保险法司法解释（二）. Only such names
stand here as mean one statute to everybody; where two statutes share one, the register says so.
"""

import re

_PRC = "中华人民共和国"
_SHORT = {
    "社会保险法": ("社保法",),
    "劳动争议调解仲裁法": ("劳动仲裁法", "劳动调解仲裁法"),
    "民事诉讼法": ("民诉法",),
    "刑事诉讼法": ("刑诉法",),
    "行政诉讼法": ("行诉法",),
    "道路交通安全法": ("道交法", "交通安全法", "道路安全法", "道交安全法"),
    "道路交通安全法实施条例": ("道交法实施条例", "道交条例"),
    "消费者权益保护法": ("消法", "消保法", "消费者保护法", "消费者权益法"),
    "治安管理处罚法": ("治安处罚法", "治安管理法"),
    "机动车交通事故责任强制保险条例": ("交强险条例",),
    "未成年人保护法": ("未保法",),
    "城市房地产管理法": ("房地产管理法",),
    "个人所得税法": ("个税法",),
    "税收征收管理法": ("税收征管法",),
    "反不正当竞争法": ("反法",),
    "民法典": ("民典法",),
    "最高人民法院关于适用《中华人民共和国民事诉讼法》的解释": (
        *("民诉法解释", "民诉法司法解释", "民事诉讼法解释", "民事诉讼法司法解释", "民诉解释"),
    ),
    "最高人民法院关于适用《中华人民共和国刑事诉讼法》的解释": (
        *("刑诉法解释", "刑诉法司法解释", "刑事诉讼法解释", "刑事诉讼法司法解释", "刑诉解释"),
    ),
    "最高人民法院关于适用《中华人民共和国行政诉讼法》的解释": (
        *("行诉法解释", "行政诉讼法解释", "行政诉讼法司法解释"),
    ),
}
_ISSUER = re.compile(
    r"(?:最高人民法院|最高人民检察院|公安部|司法部|国家安全部|人力资源和?社会保障部|国务院|(?:[和及与、]|\s)+)+(?=关于)"
)
_ORDER = r"(?P<order>（[一二三四五六七八九十]{1,3}）)?"
_INTERPRETATIONS = (
    re.compile(
        r"最高人民法院关于适用[《〈](?P<about>[^《》〈〉]{2,40})[》〉](?P<book>[^《》]{1,8}编)?"
        rf"(?:若干问题)?的(?:解释|规定){_ORDER}"
    ),
    re.compile(
        r"最高人民法院关于审理(?P<about>[^《》]{2,20}?)(?P<book>)(?:纠纷)?案件(?:具体)?(?:适用|应用)法律"
        rf"(?:若干)?问题的(?:解释|规定){_ORDER}"
    ),
)
_BOOK = re.compile(r"民法典[·・之的]?(?:总则|物权|合同|人格权|婚姻家庭|继承|侵权责任|分则)编?")


def short_names(title_zh: str) -> tuple[str, ...]:
    """The short names of the statute with this title; none for most."""
    known = _SHORT.get(title_zh.removeprefix(_PRC), ()) or _SHORT.get(title_zh, ())
    return (*known, *_of_interpretation(title_zh))


def _of_interpretation(title_zh: str) -> tuple[str, ...]:
    """保险法司法解释（二） for 最高人民法院关于适用《中华人民共和国保险法》若干问题的解释（二）."""
    for pattern in _INTERPRETATIONS:
        found = pattern.fullmatch(title_zh)
        if found is not None:
            about = found["about"].removeprefix(_PRC) + (found["book"] or "")
            order = found["order"] or ""
            return tuple(f"{about}{word}{order}" for word in ("司法解释", "解释", "的解释"))
    return ()


def without_issuer(title_zh: str) -> str:
    """最高人民法院关于… as 关于…; empty where no court or ministry stands before 关于."""
    issuer = _ISSUER.match(title_zh)
    return title_zh[issuer.end() :] if issuer else ""


def whole_code(name: str) -> str:
    """民法典 for 民法典合同编: a book of it has no articles of its own; else the name itself."""
    return "民法典" if _BOOK.fullmatch(name) else name
