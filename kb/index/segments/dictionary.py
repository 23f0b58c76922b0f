"""The terms of a segment: from a term to its number and back, and those with a prefix.

Terms are byte strings, numbered in their order. Finding one takes one look into a table
of buckets by the term's CRC-32, not a binary search: a question has a dozen terms, and
Python would spend more time on twenty comparisons for each than NumPy on its postings.
"""

from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np

from kb.index.segments.container import Array, Container


def dictionary_arrays(terms: Sequence[bytes]) -> dict[str, Array]:
    """The arrays of a dictionary of these terms, which are in order, each once."""
    lengths = np.fromiter(map(len, terms), np.int64, len(terms))
    buckets = 1 << max(0, len(terms) - 1).bit_length()
    homes = np.fromiter(map(crc32, terms), np.int64, len(terms)) & (buckets - 1)
    return {
        "term_bytes": np.frombuffer(b"".join(terms), np.uint8),
        "term_starts": np.concatenate(([0], np.cumsum(lengths))).astype(np.uint32),
        "bucket_starts": np.searchsorted(np.sort(homes), np.arange(buckets + 1)).astype(np.uint32),
        "bucket_terms": np.argsort(homes, kind="stable").astype(np.uint32),
    }


class Dictionary:
    """Looks terms up in a container."""

    def __init__(self, container: Container) -> None:
        self._bytes = container.bytes("term_bytes")
        self._starts = container.numbers("term_starts")
        self._bucket_starts = container.numbers("bucket_starts")
        self._bucket_terms = container.numbers("bucket_terms")
        self._mask = len(self._bucket_starts) - 2

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> bytes:
        """The term with the number."""
        return self._bytes[self._starts[number] : self._starts[number + 1]].tobytes()

    def find(self, term: bytes) -> int:
        """The term's number, -1 where there is none."""
        bucket = crc32(term) & self._mask
        first, last = self._bucket_starts[bucket], self._bucket_starts[bucket + 1]
        for place in range(first, last):
            number: int = self._bucket_terms[place]
            if self._bytes[self._starts[number] : self._starts[number + 1]] == term:
                return number
        return -1

    def places(self, numbers: range) -> tuple[memoryview, Array]:
        """Where neighbouring terms lie: all terms' bytes, and where in them each begins.

        There is one place more than terms: the end of the last.
        """
        starts = np.asarray(self._starts[numbers.start : numbers.stop + 1])
        return self._bytes, starts.astype(np.int64)

    def first_from(self, term: bytes) -> int:
        """The number of the first term that is not before this one; may be ``len(self)``."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self[middle] < term:
                low = middle + 1
            else:
                high = middle
        return low

    def with_prefix(self, prefix: bytes) -> range:
        """The numbers of the terms that begin so."""
        after = prefix.rstrip(b"\xff")
        last = self.first_from(after[:-1] + bytes([after[-1] + 1])) if after else len(self)
        return range(self.first_from(prefix), last)


def blob_arrays(name: str, values: Sequence[bytes]) -> dict[str, Array]:
    """Two arrays that keep byte strings by number, for ``Blob``."""
    lengths = np.fromiter(map(len, values), np.int64, len(values))
    return {
        f"{name}_bytes": np.frombuffer(b"".join(values), np.uint8),
        f"{name}_starts": np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
    }


class Blob:
    """Byte strings by number."""

    def __init__(self, container: Container, name: str) -> None:
        self._bytes = container.bytes(f"{name}_bytes")
        self._starts = container.numbers(f"{name}_starts")

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __iter__(self) -> Iterator[bytes]:
        return (self[number] for number in range(len(self)))

    def __getitem__(self, number: int) -> bytes:
        return self._bytes[self._starts[number] : self._starts[number + 1]].tobytes()
