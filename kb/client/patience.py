"""How often a client asks again, and how long it waits in between."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Asks again up to ``retries`` times. Times are in seconds.

    The first wait is ``first``, each further one is twice as long, up to ``longest``; of each a
    random part is left out, so that clients that were turned away together do not
    come back together (Amazon's "equal jitter": at least half of it is waited).
    A site that says how long it wants to be left alone is left alone so long; for longer than
    ``longest`` nobody waits, and the problem is the caller's.
    """

    retries: int = 3
    first: float = 0.5
    longest: float = 30.0

    def __post_init__(self) -> None:
        if self.retries < 0 or not 0 <= self.first <= self.longest:
            raise ValueError("retries must be 0 or more, and 0 <= first <= longest")

    def wait(
        self,
        attempt: int,
        retry_after: float | None = None,
        chance: Callable[[], float] = random.random,
    ) -> float | None:
        """How long to wait after this failed attempt, counted from 1; None to give up."""
        if attempt > self.retries or (retry_after or 0.0) > self.longest:
            return None
        # Beyond 2^60 the bound is reached whatever the first wait is.
        wait = min(self.longest, self.first * 2.0 ** min(attempt - 1, 60))
        return max(retry_after or 0.0, wait / 2 + wait / 2 * chance())


def seconds_of(retry_after: str, now: datetime | None = None) -> float | None:
    """What a ``Retry-After`` header says (RFC 9110, 10.2.3), a number or a date, as seconds.

    None for what is neither.
    """
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - (now or datetime.now(UTC))).total_seconds())
