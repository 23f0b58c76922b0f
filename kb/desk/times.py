"""What time it is, for what is kept with its time."""

from collections.abc import Callable
from datetime import UTC, datetime

Now = Callable[[], datetime]


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)
