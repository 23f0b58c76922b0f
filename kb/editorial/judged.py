"""The judged queries and neighbours of an article whose address changes."""

import hashlib
from collections.abc import Iterable, Sequence

QUERIES = "judgements.tsv"
NEIGHBOURS = "related.tsv"
_HOLDOUT = 5  # every fifth article's neighbours are never tuned on: see corpus/README.md


def queries_renamed(text: str, old: str, new: str) -> str:
    """``judgements.tsv`` with the one target in the place of the other.

    Where a query has both already the better grade stays.
    """
    return _joined(_renamed(text, old, new, places=(2,), key=(0, 2), grade=3))


def neighbours_renamed(text: str, old: str, new: str) -> str:
    """``related.tsv`` with the one article in the place of the other.

    No article is its own neighbour; of a pair that is there twice the better grade stays.
    """
    lines = _renamed(text, old, new, places=(0, 1), key=(0, 1), grade=2)
    return _joined(_with_split(cells, old, new) for cells in lines if not _is_itself(cells, new))


_Cells = Sequence[str]


def _renamed(
    text: str, old: str, new: str, *, places: tuple[int, ...], key: tuple[int, ...], grade: int
) -> list[list[str]]:
    kept: list[list[str]] = []
    seen: dict[tuple[str, ...], list[str]] = {}
    for line in text.split("\n"):
        cells = line.split("\t")
        if line.startswith("#") or len(cells) <= max(*places, *key, grade):
            kept.append(cells)
            continue
        cells = [new if at in places and cell == old else cell for at, cell in enumerate(cells)]
        about = tuple(cells[at] for at in key)
        first = seen.get(about) if new in about else None
        if first is not None:
            first[grade] = max(first[grade], cells[grade])
            continue
        seen[about] = cells
        kept.append(cells)
    return kept


def _is_itself(cells: _Cells, slug: str) -> bool:
    return len(cells) > 1 and cells[0] == cells[1] == slug


def _with_split(cells: list[str], old: str, new: str) -> list[str]:
    """Whether an article's neighbours are held out depends on its slug alone."""
    if len(cells) > 3 and cells[0] == new != old and cells[3] in ("dev", "holdout"):
        number = int(hashlib.sha256(new.encode()).hexdigest(), 16)
        cells[3] = "dev" if number % _HOLDOUT else "holdout"
    return cells


def _joined(lines: Iterable[list[str]]) -> str:
    return "\n".join("\t".join(cells) for cells in lines)
