"""Stock Whoosh 2.7.4: its schema, its writer with the memory its manual advises, its BM25F."""

from pathlib import Path
from typing import Any

from whoosh import fields, index
from whoosh import query as parts
from whoosh.analysis import SpaceSeparatedTokenizer

from kb.evaluation.baselines import Progress
from kb.evaluation.baselines.vocabulary import Terms, words

FIELDS = ("title", "body")
_MEMORY = 256  # megabytes for the writer
_EVERY = 1_000  # documents between two reports


class Adapter:
    """Queries are made of its query classes: nothing is parsed."""

    def __init__(self) -> None:
        self._searcher: Any = None

    def build(self, documents: list[tuple[Terms, Terms]], folder: Path, tick: Progress) -> None:
        text = fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False)
        schema = fields.Schema(place=fields.STORED(), title=text, body=text)
        writer = index.create_in(folder, schema).writer(limitmb=_MEMORY)
        for place, (title, body) in enumerate(documents):
            writer.add_document(place=place, title=words(title), body=words(body))
            if place % _EVERY == 0:
                tick(place, len(documents))
        writer.commit()
        tick(len(documents), len(documents))
        self._searcher = index.open_dir(folder).searcher()

    def best(self, query: Terms, count: int) -> list[int]:
        terms = [parts.Term(field, words([term])) for term in query for field in FIELDS]
        return [hit["place"] for hit in self._searcher.search(parts.Or(terms), limit=count)]

    def close(self) -> None:
        if self._searcher is not None:
            self._searcher.close()
            self._searcher = None
