"""Digests of what a segment stores, so that it can be compared without being decoded."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb.codec import digest_of
from kb.index.documents import ARTICLE_KEY, STATUTE_KEY
from kb.index.segments.layout import MARK_SORTS, mark_term

if TYPE_CHECKING:
    from kb.index.segments.leaf import Leaf


def digests_of(leaf: "Leaf") -> Iterator[tuple[int, str, str]]:
    """The number of each article's and each statute's document, its key and its digest."""
    articles, register = leaf.blobs["article"], leaf.blobs["register"]
    for term in leaf.terms.with_prefix(mark_term("key", ARTICLE_KEY)):
        key = leaf.terms[term].removeprefix(MARK_SORTS["key"]).decode()
        for number in leaf.docs_at(term).tolist():
            yield number, key, digest_of(articles[number])
    for number, statute in leaf.statutes:
        yield number, STATUTE_KEY + statute.id, digest_of(register[number])
