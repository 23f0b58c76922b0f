"""A JSON body of the API: read member by member, like a query string and as strictly."""

from collections.abc import Mapping
from typing import cast

from flask import Request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from kb import codec
from kb.web.api.operation import JSON, Body
from kb.web.api.parameter import AnyOf, Listed, Number, Parameter
from kb.web.parameters import BadParameter, BadParametersError


def object_sent(request: Request, most: int) -> Mapping[str, object]:
    """The JSON object of the body, of at most so many bytes; raises ``BadParametersError``."""
    if request.mimetype != JSON:
        raise _refused("Content-Type", "bad_type", 415, allowed=(JSON,))
    request.max_content_length = most
    try:
        sent = codec.decode(request.get_data(), object)
    except RequestEntityTooLarge:
        raise _refused("body", "bad_size", 413, most=most) from None
    except codec.CodecError as error:
        raise _refused("body", "bad_body", message=str(error).partition(": ")[2]) from None
    if not isinstance(sent, dict):
        raise _refused("body", "bad_body", message="it is no object")
    return sent


def objects_sent(sent: Mapping[str, object], body: Body) -> list[tuple[str, MultiDict[str, str]]]:
    """The members of each object in the body's list, with the name to call each one by."""
    unknown = [name for name in sent if name != body.list_name]
    if unknown:
        raise _refused(unknown[0], "bad_unknown", allowed=(body.list_name,))
    listed = sent.get(body.list_name)
    if not isinstance(listed, list) or not 1 <= len(listed) <= body.most:
        raise _refused(body.list_name, "bad_list", most=body.most)
    return [
        (f"{body.list_name}[{place}]", members(each, body.each, f"{body.list_name}[{place}]"))
        for place, each in enumerate(listed)
    ]


def members(sent: object, parameters: tuple[Parameter, ...], name: str) -> MultiDict[str, str]:
    """An object's members as the parameters of a query string; wrong types are refused.

    Raises ``BadParametersError`` with all that are wrong.
    """
    if not isinstance(sent, dict):
        raise _refused(name or "body", "bad_type_of_member", wanted="an object")
    known = {parameter.name: parameter for parameter in parameters}
    given: MultiDict[str, str] = MultiDict()
    problems: list[BadParameter] = []
    for member, value in cast("dict[str, object]", sent).items():
        called = f"{name}.{member}" if name else member
        parameter = known.get(member)
        if parameter is None:
            problems.append(BadParameter(parameter=called, key="bad_unknown", allowed=tuple(known)))
            continue
        texts = _texts(value, parameter)
        if texts is None:
            wanted: dict[str, object] = {"wanted": _wanted(parameter)}
            problems.append(BadParameter(parameter=called, key="bad_type_of_member", values=wanted))
            continue
        for text in texts:
            given.add(member, text)
    if problems:
        raise BadParametersError(problems)
    return given


def _texts(value: object, parameter: Parameter) -> list[str] | None:
    """The values as a query string would have them; None where the type is another."""
    if isinstance(parameter, Number):
        return _whole(value)
    if isinstance(parameter, AnyOf | Listed):
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            return None
        return [",".join(value)] if isinstance(parameter, Listed) else list(value)
    return [value] if isinstance(value, str) else None


def _whole(value: object) -> list[str] | None:
    """In JSON 50 and 50.0 are one number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return [str(value)] if isinstance(value, int) else None


def _wanted(parameter: Parameter) -> str:
    if isinstance(parameter, Number):
        return "a whole number"
    return "a list of texts" if isinstance(parameter, AnyOf | Listed) else "a text"


def _refused(
    name: str, key: str, status: int = 422, allowed: tuple[str, ...] = (), **values: object
) -> BadParametersError:
    problem = BadParameter(parameter=name, key=key, values=values, allowed=allowed)
    return BadParametersError((problem,), status)
