"""Writing to the index: one batch, one commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from whoosh.writing import SegmentWriter

from kb.engine import Batch, IndexMovedError, IndexUnusableError, OfficialWords
from kb.index.analysing import analysed
from kb.index.documents import STATUTE_KEY, article_key
from kb.index.folder import DAMAGE, NAME, SUSPECT, IndexFolder
from kb.index.merging import at_commit, living_totals
from kb.index.provisions import WithWords
from kb.index.segments.assembly import assemble
from kb.index.segments.chunk import Chunk
from kb.index.segments.layout import Totals, mark_term
from kb.index.segments.leaf import Leaf
from kb.index.segments.whoosh_codec import ArrayCodec, ArraySegment
from kb.model import unique
from kb.statutes import Statute

Progress = Callable[[int, int], None]


def write(folder: IndexFolder, batch: Batch, progress: Progress | None = None) -> int:
    """Apply the batch in one commit and return its generation.

    A batch that changes nothing makes no commit. Raises ``IndexUnusableError`` where
    another writer does not finish, where the folder cannot be written, and, unless
    the batch starts anew, where what is there cannot be read. Whatever is raised, the
    index is then as it was.
    """
    if not batch.changes:
        return folder.newest()[0]
    articles = {article.path: article for article in batch.articles}  # the later one counts
    statutes = {statute.id: statute for statute in batch.statutes}
    official = {words.statute: words for words in batch.official}
    texts = [_with_words(statute, official.get(statute.id)) for statute in statutes.values()]
    # What takes time is done before the lock: other writers need not wait for it.
    chunks = list(analysed(list(articles.values()), texts, progress))
    with folder.locked():
        contents = folder.nothing() if batch.anew else folder.contents()
        if batch.based_on not in (None, contents.generation):
            raise IndexMovedError(
                f"the index in {folder.path} is at generation {contents.generation} already, and "
                f"what was to be written is based on {batch.based_on}: compare anew"
            )
        with _commit(folder, contents) as commit:
            commit.delete(*map(article_key, (*batch.removed, *articles)))
            for statute in unique([*batch.removed_statutes, *statutes]):
                commit.delete(STATUTE_KEY + statute)
                commit.delete_below(f"{STATUTE_KEY}{statute}/")  # its provisions
            for chunk in chunks:
                commit.add(chunk)
        with suppress(OSError):  # the commit is made; the next one sweeps too
            folder.sweep()
        return int(contents.generation) + 1


def _with_words(statute: Statute, words: OfficialWords | None) -> WithWords:
    if words is None:
        return WithWords(statute=statute)
    return WithWords(statute=statute, official=words.provisions, state=words.state)


class ArrayWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's writer with arrays in place of its pool of postings.

    Deletions, the choice of segments to join, the table of contents and its atomic
    renaming are Whoosh's; documents come in chunks and go out in one file.
    """

    def __init__(self, folder: IndexFolder, contents: Any) -> None:
        # Whoosh's own would open files and a pool that nothing here needs.
        self._folder = folder
        self.storage = folder.storage
        self.indexname = NAME
        self.generation = contents.generation + 1
        self.schema = contents.schema
        self.segments = contents.segments
        self.docnum = self.docbase = 0
        self.codec = ArrayCodec()
        self.newsegment: ArraySegment = self.codec.new_segment(self.storage, NAME)
        self.writelock = None
        self.is_closed = False
        self.merge, self.optimize, self.mergetype = True, False, None
        self.others = Totals()
        self._added = False
        self._chunks: list[Chunk] = []
        self._setup_doc_offsets()

    def add_document(self, **fields: Any) -> None:
        """Documents are analysed before they come here: see ``add_chunk``."""
        raise NotImplementedError("add a chunk of analysed documents instead")

    def add_chunk(self, chunk: Chunk) -> None:
        """Add the documents of a chunk."""
        self._check_state()
        self._chunks.append(chunk)
        self.docnum += len(chunk)
        self._added = self._added or len(chunk) > 0

    def _flush_segment(self) -> None:
        arrays, facts = assemble(self._chunks, self.others)
        self._folder.write_file(self.newsegment.path(self._folder.path), arrays, facts)

    def _close_segment(self) -> None:
        self._chunks = []

    def _assemble_segment(self) -> None:
        """It is one file already."""

    def _commit_toc(self, segments: list[ArraySegment]) -> None:
        self._folder.commit(segments, self.generation)

    def _finish(self) -> None:
        self.is_closed = True

    def cancel(self) -> None:
        """Leave everything as it was, unless the commit was made before what went wrong."""
        super().cancel()
        if not self._folder.has_commit(self.generation):
            self.newsegment.path(self._folder.path).unlink(missing_ok=True)


class _Commit:
    """A commit in the making: nobody sees it yet."""

    def __init__(self, folder: IndexFolder, contents: Any) -> None:
        self._folder = folder
        self._leaves = [(segment, self._open(segment)) for segment in contents.segments]
        self._writer = ArrayWriter(folder, contents)

    def add(self, chunk: Chunk) -> None:
        self._writer.add_chunk(chunk)

    def delete(self, *keys: str) -> None:
        """Delete the documents with these keys."""
        for segment, leaf in self._leaves:
            for key in keys:
                for number in leaf.marked("key", key).tolist():
                    segment.delete_document(number)

    def delete_below(self, prefix: str) -> None:
        """Delete the documents whose key begins so."""
        for segment, leaf in self._leaves:
            for term in leaf.terms.with_prefix(mark_term("key", prefix)):
                for number in leaf.docs_at(term).tolist():
                    segment.delete_document(number)

    def is_damaged(self) -> bool:
        """Whether a segment that is there already is not what was written."""
        return any(leaf.is_damaged() for _, leaf in self._leaves)

    def finish(self) -> None:
        with _on_disk(self._folder):
            self._writer.commit(mergetype=self._join)

    def cancel(self) -> None:
        with suppress(Exception):  # it is cancelled for a worse reason, which must be heard
            self._writer.cancel()

    def _join(self, writer: ArrayWriter, segments: list[ArraySegment]) -> list[ArraySegment]:
        """Whoosh's merge policy: write what is cheap to write again into the new segment."""
        leaves = {segment.segment_id(): leaf for segment, leaf in self._leaves}
        kept, joined = at_commit(segments, writer.doc_count())
        for segment in joined:
            writer.add_chunk(leaves[segment.segment_id()].chunk(segment.deleted()))
        writer.others = living_totals([(s, leaves[s.segment_id()]) for s in kept])
        return kept

    def _open(self, segment: ArraySegment) -> Leaf:
        try:
            return self._folder.leaf(segment)
        except FileNotFoundError as error:  # we hold the lock: nobody swept it away
            raise self._folder.damaged(error) from error


@contextmanager
def _commit(folder: IndexFolder, contents: Any) -> Iterator[_Commit]:
    with _on_disk(folder):
        commit = _Commit(folder, contents)
    try:
        yield commit
        commit.finish()
    except BaseException as error:  # Ctrl-C too leaves the old index and no open file
        commit.cancel()
        damaged = isinstance(error, SUSPECT) and commit.is_damaged()
        if isinstance(error, Exception) and (damaged or isinstance(error, DAMAGE)):
            raise folder.damaged(error) from error
        raise


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
