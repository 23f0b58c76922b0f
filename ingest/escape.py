"""Text as Markdown that shows it literally: nothing in it is mistaken for markup."""

import re

# What CommonMark may read as markup anywhere in a line. An underscore inside a word and a lone
# ampersand mean nothing to it; ``]`` and ``>`` mean nothing once ``[`` and ``<`` are escaped.
_INLINE = re.compile(r"[\\`*\[<]|(?<![^\W_])_|_(?![^\W_])|&(?=#|[A-Za-z])")
# What it may read as a heading, list, quote, rule, table or fence where a line starts.
_AT_START = re.compile(
    r"(?=[#+\-](?:[\s#]|\Z))"  # heading, list
    r"|(?=[-=:|\s]+\Z)"  # rule, underlined heading, the second line of a table
    r"|(?=>|\||~~~)"  # quote, table, fence
    r"|[0-9]{1,9}(?=[.)](?:\s|\Z))"  # numbered list: it is the mark after the number
)
_CLOSING = re.compile(r"(?:(?<=\s)|\A)#(?=#*\Z)")  # marks that would close a heading


def escape(text: str) -> str:
    """Markdown that shows the text as it is; line breaks stay, as soft breaks.

    White space at either end of a line, which Markdown drops or reads as code
    or as a break, is dropped.
    """
    return "\n".join(_line(line.strip()) for line in text.split("\n"))


def escape_heading(text: str) -> str:
    """The text for a heading, on one line. What starts a block means nothing there."""
    return unclosed(_INLINE.sub(r"\\\g<0>", " ".join(text.split())))


def unclosed(heading: str) -> str:
    """A heading's Markdown, its last signs ``#`` kept from closing it, as they do after a space.

    To Markdown ``## Option #`` is the heading "Option". What is escaped already stays.
    """
    return _CLOSING.sub(r"\\#", heading)


def _line(text: str) -> str:
    escaped = _INLINE.sub(r"\\\g<0>", text)
    start = _AT_START.match(text)
    if not escaped or start is None or escaped[0] == "\\":
        return escaped
    return f"{escaped[: start.end()]}\\{escaped[start.end() :]}"
