"""YAML front matter with line numbers, so that a problem can name its line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from kb.model import Problem, Source

BLOCK = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
MAX_CHARS = 64_000  # far above any real front matter; keeps the YAML parser's time bounded

Scalar = str | int | float | bool | None
Value = Scalar | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its value as YAML reads it, and the line it stands on."""

    value: Value
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The fields of a file, the body below them and the line on which the body starts."""

    fields: dict[str, Field]
    body: str
    body_line: int


class FrontMatterError(Exception):
    """The front matter is missing or unreadable; ``problem`` says where and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Loader(yaml.SafeLoader):
    """SafeLoader without anchors, which let a small file expand without bound, and
    without dates: an impossible one would hide what else is wrong."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the attribute that PyYAML reads
        first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.events.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="YAML anchors are not allowed", problem_mark=mark)
        return super().compose_node(parent, index)


def read(source: Source) -> FrontMatter:
    """Split the source into fields and body; raises ``FrontMatterError``."""
    found = BLOCK.match(source.text)
    if found is None:
        raise FrontMatterError(
            _problem(source, 1, "no-front-matter", "the file does not start with front matter")
        )
    block = found["yaml"]
    if len(block) > MAX_CHARS:
        raise FrontMatterError(
            _problem(source, 1, "front-matter-long", f"more than {MAX_CHARS} characters")
        )
    try:
        fields = _parse(block)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = getattr(error, "position", 0)  # of a character that YAML does not allow
        line = mark.line + 2 if mark is not None else block.count("\n", 0, place) + 2
        what = getattr(error, "problem", None) or str(error)
        raise FrontMatterError(
            _problem(source, line, "bad-front-matter", f"not readable as YAML: {what}")
        ) from None
    body_line = source.text.count("\n", 0, found.end()) + 1
    return FrontMatter(fields=fields, body=source.text[found.end() :], body_line=body_line)


def _parse(block: str) -> dict[str, Field]:
    loader = Loader(block)
    try:
        node = loader.get_single_node()
        return dict(_fields(loader, node)) if node is not None else {}
    finally:
        loader.dispose()


def _fields(loader: Loader, node: yaml.Node) -> Iterator[tuple[str, Field]]:
    if not isinstance(node, yaml.MappingNode):
        raise yaml.MarkedYAMLError(
            problem="it must be lines of the form `field: value`", problem_mark=node.start_mark
        )
    seen: set[str] = set()
    for key, value in node.value:
        name = str(loader.construct_object(key, deep=True))
        if name in seen:
            raise yaml.MarkedYAMLError(
                problem=f"`{name}` is given twice", problem_mark=key.start_mark
            )
        seen.add(name)
        yield (
            name,
            Field(loader.construct_object(value, deep=True), key.start_mark.line + 2),
        )


def _problem(source: Source, line: int, code: str, message: str) -> Problem:
    return Problem(
        path=source.path,
        line=line,
        code=code,
        message=message,
        hint="start the file with --- and `title: …`, one field a line, then ---; "
        "put a value that contains a colon in quotes",
    )
