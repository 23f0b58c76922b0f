"""Manuscripts with one fault each, and a way to look at them with everything made once."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ingest.best_bets import same_words
from ingest.live import LiveCorpus
from kb.editorial.examining import Examiner
from kb.editorial.fixes import applied
from kb.editors_desk import Examined, Finding, Fix
from kb.model import Severity
from kb.official import NoTexts, OfficialTexts

TODAY = date(2026, 11, 26)


class Looking:
    """Examines texts against a corpus folder that stays as it is."""

    def __init__(self, folder: Path, texts: OfficialTexts | None = None) -> None:
        texts = texts or NoTexts()
        self.live = LiveCorpus(folder, texts=texts, alike=same_words, today=lambda: TODAY)
        self._examiner = Examiner(self.live, texts, lambda: TODAY)

    def examine(self, text: str, path: str) -> Examined:
        return self._examiner.examined(text, path)


def codes(findings: tuple[Finding, ...], *, errors: bool = False) -> Counter[str]:
    return Counter(
        f.problem.code for f in findings if not errors or f.problem.severity is Severity.ERROR
    )


def every_fix(looking: Looking, text: str, path: str) -> Iterator[tuple[Finding, Fix, str]]:
    for finding in looking.examine(text, path).findings:
        for fix in finding.fixes:
            yield finding, fix, applied(text, fix)


def assert_fixes_mend(looking: Looking, text: str, path: str) -> int:
    """Each fix makes its problem go away and brings no new error; how many there were.

    Errors that could not be seen before, because the text was no article, don't count.
    """
    before = looking.examine(text, path)
    fixes = 0
    for finding, fix, mended in every_fix(looking, text, path):
        after = looking.examine(mended, path)
        code = finding.problem.code
        assert codes(after.findings)[code] < codes(before.findings)[code], (fix, mended)
        if before.article is not None:
            new = codes(after.findings, errors=True) - codes(before.findings, errors=True)
            assert not new, (finding, fix, new)
        fixes += 1
    return fixes
