"""Which version of a statute a request asks for, and what there is to say of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from kb.official import Version, in_force
from kb.web.parameters import BadParameter, BadParametersError

VERSION, AS_OF, COMPARE = "version", "as_of", "compare"
"""The parameters: a version by its day of adoption, any day, a version to compare with."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHOWN = 40  # characters of a bad value that are repeated


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The version that is shown, among those held, oldest first.

    ``current`` is the one in force today; None where none is yet. ``as_of`` is the day that was
    asked for, and ``too_early`` whether no version held was in force on it: then the oldest
    is shown. ``compared`` is the version to compare with.
    """

    versions: tuple[Version, ...]
    shown: Version
    current: Version | None
    today: date
    as_of: date | None = None
    too_early: bool = False
    compared: Version | None = None

    @property
    def is_usual(self) -> bool:
        """Whether the page shows this version to whoever does not ask for one."""
        return self.shown == (self.current or self.versions[-1])

    @property
    def successor(self) -> Version | None:
        """The next version, where that is in force already: the one shown is superseded."""
        later = self.versions[self.versions.index(self.shown) + 1 :]
        return next((version for version in later if version.in_force <= self.today), None)

    @property
    def not_yet(self) -> bool:
        """Whether the version shown is not in force yet."""
        return self.shown.in_force > self.today

    @property
    def coming(self) -> Version | None:
        """A version that is adopted and not in force yet, other than the one shown."""
        return next(
            (v for v in self.versions if v.in_force > self.today and v is not self.shown), None
        )

    @property
    def older(self) -> Version | None:
        """Of the two that are compared, the older one."""
        return min(self.compared, self.shown, key=_age) if self.compared else None

    @property
    def newer(self) -> Version | None:
        """Of the two that are compared, the newer one."""
        return max(self.compared, self.shown, key=_age) if self.compared else None

    @property
    def query(self) -> Mapping[str, str]:
        """What names the version shown in an address: nothing for the usual one."""
        return {} if self.is_usual else {VERSION: self.shown.adopted.isoformat()}


def choose(given: MultiDict[str, str], versions: tuple[Version, ...], today: date) -> Chosen | None:
    """The version that the parameters ask for; None where no version is held.

    Raises ``BadParametersError``, which lists the versions, for one that is not held, and for
    what is no day. An empty value, a form's untouched field, asks for nothing.
    """
    reader = _Reader(given, versions)
    named, day, compared = reader.version(VERSION), reader.day(AS_OF), reader.version(COMPARE)
    if reader.problems:
        raise BadParametersError(reader.problems)
    if not versions:
        return None
    current = in_force(versions, today)
    then = in_force(versions, day) if day else None
    too_early = named is None and day is not None and then is None
    return Chosen(
        versions=versions,
        shown=named or then or (versions[0] if too_early else current or versions[-1]),
        current=current,
        today=today,
        as_of=None if named else day,
        too_early=too_early,
        compared=compared,
    )


class _Reader:
    """Reads the days of a request and collects what is wrong with them."""

    def __init__(self, given: MultiDict[str, str], versions: tuple[Version, ...]) -> None:
        self._given = given
        self._held = {version.adopted: version for version in versions}
        self.problems: list[BadParameter] = []

    def day(self, name: str) -> date | None:
        value = self._given.get(name, "").strip()
        if not value:
            return None
        day = _day(value)
        if day is None:
            shown = value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
            self.problems.append(
                BadParameter(parameter=name, key="bad_day", values={"value": shown})
            )
        return day

    def version(self, name: str) -> Version | None:
        day = self.day(name)
        if day is None:
            return None
        if day not in self._held:
            allowed = tuple(held.isoformat() for held in self._held)
            key = "bad_version" if allowed else "bad_version_none"
            shown = day.isoformat()
            self.problems.append(
                BadParameter(parameter=name, key=key, values={"value": shown}, allowed=allowed)
            )
        return self._held.get(day)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:  # 2021-02-30
        return None


def _age(version: Version) -> tuple[date, date]:
    return version.adopted, version.in_force
