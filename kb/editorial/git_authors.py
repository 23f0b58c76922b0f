"""Who committed the texts that files have now."""

import time
from collections.abc import Iterator, Mapping

from dulwich.diff_tree import TreeChange
from dulwich.objects import Blob, Commit
from dulwich.repo import Repo
from dulwich.walk import WalkEntry

from kb.editorial.git_tree import blob_id, head_of, tree_of

_MOST_WALKED = 2_000  # commits looked at
_MOST_SECONDS = 5.0


def last_changes(repo: Repo, inside: str, texts: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Author and first line of the message of each text's commit, by path below ``inside``.

    Texts that are not committed are left out, and those whose commit lies far back.
    """
    head = head_of(repo)
    tree = tree_of(repo, head)
    sought: dict[bytes, str] = {}
    for path, text in texts.items():
        place = f"{inside}{path}".encode()
        if blob_id(repo, tree, place) == Blob.from_string(text.encode()).id:
            sought[place] = path
    found: dict[str, tuple[str, str]] = {}
    if head is None or not sought:
        return found
    until = time.monotonic() + _MOST_SECONDS
    for entry in repo.get_walker(max_entries=_MOST_WALKED):
        for change in _changes(entry):
            path = sought.pop(change.new.path, "") if change.new and change.new.path else ""
            if path:
                found[path] = _told(entry.commit)
        if not sought or time.monotonic() > until:
            break
    return found


def _changes(entry: WalkEntry) -> Iterator[TreeChange]:
    """What a commit changes; of a merge, what it changes against each of its parents."""
    for change in entry.changes():
        for each in change if isinstance(change, list) else [change]:
            if each is not None:
                yield each


def _told(commit: Commit) -> tuple[str, str]:
    """The author's name, and the message's first line."""
    name = commit.author.decode("utf-8", "replace").rsplit(" <", 1)[0]
    return name, commit.message.decode("utf-8", "replace").strip().split("\n", 1)[0]
