"""A judged set: queries, and how well documents answer each."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

HOLDOUT = "holdout"  # the split of which only figures are told

Grades = Mapping[str, Mapping[str, int]]  # query id -> document id -> grade, from 0 (wrong)


class UnusableSetError(Exception):
    """A set, or a file of floors, cannot be used; the message names the file and the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedSet:
    """Queries by id, each with a document above grade 0, and their grades.

    ``unanswered`` counts the queries that were left out because no document has a grade
    above 0, ``unjudged`` the judgements left out because their target can be no hit.
    """

    name: str
    split: str
    queries: Mapping[str, str]
    grades: Grades
    unanswered: int = 0
    unjudged: int = 0

    @classmethod
    def of(
        cls, name: str, split: str, queries: Mapping[str, str], grades: Grades, unjudged: int = 0
    ) -> "JudgedSet":
        """The set without the queries that nothing answers: no measure is defined for them."""
        answered = [
            query for query in queries if any(g > 0 for g in grades.get(query, {}).values())
        ]
        return cls(
            name=name,
            split=split,
            queries={query: queries[query] for query in answered},
            grades={query: grades[query] for query in answered},
            unanswered=len(queries) - len(answered),
            unjudged=unjudged,
        )

    def only(self, can_be_found: Callable[[str], bool]) -> "JudgedSet":
        """The set without judgements of documents that can be no hit; they are counted."""
        grades = {
            query: {document: grade for document, grade in judged.items() if can_be_found(document)}
            for query, judged in self.grades.items()
        }
        left_out = sum(map(len, self.grades.values())) - sum(map(len, grades.values()))
        found = JudgedSet.of(self.name, self.split, self.queries, grades, self.unjudged + left_out)
        return replace(found, unanswered=self.unanswered + found.unanswered)

    @property
    def label(self) -> str:
        """What the set is called in a file of floors: ``corpus dev``."""
        return f"{self.name} {self.split}"

    @property
    def is_secret(self) -> bool:
        """Whether its queries are not to be shown, so that nobody tunes on them."""
        return self.split.split()[0] == HOLDOUT  # with typos it is no less secret

    def sample(self, count: int) -> "JudgedSet":
        """At most so many of its queries, by the hash of their ids: always the same ones."""
        chosen = set(sorted(self.queries, key=_hash)[:count])
        queries = {query: text for query, text in self.queries.items() if query in chosen}
        return replace(self, queries=queries, grades={q: self.grades[q] for q in queries})


def _hash(query: str) -> str:
    return hashlib.sha256(query.encode("utf-8", "surrogatepass")).hexdigest()
