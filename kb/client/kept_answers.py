"""Answers that a client keeps with their validators, to be told "nothing has changed"."""

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

MOST = 128  # answers
LARGEST = 256 * 1024  # bytes of one; larger ones are not kept


class Kept(NamedTuple):
    """An answer's body, its ``Link`` header, and the ETag it came with."""

    etag: str
    link: str
    body: bytes


class KeptAnswers:
    """The last answers by address; those not asked for longest go first. For any thread."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, address: str) -> Kept | None:
        """What was answered there last."""
        with self._lock:
            if address in self._kept:
                self._kept.move_to_end(address)
            return self._kept.get(address)

    def keep(self, address: str, answer: Kept) -> None:
        """Keep it if it has a validator and is not large, in place of an earlier one."""
        with self._lock:
            self._kept.pop(address, None)
            if answer.etag and len(answer.body) <= LARGEST:
                self._kept[address] = answer
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
