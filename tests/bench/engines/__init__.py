"""One adapter an engine: each set up as its own documentation advises, all asked alike."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from tests.bench.corpora import Tick
from tests.bench.questions import Kind, Query
from tests.bench.stream import Corpus

LIMIT = 10  # hits that are asked for
PLAIN = frozenset({Kind.TYPED, Kind.NATURAL, Kind.ALL, Kind.PHRASE})


class Scoring(NamedTuple):
    """The BM25 that an engine documents: what ``reference`` compares it with.

    ``joined`` adds up a term's frequencies over the fields before it scores (BM25F, or one
    field for all); otherwise each field is scored on its own and the scores are added.
    """

    joined: bool
    k1: float = 1.2
    b: float = 0.75
    title: float = 1.0  # what an occurrence in the title counts


class Engine(Protocol):
    """What the benchmark asks of an engine. ``least`` is the overlap below which it is broken."""

    name: str
    kinds: frozenset[Kind]
    scoring: Scoring
    least: float

    def prepare(self, corpus: Corpus) -> Any:
        """What ``build`` takes; making it is not part of indexing and is not timed."""
        ...

    def build(self, prepared: Any, folder: Path, tick: Tick) -> None:
        """Write the index into the folder, all of it on disk when this returns."""
        ...

    def open(self, folder: Path) -> None:
        """Open what was built, for searching."""
        ...

    def search(self, query: Query) -> list[int]:
        """The numbers of the ten best documents, best first: this is what is timed."""
        ...

    def close(self) -> None:
        """Let go of files and memory."""
        ...


class _Adapter(NamedTuple):
    """Where an adapter is; ``needs`` is the package without which it is left out."""

    module: str
    needs: str
    arguments: dict[str, Any]


_ADAPTERS = {
    "ours": _Adapter("ours", "kb", {}),
    "tantivy": _Adapter("on_tantivy", "tantivy", {"count": False}),
    "tantivy-count": _Adapter("on_tantivy", "tantivy", {"count": True}),
    "fts5": _Adapter("on_fts5", "sqlite3", {}),
    "bm25s": _Adapter("on_bm25s", "bm25s", {"backend": "numpy"}),
    "bm25s-numba": _Adapter("on_bm25s", "numba", {"backend": "numba"}),
    "whoosh": _Adapter("on_whoosh", "whoosh", {}),
}
NAMES = tuple(_ADAPTERS)


def installed(names: tuple[str, ...] = NAMES) -> list[str]:
    """Those of the engines whose package is installed."""
    return [name for name in names if find_spec(_ADAPTERS[name].needs)]


def adapter(name: str) -> Engine:
    """A new adapter; only this imports the engine's package."""
    module, _, arguments = _ADAPTERS[name]
    made: Engine = import_module(f"{__name__}.{module}").Adapter(name, **arguments)
    return made
