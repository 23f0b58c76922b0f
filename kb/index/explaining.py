"""Why a document ranks where it does for a request, or is missing: see ``kb.explanation``."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from kb.explanation import (
    Absence,
    Account,
    Comparison,
    Difference,
    Explanation,
    Part,
    PartOf,
    Reason,
    Understanding,
)
from kb.index.absence import absences, conditions, document, not_held, unpublished
from kb.index.account import Answered
from kb.index.found import Understood
from kb.index.snapshot import Snapshot
from kb.request import MAX_HITS_DEEP, MAX_PER_PAGE, SearchRequest

_WORDS = (PartOf.WORD, PartOf.TOGETHER, PartOf.OTHER_WORD)
_SMALL = 1e-4  # of a score: a difference that nobody needs to know of


Understand = Callable[[SearchRequest], Understood]


def explain(
    request: SearchRequest, slug: str, snapshot: Snapshot, understand: Understand
) -> Explanation:
    """Answer the request, as far down as the document is, and take its score apart."""
    request = replace(request, page=1, facets=False)
    slug = slug.encode(errors="replace").decode()  # what is no text is no slug
    understood = understand(request)
    doc = document(slug, snapshot)
    answered = _answered(understood, doc, snapshot)
    explanation = Explanation(
        slug=slug,
        title=_title(slug, doc, snapshot),
        understood=_understanding(understood, answered, snapshot),
        total=answered.total,
    )
    if doc is None:
        return replace(explanation, reasons=(not_held(slug, snapshot),))
    rank, account = answered.rank(doc), answered.account(doc)
    reasons: tuple[Reason, ...] = ()
    if rank is None:
        reasons = (
            *absences(doc, answered, snapshot),
            *_corrected(doc, request, snapshot, understand),
        )
    return replace(
        explanation,
        slug=snapshot.shown(doc).slug,
        rank=rank,
        score=None if rank is None else answered.places[rank - 1].score,
        account=account,
        reasons=reasons,
        compared=_compared(rank, account, answered, snapshot),
    )


def _answered(understood: Understood, doc: int | None, snapshot: Snapshot) -> Answered:
    """The request answered: its first page, or all that can be paged to if the document is not
    there. (What is looked at closely depends on the page, if little.)"""
    request = understood.lifted.request
    first = Answered(understood.asked, request, snapshot, understood.query)
    if doc is None or first.rank(doc) is not None or first.total <= len(first.places):
        return first
    deepest = replace(request, page=MAX_HITS_DEEP // MAX_PER_PAGE, per_page=MAX_PER_PAGE)
    return Answered(understood.asked, deepest, snapshot, understood.query)


def _understanding(understood: Understood, answered: Answered, snapshot: Snapshot) -> Understanding:
    asked, sought, words = understood.asked, answered.sought, answered.words
    return Understanding(
        query=understood.query,
        lang=asked.question.lang,
        documents=snapshot.findable,
        request=understood.lifted.request,
        correction=understood.correction,
        notes=(*understood.lifted.notes, *asked.question.notes),
        dropped=words.dropped(),
        words=words.words(),
        together=words.together(),
        glossary=words.glossary(),
        conditions=tuple(typed for typed, _ in conditions(answered)),
        looked_up=tuple(map(str, sought.looked_up)),
        offered=tuple(map(str, sought.offered)),
        missing=sought.missing,
        named=sought.named,
    )


def _corrected(
    doc: int, request: SearchRequest, snapshot: Snapshot, understand: Understand
) -> Iterator[Reason]:
    """That the query as it was typed would have found it."""
    if request.as_typed:
        return
    typed = understand(replace(request, as_typed=True))
    if _answered(typed, doc, snapshot).rank(doc) is not None:
        yield Reason(of=Absence.CORRECTED, typed=typed.query)


def _compared(
    rank: int | None, account: Account, answered: Answered, snapshot: Snapshot
) -> Comparison | None:
    """Beside the hit above, for the first the one below, for what is missing the first."""
    other = 1 if rank is None else rank - 1 if rank > 1 else 2
    if other > len(answered.places):
        return None
    place = answered.places[other - 1]
    shown = snapshot.shown(place.doc)
    ours = account.parts if rank is not None else account.unused
    theirs = answered.account(place.doc)
    return Comparison(
        rank=other,
        slug=shown.slug,
        title=shown.title,
        score=place.score,
        factors=theirs.factors,
        differences=_differences(ours, theirs.parts, place.score),
    )


def _differences(
    ours: tuple[Part, ...], theirs: tuple[Part, ...], score: float
) -> tuple[Difference, ...]:
    """What the parts of two scores differ in, the greatest difference first."""
    here, there = _by_key(ours), _by_key(theirs)
    found = [
        Difference(
            of=key[0],
            what=key[1],
            points=here.get(key, 0.0),
            others=there.get(key, 0.0),
        )
        for key in {**here, **there}
    ]
    telling = (one for one in found if abs(one.size) > _SMALL * score)
    return tuple(sorted(telling, key=lambda one: -abs(one.size)))


def _by_key(parts: tuple[Part, ...]) -> dict[tuple[PartOf, str], float]:
    """Points by what they are for; the question that is near is another in each article."""
    found: dict[tuple[PartOf, str], float] = {}
    for part in parts:
        for one in part.lent or (part,):
            key = one.of, one.what if one.of in _WORDS else ""
            found[key] = found.get(key, 0.0) + one.points
    return found


def _title(slug: str, doc: int | None, snapshot: Snapshot) -> str:
    if doc is not None:
        return snapshot.shown(doc).title
    hidden = unpublished(slug, snapshot)
    return hidden.title if hidden else ""
