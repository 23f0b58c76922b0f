"""A segment as a part of a generation, with the numbers that its documents have there."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.index.segments.leaf import Leaf
from kb.index.segments.whoosh_codec import ArraySegment, leaf_reader


@dataclass(frozen=True, slots=True)
class Part:
    """A segment of the generation; the number of its first findable document is ``base``.

    ``deleted`` are the segment's own numbers of its deleted documents, ``dead`` those of
    them that could be found.
    """

    leaf: Leaf
    segment: ArraySegment
    base: int
    deleted: NDArray[np.int64]
    dead: NDArray[np.int64]

    @property
    def size(self) -> int:
        """How many findable documents it has, deleted ones too."""
        return self.leaf.facts.findable

    def reader(self, schema: Any) -> Any:
        """Whoosh's reader of the segment."""
        return leaf_reader(self.leaf, self.segment, schema)
