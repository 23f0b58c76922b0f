"""tantivy: text cut at white space, one writer, one commit, merging waited for.

``searcher.search`` counts all hits unless told not to; without the count it can skip blocks
that cannot reach the top ten. Both are measured, each under its own name.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tantivy

from tests.bench.corpora import Tick, ticked
from tests.bench.engines import LIMIT, PLAIN, Scoring
from tests.bench.questions import Kind, Query
from tests.bench.stream import Corpus

FIELDS = ("title", "body")
_HEAP = 512_000_000  # bytes for the writer: enough for one segment a thread
# One thread makes one segment, which is what searches fastest. (Two threads index faster.)
_THREADS = 1


class Adapter:
    """Queries are made of term queries: nothing is parsed."""

    kinds = PLAIN
    scoring = Scoring(joined=False)
    least = 0.6

    def __init__(self, name: str, count: bool) -> None:
        self.name = name
        self._count = count
        self._schema = (
            tantivy.SchemaBuilder()
            .add_unsigned_field("number", stored=False, indexed=False, fast=True)
            .add_text_field("title", tokenizer_name="whitespace", index_option="position")
            .add_text_field("body", tokenizer_name="whitespace", index_option="position")
            .build()
        )
        self._searcher: tantivy.Searcher | None = None

    def prepare(self, corpus: Corpus) -> list[tuple[str, str]]:
        return corpus.texts

    def build(self, prepared: list[tuple[str, str]], folder: Path, tick: Tick) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(self._schema, path=str(folder), reuse=False)
        writer = index.writer(heap_size=_HEAP, num_threads=_THREADS)
        for number, (title, body) in enumerate(ticked(prepared, tick)):
            document = tantivy.Document()
            document.add_unsigned("number", number)
            document.add_text("title", title)
            document.add_text("body", body)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        index = tantivy.Index.open(str(folder))
        index.reload()
        self._searcher = index.searcher()

    def search(self, query: Query) -> list[int]:
        assert self._searcher is not None
        found = self._searcher.search(self._query(query), LIMIT, count=self._count)
        addresses = [address for _, address in found.hits]
        numbers: list[Any] = self._searcher.fast_field_values("number", addresses)
        return numbers

    def close(self) -> None:
        self._searcher = None

    def _query(self, query: Query) -> tantivy.Query:
        if query.kind is Kind.PHRASE:
            words: list[Any] = query.words
            return _any(tantivy.Query.phrase_query(self._schema, field, words) for field in FIELDS)
        if query.kind is Kind.ALL:
            return tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, _any(self._terms(word))) for word in query.words]
            )
        return _any(term for word in query.words for term in self._terms(word))

    def _terms(self, word: str) -> list[tantivy.Query]:
        return [
            tantivy.Query.term_query(self._schema, field, word, index_option="freq")
            for field in FIELDS
        ]


def _any(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
