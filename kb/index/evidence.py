"""What the index says about words: how many articles have them, alone, together, side by side."""

import numpy as np

from kb.index.analysis import EXACT_MARK, stem
from kb.index.conditions import Wording
from kb.index.fillers import ENGLISH
from kb.index.question import Question
from kb.index.segments.ordered import look_up
from kb.index.snapshot import Snapshot, Term

_EXACT_FROM = 3  # letters: shorter words are in the index as stems only


class Evidence:
    """Counts of one generation. Made for one query: it remembers what stands side by side."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._side_by_side: dict[tuple[str, ...], int] = {}
        self.documents = snapshot.findable

    def knows(self, word: str) -> bool:
        """Whether some article has the word, in whatever form, or it only binds others."""
        return word in ENGLISH or bool(self._term(word).rarity)

    def having(self, word: str) -> int:
        """How many articles have the word in exactly this form."""
        exact = EXACT_MARK + word if len(word) >= _EXACT_FROM else word
        return self._living(self._snapshot.term(exact))

    def having_both(self, one: str, other: str) -> int:
        """How many articles have both words, each in whatever form."""
        first, second = self._term(one), self._term(other)
        both = 0
        for part, listed in first.lists:
            for where, others in second.lists:
                if where is part:
                    few, many = sorted((listed.docs, others.docs), key=len)
                    both += int(np.count_nonzero(look_up(few, many)[1]))
        return both

    def side_by_side(self, terms: tuple[str, ...]) -> int:
        """How many articles have these terms one after the other."""
        known = self._side_by_side.get(terms)
        if known is None:
            from kb.index.matching import condition, matching  # few queries need it

            wording = Wording(terms, tuple(range(len(terms))))
            asked = condition(Question((), wordings=(wording,)))
            known = self._side_by_side[terms] = len(matching(asked, self._snapshot))
        return known

    def phrase(self, *words: str) -> int:
        """How many articles have these words one after the other, each in whatever form."""
        return self.side_by_side(tuple(map(stem, words)))

    def pair(self, pair: str) -> int:
        """How many articles have a pair of Chinese characters, deleted ones perhaps too.

        Not remembered: hundreds of pairs are looked up that nobody asks for again.
        """
        return sum(
            len(found.docs)
            for part in self._snapshot.parts
            if (found := part.leaf.text_list(pair)) is not None
        )

    def character(self, character: str) -> int:
        """How many articles have a Chinese character, but for those that end a run with it."""
        return self._living(self._snapshot.term(character, prefix=True))

    def _term(self, word: str) -> Term:
        return self._snapshot.term(stem(word))

    def _living(self, term: Term) -> int:
        return sum(len(listed.docs) for _, listed in term.lists) if term.rarity else 0
