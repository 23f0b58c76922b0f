"""glossary.toml changed entry by entry: its comments, and all other entries, stay as they are."""

import json
import re
from collections.abc import Iterator

from kb.glossary import Concept

_ENTRY = re.compile(r"^\[\[concepts\]\][ \t]*(?:#.*)?$", re.MULTILINE)
_ID = re.compile(r"^[ \t]*id[ \t]*=[ \t]*[\"'](?P<id>[^\"'\n]*)[\"']", re.MULTILINE)


def with_concept(text: str, concept_id: str, concept: Concept | None) -> str:
    """The text with the concept in place of the entry with the id.

    "" adds it at the end, None takes the entry out. Raises ``KeyError`` where there is no such
    entry. The result is to be read before it is kept: an entry in an unusual form may be missed.
    """
    if not concept_id:
        return f"{text.rstrip()}\n\n{_entry(concept)}\n".lstrip() if concept else text
    for start, end in _entries(text):
        found = _ID.search(text, start, end)
        if found is not None and found["id"] == concept_id:
            body = text[start:end]
            kept = "".join(f"{line}\n" for line in _comments(body))
            if concept is None:
                return _joined(text[:start], kept, text[end:])
            return _joined(text[:start], f"{_entry(concept)}\n{kept}", text[end:])
    raise KeyError(concept_id)


def _entries(text: str) -> Iterator[tuple[int, int]]:
    starts = [found.start() for found in _ENTRY.finditer(text)]
    yield from zip(starts, [*starts[1:], len(text)], strict=True)


def _comments(entry: str) -> Iterator[str]:
    """The comments in an entry, and those behind it, which head the next one."""
    for line in entry.split("\n"):
        if line.lstrip().startswith("#"):
            yield line


def _joined(before: str, entry: str, after: str) -> str:
    parts = (before.rstrip("\n"), entry.strip("\n"), after.strip("\n"))
    return "\n\n".join(part for part in parts if part) + "\n"


def _entry(concept: Concept) -> str:
    lines = ["[[concepts]]"]
    lines += [f"{name} = {_text(getattr(concept, name))}" for name in ("id", "en", "zh")]
    for name in ("also_en", "also_zh"):
        terms: tuple[str, ...] = getattr(concept, name)
        if terms:
            lines.append(f"{name} = [{', '.join(map(_text, terms))}]")
    return "\n".join(lines)


def _text(value: str) -> str:
    """A basic string of TOML: JSON's escapes are among its own."""
    return json.dumps(value, ensure_ascii=False)
