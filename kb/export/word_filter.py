"""A set of words that takes little room and is a little too large: a Bloom filter.

What is in the set is always found; of what is not, about one in a hundred is. (Bloom:
Space/Time Trade-offs in Hash Coding with Allowable Errors, 1970. That two hashes are enough:
Kirsch, Mitzenmacher: Less Hashing, Same Performance, 2006.) ``offline-spelling.js`` reads it.
"""

from collections.abc import Collection, Iterator

from kb.export.packing import ALPHABET

HASHES = 7
_BITS_A_WORD = 10
_BITS = 6  # of a character
_OFFSET, _PRIME, _WORD = 2166136261, 16777619, 0xFFFFFFFF  # of the hash FNV-1a in 32 bits


def word_filter(words: Collection[str]) -> str:
    """The filter, six bits a character; "" for no words."""
    bits = bytearray(-(-_BITS_A_WORD * len(words) // _BITS) * _BITS)
    for word in words:
        for place in places(word, len(bits)):
            bits[place] = 1
    return "".join(
        ALPHABET[int("".join(map(str, bits[n : n + _BITS])), 2)] for n in range(0, len(bits), _BITS)
    )


def places(word: str, size: int) -> Iterator[int]:
    """The bits, of so many, that say that the word is in the set."""
    first, second = _hash(word, 0), _hash(word, 1) | 1
    return ((first + n * second) % size for n in range(HASHES))


def _hash(word: str, seed: int) -> int:
    value = _OFFSET ^ seed
    for char in word:
        value = (value ^ ord(char)) * _PRIME & _WORD
    return value
