"""Writing to the index: one batch, one commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from whoosh.writing import SegmentWriter

from kb.engine import Batch, IndexUnusableError
from kb.index.documents import (
    STATUTE_KEY,
    Document,
    article_document,
    article_key,
    statute_document,
)
from kb.index.folder import DAMAGE, NAME, IndexFolder

Progress = Callable[[int, int], None]

# Segments are joined so that few are left, since a search visits each of them, and little
# is written twice: a segment joins when it is at most this many times all that join before.
_GROWTH = 3
# A segment with more than this part of its documents deleted is written afresh.
_MOST_DELETED = 0.3


def write(folder: IndexFolder, batch: Batch, progress: Progress | None = None) -> int:
    """Apply the batch in one commit and return its generation.

    A batch that changes nothing makes no commit. Raises ``IndexUnusableError`` where
    another writer does not finish, where the folder cannot be written, and, unless
    the batch starts anew, where what is there cannot be read. Whatever is raised, the
    index is then as it was.
    """
    if not (batch.anew or batch.articles or batch.removed or batch.statutes is not None):
        return folder.newest()[0]
    with folder.locked():
        contents = folder.nothing() if batch.anew else folder.contents()
        with _commit(folder, contents) as commit:
            _fill(commit, batch, progress)
        with _on_disk(folder):
            folder.sweep()
        return int(contents.generation) + 1


def _fill(commit: "_Commit", batch: Batch, progress: Progress | None) -> None:
    articles = {article.path: article for article in batch.articles}  # the later one counts
    commit.delete(*map(article_key, (*batch.removed, *articles)))
    for done, article in enumerate(articles.values(), 1):
        commit.add(article_document(article))
        if progress is not None:
            progress(done, len(articles))
    if batch.statutes is not None:
        commit.delete_below(STATUTE_KEY)
        for statute in {statute.id: statute for statute in batch.statutes}.values():
            commit.add(statute_document(statute))


class _Commit:
    """A commit in the making: nobody sees it yet."""

    def __init__(self, folder: IndexFolder, contents: Any) -> None:
        self._folder = folder
        self._contents = contents
        self._writer = SegmentWriter(_Index(folder, contents), _lk=False)

    def add(self, document: Document) -> None:
        with _on_disk(self._folder):
            self._writer.add_document(**document.fields())

    def delete(self, *keys: str) -> None:
        for base, reader in self._readers():
            for key in keys:
                self._delete(base, reader, key)

    def delete_below(self, prefix: str) -> None:
        """Delete the documents whose key begins so."""
        for base, reader in self._readers():
            for key in list(reader.expand_prefix("key", prefix)):
                self._delete(base, reader, key)

    def finish(self) -> None:
        with _on_disk(self._folder):
            self._writer.commit(mergetype=self._join)

    def cancel(self) -> None:
        with suppress(Exception):  # it is cancelled for a worse reason, which must be heard
            self._writer.cancel()

    def _join(self, writer: Any, segments: list[Any]) -> list[Any]:
        """Whoosh's merge policy: write small and thinned-out segments into the new one."""
        kept = []
        size = writer.doc_count()
        for segment in sorted(segments, key=_living):
            living = _living(segment)
            if living <= _GROWTH * size or segment.deleted_count() > _MOST_DELETED * living:
                if living:
                    reader = self._open(segment)
                    writer.add_reader(reader)
                    reader.close()
                size += living
            else:
                kept.append(segment)
        return kept

    def _delete(self, base: int, reader: Any, key: str | bytes) -> None:
        if ("key", key) in reader:
            for number in list(reader.postings("key", key).all_ids()):
                self._writer.delete_document(base + number)

    def _open(self, segment: Any) -> Any:
        try:
            return self._folder.segment(segment)
        except FileNotFoundError as error:  # we hold the lock: nobody swept it away
            raise self._folder.damaged(error) from error

    def _readers(self) -> Iterator[tuple[int, Any]]:
        base = 0
        for segment in self._contents.segments:
            reader = self._open(segment)
            try:
                yield base, reader
            finally:
                reader.close()
            base += segment.doc_count_all()


@contextmanager
def _commit(folder: IndexFolder, contents: Any) -> Iterator[_Commit]:
    with _on_disk(folder):
        commit = _Commit(folder, contents)
    try:
        yield commit
        commit.finish()
    except BaseException as error:  # Ctrl-C too leaves the old index and no open file
        commit.cancel()
        if isinstance(error, DAMAGE):
            raise folder.damaged(error) from error
        raise


class _Index:
    """As much of an index as Whoosh's writer asks for."""

    def __init__(self, folder: IndexFolder, contents: Any) -> None:
        self.storage = folder.storage
        self.indexname = NAME
        self._contents = contents

    def _read_toc(self) -> Any:
        return self._contents


def _living(segment: Any) -> int:
    return int(segment.doc_count_all() - segment.deleted_count())


@contextmanager
def _on_disk(folder: IndexFolder) -> Iterator[None]:
    """Say which folder a full or read-only disk is about."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise IndexUnusableError(
            f"{folder.path} cannot be written ({reason}); the index is as it was"
        ) from error
