"""The hooks that git runs before a commit."""

import os
import subprocess
from pathlib import Path

from dulwich.repo import Repo

_SECONDS = 20.0  # that a hook may take


class CommitFailedError(Exception):
    """Something is not committed now; the message says why."""


def after_hooks(repo: Repo, root: Path, message: str) -> str:
    """Run them in the work tree ``root``; answers the message that they leave.

    Raises ``CommitFailedError`` where one refuses the commit, or takes too long.
    """
    hooks = Path(os.fsdecode(repo.commondir())) / "hooks"
    _run(hooks / "pre-commit", root)
    if not os.access(hooks / "commit-msg", os.X_OK):
        return message
    file = Path(os.fsdecode(repo.controldir())) / "DESK_EDITMSG"
    file.write_text(f"{message}\n", "utf-8")
    try:
        _run(hooks / "commit-msg", root, str(file))
        return file.read_text("utf-8")
    finally:
        file.unlink(missing_ok=True)


def _run(hook: Path, root: Path, *arguments: str) -> None:
    if not os.access(hook, os.X_OK):
        return
    try:
        done = subprocess.run(  # noqa: S603 - the repository's own hook, as git runs it
            [str(hook), *arguments],
            cwd=root,
            capture_output=True,
            timeout=_SECONDS,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        message = f"the hook {hook.name} took longer than {_SECONDS:g} seconds"
        raise CommitFailedError(message) from None
    if done.returncode:
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()[:300]
        raise CommitFailedError(f"the hook {hook.name} refused it: {said}")
