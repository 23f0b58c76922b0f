"""A search engine that one can check by reading: BM25F+ by the book, one article at a time.

Slow on purpose. It shares with the real engine how text is cut into terms, what a question
is, and the numbers in ``kb.index.weights``; none of the arithmetic.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log

from kb.index import weights
from kb.index.analysis import WORD_MARK, TermList, has_chinese
from kb.index.conditions import Wording
from kb.index.question import Concept, Question, asks, gist, understand
from kb.index.segmentation import words_known
from kb.model import Article, Status
from kb.request import Filters, SearchRequest, Words


@dataclass(frozen=True)
class Found:
    """Hits with their scores, and the score that a hit must reach before language counts."""

    scores: dict[str, float]
    sums: dict[str, float]
    least: float


class PlainSearch:
    """Searches a list of articles."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self.articles = [a for a in articles if a.status is Status.PUBLISHED]
        self.fields = {a.slug: _fields(a) for a in self.articles}
        self.average = {field: self._average(field) for field in weights.WEIGHTS}

    def search(self, request: SearchRequest) -> Found:
        """Every hit that passes the filters."""
        question = understand(
            request.query,
            all_words=request.words is Words.ALL,
            filtered=request.filters != Filters(),
        )
        words = {w for run in question.runs for w, _ in words_known(run, self._share)}
        inside = {word[n : n + 2] for word in words for n in range(len(word) - 1)}
        worth = {
            c: self._worth(c) * (weights.CROSSING_WORTH if _crosses(c.term, inside) else 1)
            for c in question.concepts
        }
        joined = [Concept(term, worth=weights.TWO_WORDS_WORTH) for term in question.words]
        joined += [Concept(WORD_MARK + word, worth=weights.CHINESE_WORD_WORTH) for word in words]
        least = weights.LEAST_SCORE * sum(worth.values())
        sums = {
            a.slug: sum(worth[c] * self._impact(c, a) for c in question.concepts)
            for a in self.articles
        }
        scores = {
            a.slug: (sums[a.slug] + sum(self._worth(c) * self._impact(c, a) for c in joined))
            * _beside(question, a)
            for a in self.articles
            if self._is_hit(question, a, sums[a.slug], least)
        }
        scores = self._with_translations(scores, question.lang)
        passing = [a for a in self.articles if self._allows(question, a) and _passes(request, a)]
        scores = {a.slug: scores[a.slug] for a in passing if a.slug in scores}
        best = sorted(scores.values(), reverse=True)[: weights.POOL]
        near = {
            a.slug: self._nearness(question, worth, a) * _beside(question, a)
            for a in self.articles
            if a.slug in scores and scores[a.slug] >= best[-1] * (1 - 1e-6)
        }
        raised = {slug: score + near.get(slug, 0.0) for slug, score in scores.items()}
        after = self._with_translations(raised, question.lang)
        return Found({slug: after[slug] for slug in scores}, sums, least)

    def _share(self, word: str) -> float:
        having = sum(1 for a in self.articles if self._of_term(WORD_MARK + word, a))
        return having / len(self.articles) if having else 0.0

    def _with_translations(self, scores: dict[str, float], lang: str) -> dict[str, float]:
        """Every hit lends a part of its score to the same article in other languages."""
        lifted = dict(scores)
        for one in self.articles:
            for other in self.articles:
                if one is not other and _same(one, other) and one.slug in scores:
                    own = other.lang == lang
                    part = scores[one.slug] * (
                        weights.OWN_TRANSLATION_WORTH if own else weights.TRANSLATION_WORTH
                    )
                    lifted[other.slug] = max(lifted.get(other.slug, 0.0), part)
        return lifted

    def _nearness(self, question: Question, worth: dict[Concept, float], article: Article) -> float:
        """Twice what question and ask share, as a part of both, times what they share."""
        best = 0.0
        for terms in asks((article.title, *article.aliases)):
            shared = sum(counts for c, counts in worth.items() if c.term in terms)
            of_ask = sum(self._worth(Concept(term)) for term in terms)
            if shared:
                best = max(best, 2 * shared**2 / (sum(worth.values()) + of_ask))
        return weights.QUESTION_WORTH * best

    def _is_hit(self, question: Question, article: Article, score: float, least: float) -> bool:
        enough = score > 0 and score >= least
        asked_for_more = question.everything or question.wordings or question.all_words
        return bool(self._allows(question, article) and (asked_for_more or enough))

    def _allows(self, question: Question, article: Article) -> bool:
        """Whether the article satisfies all conditions; its translation need not do so too."""
        wanted = [c for c in question.concepts if c.worth == 1 and question.all_words]
        return (
            all(self._stands(wording, article) for wording in question.wordings)
            and not any(self._stands(wording, article) for wording in question.unwanted)
            and all(self._impact(c, article) for c in wanted)
        )

    def _stands(self, wording: Wording, article: Article) -> bool:
        fields = self.fields[article.slug]
        among = [fields["title"], fields["aliases"]] if wording.titled else [*fields.values()]
        if wording.prefix:
            return any(t.startswith(wording.terms) for terms in among for t in terms.terms)
        return any(
            all(
                (start + offset, term) in positions
                for term, offset in zip(wording.terms, wording.offsets, strict=True)
            )
            for terms in among
            if (positions := set(zip(terms.positions, terms.terms, strict=True)))
            for start in terms.positions
        )

    def _worth(self, concept: Concept) -> float:
        having = sum(1 for a in self.articles if self._impact(concept, a))
        if not having:
            return 0.0
        return concept.worth * log(1 + (len(self.articles) - having + 0.5) / (having + 0.5))

    def _impact(self, concept: Concept, article: Article) -> float:
        if concept.prefix:
            terms = {t for f in self.fields[article.slug].values() for t in f.terms}
            return max(
                (self._of_term(t, article) for t in terms if t.startswith(concept.term)), default=0
            )
        exact = self._of_term(concept.exact, article) if concept.exact else 0.0
        return self._of_term(concept.term, article) + weights.EXACT_WORTH * exact

    def _of_term(self, term: str, article: Article) -> float:
        frequency = 0.0
        for field, weight in weights.WEIGHTS.items():
            made = self.fields[article.slug][field]
            norm = 1 - weight.length + weight.length * len(made.terms) / self.average[field]
            frequency += weight.weight * (made.terms + made.compounds).count(term) / norm
        if not frequency:
            return 0.0
        return weights.PRESENCE + frequency * (weights.K1 + 1) / (frequency + weights.K1)

    def _average(self, field: str) -> float:
        lengths = [len(fields[field].terms) for fields in self.fields.values()]
        filled = [length for length in lengths if length]
        return sum(filled) / len(filled) if filled else 1.0


