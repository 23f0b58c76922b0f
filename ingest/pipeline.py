"""The data path, readable top to bottom: corpus files in, one batch for the engine out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.best_bets import Alike, same_words
from ingest.corpus import Corpus
from ingest.live.law import register_of
from ingest.live.live_corpus import EMPTY, LiveCorpus
from kb.engine import Contents, IndexOutdatedError, IndexUnusableError, SearchEngine
from kb.official import NoTexts, OfficialTexts
from kb.review import Clearing

__all__ = ["NO_TEXTS", "Corpus", "Outcome", "ingest", "read_corpus", "register_of"]

Progress = Callable[[int, int], None]
NO_TEXTS: OfficialTexts = NoTexts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an ingest did: the corpus, and how many articles it wrote and removed.

    ``live`` goes on from there.
    """

    corpus: Corpus
    written: int
    removed: int
    generation: int
    live: LiveCorpus


def ingest(
    folder: Path,
    engine: SearchEngine,
    *,
    texts: OfficialTexts = NO_TEXTS,
    anew: bool = False,
    progress: Progress | None = None,
    alike: Alike = same_words,
    cleared: Callable[[], Iterable[Clearing]] | None = None,
) -> Outcome:
    """Bring the engine up to date with the corpus folder and the texts, in one atomic batch.

    Only files whose fingerprint changed are parsed, unless ``anew``; an index that
    another version made is built anew. ``progress(done, total)`` counts articles.
    Raises ``CorpusError``, and ``IndexUnusableError`` from the engine.
    """
    try:
        before = engine.contents()
    except IndexOutdatedError:
        before, anew = EMPTY, True
    except IndexUnusableError:
        if not anew:
            raise
        before = EMPTY  # damaged: to build it anew is what mends it
    live = LiveCorpus(
        folder,
        texts=texts,
        alike=alike,
        cleared=cleared,
        before=before,
        anew=anew,
        progress=progress,
    )
    written = live.write_to(engine, progress, anew=anew)
    return Outcome(
        corpus=live.as_far_as_told(),
        written=len(written.batch.articles),
        removed=len(written.batch.removed),
        generation=written.generation,
        live=live,
    )


def read_corpus(
    folder: Path,
    before: Contents = EMPTY,
    progress: Progress | None = None,
    *,
    texts: OfficialTexts = NO_TEXTS,
    anew: bool = False,
    alike: Alike = same_words,
    cleared: Iterable[Clearing] | None = None,
) -> Corpus:
    """Read, parse, resolve and check everything.

    The register has the statutes of the corpus and, besides, those whose official texts
    were imported. ``alike`` tells which questions ask for the same, for the check of best
    bets; ``cleared`` is what editors cleared after a change of the law, None where such changes
    are not asked about.

    What ``before`` holds unchanged is reused, unless ``anew``; what it holds of a
    file that is malformed now stands in for it in either case.
    """
    clearings = None if cleared is None else tuple(cleared)
    live = LiveCorpus(
        folder,
        texts=texts,
        alike=alike,
        cleared=None if clearings is None else lambda: clearings,
        before=before,
        anew=anew,
        progress=progress,
    )
    return live.as_far_as_told()
