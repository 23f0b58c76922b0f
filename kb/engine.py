"""The search engine that everything above the index talks to.

Whoosh, embedded (``kb.index``), is one; another must pass the same conformance
tests (``tests/test_engine.py``, ``tests/test_suggest.py``,
``tests/test_explain.py``). Analysis, storage and
ranking belong to the engine; requests and results are plain data.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from kb.explanation import Explanation
from kb.glossary import Glossary
from kb.model import Article, Status
from kb.request import SearchRequest
from kb.results import ResultPage
from kb.statutes import ProvisionText, Statute
from kb.suggestion import Suggestion, SuggestRequest


class IndexUnusableError(Exception):
    """The index cannot be opened or written; the message says what to do."""


class IndexOutdatedError(IndexUnusableError):
    """Another version of the program made the index; building it anew mends that."""


class IndexMovedError(IndexUnusableError):
    """Somebody else has written since the batch was made; nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialWords:
    """The official words of a statute, as they are in force.

    ``state`` is any text that differs whenever the words do: see ``Contents.states``.
    """

    statute: str
    state: str
    provisions: tuple[ProvisionText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Changes that become visible together.

    ``articles`` are added, or replace the article made from the same source
    ``path``; ``removed`` are the source paths of articles that are gone.
    ``statutes`` are added, or replace those with the same id, with all their provisions;
    ``official`` are the official words of some of them, found beside their own or in place of
    any. ``removed_statutes`` are ids of statutes that are gone. With ``anew`` the
    index is built from this batch alone; readers keep the old one until then. ``based_on`` is
    the generation that the batch was compared with, None where that does not matter: if it is
    not the newest any more, nothing is written.
    """

    articles: tuple[Article, ...] = ()
    removed: tuple[str, ...] = ()
    statutes: tuple[Statute, ...] = ()
    official: tuple[OfficialWords, ...] = ()
    removed_statutes: tuple[str, ...] = ()
    anew: bool = False
    based_on: int | None = None

    @property
    def changes(self) -> bool:
        """Whether there is anything in it to apply."""
        return bool(
            self.anew or self.articles or self.removed or self.statutes or self.removed_statutes
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Everything the index holds, of one generation: what ``Library`` is made from.

    ``states`` tells by statute's id which official words are indexed of it, if any are; the
    words themselves are not handed back.
    """

    articles: tuple[Article, ...]
    statutes: tuple[Statute, ...]
    generation: int
    states: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A statute as it is stored: its register entry, and which official words are indexed of it.

    ``state`` is that of ``OfficialWords``, empty where there are none.
    """

    statute: Statute
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """What one generation holds, to be compared with something else without reading it.

    ``articles`` are by path, of each article the ``kb.codec.digest``; ``statutes`` by id, of
    each statute the digest of what is ``Registered``.
    """

    articles: Mapping[str, str]
    statutes: Mapping[str, str]
    generation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What can be told of one generation without reading the articles.

    ``articles`` is the number of the published ones, ``provisions`` of those whose text is
    held, ``statutes`` the whole register.
    """

    articles: int
    provisions: int
    statutes: tuple[Statute, ...]
    generation: int

    @classmethod
    def of(cls, contents: Contents) -> "Holdings":
        """The same from the contents, for an engine that has no shorter way."""
        published = sum(article.status is Status.PUBLISHED for article in contents.articles)
        return cls(
            articles=published,
            provisions=sum(len(statute.provisions) for statute in contents.statutes),
            statutes=contents.statutes,
            generation=contents.generation,
        )


class SearchEngine(Protocol):
    """Finds articles, and provisions of statutes. Safe to share between threads."""

    def search(self, request: SearchRequest) -> ResultPage:
        """The published articles and the provisions that answer the request, best first."""
        ...

    def explain(self, request: SearchRequest, slug: str) -> Explanation:
        """Why an article, or a provision by its id, ranks where it does, or is missing.

        The score is told as parts that add up to it; for what is missing the reasons are, for
        any slug whatever. The request's page does not matter.
        """
        ...

    def related(self, slug: str, limit: int) -> tuple[str, ...]:
        """Slugs of published articles near to this one, nearest first.

        Near by shared provisions, topic and text, in the same language; empty
        where the slug is unknown.
        """
        ...

    def suggest(self, request: SuggestRequest) -> tuple[Suggestion, ...]:
        """The published articles that may be meant by what is being typed, the likeliest first.

        An article is found by its title or an alias that has all the words, in any order, the
        last one perhaps unfinished, longer ones perhaps with one typo; Chinese by any of
        its characters. First what begins a title, then an alias, then what has the words
        inside, then what has them with a typo; articles in the language that is typed before
        others, shorter wordings before longer ones. Nothing for a text without a word.
        Any text is answered, and equal indexes give equal answers.
        """
        ...

    def write(self, batch: Batch, progress: Callable[[int, int], None] | None = None) -> int:
        """Apply the batch atomically and return the new generation.

        ``progress(done, total)`` is called from time to time with the number of articles
        and provisions that are ready, the last time with all. Waits for another
        writer up to a deadline, then raises ``IndexUnusableError``; raises ``IndexMovedError``
        where the batch is based on another generation than the newest.
        """
        ...

    def trial(
        self, batch: Batch, glossary: Glossary | None = None
    ) -> AbstractContextManager["SearchEngine"]:
        """An engine as this one would be after the batch, and with another glossary if one is
        given. This one stays as it is, and the other is gone once the context ends.

        Raises ``IndexUnusableError``.
        """
        ...

    def contents(self) -> Contents:
        """All articles, of every status, and all statutes."""
        ...

    def digests(self) -> Digests:
        """Digests of all articles, of every status, and of all statutes.

        To be quick, however many articles there are: it is asked after each write of another
        process.
        """
        ...

    def holdings(self) -> Holdings:
        """The register, and how many articles are published.

        A server that only answers searches asks for it once a generation: it is to
        be quick, and to stay small, however many articles there are.
        """
        ...

    def generation(self) -> int:
        """The number of the newest commit, 0 while there is none. Cheap enough to ask often."""
        ...

    def close(self) -> None:
        """Let go of files; the engine is not used afterwards."""
        ...
