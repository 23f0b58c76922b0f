"""The corpus's own judged queries, ``judgements.tsv``; its columns are in ``corpus/README.md``."""

from collections import defaultdict
from pathlib import Path

from kb.evaluation.graded import graded
from kb.evaluation.judged import JudgedSet
from kb.evaluation.lines import wrong
from kb.provision import Provision

FILE = "judgements.tsv"
NAME = "corpus"
COLUMNS = ("query", "lang", "target", "grade", "split")


def read(corpus: Path, split: str) -> JudgedSet:
    """The queries of one split, each its own id, judged by article and provision.

    A provision is found as a whole, so a judgement counts for it without its pinpoint.
    Raises ``UnusableSetError``; its message never repeats a query, which may be one that
    nobody is to look at.
    """
    path = corpus / FILE
    grades: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for number, (query, _, target), grade in graded(path, COLUMNS, split):
        judged = grades[query]
        if "/" in target:
            try:
                target = str(Provision.parse(target).whole)
            except ValueError as error:
                raise wrong(path, number, str(error)) from None
        if target in judged:
            raise wrong(path, number, f"{target} is judged twice for this query")
        judged[target] = grade
    return JudgedSet.of(NAME, split, {query: query for query in grades}, grades)
