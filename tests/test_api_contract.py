"""The API holds what its description promises, asked by a tool that only knows the description.

``python -m tests.api_contract`` asks much more.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.engine import SearchEngine
from tests.api_contract import broken_promises
from tests.checked_texts import CHECKER
from tests.official_texts import MemoryTexts
from tests.small_site import engine_with, site


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with engine_with(tmp_path_factory.mktemp("contract") / "index") as engine:
        yield engine


def test_every_promise_is_kept(engine: SearchEngine, tmp_path: Path) -> None:
    app = site(engine, texts=MemoryTexts(), checker=CHECKER)
    found = broken_promises(app, tmp_path, examples=10, phases="examples,fuzzing")
    assert found == ""
