"""Every reason for which the desk refuses something is told in both languages."""

import re
from collections.abc import Iterator

import pytest

from kb.editors_desk import RefusedError
from kb.web.desk.refusals import told
from kb.web.messages import Phrases, load_messages
from tests.conftest import ROOT

CODE = re.compile(r'RefusedError\(\s*"([a-z-]+)"')


def codes() -> Iterator[str]:
    for path in (ROOT / "kb").rglob("*.py"):
        yield from CODE.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", sorted(set(codes())))
def test_a_refusal_is_told_in_the_language_of_the_page(code: str) -> None:
    messages = load_messages()
    error = RefusedError(code, "what the desk says")
    english, chinese = (told(error, Phrases(lang, messages)) for lang in ("en", "zh"))
    assert english[0].isupper()
    assert re.match("[\u4e00-\u9fff]", chinese)
    assert chinese.count("what the desk says") == 1
