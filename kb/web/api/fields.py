"""``fields=``: only some fields of an answer, and of what is in its lists."""

from collections import defaultdict
from functools import cache

from kb import codec
from kb.codec import JsonSchema
from kb.web.api.parameter import Listed

PLACE = "#/components/schemas/"
PICKED = "Some"  # begins the name of a type of which any field may be missing
NAME = "fields"


@cache
def fields_of(answer: type) -> Listed:
    """The parameter that picks fields of this answer: ``total,hits.slug``."""
    return Listed(
        name=NAME,
        about="Only these fields of the answer, separated by commas; all if not given.",
        allowed=_paths(answer),
    )


def _paths(answer: type) -> tuple[str, ...]:
    """Each field, and each field of what is below it, with a dot between."""
    known = codec.schemas([answer], PLACE)
    found: list[str] = []
    for name, schema in properties(known[answer.__name__]):
        found.append(name)
        below = known.get(type_of(schema))
        found += [f"{name}.{inner}" for inner, _ in properties(below or {})]
    return tuple(found)


def properties(schema: JsonSchema) -> list[tuple[str, JsonSchema]]:
    """The fields of a type, and the schema of each; none where it is no object."""
    properties = schema.get("properties", {})
    assert isinstance(properties, dict)  # noqa: S101 - what a schema of an object has
    return list(properties.items())


def type_of(schema: JsonSchema) -> str:
    """The type that a field has, or its list, or one of its alternatives; "" for plain ones."""
    if isinstance(place := schema.get("$ref"), str):
        return place.removeprefix(PLACE)
    if isinstance(items := schema.get("items"), dict):
        return type_of(items)
    if isinstance(others := schema.get("anyOf"), list):
        return next(filter(None, map(type_of, others)), "")
    return ""


def picked(answer: object, fields: tuple[str, ...]) -> object:
    """The answer as plain data, with these fields only."""
    return _picked(codec.plain(answer), frozenset(fields))


def _picked(value: object, fields: frozenset[str]) -> object:
    if isinstance(value, list | tuple):
        return [_picked(each, fields) for each in value]
    if not isinstance(value, dict):
        return value
    below: defaultdict[str, set[str]] = defaultdict(set)
    for path in fields:
        name, dot, inner = path.partition(".")
        if dot:
            below[name].add(inner)
    return {
        name: inner if name in fields else _picked(inner, frozenset(below[name]))
        for name, inner in value.items()
        if name in fields or name in below
    }


def loosened(schema: JsonSchema) -> JsonSchema:
    """The schema of an answer of which fields were picked: nothing has to be there."""
    return {name: inner for name, inner in schema.items() if name != "required"}
