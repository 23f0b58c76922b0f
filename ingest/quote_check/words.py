"""The words of legal English: which of them say the same.

The glossary's terms and the classes of ``words.toml`` make one lexicon. A word that is in neither
is a class of its own, by its stem.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import Stemmer

from kb.glossary import Glossary

FILE = Path(__file__).with_name("words.toml")
WORD = re.compile(r"[a-z]+(?:'s)?")

_STEMMER = Stemmer.Stemmer("english")
_BRITISH = (
    (re.compile(r"(?<=[a-z]{2})our(?=$|s$|er|ed|ing|able)"), "or"),
    (re.compile(r"(?<=[a-z]{3})is(?=e$|es$|ed$|ing$|ation)"), "iz"),
    (re.compile(r"^(cent|theat)re"), r"\1er"),
    (re.compile(r"^licence"), "license"),
)

_TABLE = tomllib.loads(FILE.read_text("utf-8"))
_APART: dict[str, str] = {
    **{word: word for word in _TABLE["apart"]["words"].split()},
    **_TABLE["apart"]["forms"],
}

Phrase = tuple[str, ...]
_SINGLE = (1,)


@cache
def stem(word: str) -> str:
    """The stem of a lower-case word, the same for British and American spelling."""
    word = word.removesuffix("'s").removesuffix("'")
    if word in _APART:
        return _APART[word]
    for british, american in _BRITISH:
        word = british.sub(american, word)
    return str(_STEMMER.stemWord(word))


def phrase(text: str) -> Phrase:
    """The stems of a term's words."""
    return tuple(stem(word) for word in WORD.findall(text.casefold().replace("’", "'")))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``classes`` of phrases, with the ``lengths`` of those that begin with a stem, the longest
    first; ``sides`` of parties.

    ``implied`` are the classes that a class's usual term contains: who speaks of the basic
    old-age insurance of employees speaks of basic old-age insurance. ``names`` are the terms that
    a class is told by.
    """

    classes: Mapping[Phrase, str]
    lengths: Mapping[str, tuple[int, ...]]
    sides: Mapping[str, str]
    payers: Mapping[str, str]
    prescribers: Mapping[str, str]
    implied: Mapping[str, frozenset[str]]
    names: Mapping[str, str]
    things: frozenset[str]
    opposites: Mapping[str, frozenset[str]]
    kinds: tuple[frozenset[str], ...]
    made_of: Mapping[str, frozenset[str]]
    acts: frozenset[str]
    turned: Mapping[str, tuple[str, bool]]
    outcomes: frozenset[str]
    empty: frozenset[str]

    def longest(self, stems: list[str], at: int) -> tuple[int, str] | None:
        """How many words from ``at`` on make a known phrase, and its class."""
        for length in self.lengths.get(stems[at], ()):
            words = tuple(stems[at : at + length])
            name = self.classes.get(words) if len(words) == length else None
            if name is not None:
                return length, name
        return None

    def meant(self, names: frozenset[str]) -> frozenset[str]:
        """The classes and those that they imply."""
        implied = self.implied
        known = names.union(*(implied[name] for name in names if name in implied))
        whole = [name for name, parts in self.made_of.items() if parts <= known]
        return known.union(whole) if whole else known


def named(text: str, words: Lexicon) -> frozenset[str]:
    """The classes of a text's words, the longest known phrase first, whatever else they do."""
    found: set[str] = set()
    said = WORD.findall(text.casefold().replace("’", "'"))
    stems = [stem(word) for word in said]
    lengths, classes, empty = words.lengths, words.classes, words.empty
    at = 0
    while at < len(stems):
        known = lengths.get(stems[at])
        longest = words.longest(stems, at) if known and known != _SINGLE else None
        if longest and longest[0] > 1:
            found.add(longest[1])
            at += longest[0]
            continue
        if said[at] not in empty and len(said[at]) > 1:
            found.add(classes.get((stems[at],), stems[at]) if known else stems[at])
        at += 1
    return frozenset(found)


