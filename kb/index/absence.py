"""Why a document is not among the hits of a request, or not in the index at all."""

from collections.abc import Iterator

from rapidfuzz import fuzz, process

from kb.codec import decode
from kb.explanation import Absence, Reason
from kb.index.account import Answered
from kb.index.best_bets import hidden
from kb.index.conditions import wording
from kb.index.matching import condition, matching
from kb.index.operators import TITLE, parts
from kb.index.provisions import provision_key
from kb.index.question import Question
from kb.index.segments.layout import FACETS
from kb.index.snapshot import Snapshot
from kb.model import Article, Status
from kb.provision import Provision

_NEAR = 3  # slugs that may be meant
_NEAR_ENOUGH = 60  # of 100, by the edits that lead from one to the other


def document(slug: str, snapshot: Snapshot) -> int | None:
    """The findable document with the slug, or with a provision's id, pinpoint or not."""
    if (provision := _provision(slug)) is None:
        return snapshot.number_of(slug)
    found = snapshot.marked("key", provision_key(provision))
    return int(found[0]) if len(found) else None


def not_held(slug: str, snapshot: Snapshot) -> Reason:
    """Why no findable document has the slug."""
    if hidden := unpublished(slug, snapshot):
        status = hidden.status.value
        return Reason(of=Absence.NOT_PUBLISHED, typed=status, near=_near(slug, snapshot))
    provision = _provision(slug)
    statute = snapshot.register.get(provision.statute) if provision else None
    if provision and statute:
        last = statute.last_article
        if provision.article > last:
            return Reason(of=Absence.BEYOND_LAST, typed=str(last))
        return Reason(of=Absence.TEXT_NOT_HELD)
    return Reason(of=Absence.NO_SUCH_SLUG, near=_near(slug, snapshot))


def _near(slug: str, snapshot: Snapshot) -> tuple[str, ...]:
    """The findable slugs that may be meant."""
    slugs = (snapshot.blob("slug", doc).decode() for doc in _living(snapshot))
    near = process.extract(slug, slugs, scorer=fuzz.ratio, limit=_NEAR, score_cutoff=_NEAR_ENOUGH)
    return tuple(found for found, _, _ in near)


def unpublished(slug: str, snapshot: Snapshot) -> Article | None:
    """The article with the slug that readers may not see."""
    for part in snapshot.parts:
        stored = part.leaf.blobs["article"]
        gone = set(part.deleted.tolist())
        for number in range(part.size, len(stored)):  # what cannot be found comes last
            if number not in gone and stored[number]:
                article = decode(stored[number], Article)
                if article.slug == slug and article.status is not Status.PUBLISHED:
                    return article
    return None


def absences(doc: int, answered: Answered, snapshot: Snapshot) -> Iterator[Reason]:
    """Why a document that could be found is no hit, or is none that can be paged to."""
    if doc in hidden(answered.asked.question, snapshot):
        yield Reason(of=Absence.HIDDEN)
        return
    reasons = [
        *_of_filters(doc, answered, snapshot),
        *_of_conditions(doc, answered, snapshot),
        *_of_words(doc, answered, snapshot),
    ]
    yield from reasons or [Reason(of=Absence.TOO_FAR_DOWN)]


def _of_filters(doc: int, answered: Answered, snapshot: Snapshot) -> Iterator[Reason]:
    part, local = snapshot.place(doc)
    for field, having in zip(FACETS, part.leaf.values(local), strict=True):
        wanted: tuple[str, ...] = getattr(answered.request.filters, field)
        if wanted and not set(wanted) & set(having):
            yield Reason(of=Absence.FILTER, field=field, wanted=wanted, having=having)


def conditions(answered: Answered) -> Iterator[tuple[str, Question]]:
    """The query's conditions as typed, and each as a question of its own."""
    question, query = answered.asked.question, answered.query
    for part in parts(query):
        of = wording(part.text, exact=part.quoted, titled=part.field == TITLE)
        typed = query[part.start : part.end]
        if part.negated and of in question.unwanted:
            yield typed, Question((), unwanted=(of,))
        elif (part.quoted or part.field == TITLE) and of in question.wordings:
            yield typed, Question((), wordings=(of,))


def _of_conditions(doc: int, answered: Answered, snapshot: Snapshot) -> Iterator[Reason]:
    sought = doc in answered.sought.docs  # which needs nothing that is wanted
    for typed, asked in conditions(answered):
        if sought and asked.wordings:
            continue
        if doc not in matching(condition(asked), snapshot):
            of = Absence.UNWANTED if asked.unwanted else Absence.LACKS_CONDITION
            yield Reason(of=of, typed=typed)


def _of_words(doc: int, answered: Answered, snapshot: Snapshot) -> Iterator[Reason]:
    question = answered.asked.question
    if question.everything or doc in answered.sought.docs:
        return
    if not question.concepts:
        yield Reason(of=Absence.NOTHING_ASKED)
        return
    lacking = answered.lacking(doc)
    if question.all_words:
        if needed := tuple(word for word in lacking if word.worth == 1):
            yield Reason(of=Absence.LACKS_WORD, words=needed)
    elif answered.needs_words(doc):
        none = not answered.account(doc).words
        yield Reason(of=Absence.NO_WORD if none else Absence.TOO_LITTLE, words=lacking)


def _living(snapshot: Snapshot) -> Iterator[int]:
    gone = set(snapshot.dead.tolist())
    return (doc for doc in range(snapshot.size) if doc not in gone)


def _provision(slug: str) -> Provision | None:
    try:
        return Provision.parse(slug)
    except ValueError:
        return None
