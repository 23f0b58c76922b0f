"""What was found when a quotation was held against the law."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb.provision import Provision


class VerdictKind(StrEnum):
    """From the provision's very words to words that it does not have."""

    VERBATIM = "verbatim"
    MINOR = "minor"  # but for differences that change nothing: a comma, 和 for 及
    PARAPHRASE = "paraphrase"  # other words that say the same
    MISMATCH = "mismatch"
    UNCHECKED = "unchecked"  # there is nothing to hold it against


class Why(StrEnum):
    """Why a quotation does not hold, or could not be checked."""

    OTHER_PROVISION = "other-provision"  # these are the words of ``found_in``
    OTHER_WORDS = "other-words"  # they are no provision's that is held
    CONCEPTS = "concepts"  # it speaks of things that the provision does not, or leaves them out
    NUMBERS = "numbers"  # an amount, a share, a time limit is another
    DUTY = "duty"  # may for must, who must do it
    NEGATION = "negation"  # a not, an exception, is added or dropped
    UNRESOLVED = "unresolved"  # unchecked: the citation leads to no provision
    NO_TEXT = "no-text"  # unchecked: the provision's words are not held
    TOO_SHORT = "too-short"  # unchecked: too few words to be told from others
    OTHER_LANGUAGE = "other-language"  # unchecked: held in a language it cannot be compared with


class Change(StrEnum):
    """What a difference is, seen from the provision."""

    ADDED = "added"  # the quotation has it, the provision has not
    MISSING = "missing"  # the provision has it, the quotation has not
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place in which quotation and provision differ, in the words of each.

    ``start`` and ``end`` are offsets in the quotation, its paragraphs joined by a line break;
    both are -1 where the difference has no place there (a concept, a number that is missing).
    """

    change: Change
    quoted: str = ""
    official: str = ""
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The verdict on the words that a citation gives as a provision's.

    ``why`` tells the reasons, the gravest first, of a mismatch or where nothing could be checked.
    ``version`` is the version (its day of adoption) that
    the quotation was held against, ``superseded`` whether a newer one is in force; ``lang`` the
    language of the text it was held against. ``found_in`` are the provisions that do have the
    quoted words, or the concepts that the cited one lacks, the likeliest first; of superseded
    words the provision that has them, or nearly, in the version in force, where that is another.
    ``likeness`` is a percentage: how much of the quotation stands in the provision.
    """

    kind: VerdictKind
    why: tuple[Why, ...] = ()
    differences: tuple[Difference, ...] = ()
    found_in: tuple[Provision, ...] = ()
    version: date | None = None
    superseded: bool = False
    lang: str = ""
    likeness: int = 0

    @property
    def holds(self) -> bool:
        """Whether a reader may take the quotation for what the law says."""
        return self.kind in (VerdictKind.VERBATIM, VerdictKind.MINOR, VerdictKind.PARAPHRASE)
