"""Links to an article whose address changes, in the texts of others."""

import re
from collections.abc import Sequence
from urllib.parse import quote

from ingest.front_matter_edit import NoFrontMatterError, read_text, set_field
from kb.model import unique


def led_to(text: str, old: str, new: str) -> str:
    """The text with every link to the one address leading to the other.

    That is ``/articles/<old>`` in the body, and the slug under ``related`` and in
    ``translation_of``. What is written otherwise (a title, say) stays.
    """
    if old not in text and quote(old) not in text:
        return text
    front, body = _cut(text)
    names = "|".join(re.escape(name) for name in unique((old, quote(old), quote(old).lower())))
    body = re.sub(rf"(?<=/articles/)(?:{names})(?![\w%-])", new.replace("\\", ""), body)
    text = front + body
    try:
        fields = read_text(text).fields
    except NoFrontMatterError:
        return text
    if "translation_of" in fields and fields["translation_of"].value == old:
        text = set_field(text, "translation_of", new)
    related = fields["related"].value if "related" in fields else None
    if related == old:
        return set_field(text, "related", new)
    if isinstance(related, list) and old in related:
        texts = [new if each == old else str(each) for each in related]
        return set_field(text, "related", unique(texts))
    return text


def without_name(text: str, field: str, name: str) -> str:
    """The text without the name in one of its lists."""
    names = names_in(text, field)
    return set_field(text, field, [n for n in names if n != name]) if name in names else text


def with_names(text: str, field: str, names: Sequence[str], leave_out: Sequence[str] = ()) -> str:
    """The text with these names added to one of its lists, each once, in whatever case.

    Raises ``NoFrontMatterError``.
    """
    known = names_in(text, field)
    taken = {name.casefold() for name in (*known, *leave_out)}
    added: list[str] = []
    for name in names:
        if name and name.casefold() not in taken:
            taken.add(name.casefold())
            added.append(name)
    return set_field(text, field, [*known, *added]) if added else text


def names_in(text: str, field: str) -> list[str]:
    """What one of a text's lists holds; nothing where its front matter cannot be read."""
    try:
        fields = read_text(text).fields
    except NoFrontMatterError:
        return []
    value = fields[field].value if field in fields else None
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def _cut(text: str) -> tuple[str, str]:
    """Front matter and body."""
    try:
        body = read_text(text).body
    except NoFrontMatterError:
        return "", text
    return text[: len(text) - len(body)], body
