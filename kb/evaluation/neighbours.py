"""The corpus's judged neighbours, ``related.tsv``: which articles are near to which.

Its columns are in ``corpus/README.md``. An article is a query, what is related to it the
hits. ``nDCG@5`` is as in ``measures``, ``P(rel=2)@3`` the part of the first three with grade
2 or 3.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kb.evaluation.graded import graded
from kb.evaluation.judged import JudgedSet
from kb.evaluation.lines import wrong

FILE = "related.tsv"
NAME = "related"
COLUMNS = ("slug", "related", "grade", "split")
NAMES = ("nDCG@5", "P(rel=2)@3")
MAIN = NAMES[0]
DEPTH = 5  # related articles that are looked at

Related = Callable[[str, int], Sequence[str]]  # a slug, how many -> the nearest, nearest first


def read(corpus: Path, split: str) -> JudgedSet:
    """The judged neighbours of one split; raises ``UnusableSetError``."""
    path = corpus / FILE
    grades: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for number, (slug, other), grade in graded(path, COLUMNS, split):
        if other in grades[slug]:
            raise wrong(path, number, f"{other} is judged twice for this article")
        grades[slug][other] = grade
    return JudgedSet.of(NAME, split, {slug: slug for slug in grades}, grades)


def neighbours(judged: JudgedSet, related: Related) -> Mapping[str, Sequence[str]]:
    """What is found to be near to each article of the set."""
    return {slug: related(slug, DEPTH) for slug in judged.queries}
