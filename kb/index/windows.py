"""The part of a text that is shown: whole sentences with most of the question in them."""

import re
from collections.abc import Sequence

from kb.index.analysis import has_chinese
from kb.index.marking import Marked
from kb.index.sentences import sentences

WIDTH = 240  # of a window, in Latin letters; a Chinese character is as wide as two
# Among windows that cover the question alike, the one whose first sentence covers most:
# without this the sentences before an answer would be shown for what comes late in them.
_FIRST = 0.1
# In a sentence that is too long: what is shown of it before a mark, and how many marks
# are tried. A "sentence" may be a table of a hundred thousand characters.
_BEFORE = WIDTH // 4
_MOST_MARKS = 200
_WIDE = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\ufe30-\uffef\U00020000-]")


def window(text: Marked, worth: Sequence[float]) -> tuple[int, int]:
    """The span to show, no wider than ``WIDTH``: whole sentences, or a part of a long one."""
    if width(text.text) <= WIDTH:
        return 0, len(text.text)
    spans = sentences(text.text)
    best, most = (0, 0), -1.0
    for place, (start, first_end) in enumerate(spans):
        end = first_end
        for _, further in spans[place + 1 :]:
            if width(text.text[start:further]) > WIDTH:
                break
            end = further
        value = text.covered(start, end, worth) + _FIRST * text.covered(start, first_end, worth)
        if value > most:
            best, most = (start, end), value
    return best if width(text.text[slice(*best)]) <= WIDTH else _part(text, *best, worth)


def width(text: str) -> int:
    """How wide the text is shown, in Latin letters."""
    return len(text) + len(_WIDE.findall(text))


def _part(text: Marked, start: int, end: int, worth: Sequence[float]) -> tuple[int, int]:
    """The best part of one sentence, beginning and ending between words."""
    marks = [found.start for found in text.inside(start, end)][:_MOST_MARKS]
    best, most = (start, start), -1.0
    for begin in [start, *(_back(text.text, place, start) for place in marks)]:
        part = begin, _forth(text.text, begin, end)
        value = text.covered(*part, worth)
        if value > most:
            best, most = part, value
    return best


def _back(text: str, place: int, start: int) -> int:
    """The beginning of a word a little before the place."""
    here = place
    while here > start and width(text[here - 1 : place]) <= _BEFORE:
        here -= 1
    while start < here < place and not _between_words(text, here):
        here += 1
    while here < place and text[here].isspace():
        here += 1
    return here


def _forth(text: str, here: int, end: int) -> int:
    """The end of the last word that fits; the middle of a word that alone is too wide."""
    there, used = here, 0
    while there < end and used + width(text[there]) <= WIDTH:
        used += width(text[there])
        there += 1
    cut = there
    while here < cut < end and not _between_words(text, cut):
        cut -= 1
    cut = cut if cut > here else there
    return cut - (len(text[here:cut]) - len(text[here:cut].rstrip()))


def _between_words(text: str, place: int) -> bool:
    around = text[place - 1 : place + 1]
    return any(char.isspace() for char in around) or has_chinese(around)
