"""The parameters of a provision: which parts of the answer, and the law of which day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from kb.model import unique
from kb.official import Version
from kb.web.parameters import Parameters
from kb.web.versions_view import AS_OF, VERSION, Chosen, choose

PARTS = ("text", "versions", "cited_by", "citing")
_SHOWN = 60  # characters of a bad value that are repeated to its sender


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionRequest:
    """``parts`` of the answer that are wanted; ``chosen`` None where no version is held."""

    parts: tuple[str, ...]
    chosen: Chosen | None


class _Parameters(Parameters):
    """Adds what only a provision has to what can be read."""

    def listed(self, name: str, allowed: Sequence[str]) -> tuple[str, ...]:
        """Values separated by commas; the first of ``allowed`` where nothing is given."""
        given = self.once(name)
        if given is None:
            return tuple(allowed[:1])
        values = unique(value.strip() for value in given.split(","))
        for value in values:
            if value not in allowed:
                self._refuse(name, "bad_value", allowed, value=value[:_SHOWN])
        return values

    def one_of(self, name: str, other: str) -> None:
        """Refuse both together."""
        if self.once(name) is not None and self.once(other) is not None:
            self._refuse(name, "bad_with_other", other=other)

    def too_early(self, name: str, day: date) -> None:
        self._refuse(name, "bad_as_of", value=str(day))


def read_provision(
    given: MultiDict[str, str], versions: tuple[Version, ...], today: date
) -> ProvisionRequest:
    """Read all parameters; ``versions`` are those held. Raises ``BadParametersError``."""
    parameters = _Parameters(given)
    parameters.only(("include", VERSION, AS_OF))
    parts = parameters.listed("include", PARTS)
    parameters.one_of(AS_OF, VERSION)
    parameters.check()
    chosen = choose(given, versions, today)
    if chosen is not None and chosen.too_early and chosen.as_of is not None:
        parameters.too_early(AS_OF, chosen.as_of)
    parameters.check()
    return ProvisionRequest(parts=parts, chosen=chosen)
