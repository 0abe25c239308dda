# SPDX-License-Identifier: MIT
"""Data that crosses: a closed list of types, each by its exact type.

What comes back from a sandbox is made by code that nobody trusts, so decode()
believes nothing: every length is checked against the bytes that are there,
depth and number are bounded, and nothing but values of the listed types is
made.  The tags are those of pyhooks/values.def.
"""

from __future__ import annotations

import datetime as _dt
import struct
from collections.abc import Callable

from ._errors import SandboxDataError

MAX_DEPTH = 100
# Different keys with one hash make a dict quadratic; honest data has few.
MAX_SAME_HASH = 50

TYPES = frozenset({
    type(None), bool, int, float, complex, str, bytes, list, tuple, dict, set,
    frozenset, _dt.date, _dt.datetime, _dt.time, _dt.timedelta, _dt.timezone})

_pack_count = struct.Struct("<I").pack
_count = struct.Struct("<I").unpack_from
_int = struct.Struct("<q")
_float = struct.Struct("<d")
_complex = struct.Struct("<dd")
_date = struct.Struct("<HBB")
_time = struct.Struct("<BBBBI")
_delta = struct.Struct("<iii")


class Encoder:
    """Values to bytes.  ``other``: called for a value of no listed type;
    returns the number of an object that the request makes, or None."""

    def __init__(self, limit: int,
                 other: Callable[[object], int | None] | None = None) -> None:
        self.out = bytearray()
        self.limit = limit
        self.other = other
        self.above: list[int] = []

    def _too_long(self) -> SandboxDataError:
        return SandboxDataError(f"the data takes more than {self.limit} bytes")

    def _block(self, tag: bytes, data: bytes) -> None:
        if len(self.out) + len(data) > self.limit:
            raise self._too_long()
        self.out += tag + _pack_count(len(data)) + data

    def _enter(self, value: object, tag: bytes, n: int) -> None:
        if id(value) in self.above:
            raise SandboxDataError(
                f"a {type(value).__name__} contains itself")
        if len(self.above) == MAX_DEPTH:
            raise SandboxDataError(
                f"the data is nested deeper than {MAX_DEPTH} levels")
        self.above.append(id(value))
        self.out += tag + _pack_count(n)

    def _items(self, value, tag: bytes) -> None:
        self._enter(value, tag, len(value))
        for item in value:
            self.put(item)
        self.above.pop()

    def _dict(self, value: dict) -> None:
        self._enter(value, b"D", len(value))
        for key, item in value.items():
            self.put(key)
            self.put(item)
        self.above.pop()

    def _time(self, v: _dt.time | _dt.datetime) -> None:
        self.out += _time.pack(v.hour, v.minute, v.second, v.fold,
                               v.microsecond)
        self.put(v.tzinfo)

    def put(self, v) -> None:
        """Append one value; SandboxDataError if it is no data."""
        t = type(v)
        out = self.out
        if len(out) > self.limit:
            raise self._too_long()
        if v is None:
            out += b"N"
        elif t is bool:
            out += b"T" if v else b"F"
        elif t is int:
            if -1 << 63 <= v < 1 << 63:
                out += b"i" + _int.pack(v)
            else:
                self._block(b"I", v.to_bytes(v.bit_length() // 8 + 1,
                                             "little", signed=True))
        elif t is float:
            out += b"d" + _float.pack(v)
        elif t is str:
            self._block(b"s", v.encode("utf-8", "surrogatepass"))
        elif t is bytes:
            self._block(b"b", v)
        elif t is list:
            self._items(v, b"l")
        elif t is tuple:
            self._items(v, b"t")
        elif t is dict:
            self._dict(v)
        elif t is set:
            self._items(v, b"S")
        elif t is frozenset:
            self._items(v, b"Z")
        elif t is complex:
            out += b"c" + _complex.pack(v.real, v.imag)
        elif t is _dt.datetime:
            out += b"m" + _date.pack(v.year, v.month, v.day)
            self._time(v)
        elif t is _dt.date:
            out += b"a" + _date.pack(v.year, v.month, v.day)
        elif t is _dt.time:
            out += b"h"
            self._time(v)
        elif t is _dt.timedelta:
            out += b"e" + _delta.pack(v.days, v.seconds, v.microseconds)
        elif t is _dt.timezone:
            out += b"z"
            for part in (v.__getinitargs__() + (None,))[:2]:
                self.put(part)
        else:
            number = self.other(v) if self.other is not None else None
            if number is None:
                raise SandboxDataError(
                    f"a value of type {t.__module__}.{t.__qualname__} is no "
                    "data: only None, bool, int, float, complex, str, bytes, "
                    "list, tuple, dict, set, frozenset and the types of "
                    "datetime cross, subclasses do not")
            out += b"R" + _pack_count(number)


