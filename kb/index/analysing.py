"""Articles to analysed chunks, on every core where there are many."""

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait

from kb.codec import decode, encode
from kb.engine import IndexUnusableError
from kb.index.documents import article_document
from kb.index.segments.chunk import Chunk, chunk_of
from kb.model import Article

Progress = Callable[[int, int], None]

# Articles whose analysis takes longer than starting further processes does.
MANY = 3_000
# Articles a chunk: enough that joining chunks costs little, few enough to see progress.
CHUNK = 2_000


def analysed(articles: Sequence[Article], progress: Progress | None = None) -> Iterator[Chunk]:
    """The articles in chunks, in their order; tells ``progress`` (done, total) after each.

    Raises ``ValueError`` for an article that names no source file.
    """
    parts = [articles[first : first + CHUNK] for first in range(0, len(articles), CHUNK)]
    done = 0
    for part, chunk in zip(parts, _chunks(parts, len(articles)), strict=True):
        done += len(part)
        if progress is not None:
            progress(done, len(articles))
        yield chunk


def _chunks(parts: Sequence[Sequence[Article]], articles: int) -> Iterator[Chunk]:
    cores = len(os.sched_getaffinity(0))
    if articles < MANY or cores < 2:
        for part in parts:
            yield chunk_of(article_document(article, encode(article)) for article in part)
        return
    # They are sent as what is stored of them, which is quicker than pickling and is not
    # sent back.
    stored = [list(map(encode, part)) for part in parts]
    # A new process, not a copy of this one: other threads may hold locks at this moment.
    pool = ProcessPoolExecutor(cores, get_context("spawn"), initializer=_begin)
    try:
        for whole, chunk in zip(stored, pool.map(_analyse, stored), strict=True):
            yield replace(chunk, blobs={**chunk.blobs, "article": whole})
    except BrokenProcessPool:
        raise IndexUnusableError(
            "a process that analysed articles was ended, perhaps for lack of memory; "
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


def _analyse(stored: Sequence[bytes]) -> Chunk:
    articles = (decode(article, Article) for article in stored)
    return chunk_of(article_document(article, b"") for article in articles)
