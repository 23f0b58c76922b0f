"""Real servers over one corpus and one data folder: each shows what changes as a file."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.conftest import ARTICLE, ROOT, STATUTE, TAXONOMY

LONG = 60.0  # seconds until a test gives up


class Server:
    """`kb serve` in a process of its own."""

    def __init__(self, corpus: Path, data: Path) -> None:
        command = [sys.executable, "-m", "kb.cli", "serve", "--port", "0", "--git", "off"]
        self.process = subprocess.Popen(
            [*command, "--corpus", str(corpus), "--data", str(data)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.url = ""

    def ready(self) -> "Server":
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("Serving on "):
                self.url = line.split()[2]
                return self
        raise AssertionError("it ended")

    def page(self, address: str) -> str:
        try:
            with urllib.request.urlopen(f"{self.url}{address}", timeout=LONG) as response:
                return str(response.read().decode())
        except urllib.error.HTTPError as error:
            return f"{error.code}"

    def until(self, address: str, shown: Callable[[str], bool]) -> None:
        """Until the page is so."""
        end = time.monotonic() + LONG
        while not shown(page := self.page(address)):
            assert time.monotonic() < end, page
            time.sleep(0.02)

    def end(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=LONG)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus folder and a data folder."""
    place = tmp_path_factory.mktemp("followed")
    folder = place / "corpus"
    (folder / "articles" / "contributions").mkdir(parents=True)
    (folder / "statutes").mkdir()
    (folder / "taxonomy.toml").write_text(TAXONOMY, "utf-8")
    (folder / "statutes" / "prc-sil-2010.md").write_text(STATUTE, "utf-8")
    write(place, "one", "Pay at the counter.")
    return place


@pytest.fixture(scope="module")
def servers(place: Path) -> Iterator[list[Server]]:
    with ExitStack() as stack:
        started = [Server(place / "corpus", place / "data") for _ in range(2)]
        for server in started:
            stack.callback(server.end)
        yield [server.ready() for server in started]


def write(place: Path, slug: str, body: str) -> None:
    path = place / "corpus" / "articles" / "contributions" / f"{slug}.md"
    path.write_text(ARTICLE.format(title=f"About {slug}", more="", body=body), "utf-8")


def test_both_show_what_is_edited(place: Path, servers: list[Server]) -> None:
    write(place, "one", "Pay by zebrafish.")
    for server in servers:
        server.until("/articles/one", lambda page: "zebrafish" in page)
        server.until("/search?q=zebrafish", lambda page: "About one" in page)


def test_many_files_at_once_and_none_is_left_out(place: Path, servers: list[Server]) -> None:
    for number in range(60):
        write(place, f"many-{number}", f"Pangolin number {number}.")
    for server in servers:
        server.until("/topics/contributions", lambda page: page.count("About many-") >= 60)
    for number in range(60):
        (place / "corpus" / "articles" / "contributions" / f"many-{number}.md").unlink()
    for server in servers:
        server.until("/topics/contributions", lambda page: "About many-" not in page)


def test_a_malformed_file_leaves_the_last_good_version(place: Path, servers: list[Server]) -> None:
    file = place / "corpus" / "articles" / "contributions" / "broken.md"
    write(place, "broken", "It was fine.")
    servers[0].until("/articles/broken", lambda page: "It was fine" in page)
    file.write_text("nothing", "utf-8")
    write(place, "after", "Quokka.")
    for server in servers:
        server.until("/articles/after", lambda page: "Quokka" in page)
        assert "It was fine" in server.page("/articles/broken")


def test_the_taxonomy_and_the_glossary_are_followed(place: Path, servers: list[Server]) -> None:
    corpus = place / "corpus"
    changed = TAXONOMY.replace("Paying contributions", "Paying one's share")
    (corpus / "taxonomy.toml").write_text(changed, "utf-8")
    for server in servers:
        server.until("/topics/contributions", lambda page: "Paying one&#39;s share" in page)


def test_what_changed_while_nobody_ran_is_shown_after_a_kill(
    place: Path, servers: list[Server]
) -> None:
    with ExitStack() as stack:
        doomed = Server(place / "corpus", place / "data").ready()
        stack.callback(doomed.end)
        for number in range(20):
            write(place, "one", f"Pay by axolotl {number}.")
        doomed.process.kill()
        write(place, "one", "Pay by narwhal.")
        for server in servers:
            server.until("/articles/one", lambda page: "narwhal" in page)
        again = Server(place / "corpus", place / "data").ready()
        stack.callback(again.end)
        assert "narwhal" in again.page("/articles/one")
