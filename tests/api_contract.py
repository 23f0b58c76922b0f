"""Hold the API against its description, from outside: ``python -m tests.api_contract --help``.

Schemathesis asks what the description allows and what it forbids, over real HTTP, and looks at
every answer: status, type, headers, schema, whether valid data is taken and invalid refused.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from flask import Flask

from ingest.pipeline import ingest
from ingest.taxonomy_file import taxonomy_of
from kb import bundle
from kb.cli.checkers import checker_of
from kb.cli.folders import Folders
from kb.index.engine import WhooshEngine
from kb.web.app import create_app
from tests.conftest import ROOT
from tests.served import served

PHASES = "examples,coverage,fuzzing"


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


def main() -> None:
    """Ask the API over the real corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=1000, help="for each operation")
    parser.add_argument("--phases", default=PHASES + ",stateful")
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
            found = broken_promises(app, Path(folder), examples=asked.examples, phases=asked.phases)
    print(found or "Every promise was kept.")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
