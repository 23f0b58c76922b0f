"""Other engines to compare with: each set up as its documentation advises, on the same terms.

They get ready-made the terms that our analysis makes of documents and queries, each as a
safe word, so that no tokenizer of theirs loses any. What stays different is how they rank.
"""

import tempfile
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Protocol

from kb.evaluation.baselines.vocabulary import Terms, Vocabulary
from kb.evaluation.run import DEPTH, Hits

Progress = Callable[[int, int], None]


class Baseline(Protocol):
    """One engine, its documents by their place from 0."""

    def build(self, documents: list[tuple[Terms, Terms]], folder: Path, tick: Progress) -> None:
        """Index title and text of each document; the folder is its own."""
        ...

    def best(self, query: Terms, count: int) -> list[int]:
        """The places of the best documents that have any of the terms, best first."""
        ...

    def close(self) -> None:
        """Let go of files."""
        ...


class Known(NamedTuple):
    """Where a baseline is, and the most queries that it is asked (0: all), being slow."""

    module: str
    most: int = 0


KNOWN = {
    "bm25s": Known("on_bm25s"),
    "SQLite FTS5": Known("on_fts5"),
    "stock Whoosh": Known("on_whoosh", 100),
}


def opened(name: str) -> Baseline:
    """The baseline, nothing built yet; raises ``MissingPackageError``."""
    made: Baseline = import_module(f"{__name__}.{KNOWN[name].module}").Adapter()
    return made


def hits(
    baseline: Baseline,
    vocabulary: Vocabulary,
    queries: Mapping[str, Terms],
    building: Progress,
    asking: Progress,
) -> Hits:
    """Build it in a temporary folder and ask it everything."""
    found = {}
    with tempfile.TemporaryDirectory(prefix="kb-eval-") as folder:
        baseline.build(vocabulary.documents, Path(folder), building)
        try:
            for done, (query, terms) in enumerate(queries.items(), 1):
                places = baseline.best(terms, DEPTH) if terms else []
                found[query] = [vocabulary.ids[place] for place in places]
                asking(done, len(queries))
        finally:
            baseline.close()
    return found
