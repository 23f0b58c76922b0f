"""The statute book: the corpus's register and all that was imported, with their official texts."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

from kb.library import Library
from kb.official import OfficialTexts, Version
from kb.provision import Provision
from kb.statute_changes import StatuteComparison, compare_statutes
from kb.statutes import ProvisionText, Statute

T = TypeVar("T")

_KEPT = 48  # texts of whole statutes, and comparisons: the Civil Code takes about 1 MB


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

    def provisions(self, statute_id: str, version: Version) -> tuple[ProvisionText, ...]:
        """All provisions of that version, in order."""
        return self._once(
            ("provisions", statute_id, version.adopted),
            lambda: self._texts.provisions(statute_id, version.adopted),
        )

    def places(self, statute_id: str, version: Version) -> dict[Provision, int]:
        """Where each provision stands among all of that version."""
        return self._once(
            ("places", statute_id, version.adopted),
            lambda: {
                text.provision: place
                for place, text in enumerate(self.provisions(statute_id, version))
            },
        )

    def text(self, provision: Provision, version: Version) -> ProvisionText | None:
        """The provision's words in that version."""
        place = self.places(provision.statute, version).get(provision.whole)
        return None if place is None else self.provisions(provision.statute, version)[place]

    def comparison(self, statute_id: str, old: Version, new: Version) -> StatuteComparison:
        """What became of each provision from one version to the other."""
        return self._once(
            ("comparison", statute_id, old.adopted, new.adopted),
            lambda: compare_statutes(
                self.provisions(statute_id, old), self.provisions(statute_id, new)
            ),
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
