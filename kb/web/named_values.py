"""What follows from the taxonomy: names, what filters may be, the words of every page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock

from kb.taxonomy import Taxonomy
from kb.web.names import Names
from kb.web.parameters import FilterValues


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedValues:
    """All that is looked up once for a taxonomy, ``names`` and ``words`` by language.

    ``digest`` differs whenever the taxonomy does.
    """

    taxonomy: Taxonomy
    digest: str
    filter_values: FilterValues
    names: Mapping[str, Names]
    words: Mapping[str, Mapping[str, object]]


class CurrentValues:
    """Those of the taxonomy as it is now; made anew once it is another value.

    ``source`` is asked for every request: it is to be quick, and to give the same value
    while nothing changes. Safe to share between threads.
    """

    def __init__(
        self, source: Callable[[], Taxonomy], make: Callable[[Taxonomy], NamedValues]
    ) -> None:
        self._source = source
        self._make = make
        self._lock = Lock()
        self._held = make(source())

    def now(self) -> NamedValues:
        """Those of now."""
        taxonomy, held = self._source(), self._held
        if taxonomy is held.taxonomy:
            return held
        with self._lock:
            if self._held.taxonomy is not taxonomy:
                self._held = self._make(taxonomy)
            return self._held
