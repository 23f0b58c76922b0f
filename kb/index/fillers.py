"""Words that ask or bind and say nothing about what is asked for.

They are left out of a query unless nothing else is in it. They stay in the index.
Negations ("without", "not", 不) are no fillers: they tell questions apart.
"""

import re

from kb.index.folding import simplified

_ARTICLES_AND_PRONOUNS = """
    a an the this that these those i me my mine myself we us our you your yourself he him his
    she her it its they them their own someone anyone there here
"""
_QUESTION_WORDS = """
    who whom whose which what when where why how whether whats wheres hows whos
    per happens please tell explain want know wonder
"""
_AUXILIARIES = """
    do does did doing done dont doesnt didnt can cant could may might must shall should will
    would am is are isnt arent was were be been being have has had having im ive
"""  # not "id" and "ill", though "I'd" and "I'll" end like that
_PREPOSITIONS_AND_CONJUNCTIONS = """
    of in on at to for from by with about into as than then and or but if so also any some
"""
ENGLISH = frozenset(
    (
        _ARTICLES_AND_PRONOUNS + _QUESTION_WORDS + _AUXILIARIES + _PREPOSITIONS_AND_CONJUNCTIONS
    ).split()
)

# Longest first, so that 为什么 goes before 什么. A lookahead keeps words whole that only
# begin like a filler (我国, 了解, 目的).
CHINESE = re.compile(
    "想问一下|请问一下|我想知道|请问|问一下|一下"
    "|为什么|什么时候|怎么办|怎么样|怎么|怎样|如何|什么|啥"
    "|去哪里|在哪里|到哪里|去哪儿|在哪儿|哪里|哪儿|去哪|在哪|哪些|哪个"
    "|多少|多久|能不能|能否|可不可以|可否|是不是|是否|有没有|要不要|需不需要|可以|能够|应该"
    "|应当|需要"
    "|我想|我要|我们|我的|我(?!国)|您|你|的话|的时候|(?<!目)的(?!确)|了(?![解结])|[吗呢吧啊呀]|是"
)


def without_chinese_fillers(query: str) -> str:
    """The query with spaces in place of each Chinese filler, so that all else stays in place.

    Chinese is made simplified.
    """
    return CHINESE.sub(lambda filler: " " * len(filler[0]), simplified(query))
