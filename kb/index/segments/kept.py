"""What a segment stores of articles and statutes: decoded, or compared, at most once.

A segment never changes, so what was decoded for one generation serves the next ones too.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from kb.codec import decode, digest_of
from kb.index.documents import ARTICLE_KEY, STATUTE_KEY
from kb.index.segments.layout import MARK_SORTS, mark_term
from kb.model import Article

if TYPE_CHECKING:
    from kb.index.segments.leaf import Leaf


class Kept:
    """The stored articles and statutes of a segment, deleted ones too."""

    def __init__(self, leaf: "Leaf") -> None:
        self._leaf = leaf

    @cached_property
    def articles(self) -> tuple[tuple[int, Article], ...]:
        """The number of each article's document, and the article."""
        return tuple(
            (number, decode(stored, Article))
            for number, stored in enumerate(self._leaf.blobs["article"])
            if stored
        )

    @cached_property
    def digests(self) -> tuple[tuple[int, str, str], ...]:
        """The number of each article's and each statute's document, its key and its digest."""
        return tuple(self._digests())

    def _digests(self) -> Iterator[tuple[int, str, str]]:
        leaf = self._leaf
        articles, register = leaf.blobs["article"], leaf.blobs["register"]
        for term in leaf.terms.with_prefix(mark_term("key", ARTICLE_KEY)):
            key = leaf.terms[term].removeprefix(MARK_SORTS["key"]).decode()
            for number in leaf.docs_at(term).tolist():
                yield number, key, digest_of(articles[number])
        for number, statute in leaf.statutes:
            yield number, STATUTE_KEY + statute.id, digest_of(register[number])
