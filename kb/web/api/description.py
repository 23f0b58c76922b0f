"""The OpenAPI 3.1 description, made from the operations and the types of their answers."""

from collections import defaultdict
from http import HTTPStatus

from kb import __version__, codec
from kb.codec import JsonSchema
from kb.web.api.fields import PICKED, PLACE, loosened, properties, type_of
from kb.web.api.operation import JSON, NDJSON, Body, Operation
from kb.web.api.parameter import PATH, Parameter
from kb.web.api.problems import KINDS
from kb.web.errors import PROBLEM_JSON, ProblemDetails
from kb.web.parameters import FilterValues

VERSION = "3.1.1"
_ABOUT = """\
Questions about social security in China, answered from articles that rest on the law.

Nothing that is sent is ignored or guessed: an unknown or malformed parameter is a 422 that names
it. Every error is a problem (RFC 9457) whose `type` stays the same. An answer's `ETag` follows the
index: ask again with `If-None-Match` and a 304 says that nothing has changed. `Link` leads to other
pages. Any site may read (CORS). Each client may ask so often; `RateLimit` says how often still, and
429 with `Retry-After` when to go on.

Fields are added to answers as time goes by, and new values to enumerations: a program must not fail
on them. Nothing is taken away or changed in meaning under `/api/v1`. What is to go is marked
`deprecated` here and answers with a `Deprecation` header (RFC 9745) and `Sunset` (RFC 8594), at
least a year before it goes with `/api/v2`.
"""
_BEARER = "bearer"
_TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "`kb token add NAME --scope articles:write`. Reading needs none.",
}
_USUAL = {
    HTTPStatus.UNPROCESSABLE_ENTITY: "A parameter is wrong; `errors` names each.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many requests; `Retry-After` says when to go on.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The index cannot be read now.",
}
_UNUSUAL = {
    401: "There is no token that holds.",
    403: "The token does not allow this.",
    404: "There is no such thing.",
    409: "The editors' desk refuses it; `detail` says why.",
    412: "Another version was saved meanwhile.",
    428: "`If-Match` is missing.",
    410: "It was removed.",
    413: "The body is too large.",
    415: "The body has another type.",
}
_HEADERS: JsonSchema = {
    "X-Request-Id": {
        "description": "Names this request in the operator's log.",
        "schema": {"type": "string"},
    },
    "RateLimit": {
        "description": "How many requests are left, and for how many seconds.",
        "schema": {"type": "string"},
    },
}


