"""A segment's terms and postings as Whoosh's codec interface wants them, field by field."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from whoosh.codec import base
from whoosh.matching.mcore import ListMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound

from kb.index.segments.layout import (
    MARK_FIELDS,
    fields_of,
    mark_term,
    positions_of,
    text_term,
)
from kb.index.segments.leaf import Leaf
from kb.index.weights import TEXT_FIELDS

_BEHIND = 2**31 - 1


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

    def id(self) -> int:
        """The document; behind the last one a number that none has.

        Whoosh's matcher of "this and not that" asks for it there.
        """
        return int(self._ids[self._i]) if self.is_active() else _BEHIND

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
