"""What the page of the API shows of each operation."""

import json
from dataclasses import dataclass

from kb.web.api.operation import Operation
from kb.web.api.parameter import AnyOf, Listed, Number, OneOf, Parameter, PathPart
from kb.web.parameters import FilterValues

_LISTED = 60  # values of a choice that a form lists


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """A parameter as a field of a form: ``choices`` where there are few, else it is typed.

    ``value`` is what the example gives it; ``takes`` says in English what it may be.
    """

    name: str
    about: str
    takes: str
    needed: bool
    in_path: bool
    repeated: bool
    choices: tuple[str, ...]
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationView:
    """An operation, with the fields to try it, or the JSON to send.

    ``scope`` is that of the token that it needs; such a one is not tried from the page.
    """

    id: str
    method: str
    path: str
    summary: str
    about: str
    fields: tuple[FieldView, ...]
    example: str
    body: str
    scope: str


def operation_views(
    operations: tuple[Operation, ...], values: FilterValues
) -> tuple[OperationView, ...]:
    """All operations, in their order."""
    return tuple(
        OperationView(
            id=operation.id,
            method=operation.method,
            path=operation.path,
            summary=operation.summary,
            about=operation.about,
            fields=tuple(_field(p, values) for p in operation.parameters),
            example=operation.example,
            body=_body(operation),
            scope=operation.scope or "",
        )
        for operation in operations
    )


def _body(operation: Operation) -> str:
    if operation.body is None:
        return ""
    return json.dumps(operation.body.example, ensure_ascii=False, indent=2)


def _field(parameter: Parameter, values: FilterValues) -> FieldView:
    choices: tuple[str, ...] = ()
    takes, value = "text", ""
    match parameter:
        case Number():
            takes = f"1 to {parameter.most:,}; {parameter.otherwise} if not given"
        case OneOf():
            choices = parameter.allowed
            takes = f"{' or '.join(choices)}; {choices[0]} if not given"
        case AnyOf():
            choices = tuple(parameter.allowed(values))
            takes = "any of several, again and again"
        case Listed():
            takes = "separated by commas: " + ", ".join(parameter.allowed)
        case PathPart():
            value = parameter.example
        case _:
            schema = parameter.schema(values)
            takes = "a day, as 2026-11-20" if schema.get("format") == "date" else "text"
    return FieldView(
        name=parameter.name,
        about=parameter.about,
        takes=takes,
        needed=parameter.needed,
        in_path=isinstance(parameter, PathPart),
        repeated=parameter.repeated,
        choices=choices if len(choices) <= _LISTED else (),
        value=value,
    )
