"""One generation of the index, open for reading.

The findable documents of all segments are numbered through, in the order of the segments:
a score array has a place for each. Deleted ones keep theirs until their segment is merged.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.codec import decode
from kb.engine import Contents, Holdings, Registered
from kb.index.documents import STATUTE_KEY
from kb.index.folder import IndexFolder
from kb.index.part import Part
from kb.index.rests import Rests
from kb.index.runs import Runs
from kb.index.segments.layout import Totals
from kb.index.segments.leaf import Leaf, PostingList
from kb.index.segments.ordered import common
from kb.index.shown import Shown
from kb.index.topk import BLOCK
from kb.index.twins import Twins
from kb.index.vocabulary import Vocabulary
from kb.index.weights import drift, inverse_frequency
from kb.lookup.naming import NamedStatute, StatuteNames
from kb.model import Article, unique
from kb.request import PROVISION, Filters
from kb.statutes import Register

# Terms whose posting lists are remembered, some 500 bytes each; a generation that is asked
# about more begins anew.
_MOST_REMEMBERED = 20_000
_MOST_ASKS = 5_000  # articles whose questions are remembered, some 3 KB each
_MOST_SHOWN = 500  # articles whose shown part is remembered, some 15 KB each
_NONE = np.empty(0, np.int64)
_SAME = 1 + 1e-9  # a factor that rounding alone may give


class Term(NamedTuple):
    """A term's inverse document frequency (0 if no document has it), and its posting lists.

    ``share`` is the part of the findable documents that have it.
    """

    rarity: float
    lists: tuple[tuple[Part, PostingList], ...]
    share: float


class Snapshot:
    """Reads one generation, whatever is written meanwhile. One thread at a time."""

    def __init__(
        self, folder: IndexFolder, contents: Any, before: "Snapshot | None" = None
    ) -> None:
        """Open the segments; raises ``FileNotFoundError`` where one was swept away.

        Segments that ``before`` has open too are not opened again.
        """
        self.generation = int(contents.generation)
        self.schema = contents.schema
        opened: dict[str, Leaf] = before.leaves if before else {}
        parts: list[Part] = []
        base = 0
        for segment in contents.segments:
            leaf = opened.get(segment.segment_id()) or folder.leaf(segment)
            deleted = segment.deleted()
            dead = deleted[: int(np.searchsorted(deleted, leaf.facts.findable))]
            parts.append(Part(leaf, segment, base, deleted, dead))
            base += leaf.facts.findable
        self.parts: tuple[Part, ...] = tuple(parts)
        self.size = base
        self.dead = np.concatenate(
            [np.empty(0, np.int64), *(part.base + part.dead for part in parts)]
        )
        self._bases = [part.base for part in parts]
        self._terms: dict[tuple[str, bool], Term] = {}
        self._shown: dict[int, Shown] = {}
        self._asks: dict[int, tuple[frozenset[str], ...]] = {}
        self._worths: dict[frozenset[str], float] = {}
        self._names_before = before.__dict__.get("names") if before else None
        totals = Totals()
        for part in parts:
            totals += part.leaf.totals_without(part.dead)
        self.averages = totals.averages()
        # Room for a score for each document, kept: clearing it is cheaper than making it.
        self.scores = np.zeros(-(-base // BLOCK) * BLOCK, np.float32)

    @property
    def leaves(self) -> dict[str, Leaf]:
        """The open segments by id."""
        return {part.segment.segment_id(): part.leaf for part in self.parts}

    @property
    def findable(self) -> int:
        """How many documents can be found."""
        return self.size - len(self.dead)

    def is_damaged(self) -> bool:
        """Whether some file is not what was written; reads them all."""
        return any(part.leaf.is_damaged() for part in self.parts)

    @cached_property
    def provisions(self) -> int:
        """How many of them are provisions, and no articles."""
        mask = self.runs.choice(Filters(kind=(PROVISION,))).mask
        return int(np.count_nonzero(mask)) - int(np.count_nonzero(mask[self.dead]))

    @cached_property
    def runs(self) -> Runs:
        """The documents by the values that filters and facets look at."""
        return Runs.of([(part.leaf, part.base) for part in self.parts], self.size)

    @cached_property
    def register(self) -> Register:
        """The statutes without their text, to find them by name."""
        statutes = self.holdings().statutes
        return Register.of(replace(statute, provisions=()) for statute in statutes)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Its words: made where a query has one that is not among them."""
        return Vocabulary.of(part.leaf for part in self.parts)

    @cached_property
    def names(self) -> StatuteNames:
        """What the statutes are called; those of ``before`` where they are the same."""
        statutes: dict[str, NamedStatute] = {}
        for part in self.parts:
            gone = set(part.deleted.tolist())
            statutes |= {s.id: s for number, s in part.leaf.statutes if number not in gone}
        known: StatuteNames | None = self._names_before
        return known if known and known.statutes == statutes else StatuteNames(statutes.values())

    @cached_property
    def drift(self) -> float:
        """How far an impact, kept since it was written, may be from the true one.

        A factor: 1.0 where every segment's average lengths are still the index's.
        """
        drifts = (
            drift(self.averages, np.array(part.leaf.facts.averages))
            for part in self.parts
            if part.size
        )
        furthest = max(drifts, default=1.0)
        return furthest if furthest > _SAME else 1.0

    def term(self, text: str, *, prefix: bool = False) -> Term:
        """Where a term of the text fields is found, or all that begin so.

        Remembered, since questions share words.
        """
        known = self._terms.get((text, prefix))
        if known is None:
            if len(self._terms) >= _MOST_REMEMBERED:
                self._terms.clear()
            lists = tuple(
                (part, found)
                for part in self.parts
                if (found := part.leaf.list_of(text, prefix)) is not None
            )
            having = sum(len(found.docs) - common(found.docs, part.dead) for part, found in lists)
            rarity = inverse_frequency(having, self.findable)
            share = having / self.findable if having else 0.0
            known = self._terms[text, prefix] = Term(rarity, lists, share)
        return known

    def marked(self, field: str, term: str) -> NDArray[np.int64]:
        """The findable documents with the mark."""
        found = [(part, docs) for part in self.parts if len(docs := part.leaf.marked(field, term))]
        if not found:
            return _NONE
        numbers = np.concatenate([part.base + docs.astype(np.int64) for part, docs in found])
        return np.setdiff1d(numbers, self.dead, assume_unique=True)

    def number_of(self, slug: str) -> int | None:
        """The number of the findable article at the address."""
        found = self.marked("slug", slug)
        return int(found[0]) if len(found) else None

    def _numbers_of(self, slug: bytes) -> Iterator[int]:
        number = self.number_of(slug.decode())
        if number is not None:
            yield number

    def place(self, number: int) -> tuple[Part, int]:
        """The segment of a document, and the document's number in it."""
        part = self.parts[bisect_right(self._bases, number) - 1]
        return part, number - part.base

    def blob(self, name: str, number: int) -> bytes:
        """What is stored of a findable document: ``slug``, ``shown`` or ``article``."""
        part, local = self.place(number)
        return part.leaf.blobs[name][local]

    def article(self, number: int) -> Article:
        """The article that the document was made from."""
        return decode(self.blob("article", number), Article)

    def shown(self, number: int) -> Shown:
        """What a hit shows of the article that the document was made from.

        Remembered, since some articles are found again and again.
        """
        known = self._shown.get(number)
        if known is None:
            if len(self._shown) >= _MOST_SHOWN:
                self._shown.clear()
            known = self._shown[number] = decode(self.blob("shown", number), Shown)
        return known

    def asks(self, number: int) -> tuple[frozenset[str], ...]:
        """The terms of each question that a document answers. Remembered like what is shown."""
        known = self._asks.get(number)
        if known is None:
            if len(self._asks) >= _MOST_ASKS:
                self._asks.clear()
            stored = decode(self.blob("asks", number), tuple[tuple[str, ...], ...])
            known = self._asks[number] = tuple(map(frozenset, stored))
        return known

    def worth(self, terms: frozenset[str]) -> float:
        """What the terms of a question that a document answers count together. Remembered."""
        known = self._worths.get(terms)
        if known is None:
            if len(self._worths) >= _MOST_REMEMBERED:
                self._worths.clear()
            known = self._worths[terms] = sum(self.term(term).rarity for term in terms)
        return known

    @cached_property
    def twins(self) -> Twins:
        """The documents that are translations of one another."""
        groups: dict[bytes, list[int]] = {}
        for part in self.parts:
            for slug, docs in part.leaf.marks("translation"):
                groups.setdefault(slug, []).extend((docs + part.base).tolist())
        dead = set(self.dead.tolist())
        return Twins.of(
            unique([*(n for n in translations if n not in dead), *self._numbers_of(slug)])
            for slug, translations in groups.items()
        )

    @cached_property
    def rests(self) -> Rests:
        """On which provisions the articles rest, as far as the provisions' text is held."""
        if not self.runs.provisions:
            return Rests.of(())
        return Rests.of(
            (int(held[0]), self.marked("basis", provision.decode()))
            for provision in sorted({m for part in self.parts for m, _ in part.leaf.marks("basis")})
            if len(held := self.marked("key", STATUTE_KEY + provision.decode()))
        )

    def contents(self) -> Contents:
        """All that is kept: articles by path, statutes by id."""
        articles: list[Article] = []
        for part in self.parts:
            gone = set(part.deleted.tolist())
            articles += (each for number, each in part.leaf.kept.articles if number not in gone)
        registered = self._registered()
        return Contents(
            articles=tuple(sorted(articles, key=lambda article: article.path)),
            statutes=tuple(each.statute for each in registered),
            generation=self.generation,
            states={each.statute.id: each.state for each in registered if each.state},
        )

    def holdings(self) -> Holdings:
        """The statutes by id, and how many articles and provisions can be found."""
        return Holdings(
            articles=self.findable - self.provisions,
            provisions=self.provisions,
            statutes=tuple(each.statute for each in self._registered()),
            generation=self.generation,
        )

    def _registered(self) -> list[Registered]:
        """The statutes, which cannot be found themselves: they come behind all that can."""
        found: list[Registered] = []
        for part in self.parts:
            gone = set(part.deleted.tolist())
            blob = part.leaf.blobs["register"]
            numbers = (n for n in range(part.size, len(blob)) if n not in gone)
            found += (decode(stored, Registered) for n in numbers if (stored := blob[n]))
        return sorted(found, key=lambda each: each.statute.id)
