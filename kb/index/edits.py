"""How unlikely it is that who meant one word typed another.

The cost of the cheapest sequence of edits (a letter more, less or changed, or two neighbours
the wrong way round), each edit weighted by how often people make it. An ordinary edit costs
1. (Damerau: A Technique for Computer Detection and Correction of Spelling Errors, 1964, for
the edits; Kernighan, Church, Gale: A Spelling Correction Program Based on a Noisy Channel
Model, 1990, for weighting them. Pollock, Zamora: Automatic Spelling Correction in Scientific
and Scholarly Text, 1984, found the first letter wrong in a twelfth of all misspellings.)
"""

from kb.index import weights

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SHIFT = (0.0, 0.25, 0.75)  # of a row against the first, in keys
_REACH = 1.3  # keys from middle to middle: the six around one
_VOWELS = frozenset("aeiouy")
# Letters that sound alike in some word.
_ALIKE = frozenset(
    frozenset(pair) for pair in ("ck", "cs", "sz", "gj", "fv", "qk", "mn", "td", "bp", "kq", "xs")
)


def _neighbours() -> frozenset[frozenset[str]]:
    places = {
        letter: (column + _SHIFT[row], row)
        for row, letters in enumerate(_ROWS)
        for column, letter in enumerate(letters)
    }
    return frozenset(
        frozenset((a, b))
        for a, (x, y) in places.items()
        for b, (v, w) in places.items()
        if a != b and (x - v) ** 2 + (y - w) ** 2 <= _REACH**2
    )


_NEIGHBOURS = _neighbours()


def cost(typed: str, meant: str) -> float:
    """What the edits from ``meant`` to ``typed`` cost together; 0 if they are the same."""
    before: list[float] = []
    row = [0.0]
    for place in range(len(meant)):
        row.append(row[-1] + _missed(meant, place))
    for i, letter in enumerate(typed):
        before, last, row = row, before, [row[0] + _added(typed, i)]
        for j, wanted in enumerate(meant):
            least = before[j] if letter == wanted else before[j] + _changed(letter, wanted, j)
            least = min(least, row[j] + _missed(meant, j), before[j + 1] + _added(typed, i))
            if i and j and letter == meant[j - 1] != wanted == typed[i - 1]:
                least = min(least, last[j - 1] + _at(j - 1) * weights.TRANSPOSED)
            row.append(least)
    return row[-1]


def _at(place: int) -> float:
    """Edits at the beginning are rare: people see it best."""
    return 1.0 if place else weights.FIRST_LETTER


def _changed(letter: str, wanted: str, place: int) -> float:
    pair = frozenset((letter, wanted))
    near = pair in _NEIGHBOURS or pair in _ALIKE or pair <= _VOWELS
    return _at(place) * (weights.NEAR_LETTER if near else 1.0)


def _missed(meant: str, place: int) -> float:
    return _at(place) * (weights.DOUBLED if _doubled(meant, place) else 1.0)


def _added(typed: str, place: int) -> float:
    return _at(place) * (weights.DOUBLED if _doubled(typed, place) else 1.0)


def _doubled(word: str, place: int) -> bool:
    """Whether the letter is one of two alike: the easiest to lose or to add."""
    return word[place - 1 : place] == word[place] or word[place + 1 : place + 2] == word[place]
