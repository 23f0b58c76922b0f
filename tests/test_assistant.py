"""The tools for assistants, asked by the protocol's own client: in memory, on pipes, over HTTP."""

import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import anyio
import httpx
import jsonschema
import pytest
from click.testing import CliRunner
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult

from ingest.cite_checker import Checker
from ingest.pipeline import ingest
from kb.assistant.answers import GENERAL
from kb.assistant.server import server_of
from kb.assistant.tools import MAX_CHECKED_BYTES
from kb.cli import main
from kb.cli.folders import Folders
from kb.statutes import Register
from kb.web.site import Site
from kb.web.site_address import SiteAddress
from tests.small_corpus import DRAFT, SIL, STATUTES
from tests.small_site import TAXONOMY, TODAY, engine_with
from tests.two_versions import NEW, OLD, two_versions

Json = dict[str, Any]
PAY = "pay-your-own-social-security"
SITE = "https://answers.example"
KB = Path(sys.executable).with_name("kb")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    texts = two_versions()
    with engine_with(tmp_path_factory.mktemp("assistant") / "index") as engine:
        yield Site.of(
            engine,
            lambda: TAXONOMY,
            lambda: TODAY,
            texts=texts,
            checker=Checker(register=Register.of(STATUTES), texts=texts),
            address=SiteAddress.parse(SITE),
        )


def asked(server: object, ask: Callable[[Client], Awaitable[Any]]) -> Any:
    """What a client of the server finds."""

    async def run() -> Any:
        async with Client(server) as client:  # type: ignore[arg-type] # any that a client takes
            return await ask(client)

    return anyio.run(run)


def call(site: Site, tool: str, **arguments: object) -> CallToolResult:
    """A tool's answer, whose structure is as it is described."""

    async def ask(client: Client) -> CallToolResult:
        (described,) = [each for each in (await client.list_tools()).tools if each.name == tool]
        answer = await client.call_tool(tool, arguments)
        if not answer.is_error:
            assert described.output_schema is not None
            jsonschema.validate(answer.structured_content, described.output_schema)
        return answer

    found: CallToolResult = asked(server_of(site), ask)
    return found


def text(answer: CallToolResult) -> str:
    (content,) = answer.content
    return str(getattr(content, "text", ""))


def good(site: Site, tool: str, **arguments: object) -> tuple[Json, str]:
    answer = call(site, tool, **arguments)
    assert not answer.is_error, text(answer)
    assert GENERAL in text(answer)
    assert answer.structured_content["note"] == GENERAL
    return answer.structured_content, text(answer)


def test_the_tools_say_what_they_are_for(site: Site) -> None:
    async def ask(client: Client) -> Any:
        return (await client.list_tools()).tools, client.instructions

    tools, instructions = asked(server_of(site), ask)
    assert [tool.name for tool in tools] == ["search", "get_article", "get_provision", "cite_check"]
    assert GENERAL in instructions
    for tool in tools:
        assert GENERAL in tool.description
        assert "Use it" in tool.description
        assert tool.annotations.read_only_hint
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)
        assert all(each["description"] for each in tool.input_schema["properties"].values())


def test_a_search_has_hits_with_their_sources(site: Site) -> None:
    found, told = good(site, "search", q="lost social security card", limit=2, lang=["en"])
    first = found["hits"][0]["source"]
    assert first["slug"] == "lost-social-security-card"
    assert first["url"].startswith(f"{SITE}/articles/lost-social-security-card")
    assert date.fromisoformat(first["reviewed"])
    assert len(found["hits"]) == 2 <= found["total"]
    assert {hit["lang"] for hit in found["hits"]} == {"en"}
    for said in (first["slug"], first["url"], first["reviewed"], found["hits"][0]["snippet"]):
        assert said in told


def test_a_provision_that_is_asked_for_is_told_with_its_version(site: Site) -> None:
    found, told = good(site, "search", q="社会保险法第六十条第二款")
    (named,) = found["looked_up"]
    assert (named["provision"], named["version"]) == (f"{SIL}/art-60/para-2", str(NEW))
    assert f"id {SIL}/art-60/para-2, version of {NEW}, {SITE}/statutes/" in told


def test_nothing_found_says_what_to_do(site: Site) -> None:
    found, told = good(site, "search", q="quagga okapi")
    assert (found["total"], found["hits"], found["answer"]) == (0, [], None)
    assert "Try other words" in told


def test_an_article_has_its_sections_and_its_law(site: Site) -> None:
    found, told = good(site, "get_article", slug=PAY)
    article, sources = found["article"], found["sources"]
    assert sources[0]["slug"] == article["slug"] == PAY
    assert sources[0]["url"] == article["url"] == f"{SITE}/articles/{PAY}"
    assert {s["provision"] for s in sources[1:]} == {b["provision"] for b in article["legal_basis"]}
    assert all(s["version"] == str(NEW) for s in sources[1:])
    for section in article["sections"]:
        assert section["text"] in told
    for basis in article["legal_basis"]:
        assert f"{basis['provision']}, {basis['statute_title']}: {basis['standing']}" in told


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("pay-own-social-securty", PAY),
        ("social security card that I lost", "lost-social-security-card"),
        (DRAFT.slug, f"There is no article '{DRAFT.slug}'"),
        (f"{SIL}/art-60", "get_provision reads provisions"),
        ("zebra", "The tool search finds slugs."),
        ("养老", "yang-lao-jiao-fei-nian-xian"),
    ],
)
def test_an_unknown_slug_leads_to_the_nearest(site: Site, slug: str, said: str) -> None:
    answer = call(site, "get_article", slug=slug)
    assert answer.is_error
    assert said in text(answer)


