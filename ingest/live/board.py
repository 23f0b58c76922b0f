"""What articles tell one another, and who has looked at what: so that few are looked at again.

Each article offers facts under keys: its titles, its address, what it links to. Working one out
looks at facts of others. When an offer changes, exactly those who looked at its key are stale.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto


class About(Enum):
    """What a key is about; its text is a slug or what ``text_key`` or ``alike`` makes of one."""

    ADDRESS = auto()  # whose file has the address
    SLUG = auto()  # names by which related articles are found, the surest first
    TITLE = auto()
    ALIAS = auto()
    OLD_NAME = auto()
    ARTICLE = auto()  # language and state of the article at an address
    FORMERLY = auto()  # which article was at an address before
    LINKED = auto()  # who links there
    BEST_FOR = auto()  # who wants to be first for a question


Key = tuple[About, str]
Offers = Mapping[Key, object]


@dataclass(slots=True)
class _Place:
    """One key: what is offered under it, by path, and who has looked."""

    offers: dict[str, object] = field(default_factory=dict)
    readers: set[str] = field(default_factory=set)


class Board:
    """Offers and readers by key. Paths are of the corpus; values are compared by equality."""

    def __init__(self) -> None:
        self._places: dict[Key, _Place] = {}
        self._offered: dict[str, dict[Key, object]] = {}
        self._read: dict[str, set[Key]] = {}

    def offer(self, path: str, abouts: Iterable[About], offers: Offers) -> set[Key]:
        """Replace what the path offers about these things; answers the keys where that differs."""
        mine = self._offered.setdefault(path, {})
        kinds = set(abouts)
        before = {key: value for key, value in mine.items() if key[0] in kinds}
        changed = {
            key for key in before.keys() | offers.keys() if before.get(key) != offers.get(key)
        }
        for key in changed:
            if key in offers:
                mine[key] = offers[key]
                self._places.setdefault(key, _Place()).offers[path] = offers[key]
            else:
                del mine[key]
                del self._places[key].offers[path]
                self._tidy(key)
        if not mine:
            del self._offered[path]
        return changed

    def at(self, key: Key) -> tuple[str, ...]:
        """Who offers something under the key, in the order of their paths."""
        place = self._places.get(key)
        return tuple(sorted(place.offers)) if place else ()

    def values(self, key: Key) -> Iterator[tuple[str, object]]:
        """What is offered under the key, in the order of the paths."""
        place = self._places.get(key)
        if place:
            yield from sorted(place.offers.items(), key=lambda offer: offer[0])

    def readers(self, keys: Iterable[Key]) -> set[str]:
        """Who looked at one of the keys."""
        found: set[str] = set()
        for key in keys:
            if place := self._places.get(key):
                found |= place.readers
        return found

    def looked(self, path: str, abouts: Iterable[About], keys: set[Key]) -> None:
        """Replace what the path has looked at, as far as it is about these things."""
        kinds = set(abouts)
        before = self._read.get(path, set())
        same = {key for key in before if key[0] not in kinds}
        for key in before - same - keys:
            self._places[key].readers.discard(path)
            self._tidy(key)
        for key in keys - before:
            self._places.setdefault(key, _Place()).readers.add(path)
        self._read[path] = same | keys
        if not self._read[path]:
            del self._read[path]

    def seen(self, path: str) -> set[Key]:
        """All keys that the path has looked at."""
        return set(self._read.get(path, ()))

    def _tidy(self, key: Key) -> None:
        place = self._places[key]
        if not (place.offers or place.readers):
            del self._places[key]
