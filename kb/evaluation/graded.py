"""Graded lines of the corpus's judged files: tab separated, the last columns grade and split."""

from collections.abc import Iterator
from pathlib import Path

from kb.evaluation.lines import numbered, wrong

SPLITS = ("dev", "holdout")
_GRADES = {"0": 0, "1": 1, "2": 2, "3": 3}


def graded(
    path: Path, columns: tuple[str, ...], split: str
) -> Iterator[tuple[int, tuple[str, ...], int]]:
    """The lines of a split: the line's number, its columns before the grade, the grade.

    Lines that start with ``#`` are comments; the first other line names the columns. Raises
    ``UnusableSetError``; its message never repeats a line, which may be one that nobody is
    to look at.
    """
    header = False
    for number, line in numbered(path):
        if line.startswith("#"):
            continue
        fields = tuple(line.split("\t"))
        if not header:
            if fields != columns:
                raise wrong(path, number, f"the first line must name {', '.join(columns)}")
            header = True
            continue
        if len(fields) != len(columns) or not all(fields):
            raise wrong(path, number, f"not {len(columns)} columns separated by tabs")
        *told, grade, of = fields
        if grade not in _GRADES or of not in SPLITS:
            raise wrong(path, number, "the grade must be 0 to 3, the split dev or holdout")
        if of == split:
            yield number, tuple(told), _GRADES[grade]
