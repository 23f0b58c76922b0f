"""What is made once of each state of the knowledge base."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

from kb.web.site import Site

T = TypeVar("T")


class Kept:
    """Keeps what was made until something is indexed or imported, or the day ends.

    Safe to share between threads: one that comes while another makes the same waits for it.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._state: Hashable = None
        self._things: dict[str, object] = {}
        self._lock = Lock()

    def once(self, name: str, make: Callable[[], T]) -> T:
        """The thing of this name; only a few names are ever asked for."""
        site = self._site
        # Which version of a statute is in force depends on the day.
        texts = site.texts.fingerprint()
        state = (site.engine.generation(), site.taxonomy_digest, texts, site.today())
        with self._lock:
            if state != self._state:
                self._things.clear()
                self._state = state
            if name not in self._things:
                self._things[name] = make()
            return cast(T, self._things[name])
