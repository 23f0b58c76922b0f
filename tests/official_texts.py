"""Official texts in memory, for tests: ``kb.official.OfficialTexts`` at its plainest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz import fuzz

from kb.official import Place, Version, in_force
from kb.provision import Provision
from kb.statutes import ProvisionText, Statute

Texts = Sequence[tuple[Version, tuple[ProvisionText, ...]]]


@dataclass
class MemoryTexts:
    """``held`` are the versions of each statute, oldest first, each with its provisions."""

    held: Mapping[str, Texts] = field(default_factory=dict)
    entries: tuple[Statute, ...] = ()
    cited: Mapping[Provision, tuple[Provision, ...]] = field(default_factory=dict)
    today: date = date(2026, 11, 26)

    def statutes(self) -> tuple[Statute, ...]:
        return self.entries

    def versions(self, statute: str) -> tuple[Version, ...]:
        return tuple(version for version, _ in self.held.get(statute, ()))

    def provisions(self, statute: str, version: date | None = None) -> tuple[ProvisionText, ...]:
        versions = self.versions(statute)
        current = in_force(versions, self.today) or (versions[-1] if versions else None)
        wanted = version or (current.adopted if current else None)
        found = (texts for held, texts in self.held.get(statute, ()) if held.adopted == wanted)
        return next(found, ())

    def numbers(self, statute: str, version: date | None = None) -> tuple[Provision, ...]:
        return tuple(text.provision for text in self.provisions(statute, version))

    def text(self, provision: Provision, version: date | None = None) -> ProvisionText | None:
        texts = self.provisions(provision.statute, version)
        return next((text for text in texts if text.provision == provision.whole), None)

    def containing(self, words: str, statute: str = "", most: int = 5) -> tuple[Place, ...]:
        best: dict[Provision, Place] = {}
        for name, versions in self.held.items():
            for version, texts in versions if statute in ("", name) else ():
                for text in texts:
                    like = fuzz.partial_ratio(words, text.text) / 100
                    last = best.get(text.provision)
                    if like >= 0.8 and (last is None or like >= last.likeness):
                        place = Place(
                            provision=text.provision, version=version.adopted, likeness=like
                        )
                        best[text.provision] = place
        return tuple(sorted(best.values(), key=lambda place: -place.likeness)[:most])

    def citing(self, provision: Provision) -> tuple[Provision, ...]:
        return self.cited.get(provision.whole, ())

    def state(self, statute: str) -> str:
        texts = self.provisions(statute)
        return f"{len(texts)} {hash(texts)}" if texts else ""

    def fingerprint(self) -> str:
        return str(sorted((name, len(versions)) for name, versions in self.held.items()))
