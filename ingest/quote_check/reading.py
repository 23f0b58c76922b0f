"""An English text as it is compared: its concepts, its numbers, and the words that steer it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from ingest.quote_check.quantities import QUANTITY, Quantity, quantity
from ingest.quote_check.words import WORD, Lexicon, stem


class Sort(StrEnum):
    """What a token does."""

    CLASS = "class"  # a word, or several, that say something
    NUMBER = "number"
    DUTY = "duty"
    LEAVE = "leave"  # may, is entitled to
    BAN = "ban"
    NOT = "not"
    EXCEPT = "except"
    BUT = "but"
    ONLY = "only"
    ALWAYS = "always"
    ABOVE = "above"  # at least, more than: what follows is a lower bound
    BELOW = "below"
    OR_MORE = "or-more"  # it bounds what stands before it
    AT_MOST = "at-most"
    BETWEEN = "between"
    BY = "by"
    IT = "it"
    AND = "and"
    COMMA = "comma"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Token:
    """``name`` is the class of a word; ``start`` and ``end`` are offsets in the text. ``negated``
    is None where a "not" may reach it from behind: "overtime may not be asked for".
    An ``owner`` stands in the genitive: in "the employee's heirs" the employee is not the subject.
    """

    sort: Sort
    name: str
    start: int
    end: int
    quantity: Quantity | None = None
    negated: bool | None = False
    owner: bool = False

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


_OTHERWISE = r"(?:provides?|provided|stipulates?|says?|specif\w+|prescribes?|states?)(?: \w+)? (?:otherwise|differently)"
# The order counts: of two that begin at one place the first is taken.
_STEERING: tuple[tuple[Sort, str], ...] = (
    (
        Sort.ALWAYS,
        r"(?:under|in) no circumstances?|in (?:any|all|every) (?:cases?|circumstances?|event)(?! (?:of|where|in))|always|without exception|in no case|regardless|any kind of|whatever|irrespective",
    ),
    (
        Sort.EXCEPT,
        rf"unless|except(?:ing)?(?! in accordance)|save (?:for|where|as|that|in|to|when|if)|apart from|excluding|with the exception of|otherwise provided|{_OTHERWISE}|provided otherwise|barring|aside from|if not otherwise|with exceptions?",
    ),
    (
        Sort.BUT,
        r"however|but|though|although|even if|nevertheless|provided that|as long as|if (?:he|she|it|they) (?:do|does) not",
    ),
    (Sort.ONLY, r"only|solely|exclusively|nobody but|none but"),
    (
        Sort.ABOVE,
        r"(?:(?:shall|may|must|can|should|will|is|are|does|do) ?)?(?:not|no|nor) (?:be |fall |go )?(?:set )?(?:(?:less|lower|fewer|smaller|shorter|earlier) than|under|below)|at least|at a minimum|a minimum of|(?:more|longer|higher|greater|older|larger|later) than|over(?= [a-z]*\d| (?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|eighteen|twenty|thirty|sixty)\b)|exceed(?:s|ing|ed)?|above|upwards of|beyond|in excess of|as (?:little|early) as",
    ),
    (
        Sort.BELOW,
        r"(?:(?:shall|may|must|can|should|will|is|are|does|do) ?)?(?:not|no|nor|never) (?:be |last |run |take )?(?:extended |prolonged |set )?(?:(?:for|by) )?(?:exceed(?:ing)?|(?:more|longer|higher|greater|later|larger) than|above|over(?= \d))|at (?:the )?most|up to|a maximum of|within|(?:less|fewer|lower|younger|shorter|smaller|earlier) than|under(?= (?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|eighteen|twenty|the age|\d))|below|short of|as (?:much|many|long) as",
    ),
    (Sort.OR_MORE, r"(?:or|and) (?:more|over|above|longer|older|upwards?|greater|higher)"),
    (Sort.AT_MOST, r"(?:or|and) (?:less|fewer|under|below|younger)|at maximum|maximum"),
    (Sort.BETWEEN, r"between|from(?= (?:rmb )?[\d,]+ (?:\w+ )?to )"),
    (Sort.NOT, r"(?:cannot|can not|can't) be"),
    (
        Sort.BAN,
        r"(?:shall|may|must|can|should|could)(?: also| in no case)?(?: not|n't)(?: be (?:allowed|permitted))?|cannot|(?:is|are|be) (?:prohibited|forbidden|barred|not (?:allowed|permitted|entitled))(?: from| to)?|nor (?:may|shall|can|must)|may no longer|may never|prohibit(?:s|ed)?|forbids?",
    ),
    (
        Sort.COMMA,
        r"(?:that|which|who) (?:can|could)|not yet (?:of|reach\w*)|ha(?:s|ve) not (?:yet )?reached|(?<=\n)should|(?<=\. )should|(?<=; )should|^should|(?<=, )should(?= (?:the|an?|he|she|it|they)\b)",
    ),
    (
        Sort.NOT,
        r"(?:do|does|did|is|are|was|were|has|have|had|will|would)(?:n't| not)(?: (?:need|have|required|obliged|yet))?(?: to\b)?|need not|needn't",
    ),
    (
        Sort.DUTY,
        r"shall|must|should|ought to|ha(?:s|ve|d) to|(?:is|are|be|been) (?:required|obliged|obligated|bound|to)\b(?: to)?|compulsory|mandatory|obligatory|it is for|needs? to|the duty of|ha(?:s|ve) the (?:obligation|duty) to|no choice but",
    ),
    (
        Sort.LEAVE,
        r"may|can|could|might|(?:is|are|be) (?:allowed|permitted|free|entitled|eligible|able) to|(?:is|are) (?:permitted|allowed|permissible)|ha(?:s|ve) the (?:right|option|power|choice) to|ha(?:s|ve) a right to|at (?:his|her|its|their) (?:option|discretion)|if (?:they|it|he|she) (?:like|wish|want|choose)(?:s|es)?|optional(?:ly)?",
    ),
    (
        Sort.NOT,
        r"not|no|never|neither|nor|none|nobody|nothing|without|fail(?:s|ed|ing|ure)?(?: to)?|lack(?:s|ing|ed)?|absence of|unrelated|unconnected|unable|unpaid|cannot|void|invalid|ineffective|insufficient|incomplete|free (?:of|from)|in(?:sufficient|complete)|non-?|excluded? from|refus(?:e|es|ed|al|ing)(?: to)?|reject(?:s|ed|ing)?|declin(?:e|es|ed|ing)(?: to)?|turn(?:s|ed|ing)? down|never|neglects?(?: to)?|omits?(?: to)?",
    ),
    (
        Sort.BY,
        r"by|from(?= (?:the )?(?:[a-z-]+ ){1,5}funds?\b)|out of(?= (?:the )?(?:[a-z-]+ ){1,5}funds?\b)",
    ),
    (Sort.IT, r"it|they|he|she|which"),
    (Sort.AND, r"and|or"),
    (Sort.STOP, r"[.;:\n]"),
    (Sort.COMMA, r"[,()]"),
)
_STEER = re.compile(
    "|".join(
        rf"(?P<s{n}>{pattern})"
        if sort in (Sort.STOP, Sort.COMMA)
        else rf"(?P<s{n}>\b(?:{pattern})(?![a-z]))"
        for n, (sort, pattern) in enumerate(_STEERING)
    )
)
_SORTS = {f"s{n}": sort for n, (sort, _) in enumerate(_STEERING)}
_EMPTY = frozenset(
    "a an the of to in on at for with from as and or that which who whom whose this these those it "
    "its he she his her him they them their there be is are was were been being do does did has "
    "have had if when where while then such other any some so also into onto out up down upon "
    "towards toward than own same each every all both either own s etc whether until till once "
    "first second third following above mentioned said shall will would thereof therefor thereby "
    "accord according accordance after before have having much what how another kind kinds manner "
    "regard regards regarded provided providing put puts look looks come comes came fall falls since "
    "under over against away back line hand hands mean means case thing things turn turns act sort "
    "become becomes became last lasts lasting well course occur occurs occurred happen happens "
    "happened result results resulting consider considers considered considering deem "
    "deemed think believe believes view opinion wish wishes like likes want wants wishing wished though although because number "
    "subject arise arises arising matter matters effect basis detail details "
    "behalf formality formalities procedure procedures newly new current fact seek seeks "
    "day days date dates himself herself itself themselves oneself own way one ones make makes making made take takes "
    "taken go goes gone through about during throughout between among per via by but only just "
    "even yet very more most least less far own too rather quite very next already again".split()
)
_DIGITS = re.compile(r"(?<=\d),(?=\d{3})")
_NOBODY = frozenset({"no", "nobody", "none", "neither", "nor", "never"})
# What negates reaches over so many words that say something.
_REACH = 2


def read(text: str, lexicon: Lexicon) -> tuple[Token, ...]:
    """The tokens of an English text, in order; words that say nothing are left out."""

    plain = text.casefold().replace("’", "'")
    if len(plain) != len(text):  # a letter that folds to two: offsets would be wrong
        plain = text.lower().replace("’", "'") if len(text.lower()) == len(text) else plain
    words = [(found.start(), found.end()) for found in WORD.finditer(plain)]
    numbers = {span: amount for span, amount in _quantities(plain)}
    taken = _Taken(len(plain))
    tokens: list[Token] = []
    for (start, end), amount in numbers.items():
        taken.take(start, end)
        tokens.append(Token(Sort.NUMBER, str(amount), start, end, amount))
    for found in _phrases(plain, words, lexicon):
        if taken.free(found.start, found.end):
            taken.take(found.start, found.end)
            tokens.append(found)
    for match in _STEER.finditer(plain):
        if taken.free(match.start(), match.end()):
            taken.take(match.start(), match.end())
            tokens.append(
                Token(_SORTS[match.lastgroup or ""], match[0], match.start(), match.end())
            )
    for start, end in words:
        word = plain[start:end].removesuffix("'s")
        if taken.free(start, end) and word not in _EMPTY and len(word) > 1:
            known = lexicon.longest([stem(word)], 0)
            name = known[1] if known else stem(word)
            tokens.append(Token(Sort.CLASS, name, start, end, owner=_owner(plain, end)))
    return tuple(_negated(_turned(sorted(tokens, key=lambda token: token.start))))


class _Taken:
    """Which characters belong to a token."""

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length)

    def free(self, start: int, end: int) -> bool:
        return not any(self._taken[start:end])

    def take(self, start: int, end: int) -> None:
        self._taken[start:end] = b"\1" * (end - start)


def _quantities(plain: str) -> Iterator[tuple[tuple[int, int], Quantity]]:
    for found in QUANTITY.finditer(plain):
        amount = quantity(found)
        if amount is not None:
            yield found.span(), amount


def _phrases(plain: str, words: list[tuple[int, int]], lexicon: Lexicon) -> Iterator[Token]:
    """Known phrases of two words and more, which nothing but spaces and hyphens parts."""
    stems = [stem(plain[start:end]) for start, end in words]
    at = 0
    while at < len(words):
        known = lexicon.longest(stems, at)
        length = known[0] if known else 1
        start, end = words[at][0], words[at + length - 1][1]
        if known and length > 1 and not re.search(r"[.;:()\d]", plain[start:end]):
            yield Token(Sort.CLASS, known[1], start, end, owner=_owner(plain, end))
            at += length
        else:
            at += 1


def _owner(plain: str, end: int) -> bool:
    return plain[end - 2 : end] == "'s" or plain.startswith("' ", end)


def _turned(tokens: list[Token]) -> list[Token]:
    """ "Does not normally last more than" is one bound: a denied "more than" is "at most"."""
    found: list[Token] = []
    for token in tokens:
        if token.sort in (Sort.ABOVE, Sort.BELOW):
            for n in range(len(found) - 1, max(-1, len(found) - 4), -1):
                if found[n].sort in (Sort.NOT, Sort.BAN):
                    other = Sort.BELOW if token.sort is Sort.ABOVE else Sort.ABOVE
                    token = replace(token, sort=other)
                    del found[n]
                    break
                if found[n].sort is not Sort.CLASS:
                    break
        found.append(token)
    return found


def _negated(tokens: list[Token]) -> list[Token]:
    """Mark what a "not" reaches."""
    found: list[Token] = []
    reach, whole = 0, False
    for token in tokens:
        if token.sort in (Sort.NOT, Sort.BAN):
            reach, whole = _REACH, token.name in _NOBODY
            if token.sort is Sort.BAN:
                _doubt(found)
        elif token.sort in (Sort.DUTY, Sort.LEAVE):
            denied = whole and _denied_subject(found)
            reach = _REACH if denied else 0  # no employer may
        elif token.sort in (Sort.STOP, Sort.COMMA, Sort.EXCEPT):
            reach = 0
        elif token.sort is Sort.CLASS and reach:
            token = replace(token, negated=True if reach == _REACH else None)
            reach -= 1
        found.append(token)
    return found


def _denied_subject(before: list[Token]) -> bool:
    """Whether the clause begins with "no employer": then it is the verb that is denied."""
    for n in range(len(before) - 1, -1, -1):
        if before[n].sort in (Sort.STOP, Sort.COMMA, Sort.DUTY, Sort.LEAVE, Sort.BAN):
            return False
        if before[n].sort is Sort.NOT and before[n].name in _NOBODY:
            return True
        if before[n].negated:
            before[n] = replace(before[n], negated=None)
    return False


def _doubt(before: list[Token]) -> None:
    """The subject of a "may not be": it may be what is denied."""
    for n in range(len(before) - 1, -1, -1):
        if before[n].sort in (Sort.STOP, Sort.COMMA, Sort.DUTY, Sort.LEAVE, Sort.BAN):
            break
        if before[n].sort is Sort.CLASS and not before[n].negated:
            before[n] = replace(before[n], negated=None)
