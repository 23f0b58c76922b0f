"""The glossary: concepts with the words that people and statutes have for them."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One thing with its usual term in each language, and other words that people type."""

    id: str
    en: str
    zh: str
    also_en: tuple[str, ...] = ()
    also_zh: tuple[str, ...] = ()

    def terms(self) -> Iterator[tuple[str, str]]:
        """Each term with its language, usual terms first."""
        yield self.en, "en"
        yield self.zh, "zh"
        yield from ((term, "en") for term in self.also_en)
        yield from ((term, "zh") for term in self.also_zh)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """All concepts; no term belongs to two of them."""

    concepts: tuple[Concept, ...] = ()
