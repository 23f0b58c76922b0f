"""A facet's values by run, as they stand in a segment."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Docs = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """A facet's values by run: ``values[starts[r]:starts[r + 1]]`` are numbers in ``names``."""

    starts: Docs
    values: Docs
    names: list[str]

    def texts(self) -> Iterator[tuple[str, ...]]:
        """Each run's values as texts."""
        for first, last in zip(self.starts[:-1], self.starts[1:], strict=True):
            yield tuple(self.names[value] for value in self.values[first:last])
