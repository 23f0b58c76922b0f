"""A segment as Whoosh sees it: its codec interface on our arrays.

Whatever Whoosh can ask of an index (its queries, its matchers, its spans) works on a
``leaf_reader``. Our own search reads the arrays itself and is many times faster; what it
cannot do is left to Whoosh, and gives what Whoosh gives.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import Schema
from whoosh.matching.mcore import ListMatcher, ReadTooFar
from whoosh.reading import SegmentReader, TermInfo, TermNotFound

from kb.index.segments.container import Container
from kb.index.segments.layout import (
    FACETS,
    MARK_FIELDS,
    fields_of,
    mark_term,
    positions_of,
    text_term,
)
from kb.index.segments.leaf import Leaf
from kb.index.weights import TEXT_FIELDS


class ArrayCodec(base.Codec):  # type: ignore[misc]  # Whoosh has no types
    """Reads segments of arrays; ``kb.index.writing`` writes them."""

    length_stats = True

    def terms_reader(self, storage: Any, segment: "ArraySegment") -> "ArrayTerms":
        return ArrayTerms(open_leaf(Path(storage.folder), segment))

    def per_document_reader(self, storage: Any, segment: "ArraySegment") -> "ArrayDocuments":
        return ArrayDocuments(open_leaf(Path(storage.folder), segment), segment)

    def new_segment(self, storage: Any, indexname: str) -> "ArraySegment":
        return ArraySegment(self, indexname)


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


class _Postings(NamedTuple):
    """A term's documents in one field, how often each has it, and where (not for marks)."""

    docs: list[int]
    weights: list[float]
    positions: list[list[int]] | None


class ArrayTerms(base.TermsReader):  # type: ignore[misc]
    """The terms of every field and their postings."""

    def __init__(self, leaf: Leaf) -> None:
        self._leaf = leaf

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return bool(self._postings(*term).docs)

    def indexed_field_names(self) -> tuple[str, ...]:
        return (*TEXT_FIELDS, *MARK_FIELDS)

    def cursor(self, fieldname: str, fieldobj: Any) -> "ArrayCursor":
        return ArrayCursor(self, fieldname, fieldobj)

    def texts(self, field: str, start: bytes = b"") -> Iterator[bytes]:
        """The field's terms from this one on, in order."""
        terms = self._leaf.terms
        key = text_term if field in TEXT_FIELDS else (lambda text: mark_term(field, text))
        for number in range(terms.first_from(key(start)), terms.with_prefix(key(b"")).stop):
            text = terms[number][1:]
            if field not in TEXT_FIELDS or (field, text) in self:
                yield text

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return ((field, text) for field in sorted(self.indexed_field_names())
                for text in self.texts(field))  # fmt: skip

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms from this one on, through this field and those that come after it."""
        yield from ((fieldname, text) for text in self.texts(fieldname, prefix))
        for field in sorted(self.indexed_field_names()):
            if field > fieldname:
                yield from ((field, text) for text in self.texts(field))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Raises ``TermNotFound``."""
        found = self._postings(fieldname, text)
        if not found.docs:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        lengths = [1]
        if fieldname in TEXT_FIELDS:
            lengths = self._leaf.lengths[TEXT_FIELDS.index(fieldname), found.docs].tolist()
        return TermInfo(
            weight=sum(found.weights),
            df=len(found.docs),
            minlength=min(lengths),
            maxlength=max(lengths),
            maxweight=max(found.weights),
            minid=found.docs[0],
            maxid=found.docs[-1],
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """How often the field has the term in all; 0 where it is not there."""
        return sum(self._postings(fieldname, text).weights)

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """How many documents have the term in the field; 0 where it is not there."""
        return len(self._postings(fieldname, text).docs)

    def matcher(
        self, fieldname: str, text: bytes, format_: Any, scorer: Any = None
    ) -> "ArrayMatcher":
        """Raises ``TermNotFound``."""
        info = self.term_info(fieldname, text)
        found = self._postings(fieldname, text)
        return ArrayMatcher(
            found.docs,
            found.weights,
            found.positions,
            format=format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=info,
        )

    def _postings(self, field: str, text: bytes) -> _Postings:
        leaf = self._leaf
        if field not in TEXT_FIELDS:
            docs = leaf.marked(field, text).tolist() if field in MARK_FIELDS else []
            return _Postings(docs, [1.0] * len(docs), None)
        number = leaf.terms.find(text_term(text))
        if number < 0:
            return _Postings([], [], [])
        found = leaf.list_at(number)
        places, counts = leaf.places(found.first + np.arange(len(found.docs)))
        owners = np.repeat(np.arange(len(found.docs)), counts)
        here = fields_of(places) == TEXT_FIELDS.index(field)
        having, starts, often = np.unique(owners[here], return_index=True, return_counts=True)
        positions = np.split(positions_of(places[here]), starts[1:]) if len(having) else []
        return _Postings(
            found.docs[having].tolist(),
            often.astype(float).tolist(),
            [some.tolist() for some in positions],
        )


class ArrayMatcher(ListMatcher):  # type: ignore[misc]
    """Whoosh's matcher over lists, with positions; skipping halves the way."""

    def skip_to(self, id: int) -> None:
        """Go to the first posting of a document not before this one."""
        if not self.is_active():
            raise ReadTooFar
        self._i: int = bisect_left(self._ids, id, self._i)

    def value(self) -> bytes:
        """The posting's value as the field's format encodes it."""
        return bytes(self._format.encode(self._values[self._i] if self._values else []))


class ArrayCursor(base.FieldCursor):  # type: ignore[misc]
    """Goes through a field's terms."""

    def __init__(self, terms: ArrayTerms, field: str, fieldobj: Any) -> None:
        self._terms, self._field, self._fieldobj = terms, field, fieldobj
        self._rest: Iterator[bytes] = iter(())
        self._text: bytes | None = None
        self.first()

    def first(self) -> Any:
        return self.find(b"")

    def find(self, term: Any) -> Any:
        """Go to the first term that is not before this one."""
        text = term if isinstance(term, bytes) else self._fieldobj.to_bytes(term)
        self._rest = self._terms.texts(self._field, text)
        return self.next()

    def next(self) -> Any:
        self._text = next(self._rest, None)
        return self.text()

    def text(self) -> Any:
        return None if self._text is None else self._fieldobj.from_bytes(self._text)

    def term_info(self) -> TermInfo | None:
        return None if self._text is None else self._terms.term_info(self._field, self._text)

    def is_valid(self) -> bool:
        return self._text is not None


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
