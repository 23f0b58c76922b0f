"""Terms as numbers, the same for all baselines, and as words that no tokenizer changes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

Terms = Sequence[int]
Cut = Callable[[str], Iterable[str]]  # a text -> its terms


@dataclass(slots=True)
class Vocabulary:
    """The documents' ids, and the terms of each one's title and text."""

    ids: list[str] = field(default_factory=list)
    documents: list[tuple[Terms, Terms]] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def add(self, id: str, title: Iterable[str], text: Iterable[str]) -> None:
        """Add a document by its terms."""
        self.ids.append(id)
        self.documents.append((self._new(title), self._new(text)))

    def known(self, terms: Iterable[str]) -> Terms:
        """A query's terms, each once; one that no document has is left out."""
        numbers = (self._numbers.get(term) for term in terms)
        return list(dict.fromkeys(number for number in numbers if number is not None))

    @property
    def size(self) -> int:
        """How many terms there are."""
        return len(self._numbers)

    def _new(self, terms: Iterable[str]) -> Terms:
        return [self._numbers.setdefault(term, len(self._numbers)) for term in terms]


def words(terms: Terms) -> str:
    """The terms as words of ASCII letters and digits, with spaces between."""
    return " ".join(f"t{term}" for term in terms)
