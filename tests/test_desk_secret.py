"""The key that signs sessions: made once, whole, and refused where others could read it."""

import stat
import threading
from pathlib import Path

import pytest

from kb.accounts import DeskUnusableError
from kb.desk.secret import BYTES, FILE, signing_key


def test_it_is_made_once(tmp_path: Path) -> None:
    key = signing_key(tmp_path / "data")
    assert len(key) == BYTES
    assert signing_key(tmp_path / "data") == key
    assert signing_key(tmp_path / "other") != key
    (made,) = (tmp_path / "data").iterdir()
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_who_begin_together_have_one_key(tmp_path: Path) -> None:
    keys: list[bytes] = []
    together = threading.Barrier(8)

    def take() -> None:
        together.wait()
        keys.append(signing_key(tmp_path / "data"))

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1
    assert [each.name for each in (tmp_path / "data").iterdir()] == [FILE]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o606, 0o601])
def test_one_that_others_could_read_is_refused(tmp_path: Path, mode: int) -> None:
    signing_key(tmp_path)
    (tmp_path / FILE).chmod(mode)
    with pytest.raises(DeskUnusableError, match="can be read by other users of this machine"):
        signing_key(tmp_path)


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_what_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    signing_key(tmp_path)
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(DeskUnusableError, match="is no key of 32 bytes; remove it"):
        signing_key(tmp_path)


def test_where_none_can_be_made_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DeskUnusableError, match="cannot be used"):
        signing_key(tmp_path / "file")
    (tmp_path / FILE).mkdir()
    with pytest.raises(DeskUnusableError, match="cannot be used"):
        signing_key(tmp_path)
