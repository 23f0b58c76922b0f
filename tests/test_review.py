"""Which versions put an article under review."""

from datetime import date

import pytest

from kb.review import Standing, is_news, standing
from tests.two_versions import version

D = date.fromisoformat
IMPORTED = D("2026-11-25")


@pytest.mark.parametrize(
    ("reviewed", "adopted", "in_force", "first", "under_review"),
    [
        # came by a later import: whoever reviewed on that day or before did not know it
        ("2026-11-20", "2018-12-29", "2018-12-29", False, True),
        ("2026-11-25", "2018-12-29", "2018-12-29", False, True),
        ("2026-11-26", "2018-12-29", "2018-12-29", False, False),
        # came with the first import: only its dates count
        ("2026-11-20", "2018-12-29", "2018-12-29", True, False),
        ("2018-12-28", "2018-12-29", "2018-12-29", True, True),
        ("2018-12-29", "2018-12-29", "2018-12-29", True, False),
        # adopted before, in force after the review
        ("2026-11-20", "2026-10-01", "2027-01-01", True, True),
        # never reviewed
        (None, "2018-12-29", "2018-12-29", True, True),
    ],
)
def test_standing(
    reviewed: str | None, adopted: str, in_force: str, first: bool, under_review: bool
) -> None:
    newer = version(D(adopted), IMPORTED, first=first, in_force=D(in_force))
    day = D(reviewed) if reviewed else None
    news = is_news(newer, [newer])
    found = standing(day, newer, news, False)
    assert found is (Standing.UNDER_REVIEW if under_review else Standing.REVIEWED)
    assert standing(day, newer, news, True) is Standing.CLEARED


def test_an_older_version_that_comes_late_is_no_news() -> None:
    held = version(D("2018-12-29"), D("2026-01-01"), first=True)
    late = version(D("2014-01-01"), D("2026-11-25"), first=False)
    assert not is_news(late, [late, held])
    assert is_news(version(D("2025-01-01"), D("2026-11-25"), first=False), [late, held])