def test_a_provision_of_a_day(site: Site) -> None:
    before, _ = good(site, "get_provision", id=f"{SIL}/art-60/para-2", as_of="2012-01-01")
    after, told = good(
        site, "get_provision", id=f"{SIL}/art-60/para-2", include=["text", "versions", "cited_by"]
    )
    assert [each["sources"][0]["version"] for each in (before, after)] == [str(OLD), str(NEW)]
    assert after["sources"][0]["url"] == f"{SITE}/statutes/{SIL}/art-60#para-2"
    official = next(t for t in after["provision"]["text"] if t["words"] == "official")
    assert f"> {official['pinpointed']}" in told
    assert f"zh, official text, version of {NEW}" in told
    assert f"version of {OLD}" in told
    assert f"({PAY})" in told


def test_citations_get_verdicts(site: Site) -> None:
    draft = (
        "《社会保险法》第六十条规定：“个人可以直接向征收机构缴费。”《社会保险法》第十六条规定："
        "“参加基本养老保险的个人，达到法定退休年龄时累计缴费满十年的，按月领取基本养老金。”"
        "社会保险法第九百条。"
    )
    found, told = good(site, "cite_check", text=draft, on="2012-01-01")
    standings = [citation["standing"] for citation in found["citations"]]
    assert standings == ["verbatim", "mismatch", "wrong"]
    assert found["errors"] == 2
    assert [(s["provision"], s["version"]) for s in found["sources"]] == [
        (f"{SIL}/art-60", str(OLD)),
        (f"{SIL}/art-16", str(OLD)),
    ]
    assert "quoted '十', the law has '十五'" in told
    assert told.index("mismatch '") < told.index("wrong '") < told.index("verbatim '")
    for citation in found["citations"]:
        assert draft[citation["start"] : citation["end"]] == citation["text"]


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("search", {}, "“q” is missing"),
        ("search", {"q": " "}, "q"),
        ("search", {"q": "card", "limit": 21}, "from 1 to 20"),
        ("search", {"q": "card", "limit": 0}, "from 1 to 20"),
        ("search", {"q": "card", "limit": "5"}, "whole number"),
        ("search", {"q": "card", "topic": ["pensions"]}, "pension"),
        ("search", {"q": "card", "question": "?"}, "Allowed: q, limit"),
        ("search", {"q": "x" * 501}, "500"),
        ("search", {"q": ["card"]}, "a text"),
        ("get_article", {"slug": None}, "a text"),
        ("get_provision", {"id": "SIL 60"}, "The tool search finds ids"),
        ("get_provision", {"id": "prc-sil-2011/art-60"}, f"did you mean {SIL}"),
        ("get_provision", {"id": f"{SIL}/art-600"}, "ends at"),
        ("get_provision", {"id": f"{SIL}/art-60", "as_of": "yesterday"}, "as_of"),
        ("get_provision", {"id": f"{SIL}/art-60", "as_of": "1999-01-01"}, str(OLD)),
        ("get_provision", {"id": f"{SIL}/art-60", "include": ["words"]}, "cited_by"),
        ("cite_check", {"text": ""}, "text"),
        ("cite_check", {"text": "条" * (MAX_CHECKED_BYTES // 3 + 1)}, "Check it in parts"),
        ("cite_check", {"text": "x", "on": "2020-02-30"}, "on"),
    ],
)
def test_what_is_wrong_is_said(site: Site, tool: str, arguments: Json, said: str) -> None:
    answer = call(site, tool, **arguments)
    assert answer.is_error
    assert said in text(answer)
    assert answer.structured_content is None


def test_an_unknown_tool_is_an_error_of_the_protocol(site: Site) -> None:
    with pytest.raises((MCPError, ExceptionGroup)) as refused:
        asked(server_of(site), lambda client: client.call_tool("answer", {}))
    assert "there are search" in repr(refused.value)


def test_without_an_address_pages_are_paths(site: Site, tmp_path: Path) -> None:
    bare = Site.of(site.engine, lambda: TAXONOMY, lambda: TODAY, texts=site.texts)
    found, told = good(bare, "get_article", slug=PAY)
    assert found["sources"][0]["url"] == f"/articles/{PAY}"
    assert "/articles/" not in told.partition("Sources:")[2]

    async def names(client: Client) -> list[str]:
        return [tool.name for tool in (await client.list_tools()).tools]

    assert "cite_check" not in asked(server_of(bare), names)


BODY = "You pay at the counter of the zebra office.\n\n## Legal basis\n\nSIL, Article 60.\n"


def folders(corpus: Path) -> list[str]:
    return ["--corpus", str(corpus), "--data", str(corpus.parent / "data")]


def test_on_pipes_it_follows_the_index(corpus: Path, add_article: Callable[..., Path]) -> None:
    add_article("zebra-office", BODY)
    written = corpus.parent / "written"  # all that comes on its standard output
    command = [str(KB), "mcp", *folders(corpus), "--site-url", SITE]
    server = StdioServerParameters(
        command="bash",
        args=["-c", f"{shlex.join(command)} | tee {shlex.quote(str(written))}"],
        env=dict(os.environ),
    )

    async def slugs(client: Client) -> list[str]:
        found = await client.call_tool("search", {"q": "zebra", "kind": ["guide"]})
        assert found.structured_content is not None
        return sorted(hit["source"]["slug"] for hit in found.structured_content["hits"])

    async def ask(client: Client) -> list[list[str]]:
        before = await slugs(client)
        add_article("zebra-counter", BODY.replace("office", "counter"))
        place = Folders(corpus, corpus.parent / "data")
        with closing(place.engine()) as engine:
            await anyio.to_thread.run_sync(lambda: ingest(corpus, engine))
        read = await client.call_tool("get_article", {"slug": "zebra-counter"})
        assert not read.is_error
        checked = await client.call_tool("cite_check", {"text": "SIL art. 99, SIL art. 60"})
        assert checked.structured_content is not None
        standings = [c["standing"] for c in checked.structured_content["citations"]]
        assert standings == ["wrong", "cited"]
        return [before, await slugs(client)]

    assert asked(server, ask) == [["zebra-office"], ["zebra-counter", "zebra-office"]]
    lines = written.read_text("utf-8").splitlines()
    assert len(lines) >= 5
    assert {json.loads(line)["jsonrpc"] for line in lines} == {"2.0"}


@contextmanager
def over_http(corpus: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    command = [str(KB), "mcp", *folders(corpus), "--http", "--port", "0", *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        try:
            said = next(line for line in process.stderr if line.startswith("Serving tools on "))
            yield said.split()[3], process
        finally:
            process.send_signal(signal.SIGTERM)


INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "a test", "version": "1"},
    },
}


