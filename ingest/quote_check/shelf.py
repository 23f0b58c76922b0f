"""The provisions held in English, as they are compared: which of them have which words."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ingest.quote_check.reading import Sort, Token, read
from ingest.quote_check.statements import Statement, statements
from ingest.quote_check.words import Lexicon, lexicon
from kb.glossary import Glossary
from kb.provision import Provision
from kb.statutes import ProvisionText, Register


# The number of an item is no figure; in "item (3)" it is one.
_ITEM = re.compile(r"(?<!item )(?<!paragraph )(?<!items )(?<!and )(?<!or )\((?:\d{1,2}|[ivx]{1,4}|[a-h])\)", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """A text, read once: its sentences, each with its tokens."""

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
        names = set(self.classes)
        for name in self.classes:
            names |= self.lexicon.implied.get(name, frozenset())
        return frozenset(names)

    @cached_property
    def sentences(self) -> tuple["Reading", ...]:
        """Its sentences and items; tokens keep their offsets in the whole text."""
        found: list[Reading] = []
        current: list[Token] = []
        for token in self.tokens:
            if token.sort is Sort.STOP and self.text[token.start] in ".\n":
                found.append(Reading(self.text, tuple(current), self.lexicon))
                current = []
            else:
                current.append(token)
        found.append(Reading(self.text, tuple(current), self.lexicon))
        return tuple(part for part in found if part.classes)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        return statements(self.tokens, self.lexicon)


class Shelf:
    """All provisions that a register has in English, and how much each word tells."""

    def __init__(self, register: Register, glossary: Glossary) -> None:
        self.lexicon = lexicon(glossary)
        self.readings: Mapping[Provision, Reading] = {
            held.provision: Reading.of(_joined(held), self.lexicon)
            for statute in register
            if statute.lang == "en"
            for held in statute.provisions
        }
        self.numbers: dict[str, int] = Counter()
        self.where: dict[str, list[Provision]] = {}
        for provision, reading in self.readings.items():
            for name in reading.meant:
                self.numbers[name] += 1
                self.where.setdefault(name, []).append(provision)

    def weight(self, name: str) -> float:
        """How much a class tells: the rarer the more; little where no provision has it."""
        count = self.numbers.get(name, 0)
        if not count:
            return 1.0
        return math.log(1 + len(self.readings) / count)


def _joined(held: ProvisionText) -> str:
    """Its words without the numbers of items."""
    return "\n".join(words for part in held.paragraphs for words in (part.text, *part.items))
