"""The statute book: the corpus's register and all that was imported, with their official texts."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar, cast

from kb.library import Library
from kb.official import OfficialTexts, Version
from kb.provision import Provision
from kb.statute_changes import (
    ChangeKind,
    ComparedLine,
    StatuteComparison,
    compare_provisions,
    compare_statutes,
)
from kb.statutes import ProvisionText, Statute

T = TypeVar("T")

_KEPT = 48  # texts of whole statutes, and comparisons: the Civil Code takes about 1 MB


@dataclass(frozen=True, slots=True)
class OrderedTexts:
    """A version's provisions in order, and where each stands."""

    texts: tuple[ProvisionText, ...]
    places: Mapping[Provision, int]

    @classmethod
    def of(cls, texts: tuple[ProvisionText, ...]) -> "OrderedTexts":
        return cls(texts, {text.provision: place for place, text in enumerate(texts)})

    def get(self, provision: Provision) -> ProvisionText | None:
        """The provision's words, whatever the pinpoint."""
        place = self.places.get(provision.whole)
        return None if place is None else self.texts[place]

    def neighbours(self, provision: Provision) -> tuple[Provision | None, Provision | None]:
        """What stands before and after it; where it is not held, before and after its number."""
        place = self.places.get(provision.whole)
        if place is None:
            held = sorted(self.places)
            at = bisect_left(held, provision)
            return held[at - 1] if at else None, held[at] if at < len(held) else None
        before = self.texts[place - 1].provision if place else None
        return before, self.texts[place + 1].provision if place + 1 < len(self.texts) else None


class StatuteBook:
    """Looks official texts up and keeps what was last asked for. Safe to share between threads.

    What is kept is forgotten as soon as anything was imported.
    """

    def __init__(self, texts: OfficialTexts) -> None:
        self._texts = texts
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self._fingerprint = ""
        self._lock = Lock()

    def statute(self, statute_id: str, library: Library) -> Statute | None:
        """The statute of this id: as the corpus has it, else as it was imported."""
        return library.register.get(statute_id) or self._imported().get(statute_id)

    def imported_only(self, library: Library) -> tuple[Statute, ...]:
        """The statutes that the corpus says nothing of."""
        ours = {statute.id for statute in library.register if is_ours(statute)}
        here = {statute.id: statute for statute in library.register if statute.id not in ours}
        here |= self._imported()
        return tuple(statute for statute in here.values() if statute.id not in ours)

    def versions(self, statute_id: str) -> tuple[Version, ...]:
        """The versions held, oldest first."""
        return self._once(("versions", statute_id), lambda: self._texts.versions(statute_id))

    def provisions(self, statute_id: str, version: Version) -> OrderedTexts:
        """All provisions of that version."""
        return self._once(
            ("provisions", statute_id, version.adopted),
            lambda: OrderedTexts.of(self._texts.provisions(statute_id, version.adopted)),
        )

    def text(self, provision: Provision, version: Version) -> ProvisionText | None:
        """The provision's words in that version."""
        return self.provisions(provision.statute, version).get(provision)

    def comparison(self, statute_id: str, old: Version, new: Version) -> StatuteComparison:
        """What became of each provision from one version to the other."""
        return self._once(
            ("comparison", statute_id, old.adopted, new.adopted),
            lambda: compare_statutes(
                self.provisions(statute_id, old).texts, self.provisions(statute_id, new).texts
            ),
        )

    def changed_lines(
        self, statute_id: str, old: Version, new: Version
    ) -> dict[Provision, tuple[ComparedLine, ...]]:
        """Of each provision whose words changed, by its new number, the lines that did."""
        return self._once(
            ("lines", statute_id, old.adopted, new.adopted),
            lambda: {
                change.new.provision: tuple(
                    line for line in compare_provisions(change.old, change.new) if line.changed
                )
                for change in self.comparison(statute_id, old, new).changes
                if change.new is not None and change.kind is ChangeKind.CHANGED
            },
        )

    def citing(self, provision: Provision) -> tuple[Provision, ...]:
        """The provisions of statutes in force that cite this one."""
        return self._texts.citing(provision)

    def _imported(self) -> dict[str, Statute]:
        return self._once(
            "statutes", lambda: {statute.id: statute for statute in self._texts.statutes()}
        )

    def _once(self, key: Hashable, look_up: Callable[[], T]) -> T:
        fingerprint = self._texts.fingerprint()
        with self._lock:
            if fingerprint != self._fingerprint:
                self._kept.clear()
                self._fingerprint = fingerprint
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast(T, self._kept[key])
        found = look_up()
        with self._lock:
            if fingerprint == self._fingerprint:
                self._kept[key] = found
                if len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return found


def is_ours(statute: Statute) -> bool:
    """Whether the corpus has the statute, rather than the import alone."""
    return bool(statute.title_en or statute.provisions)
