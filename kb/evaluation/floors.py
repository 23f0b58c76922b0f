"""Floors: what each measure must not fall below, set by set, in a JSON file.

``{"corpus dev": {"nDCG@10": 0.7, "reason": "why it was lowered"}}``. ``queries`` there is
the size of the sample that the floor was measured on.
"""

from dataclasses import dataclass
from pathlib import Path

from kb.codec import CodecError, decode
from kb.evaluation.judged import UnusableSetError
from kb.evaluation.measures import NAMES
from kb.evaluation.neighbours import NAMES as OF_NEIGHBOURS

MAX_BYTES = 1024 * 1024
_QUERIES, _REASON = "queries", "reason"
_KNOWN = (*NAMES, *OF_NEIGHBOURS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The least of each measure, and on how many queries of the set (None: all)."""

    least: dict[str, float]
    queries: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """A measure that is below its floor."""

    measure: str
    floor: float
    measured: float

    @property
    def by(self) -> float:
        """How far."""
        return self.floor - self.measured


def read_floors(path: Path) -> dict[str, Floor]:
    """The floors by set; raises ``UnusableSetError``."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnusableSetError(f"{path}: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise UnusableSetError(f"{path}: longer than {MAX_BYTES:,} bytes")
    try:
        found = decode(data, dict[str, dict[str, float | str]])
    except CodecError as error:
        raise UnusableSetError(f"{path}: {str(error).partition(': ')[2]}") from None
    return {label: _floor(path, label, values) for label, values in found.items()}


def _floor(path: Path, label: str, values: dict[str, float | str]) -> Floor:
    least: dict[str, float] = {}
    queries: int | None = None
    for name, value in values.items():
        if name == _REASON and isinstance(value, str):
            continue
        if name == _QUERIES and isinstance(value, float | int) and value >= 1 and value % 1 == 0:
            queries = int(value)
        elif name in _KNOWN and isinstance(value, float | int) and 0 <= value <= 1:
            least[name] = float(value)
        else:
            raise UnusableSetError(
                f"{path}: {label}: {name!r} cannot be {value!r}; there are "
                f"{', '.join(_KNOWN)} (0 to 1), {_QUERIES} (from 1) and {_REASON} (a sentence)"
            )
    return Floor(least=least, queries=queries, reason=str(values.get(_REASON, "")))


def shortfalls(floor: Floor, measured: dict[str, float]) -> tuple[Shortfall, ...]:
    """The measures that are below their floor; none where it holds."""
    return tuple(
        Shortfall(measure=name, floor=least, measured=measured[name])
        for name, least in floor.least.items()
        if measured[name] < least
    )
