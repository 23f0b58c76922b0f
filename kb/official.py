"""The official texts of statutes, in each of their versions: where they are looked up.

The corpus holds our translation of a statute; the official text is imported by the operator
(``kb statutes import``) and kept in the data folder. A provision's identity has no version:
``prc-sil-2010/art-10`` is the same provision before and after an amendment, and a version is
named by the day of adoption of the last amendment in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kb.provision import Provision
from kb.statutes import ProvisionText, Statute


class TextsUnusableError(Exception):
    """The official texts cannot be read or written; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One dated text of a statute.

    ``adopted`` is the day of the last amendment in it and names the version; ``in_force`` the day
    since when it holds (the day of adoption where its text does not say); ``note`` the
    line that tells of the amendment. ``imported`` is the day on which it came here, and
    ``first`` whether the statute had no version here before that import.
    """

    adopted: date
    in_force: date
    last_article: int
    imported: date
    first: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where words were found: a provision in a version, and how much of them stands there (0-1)."""

    provision: Provision
    version: date
    likeness: float


class OfficialTexts(Protocol):
    """Official texts by statute, version and provision. Safe to share between threads.

    Where a ``version`` is asked for, None means the one in force today, else the newest.
    """

    def statutes(self) -> tuple[Statute, ...]:
        """Register entries, without text, of all statutes that were imported.

        One that the corpus has too bears the corpus's id.
        """
        ...

    def versions(self, statute: str) -> tuple[Version, ...]:
        """The versions held of a statute, oldest first; none for an unknown one."""
        ...

    def text(self, provision: Provision, version: date | None = None) -> ProvisionText | None:
        """The whole provision's words, whatever the pinpoint; None where they are not held."""
        ...

    def provisions(self, statute: str, version: date | None = None) -> tuple[ProvisionText, ...]:
        """All provisions of the version, in order."""
        ...

    def numbers(self, statute: str, version: date | None = None) -> tuple[Provision, ...]:
        """Which provisions the version has, in order: quick, since no words are read."""
        ...

    def containing(self, words: str, statute: str = "", most: int = 5) -> tuple[Place, ...]:
        """The provisions of any version that have (nearly) these Chinese words, best first.

        Only of ``statute`` where one is given. Of several versions of a provision the newest.
        """
        ...

    def citing(self, provision: Provision) -> tuple[Provision, ...]:
        """The provisions of statutes in force that cite this one, in order, without pinpoints."""
        ...

    def state(self, statute: str) -> str:
        """Differs whenever the words in force today do; empty where none are held."""
        ...

    def fingerprint(self) -> str:
        """Differs whenever what is held does."""
        ...


def in_force(versions: Iterable[Version], on: date) -> Version | None:
    """The version that holds on the day: the newest in force by then; None before the first."""
    held = [version for version in versions if version.in_force <= on]
    return max(held, key=lambda version: (version.in_force, version.adopted), default=None)


class NoTexts:
    """Official texts where nothing was imported."""

    def statutes(self) -> tuple[Statute, ...]:
        return ()

    def versions(self, statute: str) -> tuple[Version, ...]:
        return ()

    def text(self, provision: Provision, version: date | None = None) -> ProvisionText | None:
        return None

    def provisions(self, statute: str, version: date | None = None) -> tuple[ProvisionText, ...]:
        return ()

    def numbers(self, statute: str, version: date | None = None) -> tuple[Provision, ...]:
        return ()

    def containing(self, words: str, statute: str = "", most: int = 5) -> tuple[Place, ...]:
        return ()

    def citing(self, provision: Provision) -> tuple[Provision, ...]:
        return ()

    def state(self, statute: str) -> str:
        return ""

    def fingerprint(self) -> str:
        return ""
