"""What an import of official texts brings: statutes, each with dated versions."""

from dataclasses import dataclass
from datetime import date

from kb.official import Version
from kb.provision import Provision
from kb.statutes import ProvisionText, Statute


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedVersion:
    """One dated text of a statute, as its file gives it.

    ``entry`` is the register entry as this version tells it. ``is_part`` says that the
    file holds a part of the statute (one book of a code), so that provisions
    that are held already stay beside it.
    """

    entry: Statute
    version: Version
    provisions: tuple[ProvisionText, ...]
    is_part: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What an import changes in what is held: all versions to write, and how they differ.

    ``entries`` is the whole register as it is to be. ``added`` and ``updated`` name versions that
    are new, and those whose text or dates are another; ``unchanged`` counts the others.
    """

    versions: tuple[ImportedVersion, ...]
    entries: tuple[Statute, ...]
    added: tuple[tuple[str, date], ...] = ()
    updated: tuple[tuple[str, date], ...] = ()
    removed: tuple[tuple[str, date], ...] = ()
    unchanged: int = 0

    @property
    def any(self) -> bool:
        """Whether there is something to write."""
        return bool(self.added or self.updated or self.removed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citing:
    """What the provisions of one version cite: each provision, with those that it names."""

    statute: str
    adopted: date
    cited: tuple[tuple[Provision, tuple[Provision, ...]], ...]
