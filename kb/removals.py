"""Articles that are gone: their addresses answer so, and they can be brought back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """An article that was removed: when (UTC), by whom, why. ``path`` is where its file lay.

    ``version`` names its last text in the history. ``published`` where readers had it: of what
    they never had, nothing is told to them. ``formerly`` are its older addresses.
    """

    slug: str
    title: str
    lang: str
    path: str
    version: str
    at: datetime
    by: str
    note: str = ""
    published: bool = True
    formerly: tuple[str, ...] = ()


class Removals(Protocol):
    """Keeps what was removed. Raises ``kb.accounts.DeskUnusableError``."""

    def removal(self, slug: str) -> Removal | None:
        """The removal of the article that was at this address. Asked for by a page: quick."""
        ...

    def led_on(self, slug: str) -> Removal | None:
        """The removal of the article to which this older address led: of several the newest."""
        ...

    def all(self) -> tuple[Removal, ...]:
        """All of them, the newest first."""
        ...

    def add(self, removal: Removal) -> None: ...

    def undo(self, slug: str) -> Removal | None:
        """Forget the removal; answers what it was."""
        ...


class NoRemovals:
    """Where nobody keeps what was removed."""

    def removal(self, slug: str) -> Removal | None:
        return None

    def led_on(self, slug: str) -> Removal | None:
        return None

    def all(self) -> tuple[Removal, ...]:
        return ()

    def add(self, removal: Removal) -> None:
        raise NotImplementedError("there is no place to keep removals")

    def undo(self, slug: str) -> Removal | None:
        return None
