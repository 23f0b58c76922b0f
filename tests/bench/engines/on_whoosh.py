"""Stock Whoosh 2.7.4: its schema, its writer with the memory its manual advises, its BM25F."""

from pathlib import Path
from typing import Any

from whoosh import fields, index
from whoosh import query as parts
from whoosh.analysis import SpaceSeparatedTokenizer

from tests.bench.corpora import Tick, ticked
from tests.bench.engines import LIMIT, PLAIN, Scoring
from tests.bench.questions import Kind, Query
from tests.bench.stream import Corpus

FIELDS = ("title", "body")
_MEMORY = 256  # megabytes for the writer


class Adapter:
    """Queries are made of its query classes: nothing is parsed."""

    kinds = PLAIN
    scoring = Scoring(joined=False)
    least = 0.6

    def __init__(self, name: str) -> None:
        self.name = name
        self._searcher: Any = None

    def prepare(self, corpus: Corpus) -> list[tuple[str, str]]:
        return corpus.texts

    def build(self, prepared: list[tuple[str, str]], folder: Path, tick: Tick) -> None:
        text = fields.TEXT(analyzer=SpaceSeparatedTokenizer())
        schema = fields.Schema(number=fields.STORED(), title=text, body=text)
        folder.mkdir(parents=True, exist_ok=True)
        writer = index.create_in(folder, schema).writer(limitmb=_MEMORY)
        for number, (title, body) in enumerate(ticked(prepared, tick)):
            writer.add_document(number=number, title=title, body=body)
        writer.commit()

    def open(self, folder: Path) -> None:
        self._searcher = index.open_dir(folder).searcher()

    def search(self, query: Query) -> list[int]:
        found = self._searcher.search(_whoosh_query(query), limit=LIMIT)
        return [hit["number"] for hit in found]

    def close(self) -> None:
        if self._searcher is not None:
            self._searcher.close()
            self._searcher = None


def _whoosh_query(query: Query) -> Any:
    if query.kind is Kind.PHRASE:
        return parts.Or([parts.Phrase(field, query.words) for field in FIELDS])
    if query.kind is Kind.ALL:
        return parts.And([parts.Or(_terms(word)) for word in query.words])
    return parts.Or([term for word in query.words for term in _terms(word)])


def _terms(word: str) -> list[Any]:
    return [parts.Term(field, word) for field in FIELDS]
