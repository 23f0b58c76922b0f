"""One field of a file's front matter set or taken out; all else stays byte for byte."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import yaml

from ingest import front_matter
from ingest.article import FIELDS
from ingest.front_matter import BLOCK, FrontMatter, FrontMatterError, Loader
from kb.model import Form, Source

_TAIL = re.compile(r"(?:^[ \t]*\n|^#[^\n]*\n)+\Z", re.MULTILINE)
_REMARK = re.compile(r"[ \t]+#[^\n]*\n\Z")
_WIDTH = 1_000  # columns before YAML would wrap a text


class NoFrontMatterError(ValueError):
    """The text has no front matter that could be read; the message says why."""


class _Dumper(yaml.SafeDumper):
    """List items are indented as editors write them; days stand without quotes."""

    yaml_implicit_resolvers = Loader.yaml_implicit_resolvers

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """Where a field stands in the block, what is remarked behind it, how its value is written."""

    name: str
    start: int
    end: int
    remark: str
    flow: bool


@lru_cache(maxsize=64)  # several fields are changed one after the other
def read_text(text: str) -> FrontMatter:
    """The front matter of a text; raises ``NoFrontMatterError``."""
    try:
        return front_matter.read(Source(path="", form=Form.MARKDOWN, text=text, sha256=""))
    except FrontMatterError as error:
        raise NoFrontMatterError(error.problem.message) from None


def set_field(text: str, name: str, value: str | Sequence[str]) -> str:
    """The text with the field set; an empty value takes it out.

    Where it is new it stands where ``corpus/README.md`` has it. Raises ``NoFrontMatterError``.
    """
    if not value:
        return remove_field(text, name)
    plain = value if isinstance(value, str) else list(value)
    front = read_text(text)
    if name in front.fields and front.fields[name].value == plain:
        return text
    start, block = _block(text)
    spans = _spans(block)
    if spans is None:
        values = {key: field.value for key, field in front.fields.items()} | {name: plain}
        return _with_block(text, start, block, _dump(values))
    found = next((span for span in spans if span.name == name), None)
    if found is not None:
        line = _dump({name: plain}, flow=found.flow).removesuffix("\n") + found.remark
        return _with_block(text, start, block, block[: found.start] + line + block[found.end :])
    at = _place(name, spans)
    return _with_block(text, start, block, block[:at] + _dump({name: plain}) + block[at:])


def remove_field(text: str, name: str) -> str:
    """The text without the field. Raises ``NoFrontMatterError``."""
    front = read_text(text)
    if name not in front.fields:
        return text
    start, block = _block(text)
    spans = _spans(block)
    if spans is None:
        values = {key: field.value for key, field in front.fields.items() if key != name}
        return _with_block(text, start, block, _dump(values) if values else "")
    found = next(span for span in spans if span.name == name)
    return _with_block(text, start, block, block[: found.start] + block[found.end :])


def _block(text: str) -> tuple[int, str]:
    found = BLOCK.match(text)
    assert found is not None  # noqa: S101 - it was read before
    return found.start("yaml"), found["yaml"]


def _with_block(text: str, start: int, old: str, new: str) -> str:
    return text[:start] + new + text[start + len(old) :]


def _spans(block: str) -> list[_Span] | None:
    """Where each field stands; None where they do not begin lines of their own."""
    loader = Loader(block)
    try:
        node = loader.get_single_node()
    finally:
        loader.dispose()
    if node is None:
        return []
    assert isinstance(node, yaml.MappingNode)  # noqa: S101 - it was read before
    if node.flow_style or block.startswith("\ufeff"):
        return None
    pairs: list[tuple[yaml.ScalarNode, yaml.Node]] = node.value
    starts = [key.start_mark.index for key, _ in pairs]
    own_line = all(at == 0 or block[at - 1] == "\n" for at in starts)
    if not own_line or any(key.style or key.tag != _TEXT for key, _ in pairs):
        return None
    spans = []
    for (key, value), at, following in zip(pairs, starts, [*starts[1:], len(block)], strict=True):
        tail = _TAIL.search(block, at, following)
        end = tail.start() if tail else following
        spans.append(
            _Span(
                name=str(key.value),
                start=at,
                end=end,
                remark=_remark(block[value.end_mark.index : end], value),
                flow=isinstance(value, yaml.CollectionNode) and bool(value.flow_style),
            )
        )
    return spans


_TEXT = "tag:yaml.org,2002:str"


def _remark(behind: str, value: yaml.Node) -> str:
    """What stands behind a value that ends on its line: a comment, and the line's end."""
    in_line = not isinstance(value, yaml.ScalarNode) or value.style not in ("|", ">")
    return behind if in_line and _REMARK.fullmatch(behind) else "\n"


def _place(name: str, spans: Sequence[_Span]) -> int:
    """Where a new field goes: behind the one that usually stands right before it."""
    rank = {field: at for at, field in enumerate(FIELDS)}
    own = rank.get(name, len(rank))
    before = [(rank[span.name], span.end) for span in spans if rank.get(span.name, own) < own]
    if before:
        return max(before)[1]
    return spans[0].start if spans else 0


def _dump(values: object, *, flow: bool = False) -> str:
    style = None if flow else False
    return str(
        yaml.dump(
            values,
            Dumper=_Dumper,
            allow_unicode=True,
            sort_keys=False,
            width=_WIDTH,
            default_flow_style=style,
        )
    )
