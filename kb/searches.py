"""Searches that were not answered: counted, and forgotten unless several people made them.

What one or two people typed stays in memory and is gone by the next day. Who typed it is never
kept: a hash of the address, with a key that is made anew each day and stands nowhere else, tells
people apart as long as they must be counted.
"""

import hashlib
import ipaddress
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from threading import Lock

from kb.demand import DemandRecords, as_kept, wording_of

ASKERS = 3  # different people on one day, before anything of a search is kept
_MOST = 20_000  # wordings a day in memory: some 10 MB; more are not counted
_IPV6_SITE = 64  # bits of an address that tell one household from another


@dataclass(slots=True)
class _Wording:
    """What is known of a wording today; ``uncounted`` is what the records do not have yet."""

    question: str
    uncounted: int = 0
    askers: set[bytes] = field(default_factory=set)


class Searches:
    """Counts searches in memory and hands them to the records. Safe to share between threads."""

    def __init__(
        self,
        records: DemandRecords,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        most: int = _MOST,
    ) -> None:
        self._records = records
        self._now = now
        self._most = most
        self._lock = Lock()
        self._today: date | None = None
        self._key = b""
        self._wordings: dict[str, _Wording] = {}

    def note(self, question: str, address: str) -> None:
        """Count a search of somebody at this address; touches no disk."""
        kept = as_kept(question)
        if not kept:
            return
        wording = wording_of(kept)
        with self._lock:
            self._turn_the_day()
            found = self._wordings.get(wording)
            if found is None:
                if len(self._wordings) >= self._most:
                    return
                found = self._wordings[wording] = _Wording(kept)
            found.uncounted += 1
            if len(found.askers) < ASKERS:
                found.askers.add(self._asker(address))

    def flush(self) -> None:
        """Hand on what enough people searched for; raises ``DemandUnusableError``.

        Of what is handed on already by another day, or another process, everything counts.
        """
        with self._lock:
            self._turn_the_day()
            waiting = {w: found for w, found in self._wordings.items() if found.uncounted}
        if not waiting:
            return
        known = self._records.searched()
        with self._lock:
            ready = [
                (found, found.question, found.uncounted)
                for wording, found in waiting.items()
                if len(found.askers) >= ASKERS or wording in known
            ]
        if ready:
            self._records.add_searches((question, count) for _, question, count in ready)
        with self._lock:
            for found, _, count in ready:
                found.uncounted -= count

    def forget(self) -> None:
        """Forget everything that is in memory."""
        with self._lock:
            self._today = None
            self._turn_the_day()

    def _turn_the_day(self) -> None:
        """A new day knows nothing of the people of the last one."""
        today = self._now().date()
        if today != self._today:
            self._today = today
            self._key = secrets.token_bytes(32)
            self._wordings = {}

    def _asker(self, address: str) -> bytes:
        return hashlib.blake2b(_site(address).encode(), key=self._key, digest_size=8).digest()


def _site(address: str) -> str:
    """The address; of IPv6 the part that a household has, whose computers take many."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, _IPV6_SITE), strict=False))
