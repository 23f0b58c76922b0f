"""Which segments are joined, and when: few are to be left, and little is to be written twice.

A commit joins what costs next to nothing. The rest is joined in the background, without
the writers' lock: segments never change, so others may write meanwhile; only what they
deleted meanwhile has to be deleted in the new segment too, before it takes its place.
"""

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import numpy as np

from kb.engine import IndexUnusableError
from kb.index.documents import key_of
from kb.index.folder import NAME, IndexFolder
from kb.index.segments.assembly import assemble
from kb.index.segments.layout import Totals
from kb.index.segments.leaf import Leaf
from kb.index.segments.whoosh_codec import ArrayCodec, ArraySegment
from kb.index.weights import drift

# A segment joins when it is at most this many times all that join before it.
_GROWTH = 3
# A segment with more than this part of its documents deleted is written afresh.
_MOST_DELETED = 0.3
# So is one whose impacts may be off by more than this factor, since averages have moved.
_MOST_DRIFT = 1.2
# Documents that a commit may write again: more would keep its writer waiting.
AT_COMMIT = 500
# Segments that may be joined before it is worth doing.
_ENOUGH = 4

Choice = tuple[list[ArraySegment], list[ArraySegment]]


def at_commit(segments: Sequence[ArraySegment], added: int) -> Choice:
    """The segments that stay, and those that join ``added`` new documents at once."""
    return _joined(segments, added, max(AT_COMMIT, added))


def due(segments: Sequence[ArraySegment], drifted: Collection[str]) -> Choice:
    """The segments that stay, and those to be joined in the background; perhaps none."""
    smallest = min(map(living, segments), default=0)
    kept, joined = _joined(segments, max(1, smallest), None)
    if len(joined) < _ENOUGH:
        joined = [s for s in segments if _is_thin(s) or s.segment_id() in drifted]
        kept = [s for s in segments if s not in joined]
    return kept, joined


def _joined(segments: Sequence[ArraySegment], size: int, most: int | None) -> Choice:
    kept: list[ArraySegment] = []
    joined: list[ArraySegment] = []
    written = 0
    for segment in sorted(segments, key=living):
        left = living(segment)
        wanted = left <= _GROWTH * size or _is_thin(segment)
        if wanted and (most is None or written + left <= most):
            joined.append(segment)
            written += left
            size += left
        else:
            kept.append(segment)
    return kept, joined


def _is_thin(segment: ArraySegment) -> bool:
    return bool(segment.deleted_count() > _MOST_DELETED * living(segment))


def living(segment: ArraySegment) -> int:
    """How many documents are not deleted."""
    return int(segment.doc_count_all() - segment.deleted_count())


def living_totals(segments: Sequence[tuple[ArraySegment, Leaf]]) -> Totals:
    """The totals of the findable documents that are not deleted."""
    totals = Totals()
    for segment, leaf in segments:
        totals += leaf.totals_without(segment.deleted())
    return totals


class Merger:
    """Joins segments in a thread of its own, one join at a time in all processes."""

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def look(self) -> None:
        """Begin to join if that is due, unless it is going on."""
        with self._starting:
            if self._thread is not None and self._thread.is_alive():
                return
            try:
                contents = self._folder.contents()
                opened = [(segment, self._folder.leaf(segment)) for segment in contents.segments]
            except (FileNotFoundError, IndexUnusableError):
                return  # somebody has written since, and looks too
            if due(contents.segments, _drifted(opened))[1]:
                self._thread = threading.Thread(target=self._run, name="kb-merge", daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Until the present join is done; it takes seconds at most."""
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        try:
            while merge(self._folder):
                pass
        except Exception:
            # Nothing was changed. Whoever reads or writes next is told what is wrong.
            logging.getLogger(__name__).warning("joining segments failed", exc_info=True)


def merge(folder: IndexFolder, meanwhile: Callable[[], None] | None = None) -> bool:
    """Join what is due and commit it; False where nothing is, or another process does it.

    ``meanwhile`` is called before the commit: tests let others write then.
    """
    with folder.merging() as (allowed, path):
        if not allowed:
            return False
        contents = folder.contents()
        leaves = {segment.segment_id(): folder.leaf(segment) for segment in contents.segments}
        opened = [(segment, leaves[segment.segment_id()]) for segment in contents.segments]
        kept, joined = due(contents.segments, _drifted(opened))
        if not joined:
            return False
        chunks = [leaves[s.segment_id()].chunk(s.deleted()) for s in joined]
        others = living_totals([(s, leaves[s.segment_id()]) for s in kept])
        arrays, facts = assemble(chunks, others)
        made: ArraySegment = ArrayCodec().new_segment(folder.storage, NAME)
        made.set_doc_count(sum(map(len, chunks)))
        folder.write_file(path, arrays, facts)
        if meanwhile is not None:
            meanwhile()
        return _take_place(folder, path, made, joined, leaves)


def _take_place(
    folder: IndexFolder,
    path: Path,
    made: ArraySegment,
    joined: Sequence[ArraySegment],
    leaves: dict[str, Leaf],
) -> bool:
    """Commit the new segment in the place of the old ones; False where they are gone."""
    with folder.locked():
        contents = folder.contents()
        now = {segment.segment_id(): segment for segment in contents.segments}
        if not any(old.segment_id() in now for old in joined):
            return False  # all was built anew
        path.rename(made.path(folder.path))
        new = folder.leaf(made)
        for old in joined:
            leaf = leaves[old.segment_id()]
            # A commit that wrote a small segment again has all its documents elsewhere.
            left = now.pop(old.segment_id(), None)
            gone = set(left.deleted_docs()) if left else set(range(old.doc_count_all()))
            for number in gone - set(old.deleted_docs()):
                stored = leaf.stored(number)
                for place in new.marked("key", key_of(*stored)).tolist():
                    made.delete_document(place)
        folder.commit([*now.values(), made], contents.generation + 1)
        folder.sweep()
        return True


def _drifted(opened: Sequence[tuple[ArraySegment, Leaf]]) -> set[str]:
    """The segments whose impacts were worked out with averages far from today's."""
    averages = living_totals(opened).averages()
    return {
        segment.segment_id()
        for segment, leaf in opened
        if leaf.facts.findable and drift(averages, np.array(leaf.facts.averages)) > _MOST_DRIFT
    }
