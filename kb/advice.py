"""What the desk can tell an editor about a text, besides what is wrong with it.

``kb.editorial`` finds it out; pages and commands are handed the Protocol ``Advice``.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kb.basis import BasisSuggestion
from kb.editors_desk import Fix
from kb.model import Status
from kb.publish_gate import Gate


class WhyNear(StrEnum):
    """Why two articles may answer the same question, the surest first."""

    SAME_QUESTION = "same-question"  # a title or alias of each asks for the same
    SAME_TEXT = "same-text"  # much of the words of one stands in the other
    SAME_ANSWER = "same-answer"  # both are about the same, in other words


@dataclass(frozen=True, slots=True, kw_only=True)
class NearArticle:
    """An article that may answer the question that a text answers.

    ``score`` is from 0 to 1; ``shared`` is the question that both ask, in the other one's
    words, for SAME_QUESTION, else "".
    """

    slug: str
    title: str
    lang: str
    status: Status
    score: float
    why: WhyNear
    shared: str = ""


class Measure(StrEnum):
    """A figure about how a text reads; ``kb.editorial.readability`` says how each is found."""

    SENTENCE_LENGTH = "sentence-length"  # words a sentence, in Chinese characters
    LONG_SENTENCES = "long-sentences"  # part of the sentences, from 0 to 1
    READING_EASE = "reading-ease"  # English: Flesch, higher is easier
    GRADE = "grade"  # English: Flesch and Kincaid, years at school
    RARE_CHARACTERS = "rare-characters"  # Chinese: part of the characters, from 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of a text beside those of our published articles in its language.

    ``median`` and ``extreme`` are theirs, None where there are none; the extreme is what nine
    of ten articles keep to: the 90th percentile, or of reading ease the 10th. ``unusual``
    where the text does not.
    """

    of: Measure
    value: float
    median: float | None
    extreme: float | None
    unusual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LongSentence:
    """``length`` is in words, in Chinese in characters; ``line`` is the manuscript's."""

    text: str
    length: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Readability:
    """How long a text is and how it reads; quotations of the law are not looked at.

    ``words`` are 0 in Chinese; ``longest`` are its longest sentences, as far as they are long.
    """

    lang: str
    words: int
    characters: int
    sentences: int
    figures: tuple[Figure, ...]
    longest: tuple[LongSentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisHelp:
    """A provision that a text may rest on; ``fix`` puts it under its legal basis.

    ``fix`` is None where the text cites the provision already or its words are not held.
    """

    suggestion: BasisSuggestion
    fix: Fix | None


class Advice(Protocol):
    """Tells about a manuscript's text. Writes nothing; safe to share between threads.

    ``slug`` is the address of the article, "" of a new one. A text that is no article yet (its
    front matter is wrong) gets what can be told of it: nothing is raised for what it holds.
    """

    def near(self, text: str, slug: str = "") -> tuple[NearArticle, ...]:
        """Articles that answer the same question, drafts too, the nearest first."""
        ...

    def readability(self, text: str, slug: str = "") -> Readability | None:
        """None where the text is no article."""
        ...

    def basis(self, text: str, slug: str = "", limit: int = 5) -> tuple[BasisHelp, ...]:
        """Provisions that it may rest on, the likeliest first."""
        ...

    def gate(self, text: str, slug: str = "") -> Gate:
        """What publishing it would do: findings, and the judged queries whose answers move."""
        ...