def encode(value: object, limit: int) -> bytes:
    """One value as bytes, at most ``limit`` of them."""
    e = Encoder(limit)
    e.put(value)
    if len(e.out) > limit:
        raise e._too_long()
    return bytes(e.out)


def has_dates(data: bytes | bytearray) -> bool:
    """May there be a date in it?  Looks at bytes: yes too often is no harm."""
    return any(tag in data for tag in b"mahez")


class _Decoder:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.depth = 0

    def _take(self, n: int) -> int:
        at = self.at
        if n > len(self.data) - at:
            raise ValueError("it ends too early")
        self.at = at + n
        return at

    def _length(self) -> int:
        n = _count(self.data, self._take(4))[0]
        if n > len(self.data) - self.at:
            raise ValueError("a length beyond its end")
        return n

    def _block(self) -> bytes:
        n = self._length()
        at = self._take(n)
        return self.data[at:at + n]

    def _list(self, n: int) -> list:
        if self.depth > MAX_DEPTH + 1:  # a record, and a namespace in it
            raise ValueError("nested too deep")
        self.depth += 1
        items = [self.get() for _ in range(n)]
        self.depth -= 1
        return items

    @staticmethod
    def _check_keys(keys: list) -> None:
        """No more than a few keys with one hash (TypeError: no key at all)."""
        seen: dict[int, int] = {}
        for key in keys:
            if type(key) is str or type(key) is bytes:
                continue
            h = hash(key)
            seen[h] = n = seen.get(h, 0) + 1
            if n > MAX_SAME_HASH:
                raise ValueError("too many keys with the same hash")

    def _dict(self, n: int) -> dict:
        items = self._list(2 * n)
        keys = items[::2]
        self._check_keys(keys)
        return dict(zip(keys, items[1::2]))

    def _unpack(self, form: struct.Struct) -> tuple:
        return form.unpack_from(self.data, self._take(form.size))

    def _time(self) -> dict:
        hour, minute, second, fold, micro = self._unpack(_time)
        zone = self.get()
        if zone is not None and type(zone) is not _dt.timezone:
            raise ValueError("a time zone that is none")
        return dict(hour=hour, minute=minute, second=second,
                    microsecond=micro, fold=fold, tzinfo=zone)

    def _zone(self) -> _dt.timezone:
        offset, name = self.get(), self.get()
        if type(offset) is not _dt.timedelta:
            raise ValueError("a time zone without offset")
        if name is None:
            return _dt.timezone(offset)
        if type(name) is not str:
            raise ValueError("a time zone's name")
        return _dt.timezone(offset, name)

    def get(self):
        tag = self.data[self._take(1)]
        match tag:
            case 0x4E:  # N
                return None
            case 0x54:  # T
                return True
            case 0x46:  # F
                return False
            case 0x69:  # i
                return self._unpack(_int)[0]
            case 0x73:  # s
                return self._block().decode("utf-8", "surrogatepass")
            case 0x64:  # d
                return self._unpack(_float)[0]
            case 0x6C:  # l
                return self._list(self._length())
            case 0x74:  # t
                return tuple(self._list(self._length()))
            case 0x44:  # D
                return self._dict(self._length())
            case 0x62:  # b
                return self._block()
            case 0x49:  # I
                return int.from_bytes(self._block(), "little", signed=True)
            case 0x63:  # c
                return complex(*self._unpack(_complex))
            case 0x53:  # S
                items = self._list(self._length())
                self._check_keys(items)
                return set(items)
            case 0x5A:  # Z
                items = self._list(self._length())
                self._check_keys(items)
                return frozenset(items)
            case 0x61:  # a
                return _dt.date(*self._unpack(_date))
            case 0x6D:  # m
                return _dt.datetime(*self._unpack(_date), **self._time())
            case 0x68:  # h
                return _dt.time(**self._time())
            case 0x65:  # e
                return _dt.timedelta(*self._unpack(_delta))
            case 0x7A:  # z
                return self._zone()
        raise ValueError(f"an unknown tag ({tag})")


def decode(data: bytes):
    """The one value that ``data`` is; SandboxDataError for anything else."""
    d = _Decoder(data)
    try:
        value = d.get()
        if d.at != len(data):
            raise ValueError("more than one value")
    except (ValueError, TypeError, OverflowError, RecursionError) as e:
        raise SandboxDataError(
            f"what the sandbox sent is no data: {e}") from None
    return value
