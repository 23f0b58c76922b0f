"""Hold the API against its description, from outside: ``python -m tests.api_contract --help``.

Schemathesis asks what the description allows and what it forbids, over real HTTP, and looks at
every answer: status, type, headers, schema, whether valid data is taken and invalid refused.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from flask import Flask

from ingest.pipeline import ingest
from ingest.taxonomy_file import taxonomy_of
from kb import bundle
from kb.cli.checkers import checker_of
from kb.cli.folders import Folders
from kb.index.engine import WhooshEngine
from kb.request import MAX_QUERY_CHARS
from kb.web.app import create_app
from tests.conftest import ROOT
from tests.served import served

PHASES = "examples,coverage,fuzzing"
_PIECES = (
    *("social security", "养老保险", "topic:", "lang:zh", "-", '"', "intitle:", "SIL art. 60(2)"),
    *(
        "社保法60条",
        "第",
        "条",
        "%",
        "&",
        "<script>",
        "\0",
        "*",
        "(",
        "\u202e",
        "\u0301",
        "\U0001f600",
    ),
)


def broken_promises(app: Flask, folder: Path, *, examples: int, phases: str = PHASES) -> str:
    """What the tool found, as it tells it; "" for nothing. ``folder`` is for its own files."""
    with served(app) as url:
        command = [
            *(sys.executable, "-m", "schemathesis.cli", "run", f"{url}/api/v1/openapi.json"),
            *("--checks", "all", "--phases", phases, "--max-examples", str(examples)),
            *("--continue-on-failure", "--suppress-health-check", "all", "--no-color"),
        ]
        # Its own requests must not go through a proxy that the machine may have.
        environment = os.environ | {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, env=environment
        )
    return "" if done.returncode == 0 else done.stdout[-20_000:] + done.stderr[-2_000:]


def crashes(app: Flask, strings: int, seed: int = 0) -> list[str]:
    """The queries, of so many random ones, that get a 5xx from the API or the page."""
    chance = random.Random(seed)
    client = app.test_client(use_cookies=False)
    found: list[str] = []
    for _ in range(strings):
        query = _random_string(chance)
        asked = {"q": query} if chance.random() < 0.9 else {query: query}
        for address in ("/api/v1/search", "/search"):
            if client.get(address, query_string=asked).status_code >= 500:
                found.append(f"{address} {query!r}")
    return found


def _random_string(chance: random.Random) -> str:
    """Letters of many scripts, signs, pieces of queries and of operators, in any order."""
    kinds: tuple[Callable[[], str], ...] = (
        lambda: chr(chance.randrange(32, 127)),
        lambda: chr(chance.randrange(0x4E00, 0x9FFF)),
        lambda: chr(chance.randrange(0xE000, 0x20000)),
        lambda: chr(chance.randrange(0xD800)),
        lambda: chance.choice(_PIECES),
        lambda: " ",
    )
    return "".join(chance.choice(kinds)() for _ in range(chance.randrange(1, 60)))[:MAX_QUERY_CHARS]


def main() -> None:
    """Ask the API over the real corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=1000, help="for each operation")
    parser.add_argument("--phases", default=PHASES + ",stateful")
    parser.add_argument("--random", type=int, default=0, help="only ask so many random strings")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus = ROOT / "corpus"
        with closing(WhooshEngine.open(Path(folder) / "index")) as engine:
            ingest(corpus, engine)
            app = create_app(
                engine,
                taxonomy_of(corpus),
                templates=bundle.templates(),
                checker=checker_of(Folders(corpus, Path(folder)), engine),
            )
            if asked.random:
                found = "\n".join(crashes(app, asked.random))
            else:
                found = broken_promises(
                    app, Path(folder), examples=asked.examples, phases=asked.phases
                )
    print(found or "Every promise was kept.")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
