"""Files from elsewhere to reports: what each would be in the corpus as it is."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date

from ingest.apart import Apart
from ingest.importer import Imported, ImportFailedError, article_of
from ingest.quote_check.judge import Judge
from ingest.slug import MAX_CHARS, slugify
from kb.incoming import FROM_THE_FILE, Understood, Unfit, UnfitFileError, Wishes
from kb.model import Article
from kb.statutes import Register
from kb.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The corpus that a file is to join. ``taken`` are addresses that no article may have.

    With ``replaces`` the articles' own may be had again.
    """

    taxonomy: Taxonomy
    register: Register
    articles: tuple[Article, ...] = ()
    judge: Judge | None = None
    taken: Collection[str] = ()
    replaces: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """``kb.incoming.Importer`` for a corpus that may change between one upload and the next."""

    surroundings: Callable[[], Surroundings]

    def reading(self) -> "IncomingReading":
        return IncomingReading(self.surroundings())


@dataclass(slots=True)
class IncomingReading:
    """``kb.incoming.Reading`` in one state of the corpus."""

    around: Surroundings
    _apart: Apart = field(default_factory=Apart)
    _taken: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self._taken = set(self.around.taken)
        if not self.around.replaces:
            for article in self.around.articles:
                self._taken |= {article.slug, *article.formerly}

    def understand(self, name: str, content: bytes, wishes: Wishes = FROM_THE_FILE) -> Understood:
        """See ``kb.incoming.Reading``."""
        file, was = self._apart.read(name, content)
        around = self.around

        def made(slug: str) -> Imported:
            asked = replace(wishes, slug=slug)
            return article_of(file, around.taxonomy, around.register, around.articles, asked)

        try:
            imported = made(wishes.slug)
            wanted = imported.article.slug
            if wanted in self._taken:
                imported = made(self._free(wanted))
        except ImportFailedError as error:
            raise UnfitFileError(Unfit.NO_ARTICLE, _told(error)) from None
        article = imported.article
        self._taken.add(article.slug)
        if around.judge is not None:
            judged = around.judge.with_verdicts(article.citations, date.today())
            article = replace(article, citations=judged)
        understood = Understood.of(
            article,
            path=imported.path,
            markdown=imported.markdown,
            unsure=tuple(f"line {doubt.line}: {doubt.message}" for doubt in imported.doubts),
            dropped=imported.dropped,
            form=was,
        )
        return replace(understood, wanted_slug="" if article.slug == wanted else wanted)

    def close(self) -> None:
        """End the process that reads."""
        self._apart.close()

    def _free(self, slug: str) -> str:
        """The address with the first number behind it that makes it another one."""
        number = 2
        while (found := f"{slug[: MAX_CHARS - 6].rstrip('-')}-{number}") in self._taken:
            number += 1
        return slugify(found)


def _told(error: ImportFailedError) -> str:
    return "; ".join(f"{p.message} ({p.hint})" if p.hint else p.message for p in error.problems)
