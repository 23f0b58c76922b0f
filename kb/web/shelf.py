"""What requests read from: always that of the newest generation.

A search needs the catalogue at most, which stays small; the library, with every
article in it, is built when somebody first opens a page that is made from it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from kb.engine import SearchEngine
from kb.library import Library
from kb.statutes import Statute
from kb.taxonomy import Taxonomy
from kb.web.messages import LANGUAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """How many articles are published, and what the statutes are called, by language and id."""

    generation: int = 0
    articles: int = 0
    statutes: tuple[str, ...] = ()
    statute_names: dict[str, dict[str, str]] = field(default_factory=dict)

    def statute_name(self, statute_id: str, lang: str) -> str:
        """The statute's short title in this language; its id where the register lacks it."""
        return self.statute_names.get(lang, {}).get(statute_id) or statute_id


class Shelf:
    """Keeps the newest generation's ``Catalogue`` and ``Library``, each built once when asked for.

    Safe to share between threads: both are frozen, and a thread that comes while
    another builds the new one waits for it.
    """

    def __init__(self, engine: SearchEngine, taxonomy: Callable[[], Taxonomy]) -> None:
        """``taxonomy`` gives the same value while nothing in it changes."""
        self._engine = engine
        self._taxonomy = taxonomy
        self._library = Library(taxonomy=taxonomy())
        self._catalogue = Catalogue()
        self._lock = Lock()

    def library(self) -> Library:
        """The published articles as of now; raises ``IndexUnusableError``."""
        generation = self._engine.generation()
        taxonomy = self._taxonomy()
        if self._is_of(generation, taxonomy):
            return self._library
        with self._lock:
            if not generation:  # nothing was ever committed
                self._library = Library(taxonomy=taxonomy)
            elif not self._is_of(generation, taxonomy):
                self._library = Library.of(self._engine.contents(), taxonomy)
            return self._library

    def _is_of(self, generation: int, taxonomy: Taxonomy) -> bool:
        held = self._library
        return held.generation == generation and held.taxonomy is taxonomy

    def catalogue(self, generation: int | None = None) -> Catalogue:
        """The catalogue as of now, or of the generation that answered a search.

        Raises ``IndexUnusableError``. Where a newer one was committed since, it is
        that one's.
        """
        wanted = self._engine.generation() if generation is None else generation
        if wanted == 0:
            return Catalogue()
        if self._catalogue.generation == wanted:
            return self._catalogue
        with self._lock:
            if self._catalogue.generation != wanted:
                held = self._engine.holdings()
                self._catalogue = Catalogue(
                    generation=held.generation,
                    articles=held.articles,
                    statutes=tuple(statute.id for statute in held.statutes),
                    statute_names={lang: _short_titles(held.statutes, lang) for lang in LANGUAGES},
                )
            return self._catalogue


def _short_titles(statutes: tuple[Statute, ...], lang: str) -> dict[str, str]:
    return {statute.id: statute.short_title(lang) for statute in statutes}
