"""The words of a query as they were typed, behind the terms that it is looked for by."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from kb.explanation import OtherWords, QueryWord
from kb.index.analysis import WORD_MARK, Sort, has_chinese, tokens
from kb.index.asked import Asked
from kb.index.fillers import without_chinese_fillers
from kb.index.question import Concept, Question
from kb.index.snapshot import Snapshot


class QueryWords:
    """Says of a question's terms how they were typed, and how many documents have them."""

    def __init__(self, asked: Asked, snapshot: Snapshot) -> None:
        self._asked = asked
        self._snapshot = snapshot
        self._typed: dict[str, str] = {}
        text = asked.question.text
        for token in tokens(text):
            if token.sort is not Sort.EXACT:
                self._typed.setdefault(token.text, text[token.start : token.end])

    def typed(self, term: str) -> str:
        """How a term, or a compound of two, stands in the query."""
        if term.startswith(WORD_MARK):
            return term.removeprefix(WORD_MARK)
        return self._typed.get(term) or " ".join(self._typed.get(t, t) for t in term.split())

    def named(self, terms: Sequence[str]) -> str:
        """How a concept of the glossary stands in the query, by its terms."""
        if has_chinese("".join(terms)):  # pairs, each of which shares a character with the next
            return terms[0] + "".join(pair[-1] for pair in terms[1:])
        return " ".join(map(self.typed, terms))

    def word(self, concept: Concept) -> QueryWord:
        """The word that the concept stands for."""
        term = self._snapshot.term(concept.term, prefix=concept.prefix)
        return QueryWord(
            typed=self.typed(concept.term),
            documents=round(term.share * self._snapshot.findable),
            rarity=term.rarity,
            worth=concept.worth,
        )

    def words(self) -> tuple[QueryWord, ...]:
        """What is looked for."""
        return tuple(map(self.word, self._asked.question.concepts))

    def together(self) -> tuple[QueryWord, ...]:
        """What belongs together in it, as far as some document has it."""
        return tuple(word for word in map(self.word, self._asked.compounds) if word.documents)

    def glossary(self) -> tuple[OtherWords, ...]:
        """The other words that are looked for too."""
        return tuple(
            OtherWords(typed=self.named(one.typed), others=tuple(t.text for t in one.terms))
            for one in self._asked.expansions
        )

    def dropped(self) -> tuple[str, ...]:
        """The words that only ask or bind, as typed, each once."""
        return tuple(dict.fromkeys(_dropped(self._asked.question)))


def _dropped(question: Question) -> Iterator[str]:
    """What tokens of the text span and none that is looked for does."""
    text = question.text
    state = [0] * len(text)  # 1: some token, 2: one that is looked for
    for token in tokens(text):
        state[token.start : token.end] = [1] * (token.end - token.start)
    for token in tokens(without_chinese_fillers(text)):
        if question.place(token) is not None:
            state[token.start : token.end] = [2] * (token.end - token.start)
    for is_dropped, places in groupby(range(len(text)), lambda place: state[place] == 1):
        if is_dropped:
            run = [*places]
            yield text[run[0] : run[-1] + 1]
