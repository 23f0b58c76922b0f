"""Measures of a run against judgements, computed by ``ir-measures`` as trec_eval does.

===========  ====================================================================
``nDCG@10``  the grades of the first ten, each divided by log2(rank + 1), of what
             the best order would have. (Järvelin, Kekäläinen: Cumulated Gain-based
             Evaluation of IR Techniques, 2002, with the grade itself as gain.)
``RR``       1 / rank of the first hit above grade 0; 0 where none is among 100.
``P@1``      1 where the first hit is above grade 0.
``R@100``    the part of all documents above grade 0 that is among the first 100.
===========  ====================================================================

All are from 0 to 1 a query; a set's is their mean. A document without a judgement counts
as grade 0.
"""

from collections.abc import Mapping, Sequence

from kb.evaluation.judged import Grades
from kb.evaluation.packages import package
from kb.evaluation.run import Hits

NAMES = ("nDCG@10", "RR", "P@1", "R@100")
MAIN = NAMES[0]

Values = Mapping[str, Mapping[str, float]]  # measure -> query id -> value


def measure(grades: Grades, hits: Hits, names: Sequence[str] = NAMES) -> Values:
    """Every measure of every query of ``grades``; one without hits has 0 everywhere.

    ``names`` are measures as ``ir-measures`` writes them. Raises ``MissingPackageError``.
    """
    measures = package("ir_measures", "ir-measures")
    by_measure = {name: measures.parse_measure(name) for name in names}
    # trec_eval orders by score, then by id: scores that fall with the rank keep our order.
    scored = {
        query: {document: -float(rank) for rank, document in enumerate(hits.get(query, ()))}
        for query in grades
    }
    found: dict[str, dict[str, float]] = {name: {} for name in names}
    by_object = {measure: name for name, measure in by_measure.items()}
    for one in measures.iter_calc(list(by_measure.values()), grades, scored):
        found[by_object[one.measure]][one.query_id] = float(one.value)
    return {name: {query: values[query] for query in grades} for name, values in found.items()}


def means(values: Values) -> dict[str, float]:
    """The mean of each measure over its queries; 0 where there are none."""
    return {name: sum(of.values()) / len(of) if of else 0.0 for name, of in values.items()}
