"""The client: a method for each operation of the API."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import quote

from kb.client.articles import ArticleAnswer, ArticleLine, ArticlesAnswer
from kb.client.cited import CiteCheckAnswer
from kb.client.exchange import Exchange, decoded
from kb.client.explained import Explanation
from kb.client.found import HitView, SearchAnswer, SearchAnswers, SuggestAnswer
from kb.client.lists import StatsAnswer, StatuteLine, StatutesAnswer, TopicsAnswer, WantedAnswer
from kb.client.patience import Patience
from kb.client.provisions import ProvisionAnswer
from kb.request import Filters, SearchRequest, Words

API = "/api/v1/"
_MOST = 50  # on a page: the fewest requests for all of a list
_Pairs = list[tuple[str, str]]


ANY = Filters()
T = TypeVar("T")


class Client:
    """A client of one site. Close it, or use it in a ``with``; threads may share it.

    Every method raises ``ProblemError`` for what the API refuses, with its reasons;
    ``UnreachableError`` where there is no connection; ``BadAnswerError`` where what is answered
    is not the API's. Requests that only read are tried again, as ``retries`` says.
    """

    def __init__(
        self,
        base_url: str,
        *,
        timeout: float = 30.0,
        retries: int | Patience = 3,
        token: str = "",
    ) -> None:
        """``base_url`` is the site's, such as ``https://answers.example``; ``timeout`` is in
        seconds without a sign of life. Raises ``ValueError``."""
        patience = retries if isinstance(retries, Patience) else Patience(retries=retries)
        self._exchange = Exchange(base_url, timeout=timeout, patience=patience, token=token)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._exchange.close()

    def search(
        self,
        q: str,
        filters: Filters = ANY,
        *,
        words: Words = Words.ANY,
        as_typed: bool = False,
        page: int = 1,
        per_page: int = 10,
    ) -> SearchAnswer:
        """One page of hits for a question."""
        pages = [("page", str(page)), ("per_page", str(per_page))]
        query = [("q", q), *_pairs(filters), *_manner(words, as_typed), *pages]
        return self._exchange.get(API + "search", query).of(SearchAnswer)

    def search_all(
        self, q: str, filters: Filters = ANY, *, words: Words = Words.ANY, as_typed: bool = False
    ) -> Iterator[HitView]:
        """All hits that can be paged to, best first, fetched as they are needed.

        Each once, also where the index changes in between.
        """
        seen: set[str] = set()
        query = [("q", q), *_pairs(filters), *_manner(words, as_typed), ("per_page", str(_MOST))]
        for answer in self._pages("search", query, SearchAnswer):
            yield from (hit for hit in answer.hits if hit.slug not in seen)
            seen |= {hit.slug for hit in answer.hits}

    def search_many(self, questions: Iterable[SearchRequest | str]) -> tuple[SearchAnswer, ...]:
        """The answers to up to 100 questions, in their order."""
        queries = [{"q": one} if isinstance(one, str) else _members(one) for one in questions]
        sent = self._exchange.post(API + "search", {"queries": queries}, reads=True)
        return sent.of(SearchAnswers).answers

    def suggest(self, q: str, *, limit: int = 8, lang: Sequence[str] = ()) -> SuggestAnswer:
        """Articles that may be meant by what is typed so far."""
        query = [("q", q), ("limit", str(limit)), *(("lang", each) for each in lang)]
        return self._exchange.get(API + "suggest", query).of(SuggestAnswer)

    def explain(self, q: str, slug: str, filters: Filters = ANY) -> Explanation:
        """Why an article, or a provision by its id, ranks where it does, or is missing."""
        query = [("q", q), ("slug", slug), *_pairs(filters)]
        return self._exchange.get(API + "explain", query).of(Explanation)

    def article(
        self, slug: str, *, include: Sequence[str] | None = None, as_of: date | None = None
    ) -> ArticleAnswer:
        """One article; an address that it had before leads to it.

        ``include`` names parts (the API's default where None), ``as_of`` the day of the law.
        """
        path = f"{API}articles/{quote(slug, safe='')}"
        return self._exchange.get(path, _parts(include, as_of)).of(ArticleAnswer)

    def articles(self, filters: Filters = ANY) -> Iterator[ArticleLine]:
        """All published articles by title, fetched as they are needed, each once."""
        seen: set[str] = set()
        query = [*_pairs(filters), ("per_page", str(_MOST))]
        for answer in self._pages("articles", query, ArticlesAnswer):
            yield from (line for line in answer.articles if line.slug not in seen)
            seen |= {line.slug for line in answer.articles}

    def export(
        self, *, topic: Sequence[str] = (), lang: Sequence[str] = ()
    ) -> Iterator[ArticleAnswer]:
        """All published articles with all that is beside them, as the site sends them.

        They are of one state of the index. What breaks off raises: none is left out unnoticed.
        """
        query = _pairs(Filters(topic=tuple(topic), lang=tuple(lang)))
        for line in self._exchange.lines(API + "export", query):
            yield decoded(line, ArticleAnswer)

    def provision(
        self,
        id: str,
        *,
        include: Sequence[str] | None = None,
        version: date | None = None,
        as_of: date | None = None,
    ) -> ProvisionAnswer:
        """One provision of a statute, such as ``prc-sil-2010/art-60/para-2``.

        ``include`` names parts, ``version`` is a day of adoption, ``as_of`` any day.
        """
        query = _parts(include, as_of) + ([("version", str(version))] if version else [])
        return self._exchange.get(f"{API}provisions/{quote(id)}", query).of(ProvisionAnswer)

    def topics(self) -> TopicsAnswer:
        """All topics and regions."""
        return self._exchange.get(API + "topics").of(TopicsAnswer)

    def statutes(self) -> Iterator[StatuteLine]:
        """The register of statutes, fetched as it is needed."""
        for answer in self._pages("statutes", [("per_page", str(_MOST))], StatutesAnswer):
            yield from answer.statutes

    def wanted(self) -> WantedAnswer:
        """Titles that articles link to and nobody has written yet."""
        return self._exchange.get(API + "wanted").of(WantedAnswer)

    def stats(self) -> StatsAnswer:
        """How much there is of everything."""
        return self._exchange.get(API + "stats").of(StatsAnswer)

    def cite_check(self, text: str, *, on: date | None = None) -> CiteCheckAnswer:
        """The citations of a text, checked against the law of a day, today's if None."""
        sent = {"text": text} | ({"on": str(on)} if on else {})
        return self._exchange.post(API + "cite-check", sent, reads=True).of(CiteCheckAnswer)

    def _pages(self, path: str, query: _Pairs, type: type[T]) -> Iterator[T]:
        """The answers of all pages, as ``Link`` leads from each to the next."""
        answered = self._exchange.get(API + path, query)
        yield answered.of(type)
        while following := answered.next:
            answered = self._exchange.get(following)
            yield answered.of(type)


def _parts(include: Sequence[str] | None, as_of: date | None) -> _Pairs:
    wanted = [] if include is None else [("include", ",".join(include))]
    return wanted + ([("as_of", str(as_of))] if as_of else [])


def _pairs(filters: Filters) -> _Pairs:
    """The filters as parameters of a query string."""
    named = (
        ("topic", filters.topic),
        ("region", filters.region),
        ("kind", filters.kind),
        ("lang", filters.lang),
        ("statute", filters.statute),
    )
    return [(name, value) for name, values in named for value in values]


def _manner(words: Words, as_typed: bool) -> _Pairs:
    return [("words", words.value), ("as_typed", "1" if as_typed else "0")]


def _members(asked: SearchRequest) -> dict[str, object]:
    """A question of a batch: a parameter that may be repeated is a list there."""
    lists: dict[str, list[str]] = {}
    for name, value in _pairs(asked.filters):
        lists.setdefault(name, []).append(value)
    manner = dict(_manner(asked.words, asked.as_typed))
    pages = {"page": asked.page, "per_page": asked.per_page}
    return {"q": asked.query, **lists, **manner, **pages}
