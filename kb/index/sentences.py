"""Where sentences end, in English and Chinese."""

import re

# After a full stop comes a space, after 。 nothing need come; closing quotes and brackets
# belong to the sentence.
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|[。！？；…]+[”’」』）\"'\]]*")
# A full stop after these ends no sentence, nor after a single letter ("J. Smith") or when a
# small letter follows.
_ABBREVIATIONS = frozenset(
    ("no", "nos", "art", "arts", "para", "paras", "sec", "ch", "cf", "vs", "etc", "approx")
)
_LAST_WORD = re.compile(r"([^\W\d_]+)\.$")


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of a text in one line, in order, without the spaces between."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in [m.end() for m in _END.finditer(text) if _ends(text, m)] + [len(text)]:
        here = start + len(text[start:end]) - len(text[start:end].lstrip())
        there = start + len(text[start:end].rstrip())
        if here < there:
            spans.append((here, there))
        start = end
    return spans


def _ends(text: str, mark: re.Match[str]) -> bool:
    if mark[0] != ".":
        return True
    rest = text[mark.end() : mark.end() + 2].lstrip()
    if rest[:1].islower():
        return False
    word = _LAST_WORD.search(text[max(0, mark.end() - 12) : mark.end()])
    return word is None or (len(word[1]) > 1 and word[1].casefold() not in _ABBREVIATIONS)
