"""Fit the weights of ``ingest.quote_check.weighing`` to the judged pairs, and measure them.

``python -m tests.quote_weights`` prints the macro F1 of match and mismatch by cross-validation
over five folds (several shuffles), the weights, and the pairs that they get wrong. The pairs of
the set ``holdout`` take no part; ``--holdout`` judges them with the weights as they stand.
"""

import random
import sys
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ingest.quote_check.comparison import compare
from ingest.quote_check.shelf import Reading, Shelf, joined
from ingest.quote_check.weighing import BIAS, WEIGHTS, strengths
from tests.corpus_register import corpus_glossary, corpus_register
from tests.judged_quotes import JudgedQuote, judged_quotes

FOLDS, SHUFFLES, RIDGE, ROUNDS, STEP = 5, 4, 0.1, 8000, 0.5
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def measured(*, holdout: bool) -> tuple[Floats, Flags, tuple[JudgedQuote, ...]]:
    """The findings on every pair, a row each, whether it is no match, and the pairs."""
    register, shelf = corpus_register(), Shelf(corpus_register(), corpus_glossary())
    pairs = tuple(pair for pair in judged_quotes() if (pair.part == "holdout") == holdout)

    def found(pair: JudgedQuote) -> list[float]:
        statute = register.get(pair.provision.statute)
        text = statute.provision(pair.provision) if statute else None
        assert text is not None, f"line {pair.line}: the corpus does not hold {pair.provision}"
        words = joined(text, pair.provision.paragraph, pair.provision.item)
        held, quoted = Reading.of(words, shelf.lexicon), Reading.of(pair.text, shelf.lexicon)
        return list(strengths(compare(quoted, held, shelf, frozenset({pair.provision.whole}))))

    wrong = np.array([not pair.match for pair in pairs])
    return np.array([found(pair) for pair in pairs]), wrong, pairs


def main(arguments: Sequence[str]) -> None:
    holdout = "--holdout" in arguments
    values, wrong, pairs = measured(holdout=holdout)
    weights, bias = np.array(list(WEIGHTS.values())), BIAS
    if not holdout:
        scores = [cross_validated(values, wrong, seed) for seed in range(SHUFFLES)]
        print("cross-validation:", *(f"{score:.3f}" for score in scores), f"{np.mean(scores):.3f}")
        for part in sorted({pair.part for pair in pairs}):
            there = np.array([pair.part == part for pair in pairs])
            others, other_bias = fit(values[~there], wrong[~there])
            score = macro_f1(wrong[there], values[there] @ others + other_bias > 0)
            print(f"{part} ({there.sum()} pairs) by the others' weights: {score:.3f}")
        _by_kind(pairs, wrong, said_across(values, wrong, seed=0))
        weights, bias = fit(values, wrong)
    doubts = values @ weights + bias
    print(f"all {len(pairs)}: {macro_f1(wrong, doubts > 0):.3f}; bias {bias:.2f}")
    for name, weight in zip(WEIGHTS, weights, strict=True):
        print(f'    "{name}": {weight:.2f},')
    for n, (pair, doubt) in enumerate(zip(pairs, doubts, strict=True)):
        if (doubt > 0) == pair.match:
            strong = {k: round(float(v), 2) for k, v in zip(WEIGHTS, values[n], strict=True) if v}
            print(f"{pair.part} {pair.line} {pair.edit} {doubt:.2f} {pair.provision} {strong}")
            print(f"    {pair.text}")


def fit(values: Floats, wrong: Flags) -> tuple[Floats, float]:
    """The weights, none negative, and the bias of a logistic regression."""
    weights, bias = np.zeros(values.shape[1]), 0.0
    for _ in range(ROUNDS):
        error = 1 / (1 + np.exp(-(values @ weights + bias))) - wrong
        slope = values.T @ error / len(wrong) + RIDGE * weights / len(wrong)
        weights = np.maximum(0, weights - STEP * slope)
        bias -= STEP * float(error.mean())
    return weights, bias


def cross_validated(values: Floats, wrong: Flags, seed: int) -> float:
    """The macro F1 over five folds, each judged by weights that were fitted to the others."""
    return macro_f1(wrong, said_across(values, wrong, seed))


def said_across(values: Floats, wrong: Flags, seed: int) -> Flags:
    """What is said of each pair by weights that were fitted to the other folds."""
    order = list(range(len(wrong)))
    random.Random(seed).shuffle(order)
    said = np.zeros(len(wrong), dtype=bool)
    for fold in range(FOLDS):
        held_out = order[fold::FOLDS]
        rest = [n for n in order if n not in set(held_out)]
        weights, bias = fit(values[rest], wrong[rest])
        said[held_out] = values[held_out] @ weights + bias > 0
    return said


def _by_kind(pairs: Sequence[JudgedQuote], wrong: Flags, said: Flags) -> None:
    """How many of each kind of edit are judged wrongly."""
    for edit in sorted({pair.edit for pair in pairs}):
        there = np.array([pair.edit == edit for pair in pairs])
        print(f"{edit}: {(wrong[there] != said[there]).sum()} of {there.sum()} wrong")


def macro_f1(wrong: Flags, said: Flags) -> float:
    """The mean of the F1 of match and of mismatch."""
    scores = []
    for value in (True, False):
        both = ((wrong == value) & (said == value)).sum()
        scores.append(2 * both / max(1, (wrong == value).sum() + (said == value).sum()))
    return float(np.mean(scores))


if __name__ == "__main__":
    main(sys.argv[1:])
