"""The parameters of a provision: which parts of the answer, and the law of which day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from kb.model import unique
from kb.official import Version, in_force
from kb.web.parameters import Parameters

PARTS = ("text", "versions", "cited_by", "citing")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionRequest:
    """``parts`` of the answer that are wanted; ``version`` None for that of today."""

    parts: tuple[str, ...]
    version: Version | None


class _Parameters(Parameters):
    """Adds a list with commas, a day and a version to what can be read."""

    def listed(self, name: str, allowed: Sequence[str]) -> tuple[str, ...]:
        """Values separated by commas; the first of ``allowed`` where nothing is given."""
        given = self.once(name)
        if given is None:
            return tuple(allowed[:1])
        values = unique(value.strip() for value in given.split(","))
        for value in values:
            if value not in allowed:
                self._refuse(name, "bad_value", allowed, value=value[:60])
        return values

    def version(self, versions: Sequence[Version]) -> Version | None:
        """The version that ``version`` names, or that held on ``as_of``; None for neither."""
        named, on = self._day("version"), self._day("as_of")
        if named is not None and on is not None:
            self._refuse("as_of", "bad_with_other", other="version")
            return None
        if named is not None:
            found = next((each for each in versions if each.adopted == named), None)
            if found is None:
                held = tuple(str(each.adopted) for each in versions)
                self._refuse("version", "bad_version", held, value=str(named))
            return found
        if on is not None:
            found = in_force(versions, on)
            if found is None:
                self._refuse("as_of", "bad_as_of", value=str(on))
            return found
        return None

    def _day(self, name: str) -> date | None:
        given = self.once(name)
        if given is None:
            return None
        try:
            if not _DAY.fullmatch(given):
                raise ValueError
            return date.fromisoformat(given)
        except ValueError:
            self._refuse(name, "bad_day", value=given[:60])
            return None


def read_provision(given: MultiDict[str, str], versions: Sequence[Version]) -> ProvisionRequest:
    """Read all parameters; ``versions`` are those held. Raises ``BadParametersError``."""
    parameters = _Parameters(given)
    parameters.only(("include", "version", "as_of"))
    parts = parameters.listed("include", PARTS)
    version = parameters.version(versions)
    parameters.check()
    return ProvisionRequest(parts=parts, version=version)
