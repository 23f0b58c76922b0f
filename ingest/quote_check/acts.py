"""Who does what: the deeds that a text tells of, each with its doers and whether it is denied.

An English sentence names the doer before the verb ("the employer pays"), after it ("paid jointly
by", "out of the fund") or in another clause ("which the employer alone bears"). All of them make a
set, so that "the employer" is not the same as "the employer and the employee".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.quote_check.clauses import STEERS, clauses, is_party, sentences, without_asides
from ingest.quote_check.reading import Sort, Token
from ingest.quote_check.words import Lexicon

_BEHIND = 6  # tokens between a verb and its "by"
_NOBODY = frozenset({"no", "nobody", "none", "neither", "nor"})
_NOTHING = frozenset({"no", "nothing", "none"})
_BORNE = frozenset({"burden-of-proof", "bear-consequences"})
_STOPS = frozenset({"cease", "terminate"})
# A word that ends so, or that stands behind one of these, is no verb.
_NOUN = re.compile(r"(?:tion|sion|ment|ance|ence|ability|als?|ions|ments)$")
_BEFORE_NOUN = re.compile(
    r"\b(?:the|an?|of|for|any|such|his|her|its|their|this|that|these|those|under|in|on|'s|from|own)\s+$"
)
_PARTICIPLE = re.compile(r"(?:ed|paid|drawn|given|borne|made|held|kept|laid)$")
_HAS = re.compile(r"\b(?:has|have|had)(?: \w+){0,2} $")
_PEOPLE = frozenset({"worker", "insured", "heir", "policyholder", "guardian", "family", "agent"})
_TO = re.compile(r"\bto\s+(?:\w+ly\s+)?$")


@dataclass(frozen=True, slots=True)
class Act:
    """One deed: ``about`` are the classes of its clause, ``around`` those of its sentence.

    ``doers`` are sides (``Lexicon.payers``), empty where they are not told; ``alone`` is set where
    the text says that nobody else does it; ``given`` where it is a condition.
    """

    deed: str
    denied: bool
    doers: frozenset[str]
    alone: bool
    given: bool
    about: frozenset[str]
    around: frozenset[str]
    start: int
    end: int


def acts(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Act, ...]:
    """The deeds of a text, in order."""
    return tuple(
        act for sentence in sentences(tokens) for act in _of_sentence(text, sentence, lexicon)
    )


def _of_sentence(text: str, sentence: list[Token], lexicon: Lexicon) -> Iterator[Act]:
    around = frozenset(t.name for t in sentence if t.sort is Sort.CLASS)
    main: frozenset[str] = frozenset()  # the subject of the clause that others depend on
    last: Token | None = None
    seen: set[str] = set()
    for clause in clauses(without_asides(sentence), lexicon):
        tokens = clause.tokens
        subject = _subject(tokens, lexicon)
        relative = tokens[0].sort is Sort.IF
        if not subject and relative and last is not None and is_party(last, lexicon):
            subject = frozenset({lexicon.payers[last.name]})
        elif not subject and _inherits(tokens, lexicon, sure=len(seen) < 2):
            subject = main & _PEOPLE if tokens[0].name in ("he", "she") else main
        if not relative or not main:
            main = subject
        last = tokens[-1]
        seen.update(lexicon.payers[t.name] for t in tokens if is_party(t, lexicon))
        about = frozenset(t.name for t in tokens if t.sort is Sort.CLASS)
        alone = _alone(tokens, lexicon)
        for n, token in enumerate(tokens):
            if not _is_act(text, tokens, n, lexicon):
                continue
            base, turned = lexicon.turned.get(token.name, (token.name, False))
            by = _by(tokens, n, lexicon)
            if by is None:
                by = frozenset() if _has_no_subject(text, tokens, n) else subject
            denied = _denied(tokens, n, lexicon) != turned
            if n and tokens[n - 1].name in _STOPS:
                denied = not denied  # "ceases to enjoy"
            yield Act(base, denied, by, alone, clause.given, about, around, *token.span)


def _is_act(text: str, tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether it is a verb of the law, and not the noun that is made of it."""
    token = tokens[at]
    if token.sort is not Sort.CLASS or token.name not in lexicon.acts:
        return False
    before = tokens[at - 1].name if at and tokens[at - 1].sort is Sort.CLASS else ""
    word = text[token.start : token.end].casefold()
    if token.name in _BORNE:
        return True  # "bears the burden of proof", "the burden of proof lies on"
    if before in lexicon.acts and before not in _STOPS:
        return False  # "puts off paying"
    if " " not in word and _NOUN.search(word):
        return False
    return not _BEFORE_NOUN.search(text[max(0, token.start - 12) : token.start].casefold())


