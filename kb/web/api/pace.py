"""How often a program may ask: so many requests a minute for each client, and it is told."""

from dataclasses import dataclass, field
from math import ceil
from time import time

from flask import Response, current_app, g, request
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from werkzeug.exceptions import TooManyRequests

PACE = "api_pace"
_NAME = "default"
_WINDOW = 60  # seconds


@dataclass(frozen=True, slots=True)
class ApiPace:
    """Counts in memory, by the client's address, for one process; 0 a minute: without limit.

    The headers are those of the IETF's draft-ietf-httpapi-ratelimit-headers-10.
    """

    per_minute: int
    _counter: SlidingWindowCounterRateLimiter = field(
        default_factory=lambda: SlidingWindowCounterRateLimiter(MemoryStorage())
    )

    @property
    def _limit(self) -> RateLimitItem:
        return RateLimitItemPerMinute(self.per_minute)

    def count(self, requests: int = 1) -> None:
        """Count so many requests of this client; raises ``TooManyRequests``."""
        if not self.per_minute or requests < 1:
            return
        g.counted = True
        if not self._counter.hit(self._limit, _client(), cost=min(requests, self.per_minute)):
            raise TooManyRequests(retry_after=self._left()[1])

    def tell(self, response: Response) -> None:
        """Say on the response how many requests are left."""
        if not self.per_minute or not g.get("counted"):
            return
        left, seconds = self._left()
        response.headers["RateLimit-Policy"] = f'"{_NAME}";q={self.per_minute};w={_WINDOW}'
        response.headers["RateLimit"] = f'"{_NAME}";r={left};t={seconds}'

    def _left(self) -> tuple[int, int]:
        """How many requests are left to this client, and for how many seconds."""
        stats = self._counter.get_window_stats(self._limit, _client())
        return max(0, stats.remaining), max(1, ceil(stats.reset_time - time()))


def count_more(requests: int) -> None:
    """Count a request that holds several as so many more; raises ``TooManyRequests``."""
    pace: ApiPace = current_app.extensions[PACE]
    pace.count(requests)


def _client() -> str:
    return request.remote_addr or ""
