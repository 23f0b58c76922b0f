"""The `kb` command as people and programs run it: output, exit status, no traceback."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kb.cli import main

COMMANDS = main.list_commands(click.Context(main))

Add = Callable[..., Path]
Run = Callable[..., Result]


@pytest.fixture
def run(corpus: Path, tmp_path: Path) -> Run:
    folders = {"KB_CORPUS": str(corpus), "KB_DATA": str(tmp_path / "data")}

    def run(*args: str) -> Result:
        result = CliRunner(env=folders).invoke(main, args)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        assert "Traceback" not in result.output
        return result

    return run


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_shows_an_example(run: Run, command: str) -> None:
    result = run(*command.split(), "--help")
    assert result.exit_code == 0
    assert "Example:" in result.output


def test_search_finds_on_the_first_call(run: Run, add_article: Add) -> None:
    add_article("pay-yourself", "Pay at the counter.", title="Where can I pay myself?")
    add_article("other", "Something else about the counter.")
    result = run("search", "where can I pay myself")
    assert result.exit_code == 0
    assert result.output.startswith("Answer\n   Pay at the counter.\n")
    assert "\n1. Where can I pay myself?  [Paying contributions, " in result.output
    assert "/articles/pay-yourself" in result.output

    found = json.loads(run("search", "counter", "--per-page", "1", "--json").output)
    assert (found["total"], len(found["hits"]), found["per_page"]) == (3, 1, 1)


def test_search_understands_operators(run: Run, add_article: Add) -> None:
    add_article("one", "See Article 16 of the Social Insurance Law on pensions.")
    add_article("two", "Nothing is cited here on pensions.")
    found = json.loads(run("search", "pensions topic:缴费 statute:SIL", "--json").output)
    assert [hit["slug"] for hit in found["hits"]] == ["one"]
    assert found["understood"]["filters"]["topic"] == ["contributions"]
    result = run("search", "pensions -cited topic:nonsense")
    assert result.exit_code == 0
    assert "topic:nonsense: there is no such topic; searched as words." in result.output
    assert "/articles/one" in result.output
    assert "/articles/two" not in result.output


def test_search_by_statute_and_by_every_word(run: Run, add_article: Add) -> None:
    add_article("one", "See Article 16 of the Social Insurance Law on pensions.")
    add_article("two", "Nothing is cited here on pensions.")
    found = json.loads(run("search", "pensions", "--statute", "prc-sil-2010", "--json").output)
    assert [hit["slug"] for hit in found["hits"]] == ["one"]
    assert run("search", "pensions", "cited", "--all-words").exit_code == 0
    refused = run("search", "pensions", "--statute", "prc-x-1")
    assert refused.exit_code == 2
    assert "--statute 'prc-x-1' is none of: prc-sil-2010" in refused.output


def test_suggest(run: Run, add_article: Add) -> None:
    add_article("pay", "At the counter.", title="Where can I pay?")
    found = run("suggest", "can", "p")
    assert found.exit_code == 0
    assert found.output.splitlines() == ["Where can I pay?", "   /articles/pay"]
    assert json.loads(run("suggest", "wher", "--json").output) == [
        {
            "text": {"pieces": ["", "Wher", "e can I pay?"]},
            "slug": "pay",
            "title": "Where can I pay?",
            "lang": "en",
        }
    ]
    nothing = run("suggest", "pay", "--lang", "zh")
    assert (nothing.exit_code, nothing.output) == (1, "No suggestions.\n")
    assert run("suggest", "?!", "--json").output == "[]\n"
    assert run("suggest", "x" * 501).exit_code == 2
    assert run("suggest", "x", "--limit", "11").exit_code == 2


def test_a_mistyped_search(run: Run, add_article: Add) -> None:
    add_article("one", "About pensions.", title="Social security")
    corrected = run("search", "socal", "security")
    assert corrected.exit_code == 0
    assert "Showing results for: social security" in corrected.output
    typed = run("search", "socal", "--as-typed")
    assert typed.exit_code == 1
    assert "Did you mean: social" in typed.output


def test_nothing_found_is_status_1(run: Run, add_article: Add) -> None:
    add_article("one", "Text.")
    result = run("search", "zebra")
    assert result.exit_code == 1
    assert "Nothing found" in result.output


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["search"], "Missing argument"),
        (["search", "x", "--topic", "nowhere"], "--topic 'nowhere' is none of: contributions"),
        (["search", "x", "--page", "0"], "page must be from 1"),
        (["search", "x" * 600], "longer than 500 characters"),
        (["search", "x", "--per-page", "1000"], "per_page must be from 1 to 50"),
        (["serve", "--port", "99999"], "--port"),
        (["nonsense"], "No such command"),
        (["import", "nowhere.txt"], "does not exist"),
    ],
)
def test_usage_errors_are_status_2(run: Run, args: list[str], said: str) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert said in result.output


def test_an_unusable_corpus_is_status_3(tmp_path: Path) -> None:
    env = {"KB_CORPUS": str(tmp_path / "nowhere"), "KB_DATA": str(tmp_path / "data")}
    for command in (["index"], ["check"], ["search", "x"]):
        result = CliRunner(env=env).invoke(main, command)
        assert result.exit_code == 3, result.output
        assert "is not a corpus" in result.output


def test_an_unusable_index_is_status_3(run: Run, add_article: Add, tmp_path: Path) -> None:
    add_article("one", "Text.")
    assert run("index").exit_code == 0
    (tmp_path / "data" / "index").chmod(0o777)
    result = run("search", "text")
    assert result.exit_code == 3
    assert "index" in result.output


def test_show(run: Run, add_article: Add) -> None:
    add_article(
        "one", "Answer.\n\n## Legal basis\n\nSocial Insurance Law, Article 60", title="One?"
    )
    shown = run("show", "one").output
    assert "One?" in shown
    assert "Social Insurance Law, Article 60 -> prc-sil-2010/art-60" in shown
    as_json = json.loads(run("show", "one", "--json").output)
    assert as_json["title"] == "One?"
    missing = run("show", "nowhere")
    assert missing.exit_code == 1
    assert "kb search" in missing.output


def test_check_and_index_say_what_to_mend(run: Run, add_article: Add) -> None:
    add_article("good", "Text.", more="related: [good-2]\n")
    add_article("good-2", "Text.", more="related: [good]\n")
    assert run("check").output == "2 articles, 1 statute: 0 errors, 0 warnings.\n"
    bad = add_article("bad", "x")
    bad.write_text("---\ntitle: x\nkind: guide\ntopic: pensoin\n---\nx", "utf-8")
    result = run("check")
    assert result.exit_code == 1
    assert "articles/contributions/bad.md:4: bad-value" in result.output
    assert "did you mean 'pension'" in result.output
    problems = json.loads(run("check", "--json").output)
    assert [(p["line"], p["code"]) for p in problems] == [(4, "bad-value")]
    assert run("check", str(bad.parent / "good.md")).exit_code == 0
    indexed = run("index")
    assert indexed.exit_code == 1
    assert "bad-value" in indexed.output


def test_import(run: Run, corpus: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("When do I retire?\nAt an age.\n", "utf-8")
    dry = run("import", str(page), "--dry-run")
    assert dry.exit_code == 0
    assert "Nothing was written" in dry.output
    target = corpus / "articles" / "other" / "when-do-i-retire.md"
    assert not target.exists()

    told = json.loads(run("import", str(page), "--json").output)
    assert told["written"] is True
    assert target.read_text("utf-8") == told["markdown"]
    again = run("import", str(page))
    assert again.exit_code == 0
    assert "when-do-i-retire-2, for when-do-i-retire is taken" in again.output
    target.write_text("worse")
    assert run("import", str(page), "--force").exit_code == 0
    assert target.read_text("utf-8") == told["markdown"]
    wrong = run("import", str(page), "--topic", "x")
    assert (wrong.exit_code, "none of: contributions" in wrong.output) == (2, True)


@pytest.mark.parametrize("slug", ["../../x", "/tmp/x", "Two Words", "a/b", ".."])
def test_an_import_stays_in_the_corpus(run: Run, corpus: Path, tmp_path: Path, slug: str) -> None:
    page = tmp_path / "page.txt"
    page.write_text("When do I retire?\nAt an age.\n", "utf-8")
    before = set(tmp_path.rglob("*.md"))
    result = run("import", str(page), "--slug", slug)
    assert (result.exit_code, "--slug takes" in result.output) == (2, True)
    assert set(tmp_path.rglob("*.md")) == before


def test_an_import_takes_no_address_that_is_taken(
    run: Run, add_article: Add, tmp_path: Path
) -> None:
    add_article("one", "Text.")
    page = tmp_path / "page.txt"
    page.write_text("When do I retire?\nAt an age.\n", "utf-8")
    result = run("import", str(page), "--slug", "one", "--topic", "pension", "--force")
    assert result.exit_code == 1
    assert "articles/contributions/one.md already has the address 'one'" in result.output


def test_the_installed_corpus_is_not_edited(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.bundle.PACKAGE", corpus.parent)
    page = tmp_path / "page.txt"
    page.write_text("When do I retire?\nAt an age.\n", "utf-8")
    result = CliRunner(env={"KB_CORPUS": str(corpus)}).invoke(main, ["import", str(page)])
    assert (result.exit_code, "--corpus" in result.output) == (2, True)


def test_checking_a_file_elsewhere_is_refused(run: Run, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.md"
    elsewhere.write_text("x")
    result = run("check", str(elsewhere))
    assert (result.exit_code, "is not in the corpus" in result.output) == (2, True)


def test_stats(run: Run, add_article: Add) -> None:
    add_article("one", "Social Insurance Law, Article 60", more="related: [Unwritten]\n")
    counted = json.loads(run("stats", "--json").output)
    assert (counted["published"], counted["citations"], counted["wanted"]) == (1, 1, 1)
    assert "published" in run("stats").output


def test_serve_from_start_to_stop(corpus: Path, tmp_path: Path, add_article: Add) -> None:
    add_article("one", "Pay at the counter.")
    env = {**os.environ, "KB_CORPUS": str(corpus), "KB_DATA": str(tmp_path / "data")}
    command = [sys.executable, "-m", "kb.cli", "serve", "--port", "0"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            url = ""
            for line in server.stdout:
                if line.startswith("Serving on "):
                    url = line.split()[2]
                    break
            with urllib.request.urlopen(f"{url}/healthz", timeout=10) as answer:
                assert answer.status == 200
            with urllib.request.urlopen(f"{url}/search?q=counter", timeout=10) as answer:
                assert "/articles/one" in answer.read().decode()
        finally:
            server.send_signal(signal.SIGINT)
        assert server.wait(timeout=10) == 0


def test_a_port_in_use_is_said(run: Run, add_article: Add) -> None:
    add_article("one", "Text.")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = run("serve", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 3
    assert "--port" in result.output


def test_search_looks_provisions_up(run: Run, add_article: Add) -> None:
    add_article("one", "See Article 60 of the Social Insurance Law.")
    found = run("search", "social insurance law art. 60(2)")
    assert found.output.startswith("Looked up: /statutes/prc-sil-2010/art-60#para-2\n")
    assert "1. Article 60, Social Insurance Law  [Law, " in found.output
    assert "   /statutes/prc-sil-2010/art-60#para-2\n" in found.output
    assert "2. One  [Paying contributions, " in found.output
    assert "there is no Article 120" in run("search", "social insurance law 120").output
    named = run("search", "article 60").output
    assert "Which statute is meant? /statutes/prc-sil-2010/art-60\n" in named
    assert "The statute itself: /statutes/prc-sil-2010\n" in run("search", "社会保险法").output
    alone = json.loads(run("search", "pay", "--kind", "provision", "--json").output)
    assert {hit["kind"] for hit in alone["hits"]} == {"provision"}


def test_the_list_of_commands_ends_no_sentence_in_an_abbreviation() -> None:
    listed = CliRunner().invoke(main, ["--help"]).output
    assert not [line for line in listed.splitlines() if line.endswith("art.")]
