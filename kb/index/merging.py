"""Which segments are joined, and when: few are to be left, and little is to be written twice."""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.index.segments.whoosh_codec import ArraySegment

# A segment joins when it is at most this many times all that join before it.
_GROWTH = 3
# A segment with more than this part of its documents deleted is written afresh.
_MOST_DELETED = 0.3
# Documents that a commit may write again: more would keep its writer waiting, and are
# left to the merger in the background.
AT_COMMIT = 500


@dataclass(frozen=True, slots=True)
class Policy:
    """What stays and what is joined."""

    kept: list[ArraySegment]
    joined: list[ArraySegment]

    @classmethod
    def at_commit(
        cls, segments: Sequence[ArraySegment], added: int
    ) -> tuple[list[ArraySegment], list[ArraySegment]]:
        """The segments that stay, and those that join ``added`` new documents."""
        return cls._choose(segments, added, max(AT_COMMIT, added))

    @classmethod
    def _choose(
        cls, segments: Sequence[ArraySegment], size: int, most: int
    ) -> tuple[list[ArraySegment], list[ArraySegment]]:
        kept: list[ArraySegment] = []
        joined: list[ArraySegment] = []
        written = 0
        for segment in sorted(segments, key=living):
            left = living(segment)
            thin = segment.deleted_count() > _MOST_DELETED * left
            if (left <= _GROWTH * size or thin) and written + left <= most:
                joined.append(segment)
                written += left
                size += left
            else:
                kept.append(segment)
        return kept, joined


def living(segment: ArraySegment) -> int:
    """How many documents are not deleted."""
    return int(segment.doc_count_all() - segment.deleted_count())
