"""The line that starts a step: how much of it is the heading."""

import re
from dataclasses import dataclass

from ingest.outline import Ordinal

LONG = 100  # characters: a longer first sentence makes a poor heading

_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=\S)|[。！？][”’）】]*\s*(?=\S)")
_COLON = re.compile(r":\s+(?=\S)|：\s*(?=\S)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|no|nos|mr|mrs|ms|dr|st|art|vs|approx|etc|co|ltd|inc|[a-z]|u\.s|p\.r\.c)|[0-9])\.$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class StepLine:
    """The heading, with its ordinal, and the text behind it on the line; a reason for doubt."""

    heading: str
    text: str = ""
    doubt: str = ""


def step_line(line: str, counted: Ordinal) -> StepLine:
    """Cut a step's line after its first sentence.

    Where that is long, it is cut at a colon; without one all of the sentence is the heading.
    """
    start = len(counted.text)
    end = _sentence_end(line, start)
    if end - start > LONG:
        colon = _COLON.search(line, start, start + LONG)
        if colon is not None and line[start : colon.start()].strip():
            end = colon.end()
            heading, text = line[:end].strip(), line[end:].strip()
            return StepLine(heading, text, f"read {heading!r} as the step's heading")
    heading, text = line[:end].strip(), line[end:].strip()
    if len(heading) > 2 * LONG:
        return StepLine(heading, text, "the step's heading is long: is it text?")
    return StepLine(heading, text)


def _sentence_end(line: str, start: int) -> int:
    begins = len(line) - len(line[start:].lstrip())
    for end in _END.finditer(line, begins + 1):
        if not _ABBREVIATION.search(line[max(begins, end.start() - 12) : end.start() + 1]):
            return end.end()
    return len(line)
