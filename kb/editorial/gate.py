"""What publishing an article would do to the search: the judged queries whose answers move."""

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from kb.editorial.query_words import Rarity, cut, cut_terms, words_of
from kb.editors_desk import Finding
from kb.engine import Batch
from kb.glossary import Glossary
from kb.model import Article
from kb.publish_gate import Gate, RankChange

CUT = 10  # hits that nDCG looks at
LEAST = 0.25  # of the worth of a query's words: what an article must have to come near its top

Ask = Callable[[str], Sequence[str]]  # a query -> the ids of its first fifty hits


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedQuery:
    """A query and how well articles and provisions answer it, by slug or id, from 0 (wrong)."""

    query: str
    lang: str
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Searching:
    """How the search is asked, now and as it would be.

    ``generation`` names the state that ``now`` answers from; ``after`` opens the search as it
    would be after a batch, with another glossary if one is given.
    """

    now: Ask
    generation: Callable[[], object]
    after: Callable[[Batch, Glossary | None], AbstractContextManager[Ask]]


class RankGate:
    """Asks judged queries before and after a change. Safe to share between threads.

    ``judged`` gives the queries, never those of a holdout split; none where nothing is judged.
    """

    def __init__(
        self,
        searching: Searching,
        judged: Callable[[], Sequence[JudgedQuery]],
        glossary: Callable[[], Glossary],
    ) -> None:
        self._searching = searching
        self._judged = judged
        self._glossary = glossary
        self._turn = threading.Lock()
        self._before: tuple[object, dict[str, tuple[str, ...]]] = (None, {})

    def of_article(
        self, article: Article, shown: Article | None, findings: Sequence[Finding] = ()
    ) -> Gate:
        """What moves when the article takes the place of what readers have of it, if anything.

        Asked are the queries that are judged for it, those that find it (or its translation)
        now, and those of whose words the edit adds a good part: no other finds it near its top.
        """
        judged = self._judged()
        if not judged or _same(article, shown):
            return Gate(findings=tuple(findings), judged=len(judged))
        before = self._hits_now(judged)
        added = words_of(article) - (words_of(shown) if shown else frozenset())
        own = {article.slug, article.translation_of} - {""}
        rarity = Rarity.of(query.query for query in judged)
        concepts = cut_terms(self._glossary())
        asked = [
            query
            for query in judged
            if own & {*query.grades, *before[query.query]}
            or rarity.part(query.query, added, concepts) >= LEAST
        ]
        batch = Batch(articles=(article,))
        return self._compared(judged, asked, before, batch, None, findings)

    def of_glossary(self, glossary: Glossary, terms: Sequence[str]) -> Gate:
        """What moves with another glossary; asked are the queries with a word of the terms."""
        judged = self._judged()
        words = frozenset(word for term in terms for word in cut(term))
        asked = [query for query in judged if words & cut(query.query)]
        before = self._hits_now(asked)
        return self._compared(judged, asked, before, Batch(), glossary, ())

    def _hits_now(self, judged: Sequence[JudgedQuery]) -> Mapping[str, tuple[str, ...]]:
        """The hits of each query, asked once a generation."""
        with self._turn:
            generation = self._searching.generation()
            if self._before[0] != generation:
                self._before = (generation, {})
            known = self._before[1]
            for query in judged:
                if query.query not in known:
                    known[query.query] = tuple(self._searching.now(query.query))
            return dict(known)

    def _compared(
        self,
        judged: Sequence[JudgedQuery],
        asked: Sequence[JudgedQuery],
        before: Mapping[str, Sequence[str]],
        batch: Batch,
        glossary: Glossary | None,
        findings: Sequence[Finding],
    ) -> Gate:
        if not asked:
            return Gate(findings=tuple(findings), judged=len(judged))
        with self._searching.after(batch, glossary) as ask:
            after = {query.query: tuple(ask(query.query)) for query in asked}
        pairs = [(query, before[query.query], after[query.query]) for query in asked]
        changes = [change for pair in pairs if (change := _change(*pair)) is not None]
        return Gate(
            findings=tuple(findings),
            changes=tuple(sorted(changes, key=lambda c: (c.ndcg_after - c.ndcg_before, c.query))),
            asked=len(asked),
            judged=len(judged),
            mean_before=sum(ndcg(q.grades, hits) for q, hits, _ in pairs) / len(pairs),
            mean_after=sum(ndcg(q.grades, hits) for q, _, hits in pairs) / len(pairs),
        )


def ndcg(grades: Mapping[str, int], hits: Sequence[str]) -> float:
    """nDCG@10 with the grade as gain, as ``kb.evaluation.measures`` has it from trec_eval."""
    best = sorted((grade for grade in grades.values() if grade > 0), reverse=True)
    ideal = _gain(best)
    return _gain([max(grades.get(hit, 0), 0) for hit in hits]) / ideal if ideal else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades[:CUT], 1))


def _change(query: JudgedQuery, before: Sequence[str], after: Sequence[str]) -> RankChange | None:
    """The best target that moves among the first hits, by its grade; None where none does."""
    targets = sorted(query.grades, key=lambda target: (-query.grades[target], target))
    for target in targets:
        ranks = _rank(target, before), _rank(target, after)
        if ranks[0] != ranks[1] and min(rank or CUT + 1 for rank in ranks) <= CUT:
            return RankChange(
                query=query.query,
                lang=query.lang,
                target=target,
                grade=query.grades[target],
                before=ranks[0],
                after=ranks[1],
                ndcg_before=ndcg(query.grades, before),
                ndcg_after=ndcg(query.grades, after),
            )
    return None


def _rank(target: str, hits: Sequence[str]) -> int | None:
    return hits.index(target) + 1 if target in hits else None


def _same(article: Article, shown: Article | None) -> bool:
    return shown is not None and replace(article, fingerprint=shown.fingerprint) == shown
