"""The API's shapes of a checked text and of a verdict: a contract with programs."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kb.cite_check import CheckedText
from kb.model import Citation
from kb.provision import Provision
from kb.unresolved import WhyUnresolved
from kb.verdict import Change, Difference, VerdictKind, Why
from kb.web.law import Law
from kb.web.messages import Phrases
from kb.web.quoted_places import Span, places
from kb.web.standing import Judged, Standing, standing
from kb.web.unresolved import why_unresolved


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanView:
    """Offsets in characters (code points): the first, and the one behind the last."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetView:
    """A provision: its id, its name in English, its address in the version that was looked at."""

    provision: str
    name: str
    url: str

    @classmethod
    def of(cls, provision: Provision, law: Law, version: date | None) -> "TargetView":
        link = law.link(provision, version)
        return cls(provision=str(provision), name=link.full_name, url=link.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceView:
    """Where the quotation differs. ``spans`` is empty where the difference has no place in it."""

    change: Change
    quoted: str
    official: str
    spans: tuple[SpanView, ...]


Places = Callable[[Difference], tuple[Span, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictView:
    """What came of holding the quotation against the law.

    ``message`` says in English what ``why`` says in codes. ``version`` is the day of adoption of
    the text it was held against, ``lang`` that text's language. ``likeness`` is a percentage.
    """

    kind: VerdictKind
    holds: bool
    why: tuple[Why, ...]
    message: str
    differences: tuple[DifferenceView, ...]
    found_in: tuple[str, ...]
    version: date | None
    superseded: bool
    lang: str | None
    likeness: int

    @classmethod
    def of(cls, citation: Citation, phrases: Phrases, where: Places) -> "VerdictView | None":
        """``where`` gives the spans of a difference; ``phrases`` are for the message."""
        verdict = citation.verdict
        if verdict is None:
            return None
        return cls(
            kind=verdict.kind,
            holds=verdict.holds,
            why=verdict.why,
            message=" ".join(Judged.of(citation, phrases).sentences),
            differences=tuple(
                DifferenceView(
                    change=difference.change,
                    quoted=difference.quoted,
                    official=difference.official,
                    spans=tuple(SpanView(start=s, end=e) for s, e in where(difference)),
                )
                for difference in verdict.differences
            ),
            found_in=tuple(map(str, verdict.found_in)),
            version=verdict.version,
            superseded=verdict.superseded,
            lang=verdict.lang or None,
            likeness=verdict.likeness,
        )

    @classmethod
    def in_quotation(cls, citation: Citation, phrases: Phrases) -> "VerdictView | None":
        """With spans in the quotation, its paragraphs joined by a line break."""
        return cls.of(citation, phrases, _in_quotation)


def _in_quotation(difference: Difference) -> tuple[Span, ...]:
    return ((difference.start, difference.end),) if difference.start >= 0 else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationView:
    """A citation in the text. ``statute`` is the name as written, here or last before it.

    ``standing`` is the outcome in one word. ``reason`` says in English why there is no provision,
    ``why_unresolved`` in a code; ``candidates`` are what it may mean.
    """

    start: int
    end: int
    text: str
    statute: str
    statute_id: str | None
    numbers: tuple[str, ...]
    standing: Standing
    error: bool
    provisions: tuple[TargetView, ...]
    reason: str | None
    why_unresolved: WhyUnresolved | None
    candidates: tuple[str, ...]
    quotes: tuple[SpanView, ...]
    verdict: VerdictView | None

    @classmethod
    def of(cls, citation: Citation, law: Law, on: date) -> "CitationView":
        """``on`` is the day of the law."""
        found = standing(citation)
        held_against = citation.verdict.version if citation.verdict else None
        return cls(
            start=citation.start,
            end=citation.end,
            text=citation.text,
            statute=citation.statute or citation.antecedent,
            statute_id=citation.register_id or None,
            numbers=citation.numbers,
            standing=found,
            error=found in (Standing.WRONG, Standing.MISMATCH),
            provisions=tuple(
                TargetView.of(target, law, held_against or law.version_on(target.statute, on))
                for target in citation.targets
            ),
            reason=None if citation.resolved else " ".join(why_unresolved(citation, law.phrases)),
            why_unresolved=citation.unresolved.why if citation.unresolved else None,
            candidates=citation.candidates,
            quotes=tuple(SpanView(start=s, end=e) for s, e in citation.quote_spans),
            verdict=VerdictView.of(
                citation,
                law.phrases,
                lambda difference: tuple(places(citation, difference.start, difference.end)),
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingCount:
    """How many citations stand so."""

    standing: Standing
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CiteCheckAnswer:
    """A checked text. All offsets are in ``text``: a file's words as they were read.

    ``on`` is the day whose law it was held against, ``errors`` counts what must be mended.
    """

    text: str
    length: int
    lang: str
    on: date
    errors: int
    counts: tuple[StandingCount, ...]
    citations: tuple[CitationView, ...]

    @classmethod
    def of(cls, checked: CheckedText, law: Law) -> "CiteCheckAnswer":
        citations = tuple(
            CitationView.of(citation, law, checked.on) for citation in checked.citations
        )
        counted = Counter(citation.standing for citation in citations)
        return cls(
            text=checked.text,
            length=len(checked.text),
            lang=checked.lang,
            on=checked.on,
            errors=checked.errors,
            counts=tuple(
                StandingCount(standing=each, count=counted[each])
                for each in Standing
                if counted[each]
            ),
            citations=citations,
        )
