"""Where the fields of a manuscript's front matter stand, and how to change one."""

import json
import re
from dataclasses import dataclass
from functools import cached_property

from ingest.front_matter import FrontMatterError, Value, read
from kb.model import Form, Source

_BLOCK = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"^(?P<name>[A-Za-z_][\w-]*)[ \t]*:", re.MULTILINE)
_PLAIN = re.compile(r"[^\W\d_][^:#\"'\[\]{}\n]*[^:#\"'\[\]{}\s]")
_WORDS = frozenset(["true", "false", "yes", "no", "on", "off", "null", "y", "n"])


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands from ``start`` to ``end`` becomes ``replacement``."""

    start: int
    end: int
    replacement: str


@dataclass(frozen=True)
class FrontLines:
    """The front matter of a text that begins with one; without any there is no field."""

    text: str

    @cached_property
    def spans(self) -> dict[str, tuple[int, int]]:
        """Each field with its value, without the last line break."""
        found = _BLOCK.match(self.text)
        if found is None:
            return {}
        start, end = found.span("yaml")
        keys = list(_KEY.finditer(self.text, start, end))
        ends = [*(key.start() for key in keys[1:]), end]
        return {
            key["name"]: (key.start(), key.start() + len(self.text[key.start() : to].rstrip()))
            for key, to in zip(keys, ends, strict=True)
        }

    @cached_property
    def values(self) -> dict[str, Value]:
        """The fields as YAML reads them; none where it cannot."""
        return values_of(self.text)

    def listed(self, name: str) -> tuple[str, ...]:
        """The texts of a field that is a list, or one text."""
        value = self.values.get(name)
        values = value if isinstance(value, list) else [value]
        return tuple(str(one) for one in values if isinstance(one, str | int | float))

    @property
    def end(self) -> int | None:
        """Where a field may be added: the start of the closing line."""
        found = _BLOCK.match(self.text)
        return found.end("yaml") if found else None

    def with_value(self, name: str, value: str) -> Edit | None:
        """The field with one value, in place of what it has, or added at the end."""
        return self._field(name, f"{name}: {value}")

    def with_list(self, name: str, values: tuple[str, ...]) -> Edit | None:
        """The field as a list, an entry a line; without entries it is taken out."""
        if not values:
            return self.without(name)
        return self._field(name, "\n".join([f"{name}:", *(f"  - {quoted(v)}" for v in values)]))

    def without(self, name: str) -> Edit | None:
        if name not in self.spans:
            return None
        start, end = self.spans[name]
        return Edit(start, min(end + 1, len(self.text)), "")

    def _field(self, name: str, lines: str) -> Edit | None:
        if name in self.spans:
            return Edit(*self.spans[name], lines)
        return None if self.end is None else Edit(self.end, self.end, f"{lines}\n")

    def entry(self, name: str, value: str, to: str) -> Edit | None:
        """One value of the field, or entry of its list, as it stands there."""
        start, end = self.spans.get(name, (0, 0))
        at = self.text.find(":", start, end) + 1
        found = re.compile(
            rf"(?P<mark>[\"']?)(?<![^\s\"'\[,]){re.escape(value)}(?P=mark)(?=[ \t]*(?:[\],\n#]|\Z))"
        ).search(self.text, at, end)
        return Edit(*found.span(), to) if found and at else None


def values_of(text: str) -> dict[str, Value]:
    """The fields of a manuscript as YAML reads them; none where it cannot."""
    try:
        front = read(Source(path="", form=Form.MARKDOWN, text=text, sha256=""))
    except FrontMatterError:
        return {}
    return {name: field.value for name, field in front.fields.items()}


def quoted(text: str) -> str:
    """A text as a value of front matter, in quotation marks where YAML would misread it."""
    plain = _PLAIN.fullmatch(text) and text.casefold() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)
