"""Where sentences end, in English and Chinese."""

import re

# After a full stop comes a space, after 。 nothing need come; closing quotes and brackets
# belong to the sentence. (One set comes first because a search for a set is fast.)
_END = re.compile(
    r"[.!?…。！？；]"
    r"(?:(?<=[.!?…])[.!?…]*[\"'”’)\]]*(?=\s)"
    r"|(?<=[。！？；…])[。！？；…]*[”’」』）\"'\]]*)"
)
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
        rest = text[start:end].lstrip()
        here, there = end - len(rest), end - len(rest) + len(rest.rstrip())
        if here < there:
            spans.append((here, there))
        start = end
    return spans


def _ends(text: str, mark: re.Match[str]) -> bool:
    if mark[0] != ".":
        return True
    end = mark.end()
    if text[end + 1 : end + 2].islower():
        return False
    word = _LAST_WORD.search(text, max(0, end - 12), end)
    return word is None or (len(word[1]) > 1 and word[1].casefold() not in _ABBREVIATIONS)
