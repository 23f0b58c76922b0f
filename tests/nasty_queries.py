"""Queries that no reader has in mind and that somebody sends all the same.

``NASTY`` are strings of up to ``MAX_QUERY_CHARS`` characters, each of which must be answered.
``WORDLESS`` are those of them without a word, a number or a Chinese character.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from kb.request import MAX_QUERY_CHARS

_SHORT = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
_SIGNS = ["-", "*", '"', "(", " ", "“", "「", "\x00", "\u0301", "\u200d", "\U0001f600", ":", "\\"]
_PIECES = [
    *("pension ", "养老保险", "社 ", "a b ", "a-", "a'", "1,", "1.", "a:", "a/", "a\x00", "(a"),
    *("how ", "a\u0301", "a\u200d", "a\U0001f600", "养a", "养1", "的 ", "怎么", "请问", "=a"),
    *"aAé19养的ﷺ㍿ßﬃ\U00020000\u0130가\u0430\u05d0",
    *("topic:pension", "topic:pension ", "topic:x ", "lang:zh", "-a ", '"a" ', '"pension" '),
    *("intitle:a ", "intitle:保 ", "-保 ", '-"a b" ', "-topic:x ", '"a', "“a”", "-intitle:保 "),
]  # fmt: skip
_FREQUENT = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下"
_FILLERS = "the of and to in a is for that by on with be as or an are not this it"


def _filled(pieces: Iterable[str]) -> list[str]:
    """Each piece again and again, as long as a query may be."""
    return [(piece * MAX_QUERY_CHARS)[:MAX_QUERY_CHARS] for piece in pieces]


def _joined(pieces: Iterable[str]) -> str:
    return " ".join(pieces)[:MAX_QUERY_CHARS]


WORDLESS: tuple[str, ...] = (
    *_SHORT["wordless"],
    *_filled([*_SIGNS, "- ", '-"', '" ', "\ud800", "%", "！", "{", "<", "\n", "？", "-😀 "]),
)
NASTY: tuple[str, ...] = (
    *WORDLESS,
    *_SHORT["worded"],
    *_filled(_PIECES),
    "pension" + "\u0301" * 400,
    "x " + "-a " * 160,
    f'"{"a " * 249}"',
    f'-"{"a " * 240}" x',
    f'"{"社" * 498}"',
    f'topic:"{"x" * 490}"',
    _joined(f"pension -{n}" for n in range(120)),
    _joined(f'"{n} {n}"' for n in range(60)),
    _joined(f"intitle:{n}" for n in range(60)),
    _joined(f"topic:{n}" for n in range(60)),
    _joined(["养老", *(f"-{chr(0x4E00 + n)}" for n in range(200))]),
    _joined(f'"{chr(0x4E00 + n)}"' for n in range(200)),
    _joined(chr(0x4E00 + n) for n in range(300)),
    "".join(chr(0x4E00 + 7 * n) for n in range(MAX_QUERY_CHARS)),
    _joined(_FREQUENT),
    _joined(f'"{a} of the"' for a in _FILLERS.split()),
    _joined(_FILLERS.split() * 9),
    "".join(map(chr, range(MAX_QUERY_CHARS))),
    "".join(map(chr, range(0x300, 0x370))) * 4,
    "".join(map(chr, range(0xFF01, 0xFF5F))),
)

assert all(len(query) <= MAX_QUERY_CHARS for query in NASTY), "longer ones are refused"
