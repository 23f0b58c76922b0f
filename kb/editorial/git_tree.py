"""What a commit of the repository holds: its tree, and files in it."""

from dulwich.errors import NotTreeError
from dulwich.object_store import tree_lookup_path
from dulwich.objects import Commit, ObjectID, Tree
from dulwich.repo import Repo


def head_of(repo: Repo) -> ObjectID | None:
    """The commit that is checked out; None where there is none yet."""
    try:
        return repo.head()
    except KeyError:  # nothing was ever committed
        return None


def tree_of(repo: Repo, head: ObjectID | None) -> ObjectID:
    """The commit's tree; an empty one before the first commit."""
    if head is not None:
        commit = repo[head]
        assert isinstance(commit, Commit)  # noqa: S101 - what HEAD names
        return ObjectID(commit.tree)
    empty = Tree()
    repo.object_store.add_object(empty)
    return empty.id


def blob_id(repo: Repo, tree: ObjectID, path: bytes) -> ObjectID | None:
    """Which blob a tree has at a path; None where it has none."""
    try:
        _, found = tree_lookup_path(repo.object_store.__getitem__, tree, path)
        return ObjectID(found)
    except (KeyError, NotTreeError):
        return None
