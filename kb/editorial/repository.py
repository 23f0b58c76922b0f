"""The git repository in which the corpus lies: each publication becomes a commit in it."""

import logging
import os
import re
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from dulwich.errors import NotGitRepository
from dulwich.file import FileLocked
from dulwich.ignore import IgnoreFilterManager
from dulwich.index import IndexEntry, index_entry_from_stat
from dulwich.object_store import commit_tree_changes
from dulwich.objects import Blob, Commit, ObjectID
from dulwich.refs import Ref
from dulwich.repo import Repo

from kb import codec
from kb.editorial.files import write_whole
from kb.editorial.git_authors import last_changes
from kb.editorial.git_hooks import CommitFailedError, after_hooks
from kb.editorial.git_tree import blob_id, head_of, tree_of

WAITING = "git-waiting.json"
DOMAIN = "desk.invalid"  # of editors' addresses in commits, where none is configured
_log = logging.getLogger(__name__)
_HEAD = Ref(b"HEAD")
_FILE_MODE = 0o100644
_ATTEMPTS = 5  # where somebody else commits at the same moment
_UNDER_WAY = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A commit that is to be made: paths relative to the corpus folder, author, message."""

    paths: tuple[str, ...]
    author: str
    message: str


class Repository:
    """Commits what is published. Implements ``kb.editorial.workroom.Publications``.

    A commit holds exactly the paths that it is about, whatever else is staged or changed. What
    cannot be committed waits in the data folder, for the next time.
    """

    def __init__(self, folder: Path, data: Path, *, domain: str = DOMAIN) -> None:
        """``folder`` is the corpus, which lies in a work tree. Raises ``NotGitRepository``."""
        self._folder = folder.resolve()
        self._waiting_file = data / WAITING
        self._domain = domain
        with closing(Repo.discover(self._folder)) as repo:
            self._root = Path(os.fsdecode(repo.path)).resolve()
            inside = self._folder.relative_to(self._root).as_posix()
        self._inside = "" if inside == "." else f"{inside}/"
        self._behind = ""

    def commit(self, paths: Collection[str], author: str, message: str) -> str:
        """Commit these paths, and what waits; answers why it failed, "" where it did not."""
        waiting = self._waiting()
        if paths:
            waiting.append(Waiting(paths=tuple(paths), author=author, message=message))
        try:
            if paths:  # written first: a process may be killed in what follows
                self._keep_waiting(waiting)
            while waiting:
                self._commit(waiting[0])
                waiting.pop(0)
                self._keep_waiting(waiting)
            self._behind = ""
        except (CommitFailedError, FileLocked, OSError, KeyError, ValueError) as error:
            told = str(error) or type(error).__name__
            if isinstance(error, FileLocked):
                told = "another program keeps the repository's index locked"
            self._behind = f"git: {told}"
            _log.warning("not committed: %s", told)
        return self._behind

    def behind(self) -> str:
        """Why something that is published is not committed."""
        return self._behind

    def last_changes(self, texts: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        """Author and message of the commit that gave each file the text that it has now.

        Files whose texts are not committed are left out, and those whose commit lies far back.
        """
        try:
            with closing(Repo(str(self._root))) as repo:
                return last_changes(repo, self._inside, texts)
        except (OSError, KeyError, ValueError, NotGitRepository) as error:
            _log.warning("the repository cannot be read: %s", error)
            return {}

    # what waits

    def _waiting(self) -> list[Waiting]:
        try:
            return list(codec.decode(self._waiting_file.read_bytes(), tuple[Waiting, ...]))
        except FileNotFoundError:
            return []
        except (OSError, codec.CodecError) as error:
            _log.warning("%s cannot be read: %s", self._waiting_file, error)
            return []

    def _keep_waiting(self, waiting: Collection[Waiting]) -> None:
        if waiting:
            write_whole(self._waiting_file, codec.encode(tuple(waiting)).decode())
        else:
            self._waiting_file.unlink(missing_ok=True)

    # one commit

    def _commit(self, wanted: Waiting) -> None:
        with closing(Repo(str(self._root))) as repo:
            for _ in range(_ATTEMPTS):
                if self._committed(repo, wanted):
                    return
        raise CommitFailedError("the branch moves too fast to commit to it")

    def _committed(self, repo: Repo, wanted: Waiting) -> bool:
        """Try once; False where somebody else committed meanwhile."""
        _refuse_under_way(repo)
        branch, head = _branch(repo), head_of(repo)
        before = tree_of(repo, head)
        changes = list(self._changes(repo, before, wanted.paths))
        if not changes:
            return True
        after = commit_tree_changes(
            repo.object_store, before, [(path, mode, id) for path, mode, id, _ in changes]
        )
        message = after_hooks(repo, self._root, wanted.message)
        commit = Commit()
        commit.tree = after
        commit.parents = [head] if head else []
        commit.author = self._name(repo, wanted.author)
        commit.committer = commit.author
        commit.author_time = commit.commit_time = int(time.time())
        commit.author_timezone = commit.commit_timezone = 0
        commit.encoding = b"UTF-8"
        commit.message = f"{message.strip()}\n".encode()
        repo.object_store.add_object(commit)
        # The index first: killed between the two, the change is staged, and committed next time.
        index = repo.open_index() if repo.has_index() else None
        if index is not None:
            for path, _, _, entry in changes:
                if entry is not None:
                    index[path] = entry
                elif path in index:
                    del index[path]
            index.write()
        return repo.refs.set_if_equals(
            branch, head, commit.id, committer=commit.committer, message=b"commit: desk"
        )

    def _changes(
        self, repo: Repo, tree: ObjectID, paths: Collection[str]
    ) -> Iterator[tuple[bytes, int | None, ObjectID | None, IndexEntry | None]]:
        """What differs from the tree: path, mode, blob, and how the index has it."""
        for path in sorted(set(paths)):
            inside, file = f"{self._inside}{path}".encode(), self._folder / path
            known = blob_id(repo, tree, inside)
            if not file.is_file():
                if known is not None:
                    yield inside, None, None, None
                continue
            blob = Blob.from_string(file.read_bytes())
            if blob.id != known:
                repo.object_store.add_object(blob)
                entry = index_entry_from_stat(file.stat(), blob.id, mode=_FILE_MODE)
                yield inside, _FILE_MODE, blob.id, entry

    def _name(self, repo: Repo, author: str) -> bytes:
        """``ada <ada@desk.invalid>``; somebody at the shell is who git says they are."""
        config = repo.get_config_stack()
        if author.startswith("shell:"):
            with suppress(KeyError):
                name, address = config.get(b"user", b"name"), config.get(b"user", b"email")
                return name + b" <" + address + b">"
        local = re.sub(r"[^\w.+-]+", "-", author.removeprefix("shell:")).strip("-") or "desk"
        name_told = re.sub(r"[<>\n\0]", "", author)
        return f"{name_told} <{local}@{self._domain}>".encode()


def repository_of(folder: Path, data: Path, *, domain: str = DOMAIN) -> Repository | None:
    """The repository of a corpus; None where it lies in none, or in one that ignores it."""
    try:
        with closing(Repo.discover(folder.resolve())) as repo:
            if repo.bare:
                return None
            inside = folder.resolve().relative_to(Path(os.fsdecode(repo.path)).resolve())
            ignored = IgnoreFilterManager.from_repo(repo)
            if inside.parts and ignored.is_ignored(f"{inside.as_posix()}/"):
                return None
        return Repository(folder, data, domain=domain)
    except (NotGitRepository, OSError, ValueError) as error:
        _log.info("no repository for %s: %s", folder, error)
        return None


def _branch(repo: Repo) -> Ref:
    """The branch that is checked out. Raises ``CommitFailedError`` where none is."""
    names, _ = repo.refs.follow(_HEAD)
    if len(names) < 2:
        raise CommitFailedError("no branch is checked out (HEAD is detached)")
    return names[-1]


def _refuse_under_way(repo: Repo) -> None:
    inside = Path(os.fsdecode(repo.controldir()))
    for name in _UNDER_WAY:
        if (inside / name).exists():
            raise CommitFailedError(f"a merge or rebase is under way ({name})")
