"""Articles and statutes to analysed chunks, on every core where there are many."""

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import chain
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait

from kb.codec import decode, encode
from kb.engine import IndexUnusableError
from kb.index.documents import article_document
from kb.index.provisions import WithWords, statute_documents
from kb.index.segments.chunk import Chunk, chunk_of
from kb.model import Article

Progress = Callable[[int, int], None]

# Articles and provisions whose analysis takes longer than starting further processes does.
MANY = 3_000
# So many a chunk: enough that joining chunks costs little, few enough to see progress.
CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class _Part:
    """Articles, or statutes with their provisions, that become one chunk.

    ``size`` is how many articles or provisions they are.
    """

    articles: Sequence[Article] = ()
    statutes: Sequence[WithWords] = ()
    size: int = 0

    def stored(self) -> "_Stored":
        """What is stored of them: quicker to send than pickles, and not to be sent back."""
        return list(map(encode, self.articles)), list(map(encode, self.statutes))

    def whole(self, chunk: Chunk, stored: "_Stored") -> Chunk:
        """The chunk with what is stored of its articles or statutes."""
        articles, _ = stored
        if articles:
            return replace(chunk, blobs={**chunk.blobs, "article": articles})
        register: list[bytes] = []
        for statute in self.statutes:
            register += (encode(statute.registered), *[b""] * len(statute.provisions))
        return replace(chunk, blobs={**chunk.blobs, "register": register})


_Stored = tuple[list[bytes], list[bytes]]


def analysed(
    articles: Sequence[Article],
    statutes: Sequence[WithWords] = (),
    progress: Progress | None = None,
) -> Iterator[Chunk]:
    """The articles in chunks, in their order, then the statutes with their provisions.

    Tells ``progress`` after each chunk how many articles and provisions are done, of how
    many. Raises ``ValueError`` for an article that names no source file.
    """
    parts = [*_of_articles(articles), *_of_statutes(statutes)]
    total = sum(part.size for part in parts)
    done = 0
    for part, chunk in zip(parts, _chunks(parts, total), strict=True):
        done += part.size
        if progress is not None and part.size:
            progress(done, total)
        yield chunk


def _of_articles(articles: Sequence[Article]) -> Iterator[_Part]:
    for first in range(0, len(articles), CHUNK):
        part = articles[first : first + CHUNK]
        yield _Part(articles=part, size=len(part))


def _of_statutes(statutes: Iterable[WithWords]) -> Iterator[_Part]:
    """Whole statutes, as many as make a chunk or the first that make more."""
    part: list[WithWords] = []
    size = 0
    for statute in statutes:
        part.append(statute)
        size += len(statute.provisions)
        if size >= CHUNK:
            yield _Part(statutes=part, size=size)
            part, size = [], 0
    if part:
        yield _Part(statutes=part, size=size)


def _chunks(parts: Sequence[_Part], total: int) -> Iterator[Chunk]:
    cores = len(os.sched_getaffinity(0))
    if total < MANY or cores < 2:
        for part in parts:
            yield part.whole(_analysed(part.articles, part.statutes), part.stored())
        return
    stored = [part.stored() for part in parts]
    # A new process, not a copy of this one: other threads may hold locks at this moment.
    pool = ProcessPoolExecutor(cores, get_context("spawn"), initializer=_begin)
    try:
        for part, blobs, chunk in zip(parts, stored, pool.map(_analyse, stored), strict=True):
            yield part.whole(chunk, blobs)
    except BrokenProcessPool:
        raise IndexUnusableError(
            "a process that analysed documents was ended, perhaps for lack of memory; "
            "the index is as it was: try again"
        ) from None
    finally:
        # Whatever ends this, nobody waits for work that nobody wants any more.
        workers = list((pool._processes or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.terminate()


def _begin() -> None:
    """Set up a process that analyses: it ends when the one that started it does."""
    # It makes much and keeps little: looking for cycles in between is a third of its time.
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started it
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _analyse(stored: _Stored) -> Chunk:
    articles, statutes = stored
    return _analysed(
        (decode(article, Article) for article in articles),
        (decode(statute, WithWords) for statute in statutes),
    )


def _analysed(articles: Iterable[Article], statutes: Iterable[WithWords]) -> Chunk:
    """They come without what is stored of them."""
    documents = chain(
        (article_document(article, b"") for article in articles),
        chain.from_iterable(statute_documents(statute, b"") for statute in statutes),
    )
    return chunk_of(documents)
