"""Frozen dataclasses to JSON and back, as the index stores them and the API shows them."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import TypeVar

import msgspec

T = TypeVar("T")

JsonSchema = dict[str, object]
"""A JSON Schema (2020-12): plain data whose keys the standard names."""


class CodecError(ValueError):
    """The data is not the JSON of the type; the message says where it differs."""


def encode(value: object) -> bytes:
    """The value as JSON, in UTF-8, its fields in the order of their definition.

    Tuples become arrays, days ``2026-11-20``, enums their values. Equal values
    give equal bytes. Raises ``CodecError`` for text that UTF-8 cannot hold (half
    of a surrogate pair).
    """
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError as error:
        raise CodecError(f"the text cannot be encoded: {error.reason}") from None


def plain(value: object) -> object:
    """The value as what JSON knows: dicts, lists, strings, numbers, as ``encode`` writes them."""
    return msgspec.to_builtins(value)


def schemas(types: Iterable[type], place: str) -> dict[str, JsonSchema]:
    """The JSON Schema of each type and of all that they are made of, by the type's name.

    ``place`` is where they refer to one another, such as ``#/components/schemas/``.
    """
    _, components = msgspec.json.schema_components(types, ref_template=place + "{name}")
    return components


def digest(value: object) -> str:
    """A hash of the value's JSON: equal for equal values. Raises what ``encode`` raises."""
    return digest_of(encode(value))


def digest_of(encoded: bytes) -> str:
    """The digest of a value that is JSON already."""
    return blake2b(encoded, digest_size=16).hexdigest()


def decode(data: bytes, type: type[T]) -> T:
    """The value of which ``data`` is the JSON, every field checked against its type.

    Unknown fields are ignored, missing ones take their defaults. Raises
    ``CodecError``.
    """
    try:
        return msgspec.json.decode(data, type=type)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CodecError(f"not a stored {type.__name__}: {error}") from None
    except RecursionError:  # anybody may send a hundred thousand brackets
        raise CodecError(f"not a stored {type.__name__}: it is nested too deeply") from None
