"""The key that signs sessions and forms: a file in the data folder, one for all processes."""

import os
import secrets
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from kb.accounts import DeskUnusableError

FILE = "secret.key"
BYTES = 32
_ANEW = "remove it, and a new one is made; everybody then has to sign in again"


def signing_key(data: Path) -> bytes:
    """The key in a data folder, made where there is none.

    Raises ``DeskUnusableError`` where it cannot be made or read, is no key, or could have been
    read by other users of the machine.
    """
    path = data / FILE
    try:
        if not path.exists():
            _make(path)
        with path.open("rb") as file:
            if os.name == "posix" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise DeskUnusableError(
                    f"{path} can be read by other users of this machine, who could sign in as "
                    f"anybody; {_ANEW}"
                )
            key = file.read(BYTES + 1)
    except OSError as error:
        raise DeskUnusableError(f"{path} cannot be used: {error.strerror or error}") from error
    if len(key) != BYTES:
        raise DeskUnusableError(f"{path} is no key of {BYTES} bytes; {_ANEW}")
    return key


def _make(path: Path) -> None:
    """Put a whole key there, unless another process did so first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{FILE}-")  # of mode 0600
    try:
        with open(descriptor, "wb") as file:
            file.write(secrets.token_bytes(BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(name, path)  # a rename would take the other's place
    finally:
        os.unlink(name)
