"""How often a password may be tried."""

import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import ParamSpec

from flask import Response, request
from flask_limiter import Limiter

P = ParamSpec("P")
FAILED = 422  # the status of an answer to a wrong password: only these are counted
# Of wrong passwords. Ten for a name, whoever sends them, so that a name cannot be guessed at from
# many addresses; twice as many from an address, behind which an office may sit.
PER_NAME = "10 per 10 minutes"
PER_ADDRESS = "20 per 10 minutes; 200 per day"


def limiter() -> Limiter:
    """Counts in this process's memory: each server process for itself, anew after a start."""
    return Limiter(_client, storage_uri="memory://", strategy="moving-window", default_limits=[])


def limited(
    limiter: Limiter, of: Callable[[], str] | None = None
) -> Callable[[Callable[P, Response]], Callable[P, Response]]:
    """Refuse to try another password after too many wrong ones, until some time has passed.

    ``of`` tells whose password it is, if not that of the name in the form.
    """
    named = of or (lambda: request.form.get("name", ""))

    def name() -> str:
        return "name:" + named().strip().casefold()[:100]

    def mark(view: Callable[P, Response]) -> Callable[P, Response]:
        by_name = limiter.shared_limit(PER_NAME, "desk", key_func=name, deduct_when=_failed)
        by_client = limiter.shared_limit(PER_ADDRESS, "desk", deduct_when=_failed)
        return by_client(by_name(view))

    return mark


def seconds_to_wait(limiter: Limiter) -> int:
    """Until a password may be tried again."""
    limit = limiter.current_limit
    return max(1, ceil(limit.reset_at - time.time())) if limit else 60


def _failed(response: Response) -> bool:
    return response.status_code == FAILED


def _client() -> str:
    """The client's address; of IPv6 the network, since everybody has a whole one.

    Behind a proxy it is the proxy's: then all clients are counted together.
    """
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "client:unknown"
    if isinstance(address, IPv6Address):
        return f"client:{int(address) >> 64:x}"
    return f"client:{address}"
