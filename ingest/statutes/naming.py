"""A statute's id, its aliases, its kind and who issued it, from its title and its place."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from kb.statutes import Register, Statute, name_key, names

MAX_ID = 60  # characters of an id; longer ones are cut, and told apart by a hash
STATE = "中华人民共和国"

_TITLE_NOTE = re.compile(r"[(（][^()（）]{0,30}(?:修[正订改]|公布)[^()（）]{0,20}[)）]\Z")
_BRACKETED_END = re.compile(r"[(（][^()（）]{1,20}[)）]\Z")
_KIND_WORDS = (
    *("法", "法典", "条例", "规定", "办法", "决定", "解释", "规则", "细则", "批复", "意见"),
    *("通知", "标准", "方案", "修正案", "解答", "安排", "命令", "规程", "准则", "规范", "决议"),
    *("通则", "章程", "制度", "总则", "公告", "答复", "通告", "措施", "纲要", "原则", "令"),
    *("复函", "目录", "指引", "守则", "协定", "宣言", "声明", "议定书", "要求", "清单", "编"),
    *("人员奖励和晋升", "范围"),
)
_INTERPRETATION = re.compile(
    r"关于适用《?(?:中华人民共和国)?(?P<law>[^《》]{1,20}?)》?(?P<part>[^《》]{0,12}?(?:编|部分)?)的?"
    r"(?:若干问题的?)?(?:司法)?解释(?P<which>[(（][一二三四五六七八九十]{1,3}[)）])?"
)
_CASES = re.compile(
    r"关于审理(?P<what>[^《》因等]{2,14}?)(?:纠纷)?案件(?:具体)?(?:适用|应用)法律(?:若干)?问题的"
    r"(?P<kind>解释|规定)(?P<which>[(（][一二三四五六七八九十]{1,3}[)）])?"
)
_COURTS = re.compile(r"\A(?:最高人民法院|最高人民检察院|[、 和])+(?=关于)")
_COURT_LETTERS = (("最高人民法院", "spc"), ("最高人民检察院", "spp"))
_ISSUERS = (
    ("全国人民代表大会常务委员会", "Standing Committee of the National People's Congress"),
    ("全国人民代表大会", "National People's Congress"),
    ("最高人民法院、最高人民检察院", "Supreme People's Court and Supreme People's Procuratorate"),
    ("最高人民法院", "Supreme People's Court"),
    ("最高人民检察院", "Supreme People's Procuratorate"),
    ("国务院", "State Council"),
)


_UNSEEN = ("Cc", "Cf")  # control and format characters


def clean_title(title: str) -> str:
    """The title without spaces and signs that cannot be seen, and without a note of revision."""
    signs = unicodedata.normalize("NFC", title)
    title = "".join("".join(s for s in signs if unicodedata.category(s) not in _UNSEEN).split())
    return _TITLE_NOTE.sub("", title)


def title_key(title: str) -> str:
    """What two spellings of one statute's title have in common.

    Unlike ``name_key`` it keeps what stands in brackets: amendments of the constitution
    differ in nothing but their year.
    """
    folded = unicodedata.normalize("NFKC", title).replace(STATE, "")
    return "".join(sign for sign in folded if sign.isalnum())


def is_statute(title: str) -> bool:
    """Whether a text with this title can be a statute: a case or a guide is called otherwise."""
    return _BRACKETED_END.sub("", title).endswith(_KIND_WORDS)


def kind_of(title: str, folders: Collection[str], lines: str) -> str:
    """The kind, by what the title says, else by the folder that the file lies in."""
    name = _BRACKETED_END.sub("", title)
    if name.endswith("修正案"):
        return "amendment"
    if name.removeprefix(STATE) == "宪法":
        return "constitution"
    if "司法解释" in folders or name.startswith(("最高人民法院", "最高人民检察院")):
        return "interpretation"
    if "部门规章" in folders:
        return "rule"
    if "行政法规" in folders or "国务院令" in lines:
        return "administrative_regulation"
    if "全国人民代表大会" in lines or (name.endswith(("法", "法典")) and not name.endswith("办法")):
        return "law"
    return "regulation"


def issuer_of(title: str, folders: Sequence[str], lines: Sequence[str]) -> str:
    """Who issued it, as far as its title, its first lines or its folder say so."""
    if "部门规章" in folders[:-1]:
        return folders[folders.index("部门规章") + 1]
    for text in (title, *lines):
        found = [(text.find(body), name) for body, name in _ISSUERS if body in text]
        if found:
            first = min(at for at, _ in found)
            return next(name for at, name in found if at == first)
    return ""


def ids(titles: Iterable[str], register: Register, held: Mapping[str, str]) -> dict[str, str]:
    """An id for each title, by title key.

    That of the corpus where it has the statute, else the one it has been imported under
    (``held``, by title key), else one made from the title's pinyin. The same titles
    get the same ids in any order.
    """
    by_key = {title_key(title): title for title in titles}
    made: dict[str, str] = {}
    for key, title in by_key.items():
        known = [s for s in register.named(title) if title_key(s.title_zh) == key]
        if len(known) == 1:
            made[key] = known[0].id
        elif key in held:
            made[key] = held[key]
    taken = set(made.values()) | set(held.values()) | {statute.id for statute in register}
    fresh = {key: _pinyin_id(key) for key in by_key.keys() - made.keys()}
    shared = Counter(fresh.values())
    for key, found in fresh.items():
        alone = shared[found] == 1 and found not in taken and len(found) <= MAX_ID
        made[key] = found if alone else _told_apart(found, key)
    return made


def _pinyin_id(key: str) -> str:
    """``cn-`` and the syllables of the title, of letters and digits alone.

    The two highest courts, whose names begin hundreds of titles, are ``spc`` and ``spp``.
    """
    from pypinyin import lazy_pinyin  # it takes a while to import, and only an import needs it

    courts: list[str] = []
    rest = key
    for court, letters in _COURT_LETTERS:
        if rest.startswith(court):
            courts.append(letters)
            rest = rest.removeprefix(court)
    if courts:
        rest = rest.removeprefix("关于")
    syllables = (re.sub(r"[^a-z0-9]+", "", s.casefold()) for s in lazy_pinyin(rest, errors=_plain))
    return "-".join(filter(None, ("cn", *courts, *syllables)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text)


def _told_apart(found: str, key: str) -> str:
    digest = hashlib.sha256(key.encode()).hexdigest()[:6]
    return f"{found[: MAX_ID - 7].rpartition('-')[0] if len(found) > MAX_ID else found}-{digest}"


def with_aliases(statutes: Sequence[Statute], register: Register) -> tuple[Statute, ...]:
    """The imported entries with their usual short names, each name that of one statute alone.

    ``register`` is the corpus's: a name that it uses for another statute is none here.
    """
    corpus = {key: s.id for s in register for key in map(name_key, names(s))}
    titles = {name_key(statute.title_zh): statute.id for statute in statutes}
    wanted = {statute.id: _candidates(statute.title_zh) for statute in statutes}
    keys = {id_: {name_key(name) for name in found} for id_, found in wanted.items()}
    bearers = Counter(chain.from_iterable(keys.values()))
    return tuple(
        replace(
            statute,
            aliases=tuple(
                name
                for name in wanted[statute.id]
                if bearers[key := name_key(name)] == 1
                and titles.get(key, statute.id) == statute.id
                and corpus.get(key, statute.id) == statute.id
            ),
        )
        for statute in statutes
    )


def _candidates(title: str) -> tuple[str, ...]:
    """Names that people use for the statute, the official title aside."""
    found = [title.removeprefix(STATE)]
    without_court = _COURTS.sub("", title)
    if without_court != title:
        found.append(without_court)
    applying = _INTERPRETATION.search(title)
    if applying is not None:
        law = applying["law"] + applying["part"]
        which = applying["which"] or ""
        found += [f"{law}司法解释{which}", f"{law}解释{which}"]
    cases = _CASES.search(title)
    if cases is not None:
        what, which = cases["what"], cases["which"] or ""
        found += [f"{what}司法解释{which}", f"{what}{cases['kind']}{which}"]
    return tuple(dict.fromkeys(name for name in found if name != title))
