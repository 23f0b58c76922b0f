"""Names of statutes in title case: "Regulations on Work-Related Injury Insurance"."""

import re
from collections.abc import Collection, Iterator, Sequence

from ingest.citing.known_names import Span, adjacent
from ingest.citing.statute_kinds import KIND_EN, KINDS_EN, PREPOSITIONS

MAX_BEFORE, MAX_AFTER = 12, 25  # words on either side of Law or Regulations

_JOINERS = PREPOSITIONS | {"and", "the", "in", "from", "with", "by", "under", "or", "between"}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Capitals that start a sentence or a citation and are no part of a name.
_LEADS = _words(
    "the this that these those a an under according pursuant per see in by as if when where while "
    "article articles art arts chapter section paragraph item both neither either and or but "
    "also however is are does do can may what which who how why whereas since because "
    "legal basis note our its their your relevant"
)
# With these alone it is no name: "General Provisions" is a chapter, "QR Code" no statute.
_GENERIC = _words(
    "general supplementary final miscellaneous special common other national state local "
    "provincial municipal administrative current new old applicable above following qr id "
    "health postal zip verification area bar country invitation public official further detailed "
    "people's republic china china's chinese prc p r c "
    "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv"  # "Chapter I General Provisions"
)
# Verbs and the like: in "the PRC is governed by law" nothing is named.
_NO_NAME = _words(
    "is are was were has have had be been by under with may shall must can will does do the this "
    "that it they which who when where if as at from governed follows citizens according"
)

_COUNTRY = r"(?:the )?(?:People's[ \n]Republic[ \n]of[ \n]China|P\. ?R\. ?C\.|P\. ?R\. ?China|PRC)"
_AFTER_NAME = re.compile(
    rf"[ \n](?:of[ \n])?{_COUNTRY}(?: ?\(PRC\))?|[ \n]of[ \n]China\b|,? ?(?:\(PRC\)|PRC\b)",
    re.IGNORECASE,
)
_BEFORE_NAME = re.compile(rf"(?:{_COUNTRY} ?\(PRC\)|{_COUNTRY}|\(PRC\))'?s?[ \n]\Z", re.IGNORECASE)
_ANY_CASE = re.compile(
    rf"{_COUNTRY}(?: ?\(PRC\))?(?:'s)?[ \n]"
    rf"(?P<middle>(?:[A-Za-z-]{{1,30}}[ \n]){{1,8}}?)(?:{KIND_EN})\b",
    re.IGNORECASE,
)


def title_case(
    folded: str, words: Sequence[re.Match[str]], known_ends: Collection[int]
) -> Iterator[Span]:
    """Names in title case around a word such as Law or Regulations.

    ``words`` are the text's words; a name that the register knows ends at each of
    ``known_ends`` and does not go on behind it.
    """
    for at, word in enumerate(words):
        if not word[0][0].isupper() or word[0].casefold() not in KINDS_EN:
            continue
        first = _first_word(folded, words, at)
        last = at if word.end() in known_ends else _last_word(folded, words, at)
        run = {words[n][0].casefold() for n in range(first, last + 1)}
        if run - KINDS_EN - _JOINERS - _GENERIC:
            yield with_country(folded, (words[first].start(), words[last].end()))


def of_the_country(folded: str) -> Iterator[Span]:
    """ "People's Republic of China (PRC) social insurance law", in any letter case."""
    for found in _ANY_CASE.finditer(folded):
        if not _NO_NAME & set(found["middle"].casefold().split()):
            yield with_country(folded, found.span())


def with_country(folded: str, span: Span) -> Span:
    """A name together with "PRC" before it or "of the PRC" after it."""
    start, end = span
    before = _BEFORE_NAME.search(folded, max(0, start - 50), start)
    after = _AFTER_NAME.match(folded, end)
    return before.start() if before else start, after.end() if after else end


def _first_word(folded: str, words: Sequence[re.Match[str]], at: int) -> int:
    """The word that "Protection of Minors Law" starts with, from its Law."""
    first = at
    while (
        first > 0 and at - first < MAX_BEFORE and adjacent(folded, words[first - 1], words[first])
    ):
        word = words[first - 1][0]
        if _is_title(word):
            first -= 1
        elif (
            word in ("of", "and", "for")
            and first > 1
            and _is_title(words[first - 2][0])
            and words[first - 2][0].casefold() not in KINDS_EN
            and adjacent(folded, words[first - 2], words[first - 1])
        ):
            first -= 2
        else:
            break
    return first


def _last_word(folded: str, words: Sequence[re.Match[str]], at: int) -> int:
    """The last word of "on Work-Related Injury Insurance" behind Regulations."""
    last = at
    for n in range(at + 1, min(at + MAX_AFTER, len(words))):
        word, before = words[n][0], words[n - 1][0]
        if not adjacent(folded, words[n - 1], words[n]):
            break
        if _is_title(word) and n > at + 1:
            last = n
            continue
        joins = word in (PREPOSITIONS if n == at + 1 else _JOINERS)
        if not joins or (word == "the" and before in ("and", "or")):
            break
    return last


def _is_title(word: str) -> bool:
    return word[0].isupper() and word.casefold() not in _LEADS
