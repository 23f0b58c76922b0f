"""A segment as Whoosh sees it: its codec interface on our arrays.

Whatever Whoosh can ask of an index (its queries, its matchers, its spans) works on a
``leaf_reader``. Our own search reads the arrays itself and is many times faster; what it
cannot do is left to Whoosh, and gives what Whoosh gives.
"""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import Schema
from whoosh.reading import SegmentReader

from kb.index.segments.container import Container
from kb.index.segments.layout import FACETS
from kb.index.segments.leaf import Leaf
from kb.index.segments.whoosh_terms import ArrayTerms
from kb.index.weights import TEXT_FIELDS


class ArrayCodec(base.Codec):  # type: ignore[misc]  # Whoosh has no types
    """Reads segments of arrays; ``kb.index.writing`` writes them."""

    length_stats = True

    def terms_reader(self, storage: Any, segment: "ArraySegment") -> "ArrayTerms":
        return ArrayTerms(open_leaf(Path(storage.folder), segment))

    def per_document_reader(self, storage: Any, segment: "ArraySegment") -> "ArrayDocuments":
        return ArrayDocuments(open_leaf(Path(storage.folder), segment), segment)

    def new_segment(self, storage: Any, indexname: str) -> "ArraySegment":
        # Whoosh's own names come from ``random``, which somebody may have seeded.
        return ArraySegment(self, indexname, segid=secrets.token_hex(8))


class ArraySegment(W3Segment):  # type: ignore[misc]
    """What the table of contents says of a segment: its name, size and deleted documents."""

    def path(self, folder: Path) -> Path:
        """The segment's one file."""
        return folder / str(self.make_filename(self.COMPOUND_EXT))

    def should_assemble(self) -> bool:
        """It is one file already."""
        return False

    def deleted(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """The numbers of the deleted documents, in order."""
        return np.array(sorted(self.deleted_docs()), np.int64)


def open_leaf(folder: Path, segment: ArraySegment) -> Leaf:
    """Map the segment's file; raises ``FileNotFoundError`` and ``CodecError``."""
    path = segment.path(folder)
    with path.open("rb") as file:
        return Leaf(Container(file, path.name))


def leaf_reader(leaf: Leaf, segment: ArraySegment, schema: Schema) -> SegmentReader:
    """A reader of Whoosh's over an open segment. It holds nothing that needs closing."""
    return SegmentReader(None, schema, segment, codec=_Opened(leaf))


class _Opened(ArrayCodec):
    """The codec of a segment that is open already."""

    def __init__(self, leaf: Leaf) -> None:
        self._leaf = leaf

    def terms_reader(self, storage: Any, segment: ArraySegment) -> "ArrayTerms":
        return ArrayTerms(self._leaf)

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> "ArrayDocuments":
        return ArrayDocuments(self._leaf, segment)


class ArrayDocuments(base.PerDocumentReader):  # type: ignore[misc]
    """What is kept of each document beside its terms."""

    def __init__(self, leaf: Leaf, segment: ArraySegment) -> None:
        self._leaf, self._segment = leaf, segment

    def doc_count(self) -> int:
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        return self._leaf.facts.documents

    def has_deletions(self) -> bool:
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Any:
        return self._segment.deleted_docs()

    def stored_fields(self, docnum: int) -> dict[str, bytes]:
        """The stored fields that are not empty."""
        found = {
            name: blob[docnum] for name, blob in self._leaf.blobs.items() if docnum < len(blob)
        }
        return {name: value for name, value in found.items() if value}

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return fieldname in FACETS

    def column_reader(self, fieldname: str, column: Any) -> "ArrayColumn":
        return ArrayColumn(self._leaf, fieldname)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        if fieldname not in TEXT_FIELDS or docnum >= self._leaf.facts.findable:
            return default
        return int(self._leaf.lengths[TEXT_FIELDS.index(fieldname), docnum])

    def field_length(self, fieldname: str) -> int:
        return self._of_lengths(fieldname, np.sum)

    def min_field_length(self, fieldname: str) -> int:
        return self._of_lengths(fieldname, np.min)

    def max_field_length(self, fieldname: str) -> int:
        return self._of_lengths(fieldname, np.max)

    def _of_lengths(self, field: str, sum_up: Callable[[Any], Any]) -> int:
        if field not in TEXT_FIELDS or not self._leaf.facts.findable:
            return 0
        return int(sum_up(self._leaf.lengths[TEXT_FIELDS.index(field)]))


class ArrayColumn:
    """A facet as a column of Whoosh's: its values as one byte string, spaces between."""

    def __init__(self, leaf: Leaf, field: str) -> None:
        self._leaf, self._facet = leaf, FACETS.index(field)

    def __len__(self) -> int:
        return self._leaf.facts.documents

    def __getitem__(self, docnum: int) -> bytes:
        if docnum >= self._leaf.facts.findable:
            return b""
        return " ".join(self._leaf.values(docnum)[self._facet]).encode()

    def __iter__(self) -> Iterator[bytes]:
        return (self[docnum] for docnum in range(len(self)))

    def sort_key(self, docnum: int) -> bytes:
        return self[docnum]

    def load(self) -> list[bytes]:
        return list(self)
