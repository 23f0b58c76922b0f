"""The project's own corpus, read and indexed once a test run for all who only look at it.

Reading it takes seconds and so does indexing it, and every worker process of a test run would do
both again: the first that wants it leaves it in the run's temporary folder for the others.
"""

import pickle
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path

from ingest.glossary_file import glossary_of
from ingest.pipeline import Corpus, ingest
from kb.cli.folders import Folders
from kb.cli.judged_index import Indexed
from kb.index.engine import WhooshEngine
from kb.model import Status

CORPUS = Path(__file__).parent.parent / "corpus"


@dataclass(frozen=True, slots=True)
class RealCorpus:
    """The corpus as it was read, and the folder of an index of it that nobody may write to."""

    read: Corpus
    index: Path

    @contextmanager
    def opened(self) -> Iterator[WhooshEngine]:
        """An engine on the index, for searches only."""
        with closing(WhooshEngine.open(self.index, glossary=lambda: glossary_of(CORPUS))) as engine:
            yield engine

    @contextmanager
    def judged(self, folders: Folders, *, imported: bool = False) -> Iterator[Indexed]:
        """In place of ``kb.cli.judged_index.of_corpus``, which indexes the corpus every time."""
        assert folders.corpus == CORPUS
        assert not imported
        published = tuple(a for a in self.read.articles if a.status is Status.PUBLISHED)
        with self.opened() as engine:
            yield Indexed(engine, lambda: published, tuple(self.read.register))


def real_corpus_in(shared: Path) -> RealCorpus:
    """What lies in this folder of the test run, made now if this is the first who asks."""
    index, told = shared / "corpus-index", shared / "corpus.pickle"
    with (shared / "corpus.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if told.is_file():
            return RealCorpus(pickle.loads(told.read_bytes()), index)
        with closing(WhooshEngine.open(index, glossary=lambda: glossary_of(CORPUS))) as engine:
            read = ingest(CORPUS, engine).corpus
        told.write_bytes(pickle.dumps(read))
    return RealCorpus(read, index)
