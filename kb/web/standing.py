"""How a citation stands: a word, a sign and sentences, for pages, programs and the terminal."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kb.cite_check import is_error
from kb.model import Citation, unique
from kb.provision import Provision
from kb.verdict import Change, Difference, Verdict, VerdictKind, Why
from kb.web.messages import Phrases
from kb.web.unresolved import why_unresolved

MOST_DIFFERENCES = 12  # told in words; the quotation itself shows all of them


class Standing(StrEnum):
    """What a reader or an editor should think of a citation; the gravest first."""

    WRONG = "wrong"  # the statute has no such provision
    MISMATCH = "mismatch"
    UNKNOWN = "unknown"  # nobody can tell which provision it means
    SUPERSEDED = "superseded"  # the quotation holds, but of a version that was amended since
    UNCHECKED = "unchecked"
    PARAPHRASE = "paraphrase"
    MINOR = "minor"
    VERBATIM = "verbatim"
    CITED = "cited"  # it leads to a provision and quotes nothing

    @property
    def sign(self) -> str:
        """For those who don't see its colour."""
        return _SIGNS[self]


_SIGNS = {
    Standing.WRONG: "✗",
    Standing.MISMATCH: "✗",
    Standing.UNKNOWN: "?",
    Standing.SUPERSEDED: "!",
    Standing.UNCHECKED: "–",
    Standing.PARAPHRASE: "≈",
    Standing.MINOR: "✓",
    Standing.VERBATIM: "✓",
    Standing.CITED: "§",
}


def standing(citation: Citation) -> Standing:
    """How the citation stands; what it quotes counts before where it leads."""
    if not citation.resolved:
        return Standing.WRONG if is_error(citation) else Standing.UNKNOWN
    verdict = citation.verdict
    if verdict is not None:
        outdated = verdict.superseded and verdict.holds
        return Standing.SUPERSEDED if outdated else Standing(verdict.kind.value)
    return Standing.UNCHECKED if citation.quote else Standing.CITED


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A standing ready to show: its label, why, and in which places the words differ.

    ``found_in`` are the provisions that have what was quoted.
    """

    standing: Standing
    sign: str
    label: str
    sentences: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    found_in: tuple[Provision, ...] = ()
    found_in_what: str = ""

    @classmethod
    def of(cls, citation: Citation, phrases: Phrases) -> "Judged":
        """The standing of a citation in the reader's language."""
        found, verdict = standing(citation), citation.verdict
        return cls(
            standing=found,
            sign=found.sign,
            label=phrases(f"standing_{found}"),
            sentences=tuple(_sentences(citation, found, phrases)),
            differences=tuple(_told(verdict, phrases)) if verdict else (),
            found_in=verdict.found_in if verdict else (),
            found_in_what=phrases(_found_in(verdict)) if verdict and verdict.found_in else "",
        )


def _sentences(citation: Citation, found: Standing, phrases: Phrases) -> Iterator[str]:
    if not citation.resolved:
        yield from why_unresolved(citation, phrases)
        return
    verdict = citation.verdict
    if verdict is None:
        if citation.quote:
            yield phrases(_key(Why.NO_TEXT))
        return
    if verdict.holds and Why.OTHER_PROVISION in verdict.why:
        yield phrases("why_other_paragraph")
    else:
        # Of words that another provision has it would be no news, and not true, that none has them.
        elsewhere = Why.OTHER_PROVISION in verdict.why
        told = (w for w in verdict.why if not (elsewhere and w is Why.OTHER_WORDS))
        yield from (phrases(_key(why)) for why in told)
    if verdict.version is not None:
        day = phrases.date(verdict.version)
        if verdict.lang == "en":  # the official texts are Chinese
            yield phrases("checked_translation", date=day)
        else:
            yield phrases("checked_version", date=day)
    if verdict.superseded:
        yield phrases("checked_superseded")


def _found_in(verdict: Verdict) -> str:
    """What the provisions have that the verdict names: the words, a part of them, or the like."""
    if Why.OTHER_PROVISION in verdict.why:
        return "found_in"
    parts = verdict.lang == "en" and verdict.why[:1] != (Why.OTHER_WORDS,)
    return "found_in_parts" if parts and Why.CONCEPTS in verdict.why else "found_in_like"


def _key(why: Why) -> str:
    return f"why_{why.replace('-', '_')}"


def _told(verdict: Verdict, phrases: Phrases) -> Iterator[str]:
    """The differences in words; of a paraphrase only what it names without a place."""
    told = unique(
        in_words(difference, phrases)
        for difference in verdict.differences
        if verdict.kind is not VerdictKind.PARAPHRASE or difference.start < 0
    )
    yield from told[:MOST_DIFFERENCES]
    if len(told) > MOST_DIFFERENCES:
        yield phrases("difference_more", count=len(told) - MOST_DIFFERENCES)


def in_words(difference: Difference, phrases: Phrases) -> str:
    """One difference as a sentence."""
    match difference.change:
        case Change.ADDED:
            return phrases("difference_added", quoted=difference.quoted)
        case Change.MISSING:
            return phrases("difference_missing", official=difference.official)
        case _:
            return phrases(
                "difference_replaced", quoted=difference.quoted, official=difference.official
            )
