"""The README's commands are run, so that they keep working."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from kb.cli import main
from tests.conftest import ROOT
from tests.real_corpus import RealCorpus
from tests.statute_files import collection

pytestmark = pytest.mark.long

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
COMMANDS = [line[2:] for block in BLOCKS for line in block.splitlines() if line.startswith("$ ")]
MAKE = [command for command in COMMANDS if command.startswith("make ")]
ONCE = [command for command in COMMANDS if command not in MAKE]


@pytest.fixture(scope="module")
def checkout(real: RealCorpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the commands touch, so that running them changes nothing here."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    shutil.copytree(real.index, folder / "data" / "index")
    page = "<title>A page</title><h1>What is a page?</h1><p>A page from elsewhere.</p>"
    (folder / "page.html").write_text(page, "utf-8")
    collection(folder / "laws")
    return folder


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    own = {k: v for k, v in os.environ.items() if not k.startswith("KB_")}
    return own | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


@pytest.fixture(scope="module")
def served(checkout: Path, environment: dict[str, str]) -> Iterator[str]:
    """The address of a server on a free port, for the commands that ask port 8000."""
    command = ["kb", "serve", "--port", "0"]
    with subprocess.Popen(
        command, cwd=checkout, env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        try:
            said = next(line for line in server.stdout if line.startswith("Serving on "))
            yield said.split()[2].removeprefix("http://")
        finally:
            server.send_signal(signal.SIGTERM)


def test_there_are_commands_to_run() -> None:
    assert MAKE == ["make serve", "make test"], "the README promises two commands"
    assert len(ONCE) >= 8


@pytest.mark.parametrize("command", ONCE)
def test_command(
    command: str, checkout: Path, environment: dict[str, str], request: pytest.FixtureRequest
) -> None:
    if command.startswith("curl") and shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    if "127.0.0.1:8000" in command:
        command = command.replace("127.0.0.1:8000", request.getfixturevalue("served"))
    result = subprocess.run(
        ["bash", "-c", command], cwd=checkout, env=environment, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.strip()
    if "pay my own" in command or "自己交社保去哪里交" in command:
        addresses = [line for line in result.stdout.splitlines() if "/articles/" in line]
        assert "pay-your-own-social-security" in addresses[0]


@pytest.mark.parametrize("target", [command.split()[1] for command in MAKE])
def test_make_target_exists(target: str) -> None:
    """`make test` cannot run itself; that it exists and what it would do is checked dry."""
    result = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert ("kb serve" if target == "serve" else "pytest") in result.stdout


def test_every_command_of_kb_is_documented() -> None:
    for name in main.list_commands(click.Context(main)):
        assert f"kb {name}" in README, f"the README does not mention `kb {name}`"


def test_links_lead_somewhere() -> None:
    for file in [ROOT / "README.md", *ROOT.glob("docs/**/*.md"), ROOT / "corpus" / "README.md"]:
        text = re.sub(r"```.*?```", "", file.read_text("utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\((?!https?:|/)([^)#]+)", re.sub(r"`[^`]*`", "", text)):
            assert (file.parent / target).exists(), f"{file.name}: {target}"


def test_the_python_example(served: str, environment: dict[str, str]) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    result = subprocess.run(
        [sys.executable, "-c", example.replace("127.0.0.1:8000", served)],
        cwd=ROOT,
        env=environment | {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    first, *_, counts, refused = result.stdout.splitlines()
    assert "/articles/lost-social-security-card" in first
    assert counts.endswith("['cited']")
    assert refused.startswith("404 urn:social-security-kb:problem:not-found")