def _fields(article: Article) -> dict[str, TermList]:
    return {
        "title": TermList.of([article.title]),
        "aliases": TermList.of(article.aliases),
        "headings": TermList.of(section.heading for section in article.sections),
        "answer": TermList.of([article.answer]),
        "body": TermList.of(section.text for section in article.sections),
    }


def _crosses(term: str, inside: set[str]) -> bool:
    """Whether it is a pair of Chinese characters that no word has."""
    return len(term) > 1 and has_chinese(term) and term not in inside


def _same(one: Article, other: Article) -> bool:
    """Whether they are translations of one another."""
    return (
        one.translation_of == other.slug
        or other.translation_of == one.slug
        or bool(one.translation_of and one.translation_of == other.translation_of)
    )


def _beside(question: Question, article: Article) -> float:
    asked = {gist(text) for text in (article.title, *article.aliases)} - {""}
    return (1.0 if article.lang == question.lang else weights.OTHER_LANGUAGE) * (
        weights.SAME_QUESTION if question.gist in asked else 1.0
    )


def _passes(request: SearchRequest, article: Article) -> bool:
    return all(
        not chosen or set(chosen) & set(values)
        for chosen, values in zip(
            (request.filters.lang, request.filters.topic, request.filters.region),
            ((article.lang,), (article.topic,), article.regions),
            strict=True,
        )
    )


def ties(ranked: Iterable[tuple[str, float]]) -> Iterator[set[str]]:
    """The slugs in groups of scores that are the same up to rounding, best first."""
    group: set[str] = set()
    last = 0.0
    for slug, score in sorted(ranked, key=lambda pair: -pair[1]):
        if group and last - score > 1e-5 * last:
            yield group
            group = set()
        group.add(slug)
        last = score
    if group:
        yield group