def _subject(clause: Sequence[Token], lexicon: Lexicon) -> frozenset[str]:
    """The parties before the first verb, the first of them and those that are listed with it."""
    found: set[str] = set()
    listed = True
    for token in clause:
        if token.sort in STEERS or token.sort in (Sort.BY, Sort.PASSIVE):
            break
        if token.sort is Sort.CLASS and token.name in lexicon.acts:
            break
        if is_party(token, lexicon):
            if not found or listed:
                found.add(lexicon.payers[token.name])
            listed = False
        elif token.sort in (Sort.AND, Sort.COMMA):
            listed = True
        elif token.sort is Sort.CLASS:
            listed = False  # "the employer of the worker": what follows is no subject
    return frozenset(found)


def _inherits(clause: Sequence[Token], lexicon: Lexicon, *, sure: bool) -> bool:
    """Whether a clause without a party goes on about the one before it: ", and shall …".

    "It" and "they" do so where only one party was named.
    """
    for token in clause[:3]:
        if token.sort is Sort.IT:
            return sure
        if token.sort in STEERS or token.sort is Sort.NOT:
            return True
        if token.sort is Sort.CLASS:
            return token.name in lexicon.acts
        if token.sort is Sort.IF:
            return False
    return False


def _has_no_subject(text: str, clause: Sequence[Token], at: int) -> bool:
    """Whether the verb is passive, or an infinitive of which another may be the subject."""
    if any(token.sort is Sort.PASSIVE for token in clause[max(0, at - 2) : at]):
        return True
    word = text[clause[at].start : clause[at].end].casefold()
    if _PARTICIPLE.search(word) and not _HAS.search(
        text[max(0, clause[at].start - 24) : clause[at].start].casefold()
    ):
        return True  # "premiums calculated on …"
    start = clause[at - 1].end if at else 0
    return bool(_TO.search(text[start : clause[at].start].casefold()))


def _by(clause: Sequence[Token], at: int, lexicon: Lexicon) -> frozenset[str] | None:
    """The parties after the verb's "by"; None where there is none."""
    for n in range(at + 1, min(len(clause), at + 1 + _BEHIND)):
        token = clause[n]
        if token.sort in STEERS or token.sort is Sort.IF:
            return None
        if token.sort is Sort.CLASS and token.name in lexicon.acts:
            return None
        if token.sort is Sort.BY:
            done = any(t.name in lexicon.acts for t in clause[n + 1 : n + 2])
            return None if done else frozenset(_listed(clause[n + 1 :], lexicon))  # by paying
    return None


def _listed(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[str]:
    """The parties of a list that begins here: "jointly by the employer and the employee"."""
    skipped, wanted = 0, True
    for token in tokens:
        if is_party(token, lexicon) and wanted:
            yield lexicon.payers[token.name]
            wanted = False
        elif token.sort in (Sort.AND, Sort.COMMA, Sort.BY) or token.name == "jointly":
            wanted = True
        elif token.sort is Sort.CLASS and wanted and not skipped:
            skipped += 1
        elif token.sort is not Sort.ONLY:
            return


def _alone(clause: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether "only" or "alone" stands beside a party."""
    return any(
        token.sort is Sort.ONLY and any(is_party(t, lexicon) for t in clause[max(0, n - 1) : n + 3])
        for n, token in enumerate(clause)
    )


def _denied(clause: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a "not" reaches the verb: one before it in its own group, or "pays nothing"."""
    denials: list[Token] = []
    for n in range(at - 1, -1, -1):
        token = clause[n]
        if token.sort in (Sort.NOT, Sort.BAN):
            denials.append(token)
        if token.sort is Sort.BAN:
            break
        if token.sort in (Sort.DUTY, Sort.LEAVE):
            denials += [t for t in clause[:n] if t.sort is Sort.NOT and t.name in _NOBODY][:1]
            break
        if token.name in lexicon.acts and not any(t.sort is Sort.AND for t in clause[n:at]):
            break
    behind = clause[at + 1 : at + 2]
    denials += [t for t in behind if t.sort is Sort.NOT and t.name in _NOTHING]
    pairs = any(t.name == "nor" for t in denials) and len(denials) > 1  # neither … nor
    return (len(denials) - pairs) % 2 == 1