@cache
def lexicon(glossary: Glossary) -> Lexicon:
    """The lexicon of a glossary; kept, since it is asked for with every quotation."""
    table = _TABLE
    same: dict[str, list[str]] = table["things"] | table["deeds"]
    usual = {concept.id: concept.en for concept in glossary.concepts}
    by_phrase: dict[Phrase, str] = {}
    for name, terms in _terms(glossary, same):
        for term in terms:
            by_phrase.setdefault(phrase(term), name)
    by_phrase.pop((), None)
    lengths: dict[str, set[int]] = {}
    for known in by_phrase:
        lengths.setdefault(known[0], set()).add(len(known))
    return Lexicon(
        classes=MappingProxyType(by_phrase),
        lengths=MappingProxyType(
            {first: tuple(sorted(known, reverse=True)) for first, known in lengths.items()}
        ),
        sides=_sides(table["parties"]),
        payers=_sides(table["parties"] | table["paying"] | table["prescribing"]),
        prescribers=_sides(table["parties"] | table["prescribing"]),
        implied=MappingProxyType(_closed(dict(_implied(glossary, by_phrase)), table["implied"])),
        names=MappingProxyType({name: terms[0] for name, terms in same.items()} | usual),
        things=frozenset(usual) - frozenset(table["deeds"]) | frozenset(table["things"]),
        empty=frozenset(table["empty"]["words"].split()),
        kinds=tuple(frozenset(names) for names in table["kinds"].values()),
        made_of=MappingProxyType({n: frozenset(p) for n, p in table["made-of"].items()}),
        acts=frozenset(table["acts"]["verbs"].split()) | frozenset(table["turned"]),
        turned=MappingProxyType({name: (base, True) for name, base in table["turned"].items()}),
        outcomes=frozenset(table["outcomes"]["words"].split()),
        opposites=MappingProxyType(_both_ways(table["opposite"])),
    )


# A term of the glossary that denies or orders something would hide it: "not paid" is arrears.
_STEERING = frozenset(["not", "no", "without", "may", "must", "shall", "can", "unless", "except"])


def _sides(parties: Mapping[str, list[str]]) -> Mapping[str, str]:
    return MappingProxyType({name: side for side, names in parties.items() for name in names})


def _terms(glossary: Glossary, same: Mapping[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    """Our own words first: where the glossary's searching is broader, they are exact."""
    yield from same.items()
    yield from ((concept.id, [concept.en]) for concept in glossary.concepts)
    for concept in glossary.concepts:
        longer = [term for term in concept.also_en if " " in term]
        yield concept.id, [term for term in longer if not _STEERING & set(term.split())]


def _implied(
    glossary: Glossary, by_phrase: Mapping[Phrase, str]
) -> Iterator[tuple[str, frozenset[str]]]:
    for concept in glossary.concepts:
        words = phrase(concept.en)
        inside = {
            by_phrase.get(words[start:end])
            for start in range(len(words))
            for end in range(start + 1, len(words) + 1)
            if end - start < len(words)
        }
        yield concept.id, frozenset(name for name in inside if name)


def _both_ways(pairs: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for one, others in pairs.items():
        for other in others:
            found[one] = found.get(one, frozenset()) | {other}
            found[other] = found.get(other, frozenset()) | {one}
    return found


def _closed(
    inside: Mapping[str, frozenset[str]], ours: Mapping[str, list[str]]
) -> dict[str, frozenset[str]]:
    """What each class implies, and what that implies in turn."""
    first = {
        name: inside.get(name, frozenset()) | frozenset(ours.get(name, ()))
        for name in {*inside, *ours}
    }
    return {
        name: names | frozenset(far for near in names for far in inside.get(near, ()))
        for name, names in first.items()
    }


def told(names: Iterable[str], words: Lexicon) -> tuple[str, ...]:
    """The classes in words for people, each once."""
    return tuple(dict.fromkeys(words.names.get(name, name) for name in names))
