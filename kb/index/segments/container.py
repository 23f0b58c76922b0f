"""Arrays in one file, read through a memory map: opening it reads nothing but a header.

The file: 8 bytes that name the format, the header's length as a little-endian 64-bit
number, the header as JSON (``Header``), then the arrays, each at a multiple of 64 bytes.
"""

import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from kb.codec import CodecError, decode, encode

Array = NDArray[Any]

MAGIC = b"KBSEG\x00\x00\x01"
_START = struct.Struct("<8sQ")
_ALIGNMENT = 64  # bytes: a cache line
_MOST_HEADER = 1 << 20  # bytes; a longer header is none of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where an array lies: the offset is in bytes, from the end of the header's block.

    ``crc`` is the CRC-32 of its bytes.
    """

    dtype: str
    shape: tuple[int, ...]
    offset: int
    crc: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """``facts`` is JSON of the caller's; ``size`` is the file's, in bytes, behind the header."""

    arrays: dict[str, Placed]
    facts: str
    size: int


def write(file: BinaryIO, arrays: Mapping[str, Array], facts: bytes) -> None:
    """Write the arrays to an empty file. Equal input gives equal bytes."""
    placed: dict[str, Placed] = {}
    end = 0
    for name, array in arrays.items():
        placed[name] = Placed(
            dtype=array.dtype.str, shape=array.shape, offset=end, crc=crc32(_bytes(array))
        )
        end = _aligned(end + array.nbytes)
    header = encode(Header(arrays=placed, facts=facts.decode(), size=end))
    file.write(_START.pack(MAGIC, len(header)))
    file.write(header)
    _pad(file, _START.size + len(header))
    for array in arrays.values():
        file.write(_bytes(array))
        _pad(file, array.nbytes)


class Container:
    """The arrays of one file. They stay readable after the file's name is gone."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        """Map the file; raises ``CodecError`` where it is not what ``write`` wrote."""
        try:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            magic, length = _START.unpack_from(self._map)
        except (ValueError, struct.error):
            raise CodecError(f"{name} is too short") from None
        if magic != MAGIC or length > _MOST_HEADER:
            raise CodecError(f"{name} is not a segment")
        header = decode(self._map[_START.size : _START.size + length], Header)
        self._start = _aligned(_START.size + length)
        if len(self._map) != self._start + header.size:
            raise CodecError(f"{name} has not the size that it was written with")
        self.facts = header.facts.encode()
        self._placed = header.arrays

    def check(self) -> None:
        """Read all of it; raises ``CodecError`` where it is not what was written."""
        for name, placed in self._placed.items():
            if crc32(_bytes(self.array(name))) != placed.crc:
                raise CodecError(f"{name} is not what was written")

    def array(self, name: str) -> Array:
        """The array, as a view of the mapped file; raises ``KeyError``."""
        placed = self._placed[name]
        count = 1
        for length in placed.shape:
            count *= length
        flat = np.frombuffer(self._map, placed.dtype, count, self._start + placed.offset)
        return flat.reshape(placed.shape)

    def numbers(self, name: str) -> memoryview:
        """A flat array for reading single values, which NumPy is slow at."""
        return self.array(name).data

    def bytes(self, name: str) -> memoryview:
        """An array's bytes."""
        placed = self._placed[name]
        start = self._start + placed.offset
        return memoryview(self._map)[start : start + placed.shape[0]]


def _bytes(array: Array) -> memoryview | bytes:
    return np.ascontiguousarray(array).data.cast("B") if array.size else b""


def _aligned(length: int) -> int:
    return -(-length // _ALIGNMENT) * _ALIGNMENT


def _pad(file: BinaryIO, written: int) -> None:
    file.write(bytes(_aligned(written) - written))
