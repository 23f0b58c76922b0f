"""How one article sees the others: what it looks up is remembered."""

from collections.abc import Callable, Iterable, Iterator

from ingest.best_bets import Alike, wanted
from ingest.live.board import About, Board, Key
from ingest.looked_up import Known
from ingest.resolve import NAMES_OF, Named, Shelf, text_key
from kb.model import Article, Status

# In the order of ``ingest.resolve.NAMES_OF``.
NAMES = (About.SLUG, About.TITLE, About.ALIAS, About.OLD_NAME)
FACTS = (About.ARTICLE, About.FORMERLY, About.LINKED, About.BEST_FOR)


def names(article: Article) -> dict[Key, object]:
    """By what names the article is found when another one lists it as related."""
    named = Named(article.slug, article.lang)
    return {
        (about, key): named
        for about, names_of in zip(NAMES, NAMES_OF, strict=True)
        for key in map(text_key, names_of(article))
        if key
    }


def facts(article: Article, alike: Alike) -> dict[Key, object]:
    """What the checks of other articles may ask about this one."""
    known = Known(slug=article.slug, path=article.path, lang=article.lang, status=article.status)
    found: dict[Key, object] = {(About.ARTICLE, article.slug): known}
    found |= {(About.FORMERLY, old): known for old in article.formerly}
    if article.status is Status.PUBLISHED:
        found |= {(About.LINKED, link.slug): True for link in article.related if link.slug}
    found |= {(About.BEST_FOR, asked): article.slug for _, asked in wanted(article, alike) if asked}
    return found


class Around:
    """Looks at the board; implements ``ingest.looked_up.Others``. ``keys`` is what it saw."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self.keys: set[Key] = set()

    def shelves(self) -> tuple[Shelf, ...]:
        """Those of ``ingest.resolve.linked``."""
        return tuple(map(self._shelf, NAMES))

    def article(self, slug: str) -> Known | None:
        return next(self._known(About.ARTICLE, slug), None)

    def is_linked(self, slug: str) -> bool:
        return any(self._at(About.LINKED, slug))

    def formerly(self, old: str) -> tuple[Known, ...]:
        return tuple(self._known(About.FORMERLY, old))

    def first(self, asked: str) -> tuple[str, str] | None:
        """Slug and path of the first article that wants to be first for what is asked."""
        return next(((str(slug), path) for path, slug in self._at(About.BEST_FOR, asked)), None)

    def _shelf(self, about: About) -> Callable[[str], Iterable[Named]]:
        return lambda key: (named for _, named in self._at(about, key) if isinstance(named, Named))

    def _known(self, about: About, text: str) -> Iterator[Known]:
        return (known for _, known in self._at(about, text) if isinstance(known, Known))

    def _at(self, about: About, text: str) -> Iterable[tuple[str, object]]:
        key = (about, text)
        self.keys.add(key)
        return self._board.values(key)
