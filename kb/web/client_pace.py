"""How often one client may do something: a pace for each, without remembering who it is."""

import hashlib
import secrets
from collections import OrderedDict
from threading import Lock

from kb.web.pace import Pace

_MOST = 5_000  # clients; who comes when there are more takes the place of who came first


class ClientPace:
    """At most ``burst`` at once for each client, and one more every ``every`` seconds.

    Clients are told apart by a hash of their address with a key of this process. Safe to share.
    """

    def __init__(self, burst: int, every: float, most: int = _MOST) -> None:
        self._burst = burst
        self._every = every
        self._most = most
        self._key = secrets.token_bytes(32)
        self._paces: OrderedDict[bytes, Pace] = OrderedDict()
        self._lock = Lock()

    def wait(self, address: str) -> int:
        """0 if it may be done now, which then counts; else in how many whole seconds."""
        client = hashlib.blake2b(address.encode(), key=self._key, digest_size=16).digest()
        with self._lock:
            pace = self._paces.pop(client, None) or Pace(self._burst, self._every)
            self._paces[client] = pace
            if len(self._paces) > self._most:
                self._paces.popitem(last=False)
        return pace.wait()
