"""What kind of statute a name speaks of: "this Law" cannot mean a regulation."""

import re
from functools import lru_cache

# The last word of a title in Chinese, the leading noun in English, by kind.
_KINDS = {
    "law": ("法典", "法", "law", "act", "code"),
    "constitution": ("宪法", "constitution"),
    "regulation": ("条例", "regulation", "regulations"),
    "measures": ("办法", "measures"),
    "provisions": ("规定", "provisions"),
    "rules": ("细则", "规则", "规程", "rules"),
    "interpretation": ("解释", "interpretation", "interpretations"),
    "decision": ("决定", "decision"),
    "opinions": ("意见", "opinions", "opinion"),
    "notice": ("通知", "批复", "答复", "notice", "circular", "reply"),
    "amendment": ("修正案", "amendment"),
    "standard": ("标准", "纪要", "目录"),
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words}
_LONGEST_FIRST = sorted(_KIND_OF, key=len, reverse=True)

KINDS_ZH = frozenset(word for word in _KIND_OF if not word.isascii())
KINDS_EN = frozenset(word for word in _KIND_OF if word.isascii())
# The same as alternatives of a pattern.
KIND_ZH = "|".join(word for word in _LONGEST_FIRST if not word.isascii())
KIND_EN = "|".join(word for word in _LONGEST_FIRST if word.isascii())

PREPOSITIONS = frozenset(
    ("on", "for", "concerning", "governing", "regarding", "of", "to", "against")
)
_WORD = re.compile("[a-z]+")
_TRAILING_BRACKET = re.compile(r"\s*[(（][^()（）]*[)）]$")


@lru_cache(maxsize=4_000)
def kind_of(name: str) -> str:
    """``law`` for 社会保险法 and for "Law on Work Safety"; empty where the name does not tell."""
    bare = _TRAILING_BRACKET.sub("", name.casefold())
    for length in (3, 2, 1):
        if bare[-length:] in KINDS_ZH:
            return _KIND_OF[bare[-length:]]
    words = _WORD.findall(bare)
    head = next((n for n, word in enumerate(words) if word in PREPOSITIONS), len(words))
    leading = [word for word in words[:head] if word in KINDS_EN]
    kinds = leading or [word for word in words if word in KINDS_EN]
    return _KIND_OF[kinds[-1]] if kinds else ""
