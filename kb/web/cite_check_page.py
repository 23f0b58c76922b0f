"""What the page of a checked text shows: the marked text, and the law beside it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kb.cite_check import CheckedText
from kb.model import Citation
from kb.provision import Provision
from kb.web.law import Law, LawLink, LawText
from kb.web.marked_text import Piece
from kb.web.marked_text import rows as marked_rows
from kb.web.messages import Phrases
from kb.web.standing import Judged, Standing

MOST_WORDS = 300  # citations with the words of the law beside them; the others have a link


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is said beside a citation. ``number`` counts the text's citations from 1."""

    number: int
    citation: str
    judged: Judged
    laws: tuple[LawText, ...]
    found_in: tuple[LawText, ...]
    candidates: tuple[LawLink, ...]
    opened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedRow:
    """Lines of the text, what follows them, and the notes on their citations."""

    pieces: tuple[Piece, ...]
    after: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many citations stand so."""

    standing: Standing
    sign: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """The page below the form; ``anything`` is false where no citation was found."""

    rows: tuple[NotedRow, ...]
    counts: tuple[Count, ...]
    total: int
    errors: int
    lang: str
    on: date
    notes: tuple[Note, ...]

    @property
    def anything(self) -> bool:
        return self.total > 0


def check_view(checked: CheckedText, law: Law) -> CheckView:
    """Lay the checked text out."""
    notes = tuple(_notes(checked.citations, law, checked.on))
    judged = Counter(note.judged.standing for note in notes)
    return CheckView(
        rows=tuple(
            NotedRow(
                pieces=row.pieces,
                after=row.after,
                notes=tuple(notes[number - 1] for number in row.citations),
            )
            for row in marked_rows(checked)
        ),
        counts=tuple(_counts(judged, law.phrases)),
        total=len(notes),
        errors=checked.errors,
        lang=checked.lang,
        on=checked.on,
        notes=notes,
    )


def _counts(judged: Counter[Standing], phrases: Phrases) -> Iterator[Count]:
    for each in Standing:
        if judged[each]:
            label = phrases(f"standing_{each}")
            yield Count(standing=each, sign=each.sign, label=label, count=judged[each])


def _notes(citations: tuple[Citation, ...], law: Law, on: date) -> Iterator[Note]:
    for number, citation in enumerate(citations, 1):
        judged = Judged.of(citation, law.phrases)
        held_against = citation.verdict.version if citation.verdict else None
        yield Note(
            number=number,
            citation=citation.text,
            judged=judged,
            laws=tuple(_law(p, law, held_against, on, number) for p in citation.targets),
            found_in=tuple(_law(p, law, None, on, number) for p in judged.found_in),
            candidates=tuple(_candidates(citation, law)),
            opened=judged.standing in (Standing.WRONG, Standing.MISMATCH),
        )


def _law(provision: Provision, law: Law, version: date | None, on: date, number: int) -> LawText:
    """The provision as a quotation was held against it, else as it was on the day."""
    shown = version or law.version_on(provision.statute, on)
    if number > MOST_WORDS:
        return LawText(link=law.link(provision, shown))
    return law.text(provision, shown)


def _candidates(citation: Citation, law: Law) -> Iterator[LawLink]:
    """What may be meant: the provision itself in another version, or others."""
    unresolved = citation.unresolved
    if unresolved is not None and unresolved.provision is not None and unresolved.elsewhere:
        yield law.link(unresolved.provision, unresolved.elsewhere)
    for provision in map(_parsed, citation.candidates):
        if provision is not None:
            yield law.link(provision)


def _parsed(candidate: str) -> Provision | None:
    """The provision that a candidate names; None for one that is no id."""
    try:
        return Provision.parse(candidate)
    except ValueError:
        return None
