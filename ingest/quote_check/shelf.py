"""The provisions held in English, as they are compared: which of them have which words."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ingest.quote_check.acts import Act, acts
from ingest.quote_check.reading import Sort, Token, read
from ingest.quote_check.statements import Statement, statements
from ingest.quote_check.words import Lexicon, lexicon, named
from kb.glossary import Glossary
from kb.provision import Provision
from kb.statutes import ProvisionText, Register

# The number of an item is no figure; in "item (3)" it is one.
_ITEM = re.compile(
    r"(?<!item )(?<!paragraph )(?<!items )(?<!and )(?<!or )\((?:\d{1,2}|[ivx]{1,4}|[a-h])\)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reading:
    """A text, read once; tokens keep their offsets in the whole text."""

    text: str
    tokens: tuple[Token, ...]
    lexicon: Lexicon

    @classmethod
    def of(cls, text: str, words: Lexicon) -> "Reading":
        bare = _ITEM.sub(lambda found: " " * len(found[0]), text)
        return cls(bare, read(bare, words), words)

    @cached_property
    def classes(self) -> Counter[str]:
        return Counter(token.name for token in self.tokens if token.sort is Sort.CLASS)

    @cached_property
    def meant(self) -> frozenset[str]:
        """Its classes and those that they imply."""
        return self.lexicon.meant(frozenset(self.classes))

    @cached_property
    def sentences(self) -> tuple["Reading", ...]:
        """Its sentences and items that say something."""
        found: list[list[Token]] = [[]]
        for token in self.tokens:
            if token.sort is Sort.STOP and self.text[token.start] in ".\n":
                found.append([])
            else:
                found[-1].append(token)
        parts = (Reading(self.text, tuple(tokens), self.lexicon) for tokens in found)
        return tuple(part for part in parts if part.classes)

    @cached_property
    def clauses(self) -> tuple[frozenset[str], ...]:
        """The classes of each clause."""
        found: list[set[str]] = [set()]
        for token in self.tokens:
            if token.sort in (Sort.STOP, Sort.COMMA):
                found.append(set())
            elif token.sort is Sort.CLASS:
                found[-1].add(token.name)
        return tuple(frozenset(names) for names in found if names)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        return statements(self.tokens, self.lexicon)

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        return acts(self.text, self.tokens, self.lexicon)

    def has(self, sort: Sort) -> bool:
        """Whether one of its tokens is of the sort."""
        return any(token.sort is sort for token in self.tokens)


class Shelf:
    """All provisions that a register has in English, and how much each word tells.

    Which of them has which classes is known at once, from the words alone; what they say is read
    when one of them is compared.
    """

    def __init__(self, register: Register, glossary: Glossary) -> None:
        self.lexicon = lexicon(glossary)
        self._texts = {
            held.provision: joined(held)
            for statute in register
            if statute.lang == "en"
            for held in statute.provisions
        }
        self._readings: dict[Provision, Reading] = {}
        self.meant = {p: self.lexicon.meant(named(t, self.lexicon)) for p, t in self._texts.items()}
        self.where: dict[str, list[Provision]] = {}
        for provision, names in self.meant.items():
            for name in names:
                self.where.setdefault(name, []).append(provision)
        self._weights: dict[str, float] = {}

    def reading(self, provision: Provision) -> Reading:
        """What a provision of ``where`` says; kept."""
        known = self._readings.get(provision)
        if known is None:
            known = Reading.of(self._texts[provision], self.lexicon)
            self._readings[provision] = known
        return known

    def weight(self, name: str) -> float:
        """How much a class tells: the rarer the more; little where no provision has it."""
        known = self._weights.get(name)
        if known is None:
            count = len(self.where.get(name, ()))
            known = math.log(1 + len(self._texts) / count) if count else 1.0
            self._weights[name] = known
        return known

    def weight_of(self, names: Iterable[str]) -> float:
        """How much all of them tell."""
        return sum(map(self.weight, names))


def joined(held: ProvisionText, paragraph: int = 0, item: int = 0) -> str:
    """A provision's words without the numbers of items, or those of its paragraph and item."""
    parts = held.paragraphs[paragraph - 1 : paragraph] if paragraph else held.paragraphs
    lines = []
    for part in parts:
        items = part.items[item - 1 : item] if item else part.items
        lines += [part.text, *items]
    return "\n".join(lines)