def test_over_http_only_from_here(corpus: Path, add_article: Callable[..., Path]) -> None:
    add_article("zebra-office", BODY)
    with over_http(corpus, "--allow-host", "tools.example") as (url, process):

        async def ask(client: Client) -> Any:
            return (await client.call_tool("search", {"q": "zebra"})).structured_content

        found = asked(url, ask)
        assert found["hits"][0]["source"]["slug"] == "zebra-office"
        own = url.removeprefix("http://").partition("/")[0]
        with httpx.Client(trust_env=False) as http:
            for headers, status in (
                ({}, 200),
                ({"Host": "tools.example"}, 200),
                ({"Host": own.replace("127.0.0.1", "localhost")}, 200),
                ({"Host": "evil.example"}, 421),
                ({"Host": "127.0.0.1.evil.example"}, 421),
                ({"Origin": f"http://{own}"}, 200),
                ({"Origin": "https://tools.example"}, 200),
                ({"Origin": "https://evil.example"}, 403),
                ({"Origin": "null"}, 403),
                ({"Content-Type": "text/plain"}, 400),
            ):
                accepted = {"Accept": "application/json, text/event-stream"}
                answer = http.post(url, json=INITIALIZE, headers=accepted | headers)
                assert answer.status_code == status, (headers, answer.text)
            large = http.post(url, content=b"[" * (5 * 1024 * 1024), headers=accepted)
            assert large.status_code in (400, 413)
        process.send_signal(signal.SIGTERM)
        output, errors = process.communicate(timeout=30)
    assert output == ""
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (["--site-url", "answers"], 2, "is not the address of a site"),
        (["--http", "--host", "203.0.113.1"], 3, "cannot listen on 203.0.113.1"),
        (["--http", "--host", "a..b"], 3, "cannot listen on a..b"),
        (["--port", "70000"], 2, "70000"),
    ],
)
def test_mistakes(corpus: Path, options: list[str], status: int, said: str) -> None:
    result = CliRunner().invoke(main, ["mcp", *folders(corpus), *options])
    assert (result.exit_code, said in result.output) == (status, True), result.output


def test_help_shows_how_an_assistant_starts_it() -> None:
    said = CliRunner().invoke(main, ["mcp", "--help"]).output
    assert '"mcpServers"' in said
    assert "pip install '.[mcp]'" in said


def test_without_the_package_it_says_what_to_install(corpus: Path) -> None:
    """In a Python where it cannot be found."""
    program = (
        "import sys; sys.modules['mcp'] = None; sys.argv[0] = 'kb'; from kb.cli import main; main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, "mcp", *folders(corpus)],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert (result.returncode, result.stdout) == (3, "")
    assert "pip install '.[mcp]'" in result.stderr
    assert "Traceback" not in result.stderr