def described(
    operations: tuple[Operation, ...], values: FilterValues, server: str = ""
) -> JsonSchema:
    """The whole document, as plain data; ``server`` is the site's address, if it is known."""
    paths: defaultdict[str, JsonSchema] = defaultdict(dict)
    for operation in operations:
        paths[operation.path][operation.method.lower()] = _operation(operation, values)
    return {
        "openapi": VERSION,
        "info": {
            "title": "Social security knowledge base",
            "version": __version__,
            "summary": "Articles, search, statutes and checked citations.",
            "description": _ABOUT + _problems(),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": server or "/"}],
        "paths": dict(paths),
        "components": {"schemas": _schemas(operations), "securitySchemes": {_BEARER: _TOKEN}},
    }


def _problems() -> str:
    rows = "".join(
        f"| `{kind.type}` | {', '.join(map(str, kind.statuses))} | {kind.about} |\n"
        for kind in KINDS
    )
    return f"\n| type of problem | status | |\n| --- | --- | --- |\n{rows}"


def _schemas(operations: tuple[Operation, ...]) -> JsonSchema:
    answers = list(dict.fromkeys(operation.answer for operation in operations))
    found = codec.schemas([*answers, ProblemDetails], PLACE)
    for schema in found.values():
        if isinstance(about := schema.get("description"), str):
            schema["description"] = _markdown(about)
    picked = {operation.answer.__name__ for operation in operations if operation.picks}
    return dict(sorted((found | _with_fields_missing(picked, found)).items()))


def _with_fields_missing(answers: set[str], known: dict[str, JsonSchema]) -> dict[str, JsonSchema]:
    """These answers and the types of their fields, with nothing that has to be there."""
    below = {type_of(schema) for name in answers for _, schema in properties(known[name])}
    loose = {
        name: PICKED + name for name in (answers | below) & known.keys() if properties(known[name])
    }
    made = {}
    for name, loose_name in loose.items():
        schema = loosened(known[name])
        # Fields of a field's fields cannot be picked: there everything is as ever.
        made[loose_name] = _renamed(schema, loose) if name in answers else schema
        made[loose_name]["title"] = loose_name
    return made


def _renamed(schema: JsonSchema, names: dict[str, str]) -> JsonSchema:
    """The schema with references to other types."""

    def walk(value: object) -> object:
        if isinstance(value, dict):
            return {key: walk(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [walk(inner) for inner in value]
        if isinstance(value, str) and value.startswith(PLACE):
            old = value.removeprefix(PLACE)
            return PLACE + names.get(old, old)
        return value

    walked = walk(schema)
    assert isinstance(walked, dict)  # noqa: S101 - a dict in, a dict out
    return walked


def _operation(operation: Operation, values: FilterValues) -> JsonSchema:
    described: JsonSchema = {
        "operationId": operation.id,
        "summary": operation.summary,
        "parameters": [_parameter(p, values) for p in operation.parameters],
        "responses": _responses(operation),
    }
    if operation.scope is not None:
        described["security"] = [{_BEARER: []}]
    if operation.about:
        described["description"] = operation.about
    if operation.body:
        described["requestBody"] = _body(operation.body, values)
    if operation.method == "GET":
        described["x-example"] = operation.example
    return described


def _parameter(parameter: Parameter, values: FilterValues) -> JsonSchema:
    schema = parameter.schema(values)
    described: JsonSchema = {
        "name": parameter.name,
        "in": parameter.place,
        "description": parameter.about,
        "required": parameter.needed,
    }
    if "example" in schema:
        described["example"] = schema.pop("example")
    if parameter.place != PATH and schema.get("type") == "array":
        described |= {"style": "form", "explode": parameter.repeated}
    return described | {"schema": schema}


def _body(body: Body, values: FilterValues) -> JsonSchema:
    """An object; its members are read as parameters are."""
    each: JsonSchema = {
        "type": "object",
        "properties": {p.name: p.schema(values) for p in body.each},
        "required": [p.name for p in body.each if p.needed],
        "additionalProperties": False,
    }
    schema = each
    if body.list_name:
        listed = {"type": "array", "items": each, "minItems": 1, "maxItems": body.most}
        schema = {
            "type": "object",
            "properties": {body.list_name: listed},
            "required": [body.list_name],
            "additionalProperties": False,
        }
    content: JsonSchema = {JSON: {"schema": schema, "example": body.example}}
    return {"required": True, "content": content}


def _responses(operation: Operation) -> JsonSchema:
    name = operation.answer.__name__
    schema: JsonSchema = {"$ref": PLACE + name}
    if operation.picks:
        schema = {"anyOf": [schema, {"$ref": PLACE + PICKED + name}]}
    headers = dict(_HEADERS)
    if operation.pages:
        about = "Addresses of other pages (RFC 8288): first, prev, next, last."
        headers["Link"] = {"description": about, "schema": {"type": "string"}}
    responses: JsonSchema = {}
    if operation.method == "GET" and operation.scope is None:
        validator: JsonSchema = {
            "description": "Send it back as `If-None-Match`.",
            "schema": {"type": "string"},
        }
        headers["ETag"] = validator
        responses["304"] = {"description": "Nothing has changed since that ETag."}
    lines = operation.media_type == NDJSON
    responses[str(operation.status)] = {
        "description": "One JSON object a line." if lines else "The answer.",
        "headers": headers,
        "content": {operation.media_type: {"schema": {"type": "string"} if lines else schema}},
    }
    paged = (404,) if operation.pages else ()
    guarded = (401, 403) if operation.scope is not None else ()
    errors = {int(status): text for status, text in _USUAL.items()}
    errors |= {status: _UNUSUAL[status] for status in (*operation.errors, *paged, *guarded)}
    for status, text in errors.items():
        responses[str(status)] = {
            "description": text,
            "content": {PROBLEM_JSON: {"schema": {"$ref": f"{PLACE}ProblemDetails"}}},
        }
    return dict(sorted(responses.items()))


def _markdown(docstring: str) -> str:
    """A docstring as Markdown: one backtick for code, no indentation."""
    return "\n".join(line.strip() for line in docstring.replace("``", "`").splitlines())
