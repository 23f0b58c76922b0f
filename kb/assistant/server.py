"""The tools served over the Model Context Protocol, on standard input and output or over HTTP."""

import logging
import socket
from collections.abc import Callable
from typing import Any

import anyio
import mcp_types as protocol
import uvicorn
from anyio.to_thread import run_sync
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from mcp.shared.exceptions import MCPError

from kb import __version__
from kb.assistant.answers import GENERAL
from kb.assistant.told import told
from kb.assistant.tool import Tool, ToolError, structured
from kb.assistant.tools import CITE_CHECK, TOOLS
from kb.web.site import Site

PATH = "/mcp"
INSTRUCTIONS = (
    "A knowledge base about social security in China, in English and Chinese: articles that rest "
    "on the law, the statutes themselves, and a check of citations. Search first, read what you "
    "rely on, name your sources with the days of their review and version, and check your "
    f"own citations before you answer. {GENERAL}"
)
_AT_ONCE = 4  # tools that run at the same time
_WAYS = ("http", "https")
_LOCAL = ("127.0.0.1", "localhost", "[::1]")
_log = logging.getLogger(__name__)


class PortTakenError(Exception):
    """The address cannot be listened on; the message says why, and what to do."""


def server_of(site: Site) -> Server[Any]:
    """The protocol's server for the tools of this site."""
    tools = {tool.name: tool for tool in TOOLS if tool is not CITE_CHECK or site.checker}
    limit = anyio.CapacityLimiter(_AT_ONCE)

    async def list_tools(
        context: object, params: protocol.PaginatedRequestParams | None
    ) -> protocol.ListToolsResult:
        listed = await run_sync(lambda: [_described(tool, site) for tool in tools.values()])
        return protocol.ListToolsResult(tools=listed)

    async def call_tool(
        context: object, params: protocol.CallToolRequestParams
    ) -> protocol.CallToolResult:
        tool = tools.get(params.name)
        if tool is None:
            known = ", ".join(tools)
            raise MCPError(protocol.INVALID_PARAMS, f"No tool {params.name!r}; there are {known}.")
        arguments = params.arguments or {}
        return await run_sync(lambda: _called(tool, arguments, site), limiter=limit)

    return Server(
        "social-security-kb",
        version=__version__,
        title="Social security in China",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _described(tool: Tool, site: Site) -> protocol.Tool:
    return protocol.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.about,
        input_schema=tool.input_schema(site.filter_values),
        output_schema=tool.output_schema(),
        annotations=protocol.ToolAnnotations(
            read_only_hint=True, idempotent_hint=True, open_world_hint=False
        ),
    )


def _called(tool: Tool, arguments: dict[str, Any], site: Site) -> protocol.CallToolResult:
    origin = site.address.configured
    try:
        answer = tool.call(arguments, site)
        text, content = told(answer, origin), structured(answer, origin)
    except ToolError as error:
        return _failed(str(error))
    except Exception:  # noqa: BLE001 - whatever it is, the session must go on
        _log.exception("%s failed", tool.name)
        return _failed(f"{tool.name} failed by a mistake of ours; the server's log says how.")
    return protocol.CallToolResult(
        content=[protocol.TextContent(text=text)], structured_content=content
    )


def _failed(why: str) -> protocol.CallToolResult:
    return protocol.CallToolResult(content=[protocol.TextContent(text=why)], is_error=True)


def serve_stdio(site: Site) -> None:
    """Answer what comes on standard input, until it ends."""
    server = server_of(site)

    async def run() -> None:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    anyio.run(run)


def serve_http(
    site: Site, host: str, port: int, *, names: tuple[str, ...], ready: Callable[[str], None]
) -> None:
    """Answer over HTTP until stopped; raises ``PortTakenError``.

    Only requests to this machine's own names, to ``host``, and to ``names`` (what a proxy passes
    on, with its port if it has one) are answered, and only pages from there may ask: a page of
    another site that a browser here shows must not reach it. ``ready`` is told the address.
    """
    listening = _listening(host, port)
    with listening:
        taken = listening.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        allowed = [*(f"{name}:{taken}" for name in (*_LOCAL, shown)), *names]
        app = server_of(site).streamable_http_app(
            streamable_http_path=PATH,
            json_response=True,
            stateless_http=True,
            transport_security=TransportSecuritySettings(
                allowed_hosts=allowed,
                allowed_origins=[f"{way}://{name}" for name in allowed for way in _WAYS],
            ),
        )
        # No log of its own on standard output, and none of who asked what.
        config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False)
        ready(f"http://{shown}:{taken}{PATH}")
        uvicorn.Server(config).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "this is no host's name"
        why = str(said).partition(" (")[0]  # Python adds the address, which stands here already
        raise PortTakenError(
            f"cannot listen on {host}, port {port}: {why}; try another --port or --host"
        ) from None
