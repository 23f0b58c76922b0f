"""What an engine does not have yet of the corpus, told without reading what it has."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ingest.live.settling import Settled
from kb.codec import digest
from kb.engine import Batch, Digests, OfficialWords, Registered, SearchEngine
from kb.model import Article
from kb.official import OfficialTexts
from kb.statutes import Register


class Lacking:
    """Compares the corpus with one engine; remembers what the engine was last known to hold."""

    def __init__(self, texts: OfficialTexts) -> None:
        self._texts = texts
        self._held: Digests | None = None
        self._unsure: set[str] = set()
        self._malformed: set[str] = set()
        self._digests: dict[str, tuple[Article, str]] = {}
        self._register: Register | None = None
        self._statutes: dict[str, tuple[Registered, str]] = {}

    def changed(self, paths: Iterable[str]) -> None:
        """Articles changed in the corpus."""
        self._unsure.update(paths)

    def batch(self, engine: SearchEngine, settled: Settled, register: Register) -> Batch:
        """What the engine lacks. Raises ``IndexUnusableError``."""
        held, foreign = self._held, False
        if held is None or engine.generation() != held.generation:
            foreign = held is not None
            self._held = held = engine.digests()
            self._unsure = settled.entries.keys() | held.articles.keys()
        self._malformed = {path for path in self._unsure if settled.is_malformed(path)}
        articles: list[Article] = []
        removed: list[str] = []
        for path in sorted(self._unsure):
            article = settled.at(path)
            if article is None:
                if path in held.articles and not settled.is_malformed(path):
                    removed.append(path)
            elif self._differs(article, held) and not (
                # Of a file that is malformed another process may know a later good version.
                foreign and path in held.articles and settled.is_kept(path)
            ):
                articles.append(article)
        self._unsure = {*removed, *(article.path for article in articles)}
        changes = Batch(articles=tuple(articles), removed=tuple(removed), based_on=held.generation)
        return self._with_statutes(changes, register, held.statutes)

    def unseen(self, settled: Settled) -> set[str]:
        """Malformed files of which the engine holds a good version that was never seen here."""
        held = self._held.articles if self._held else {}
        return {path for path in self._malformed if path in held and settled.is_malformed(path)}

    def everything(self, settled: Settled, register: Register) -> Batch:
        """The whole corpus, to build an index anew."""
        self._held = None
        found = (settled.at(path) for path in sorted(settled.entries))
        whole = Batch(articles=tuple(a for a in found if a is not None), anew=True)
        return self._with_statutes(whole, register, {})

    def written(self, batch: Batch, generation: int) -> None:
        """The engine wrote the batch, and is at this generation."""
        held = self._held
        if held is None:
            return
        articles = {p: d for p, d in held.articles.items() if p not in set(batch.removed)}
        articles |= {article.path: self._digest(article) for article in batch.articles}
        gone = set(batch.removed_statutes)
        statutes = {id: d for id, d in held.statutes.items() if id not in gone}
        statutes |= {statute.id: self._statutes[statute.id][1] for statute in batch.statutes}
        self._held = Digests(articles=articles, statutes=statutes, generation=generation)

    def _with_statutes(self, batch: Batch, register: Register, held: Mapping[str, str]) -> Batch:
        if self._register is not register:
            registered = [Registered(statute=s, state=self._texts.state(s.id)) for s in register]
            self._statutes = {each.statute.id: (each, digest(each)) for each in registered}
            self._register = register
        changed = [each for id, (each, made) in self._statutes.items() if held.get(id) != made]
        return replace(
            batch,
            statutes=tuple(each.statute for each in changed),
            official=tuple(
                OfficialWords(
                    statute=each.statute.id,
                    state=each.state,
                    provisions=self._texts.provisions(each.statute.id),
                )
                for each in changed
                if each.state
            ),
            removed_statutes=tuple(id for id in held if id not in self._statutes),
        )

    def _differs(self, article: Article, held: Digests) -> bool:
        return held.articles.get(article.path) != self._digest(article)

    def _digest(self, article: Article) -> str:
        known = self._digests.get(article.path)
        if known is None or known[0] is not article:
            known = self._digests[article.path] = article, digest(article)
        return known[1]
