"""A tool: what it is for, what it takes, what it answers, and how it is run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from kb import codec
from kb.assistant.answers import ToolAnswer
from kb.codec import JsonSchema
from kb.engine import IndexUnusableError
from kb.official import TextsUnusableError
from kb.web.api.body import members
from kb.web.api.parameter import Parameter
from kb.web.errors import NotHereError
from kb.web.parameters import BadParametersError, FilterValues, Parameters
from kb.web.site import Site

_DEFINITIONS = "#/$defs/"
_ADDRESSES = ("url", "api")


class ToolError(Exception):
    """The tool cannot answer; the message says why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool of the knowledge base; ``about`` tells an assistant when to use it.

    ``parameters`` are read and described as those of the API are.
    """

    name: str
    title: str
    about: str
    parameters: tuple[Parameter, ...]
    answer: type
    run: Callable[[Parameters, Site], ToolAnswer]

    def input_schema(self, values: FilterValues) -> JsonSchema:
        """The JSON Schema of its arguments."""
        return {
            "type": "object",
            "properties": {
                p.name: p.schema(values) | {"description": p.about} for p in self.parameters
            },
            "required": [p.name for p in self.parameters if p.needed],
            "additionalProperties": False,
        }

    def output_schema(self) -> JsonSchema:
        """The JSON Schema of its answer."""
        known = codec.schemas([self.answer], _DEFINITIONS)
        return known.pop(self.answer.__name__) | {"$defs": known}

    def call(self, arguments: Mapping[str, object], site: Site) -> ToolAnswer:
        """The answer; raises ``ToolError``."""
        try:
            given = members(dict(arguments), self.parameters, "")
            return self.run(Parameters(given), site)
        except BadParametersError as error:
            phrases = site.in_language("en")
            said = " ".join(problem.sentence(phrases) for problem in error.problems)
            raise ToolError(said) from None
        except NotHereError as error:
            raise ToolError(error.reason) from None
        except (IndexUnusableError, TextsUnusableError) as error:
            raise ToolError(f"Nothing can be read now: {error}. Try again in a minute.") from None


def structured(answer: ToolAnswer, origin: str) -> dict[str, object]:
    """The answer as plain data; addresses of pages begin with the site's, if it is known."""
    return cast("dict[str, object]", _absolute(codec.plain(answer), origin))


def _absolute(value: object, origin: str) -> object:
    if isinstance(value, list | tuple):
        return [_absolute(each, origin) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: origin + inner
        if name in _ADDRESSES and isinstance(inner, str)
        else _absolute(inner, origin)
        for name, inner in value.items()
    }
