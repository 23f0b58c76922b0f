"""The corpus's own judged queries, ``judgements.tsv``; its columns are in ``corpus/README.md``."""

from collections import defaultdict
from pathlib import Path

from kb.evaluation.judged import JudgedSet
from kb.evaluation.lines import numbered, wrong
from kb.provision import Provision

FILE = "judgements.tsv"
NAME = "corpus"
SPLITS = ("dev", "holdout")
COLUMNS = ("query", "lang", "target", "grade", "split")
_GRADES = {"0": 0, "1": 1, "2": 2, "3": 3}


def read(corpus: Path, split: str) -> JudgedSet:
    """The queries of one split, each its own id, judged by article and provision.

    A provision is found as a whole, so a judgement counts for it without its pinpoint.
    Raises ``UnusableSetError``; its message never repeats a query, which may be one that
    nobody is to look at.
    """
    path = corpus / FILE
    grades: defaultdict[str, dict[str, int]] = defaultdict(dict)
    header = False
    for number, line in numbered(path):
        if line.startswith("#"):
            continue
        fields = tuple(line.split("\t"))
        if not header:
            if fields != COLUMNS:
                raise wrong(path, number, f"the first line must name {', '.join(COLUMNS)}")
            header = True
            continue
        if len(fields) != len(COLUMNS) or not all(fields):
            raise wrong(path, number, f"not {len(COLUMNS)} columns separated by tabs")
        query, _, target, grade, of = fields
        if grade not in _GRADES or of not in SPLITS:
            raise wrong(path, number, "the grade must be 0 to 3, the split dev or holdout")
        if of != split:
            continue
        judged = grades[query]
        if "/" in target:
            try:
                target = str(Provision.parse(target).whole)
            except ValueError as error:
                raise wrong(path, number, str(error)) from None
        if target in judged:
            raise wrong(path, number, f"{target} is judged twice for this query")
        judged[target] = _GRADES[grade]
    return JudgedSet.of(NAME, split, {query: query for query in grades}, grades)
