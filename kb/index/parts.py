"""What each word of a question is worth in one document, and what all is multiplied with."""

from collections.abc import Iterator

import numpy as np

from kb.explanation import Factor, FactorFor, Often, Part, PartOf
from kb.index import weights
from kb.index.asked import Asked
from kb.index.expansion import Expansion
from kb.index.query_words import QueryWords
from kb.index.question import Concept
from kb.index.scoring import Ints, impacts
from kb.index.segments.layout import fields_of
from kb.index.segments.ordered import look_up
from kb.index.snapshot import Snapshot
from kb.index.weights import TEXT_FIELDS


def parts_of_words(doc: int, asked: Asked, words: QueryWords, snapshot: Snapshot) -> Iterator[Part]:
    """What each word adds, 0 for those that the document does not have; then what belongs
    together, and the glossary's other words, as far as the document has them."""
    docs = _only(doc)
    factor = float(asked.factors(docs, snapshot)[0])

    def of_words(of: PartOf, concept: Concept, worth: float) -> Part:
        impact = float(impacts(concept, snapshot, docs)[0])
        rarity = snapshot.term(concept.term, prefix=concept.prefix).rarity
        return Part(
            of=of,
            what=words.typed(concept.term),
            points=worth * impact * factor,
            worth=worth / rarity if rarity else concept.worth,
            rarity=rarity,
            impact=impact,
            often=_often(concept, doc, snapshot),
        )

    for concept, worth in zip(asked.question.concepts, asked.worth, strict=True):
        yield of_words(PartOf.WORD, concept, worth)
    for concept, worth in zip(asked.compounds, asked.compound_worth, strict=True):
        if worth and impacts(concept, snapshot, docs)[0]:
            yield of_words(PartOf.TOGETHER, concept, worth)
    for expansion in asked.expansions:
        if gain := float(expansion.among(docs)[0]):
            yield Part(
                of=PartOf.OTHER_WORD,
                what=words.named(expansion.typed),
                points=gain * factor,
                others=tuple(_had(expansion, docs, snapshot)),
            )


def factors(doc: int, asked: Asked, snapshot: Snapshot) -> Iterator[Factor]:
    """What ``Asked.factors`` multiplies a document's score with, each for itself."""
    runs, question = snapshot.runs, asked.question
    if _within(doc, runs.in_other_languages(question.lang)):
        yield Factor(of=FactorFor.OTHER_LANGUAGE, value=weights.OTHER_LANGUAGE)
    if _within(doc, runs.provisions):
        yield Factor(of=FactorFor.PROVISION, value=weights.PROVISION_WORTH)
    if doc in snapshot.marked("asked", question.gist):
        yield Factor(of=FactorFor.SAME_QUESTION, value=weights.SAME_QUESTION)


def _only(doc: int) -> Ints:
    return np.array([doc], np.int64)


def _within(doc: int, stretches: list[tuple[int, int]]) -> bool:
    return any(first <= doc < last for first, last in stretches)


def _had(expansion: Expansion, docs: Ints, snapshot: Snapshot) -> Iterator[str]:
    """Those of the other words that the document has."""
    for term in expansion.terms:
        if all(impacts(Concept(need), snapshot, docs)[0] for need in term.needs):
            yield term.text


def _often(concept: Concept, doc: int, snapshot: Snapshot) -> tuple[Often, ...]:
    """How many times each field of a document has a word, in whatever form."""
    part, local = snapshot.place(doc)
    leaf = part.leaf
    if concept.prefix:
        lists = [leaf.list_at(number) for number in leaf.text_terms(concept.term)]
    else:
        lists = [listed for listed in [leaf.text_list(concept.term)] if listed]
    times = np.zeros(len(TEXT_FIELDS), np.int64)
    for listed in lists:
        postings, having = look_up(np.array([local], np.int32), listed.docs)
        places, _ = leaf.places(listed.first + postings[having])
        times += np.bincount(fields_of(places), minlength=len(TEXT_FIELDS))
    counted = zip(TEXT_FIELDS, times.tolist(), strict=True)
    return tuple(Often(field=field, times=count) for field, count in counted if count)
