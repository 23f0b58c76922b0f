"""The library that requests read from: always that of the newest generation."""

from threading import Lock

from kb.engine import SearchEngine
from kb.library import Library
from kb.taxonomy import Taxonomy


class Shelf:
    """Keeps the ``Library`` of the engine's newest generation, built once a generation.

    Safe to share between threads: a library is frozen, and a thread that comes
    while another builds the new one waits for it.
    """

    def __init__(self, engine: SearchEngine, taxonomy: Taxonomy) -> None:
        self._engine = engine
        self._empty = Library(taxonomy=taxonomy)
        self._held = self._empty
        self._lock = Lock()

    def library(self) -> Library:
        """The published articles as of now; raises ``IndexUnusableError``."""
        generation = self._engine.generation()
        if generation == 0:  # nothing was ever committed
            return self._empty
        if self._held.generation == generation:
            return self._held
        with self._lock:
            if self._held.generation != generation:
                self._held = Library.of(self._engine.contents(), self._empty.taxonomy)
            return self._held
