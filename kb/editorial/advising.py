"""What the desk can tell about a text besides what is wrong: implements ``kb.advice.Advice``."""

import threading
from collections.abc import Callable
from dataclasses import replace

from ingest.live import LiveCorpus
from kb.advice import BasisHelp, NearArticle, Readability
from kb.basis import BasisRequest, BasisSuggester
from kb.editorial.basis_help import basis_help
from kb.editorial.gate import RankGate
from kb.editorial.near_articles import NearArticles
from kb.editorial.readability import Yardstick, readability
from kb.editors_desk import Examined
from kb.engine import SearchEngine
from kb.model import Article, Status
from kb.official import OfficialTexts
from kb.publish_gate import Gate
from kb.request import Filters, SearchRequest

_HITS = 50
_MANY = 0.1  # part of the articles that must have come or gone for the yardstick to be made anew


class Advisor:
    """Tells about texts, with the corpus and the index as they are now."""

    def __init__(
        self,
        *,
        live: LiveCorpus,
        examine: Callable[[str, str], Examined],
        engine: SearchEngine,
        suggester: BasisSuggester,
        texts: OfficialTexts,
        gate: RankGate,
    ) -> None:
        """``examine(text, slug)`` is the desk's."""
        self._live = live
        self._examine = examine
        self._engine = engine
        self._suggester = suggester
        self._texts = texts
        self._gate = gate
        self._near = NearArticles(self._found)
        self._yardstick: tuple[int, Yardstick] = (0, Yardstick({}))
        self._turn = threading.Lock()

    def near(self, text: str, slug: str = "") -> tuple[NearArticle, ...]:
        """Articles that answer the same question, drafts too, the surest first."""
        article = self._article(text, slug)
        if article is None:
            return ()
        with self._turn:
            self._near.follow(self._live.as_far_as_told().articles)
            return self._near.near(article)

    def readability(self, text: str, slug: str = "") -> Readability | None:
        """How it reads beside our published articles; None where the text is no article."""
        article = self._article(text, slug)
        return readability(article, text, self._measured()) if article else None

    def basis(self, text: str, slug: str = "", limit: int = 5) -> tuple[BasisHelp, ...]:
        """Provisions that it may rest on, the likeliest first."""
        article = self._article(text, slug)
        if article is None:
            return ()
        found = self._suggester.suggest_basis(BasisRequest.of_article(article, limit))
        register = self._live.as_far_as_told().register
        return tuple(
            basis_help(one, text, article.lang, register, self._texts) for one in found[:limit]
        )

    def gate(self, text: str, slug: str = "") -> Gate:
        """What publishing it would do."""
        examined = self._examine(text, slug)
        if examined.article is None:
            return Gate(findings=examined.findings)
        shown = self._live.article(slug) if slug else None
        if shown is not None and shown.status is not Status.PUBLISHED:
            shown = None
        path = shown.path if shown else examined.article.path
        article = replace(examined.article, status=Status.PUBLISHED, path=path)
        return self._gate.of_article(article, shown, examined.findings)

    def _article(self, text: str, slug: str) -> Article | None:
        return self._examine(text, slug).article

    def _found(self, words: str, lang: str) -> tuple[str, ...]:
        request = SearchRequest(
            query=words, filters=Filters(lang=(lang,)), per_page=_HITS, facets=False
        )
        return tuple(hit.slug for hit in self._engine.search(request).hits)

    def _measured(self) -> Yardstick:
        """The yardstick; made anew only when many articles have come or gone."""
        with self._turn:
            articles = self._live.as_far_as_told().articles
            made, yardstick = self._yardstick
            if abs(len(articles) - made) > _MANY * made:
                yardstick = Yardstick.of(articles)
                self._yardstick = (len(articles), yardstick)
            return yardstick
