"""The same load through ``kb.client``: what a program's own part of a request costs."""

import time
from collections.abc import Sequence

from kb.client import Client, ClientError
from tests.bench.http_load import TIMEOUT, Load, Server, Told, together


def through_client(server: Server, queries: Sequence[str], clients: int, seconds: float) -> Load:
    """Each client searches, reads the whole answer into its types, searches again.

    More questions than the client keeps answers: none is answered from its memory.
    """

    # Made before the processes are: reading the certificates takes a while, on no connection.
    made = [
        Client(f"http://{server.host}:{server.port}", timeout=TIMEOUT, retries=0)
        for _ in range(clients)
    ]

    def run(number: int, until: float) -> Told:
        times: list[float] = []
        errors = 0
        place = number * len(queries) // clients
        with made[number] as client:
            while (started := time.perf_counter()) < until:
                place += 1
                try:
                    client.search(queries[place % len(queries)])
                except ClientError:
                    errors += 1
                else:
                    times.append((time.perf_counter() - started) * 1000)
        return times, errors, 0

    return together(run, clients, seconds)
