"""What an English text says of whom: must, may or must not, who, and what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.quote_check.reading import Sort, Token
from ingest.quote_check.words import Lexicon

_REACH = 9  # words that say something, on either side of the verb
_NEAR = 4  # words before a "by" that may belong to the verb
_STEERS = (Sort.DUTY, Sort.LEAVE, Sort.BAN)


@dataclass(frozen=True, slots=True)
class Statement:
    """One "must", "may" or "must not", or a clause without any: then ``sort`` is ``CLASS``.

    ``about`` are the classes around it, the nearer the heavier; ``verb`` the first of them behind
    it; ``who`` the side whose duty or right it is, "" where it is not told. ``start`` is where
    it stands in the text.
    """

    sort: Sort
    verb: str
    about: Mapping[str, float]
    who: str
    denied: bool
    bare: bool  # nothing that could be its subject stands before it
    start: int
    end: int


def statements(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Statement, ...]:
    """The statements of a text, in order."""
    found: list[Statement] = []
    for first, last in _sentences(tokens):
        sentence = tokens[first:last]
        steering = [n for n, token in enumerate(sentence) if token.sort in _STEERS]
        found += _inherited([_steered(sentence, n, steering, lexicon) for n in steering])
        found += _plain(sentence, lexicon)
    return tuple(sorted(found, key=lambda statement: statement.start))


def _sentences(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    first = 0
    for n, token in enumerate(tokens):
        if token.sort is Sort.STOP:
            if n > first:
                yield first, n
            first = n + 1
    if first < len(tokens):
        yield first, len(tokens)


def _steered(
    sentence: Sequence[Token], at: int, steering: Sequence[int], lexicon: Lexicon
) -> Statement:
    last = max((n + 1 for n in steering if n < at), default=0)
    after = min((n for n in steering if n > at), default=len(sentence))
    left, right = list(sentence[last:at]), list(sentence[at + 1 : after])
    sort = sentence[at].sort
    if sort is not Sort.BAN and (_denied(left) or _denies(right)):
        sort = Sort.BAN  # nobody may; may neither … nor
    behind = [token for token in right if token.sort is Sort.CLASS]
    return Statement(
        sort=sort,
        verb=behind[0].name if behind else "",
        about=_about(left, right, sentence),
        who=_doer(left, right, lexicon),
        denied=sort is Sort.BAN,
        bare=_bare(left, bool(last)),
        start=sentence[at].start,
        end=sentence[at].end,
    )


def _denies(right: Sequence[Token]) -> bool:
    """Whether a "not" follows at once, or a "neither" a little later."""
    return any(
        token.sort is Sort.NOT and (n == 0 or token.name == "neither")
        for n, token in enumerate(right[:3])
    )


def _passive(tokens: Sequence[Token]) -> bool:
    return any(token.sort is Sort.PASSIVE for token in tokens)


def _bare(left: Sequence[Token], second: bool) -> bool:
    """Whether the verb shares the subject of the one before it."""
    short = len(left) <= 6 and not any(token.sort in (Sort.IT, Sort.IF) for token in left)
    return second and (short or _coordinated(left))


def _coordinated(left: Sequence[Token]) -> bool:
    """Whether "and" stands right before the verb."""
    return bool(left) and left[-1].sort is Sort.AND


def _inherited(steered: Sequence[Statement]) -> Iterator[Statement]:
    """Who "shall … and shall not …" does both: the subject stands once."""
    who = ""
    for statement in steered:
        if not statement.who and statement.bare:
            statement = replace(statement, who=who)
        who = statement.who
        yield statement


def _denied(left: Sequence[Token]) -> bool:
    """Whether the subject is "no organisation", "nobody"."""
    comma = False
    for token in reversed(left):
        if token.sort is Sort.NOT and token.name == "nobody":
            return True
        if token.sort in (Sort.COMMA, Sort.EXCEPT):
            comma = True
        if token.sort is Sort.NOT and not comma:
            return token.name in ("no", "nobody", "none", "neither", "nor", "never", "nothing")
    return False


def _about(
    left: Sequence[Token], right: Sequence[Token], sentence: Sequence[Token]
) -> Mapping[str, float]:
    """What is said of it: behind the verb most of all, then in its own clause before it."""
    weights: dict[str, float] = {}
    said = [token for token in right if token.sort is Sort.CLASS][:_REACH]
    before: list[Token] = []
    for token in reversed(left):
        if token.sort is Sort.COMMA and before:
            break
        if token.sort is Sort.CLASS:
            before.append(token)
    for n, token in enumerate(said):
        weights.setdefault(token.name, 1.0 if n < 5 else 0.6)
    for token in before[:_REACH]:
        weights.setdefault(token.name, 0.6)
    for token in sentence:
        if token.sort is Sort.CLASS:
            weights.setdefault(token.name, 0.15)
    return weights


def _doer(left: Sequence[Token], right: Sequence[Token], lexicon: Lexicon) -> str:
    """The side in "… be paid by the employer", else the subject: the party next to the verb."""
    by = _by(right[:8], lexicon)
    if by:
        return by
    if any(token.sort in (Sort.IT, Sort.IF) for token in left[-2:]) or _passive(right[:2]):
        return ""
    if _coordinated(left):
        first = next((token for token in left if token.sort is Sort.CLASS), None)
        return lexicon.sides.get(first.name, "") if first else ""
    clause: list[str] = []
    for token in reversed(left):
        if token.sort is Sort.COMMA and clause:
            break
        side = lexicon.sides.get(token.name, "")
        if side and token.sort is Sort.CLASS and not token.owner:
            clause.append(side)
    return clause[-1] if len(set(clause)) == 1 else ""


def _by(tokens: Sequence[Token], lexicon: Lexicon) -> str:
    """Who does it, after "by"; "" where two are named so."""
    found: set[str] = set()
    far = 0
    for n, token in enumerate(tokens):
        far += token.sort is Sort.CLASS
        if token.sort is Sort.COMMA:
            break
        if token.sort is Sort.BY:
            done = next((t.name for t in reversed(tokens[:n]) if t.sort is Sort.CLASS), "")
            sides = lexicon.payers if done == "pay" else lexicon.sides
            if done in ("prescribe", "fix"):
                sides = lexicon.prescribers
            if any(t.name in lexicon.acts for t in tokens[n + 1 : n + 2]):
                continue  # by notifying the employer
            behind = next((t.name for t in tokens[n + 1 : n + 3] if t.name in sides), "")
            side = sides.get(behind, "")
            if side and far <= _NEAR:
                found.add(side)
    return found.pop() if len(found) == 1 else ""


def _plain(sentence: Sequence[Token], lexicon: Lexicon) -> Iterator[Statement]:
    """The clauses without "must" or "may"."""
    clause: list[Token] = []
    for n, token in enumerate([*sentence, None]):
        if token is not None and not _ends_clause(sentence, n, lexicon):
            clause.append(token)
            continue
        says = [t for t in clause if t.sort is Sort.CLASS]
        if len(says) >= 3 and not any(t.sort in _STEERS for t in clause):
            yield Statement(
                sort=Sort.CLASS,
                verb="",
                about={t.name: 1.0 for t in says},
                who=_plain_doer(clause, lexicon),
                denied=any(t.sort is Sort.NOT for t in clause),
                bare=False,
                start=clause[0].start,
                end=clause[-1].end,
            )
        clause = []


def _ends_clause(sentence: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """At a comma, and at an "and" after which another one acts."""
    if sentence[at].name == "and" and at + 1 < len(sentence):
        before = [token for token in sentence[:at] if token.sort is Sort.CLASS]
        parties = sentence[at - 1].name in lexicon.sides  # the employer and the employee
        return sentence[at + 1].name in lexicon.sides and len(before) > 2 and not parties
    return sentence[at].sort is Sort.COMMA


def _plain_doer(clause: Sequence[Token], lexicon: Lexicon) -> str:
    first = next((t for t in clause if t.sort is Sort.CLASS), None)
    subject = lexicon.sides.get(first.name, "") if first else ""
    by = _by(clause, lexicon)
    if not by and _passive(clause):
        return ""
    return by if not subject or by == subject else "" if by else subject
