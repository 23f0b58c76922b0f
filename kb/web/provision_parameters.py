"""The parameters of a provision: which parts of the answer, and the law of which day."""

from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from kb.official import Version, in_force
from kb.web.api.parameter import Day, Listed
from kb.web.errors import NotHereError
from kb.web.parameters import Parameters
from kb.web.versions_view import AS_OF, VERSION, Chosen, choose

INCLUDE = Listed(
    name="include",
    about="Parts of the answer, separated by commas; others are null. `text` are its words in "
    "each language, `versions` those of the statute, `cited_by` articles, `citing` provisions "
    "that cite it.",
    allowed=("text", "versions", "cited_by", "citing"),
    otherwise=("text",),
)
ADOPTED = Day(
    name=VERSION,
    about="The official text of the version that was adopted on this day. Where `as_of` is given "
    "too, both have to hold.",
)
ON = Day(name=AS_OF, about="The official text that was in force on this day.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionRequest:
    """``parts`` of the answer that are wanted; ``chosen`` None where no version is held."""

    parts: tuple[str, ...]
    chosen: Chosen | None


def read_provision(
    parameters: Parameters, versions: tuple[Version, ...], today: date
) -> ProvisionRequest:
    """Read all but the fields; ``versions`` are those held.

    Raises ``BadParametersError``, and ``NotHereError`` where no version is what is asked for.
    """
    parts = INCLUDE.read(parameters)
    adopted, on = ADOPTED.read(parameters), ON.read(parameters)
    parameters.check()
    wanted = _wanted(versions, adopted, on)
    given = MultiDict({VERSION: wanted.adopted.isoformat()} if wanted else {})
    return ProvisionRequest(parts=parts, chosen=choose(given, versions, today))


def _wanted(versions: tuple[Version, ...], adopted: date | None, on: date | None) -> Version | None:
    """The version that both days name; None where neither is given."""
    if adopted is None and on is None:
        return None
    if not versions:
        raise NotHereError("No official text of this statute is held.", code="no-such-version")
    known = ", ".join(version.adopted.isoformat() for version in versions)
    found = in_force(versions, on) if on is not None else None
    if on is not None and found is None:
        raise NotHereError(
            f"No version that is held was in force on {on}; held are {known}.",
            code="no-such-version",
        )
    if adopted is None:
        return found
    named = next((version for version in versions if version.adopted == adopted), None)
    if named is None:
        raise NotHereError(
            f"No version of {adopted} is held; held are {known}.", code="no-such-version"
        )
    if found is not None and found is not named:
        raise NotHereError(
            f"The version of {adopted} was not the one in force on {on}: leave one of them out.",
            code="no-such-version",
        )
    return named
