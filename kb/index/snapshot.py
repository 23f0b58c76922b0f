"""One generation of the index, open for reading."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from whoosh.reading import TermNotFound

from kb.codec import decode
from kb.engine import IndexUnusableError
from kb.index.documents import ids_of
from kb.index.folder import IndexFolder
from kb.index.schema import COLUMNS
from kb.index.shown import Shown
from kb.model import Article
from kb.statutes import Statute


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of each document by its number, without reading the document.

    ``slug`` is empty for documents that cannot be found.
    """

    slug: list[str]
    topic: list[str]
    kind: list[str]
    lang: list[str]
    region: list[tuple[str, ...]]
    statute: list[tuple[str, ...]]
    original: list[str]


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A segment's reader; the number of its first document is ``base``."""

    reader: Any
    base: int


class Snapshot:
    """Reads one generation, whatever is written meanwhile.

    Not for two threads at once: Whoosh's readers share a place in their files.
    """

    def __init__(self, folder: IndexFolder, contents: Any) -> None:
        """Open the segments; raises ``FileNotFoundError`` where one was swept away."""
        self.generation = int(contents.generation)
        self._leaves: list[_Leaf] = []
        self._lengths: dict[str, list[float]] = {}
        base = 0
        try:
            for segment in contents.segments:
                self._leaves.append(_Leaf(folder.segment(segment), base))
                base += segment.doc_count_all()
            self.columns = self._read_columns()
        except BaseException:
            self.close()
            raise
        self.by_slug = {slug: n for n, slug in enumerate(self.columns.slug) if slug}

    def close(self) -> None:
        for leaf in self._leaves:
            leaf.reader.close()
        self._leaves = []

    @property
    def findable(self) -> int:
        """How many documents can be found."""
        return len(self.by_slug)

    def postings(self, field: str, term: str) -> Iterator[tuple[int, float]]:
        """The documents with the term in the field, and how often it is there."""
        for leaf in self._leaves:
            try:
                matcher = leaf.reader.postings(field, term)
            except TermNotFound:
                continue
            while matcher.is_active():
                yield leaf.base + matcher.id(), matcher.weight()
                matcher.next()

    def terms_with_prefix(self, field: str, prefix: str) -> set[str]:
        """The field's terms that begin so."""
        return {
            term.decode()
            for leaf in self._leaves
            for term in leaf.reader.expand_prefix(field, prefix)
        }

    def lengths(self, field: str) -> list[float]:
        """Each document's length in the field, as a multiple of the average that is not 0."""
        if field not in self._lengths:
            lengths = [
                float(leaf.reader.doc_field_length(number, field) or 0)
                if not leaf.reader.is_deleted(number)
                else 0.0
                for leaf in self._leaves
                for number in range(leaf.reader.doc_count_all())
            ]
            filled = sum(1 for length in lengths if length)
            average = sum(lengths) / filled if filled else 1.0
            self._lengths[field] = [length / average for length in lengths]
        return self._lengths[field]

    def article(self, number: int) -> Article:
        """The article that the document was made from."""
        return decode(self._stored(number)["article"], Article)

    def shown(self, number: int) -> Shown:
        """What a hit shows of the article that the document was made from."""
        return decode(self._stored(number)["shown"], Shown)

    def everything(self) -> tuple[tuple[Article, ...], tuple[Statute, ...]]:
        """All that is kept: articles by path, statutes by id."""
        stored = [fields for leaf in self._leaves for _, fields in leaf.reader.iter_docs()]
        articles = [decode(f["article"], Article) for f in stored if "article" in f]
        statutes = [decode(f["register"], Statute) for f in stored if "register" in f]
        return (
            tuple(sorted(articles, key=lambda article: article.path)),
            tuple(sorted(statutes, key=lambda statute: statute.id)),
        )

    def _stored(self, number: int) -> dict[str, bytes]:
        leaf = next(leaf for leaf in reversed(self._leaves) if leaf.base <= number)
        stored: dict[str, bytes] = leaf.reader.stored_fields(number - leaf.base)
        return stored

    def _read_columns(self) -> Columns:
        read = {name: list(self._column(name)) for name in COLUMNS}
        region = [ids_of(value) for value in read.pop("region")]
        statute = [ids_of(value) for value in read.pop("statute")]
        return Columns(region=region, statute=statute, **read)

    def _column(self, name: str) -> Iterator[str]:
        for leaf in self._leaves:
            for number, value in enumerate(leaf.reader.column_reader(name)):
                yield "" if leaf.reader.is_deleted(number) else value.decode()


def open_newest(folder: IndexFolder) -> Snapshot:
    """Open the newest generation; raises ``IndexUnusableError``."""
    while True:
        generation, _ = folder.newest()
        try:
            return Snapshot(folder, folder.contents())
        except IndexUnusableError:
            raise
        except FileNotFoundError as error:
            if folder.newest()[0] == generation:  # else a newer commit swept it away
                raise folder.damaged(error) from error
        except Exception as error:  # a damaged file can raise anything
            raise folder.damaged(error) from error
