"""What was read of a module as JSON: what the cache keeps, read with distrust."""

import json
from collections.abc import Callable
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeAlias, get_args, get_origin

from docbuild.javascript.facts import Module

_Reader: TypeAlias = Callable[[Any], Any]


def module_to_json(module: Module) -> bytes:
    return json.dumps(module, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def module_from_json(data: bytes) -> Module | None:
    """``None`` for anything that :func:`module_to_json` did not write."""
    try:
        value = json.loads(data)
        module = _reader(Module)(value)
    except (ValueError, RecursionError):
        return None
    assert isinstance(module, Module)
    return module


@cache
def _reader(kind: Any) -> _Reader:
    """What makes a value of a type of ``facts``; it raises ``ValueError`` for another."""
    if isinstance(kind, UnionType):
        some = _reader(next(each for each in get_args(kind) if each is not NoneType))
        return lambda value: None if value is None else some(value)
    if get_origin(kind) is Literal:
        return _checked(lambda value: isinstance(value, str) and value in get_args(kind))
    if get_origin(kind) is tuple:
        return _tuple(*get_args(kind))
    if issubclass(kind, tuple):
        return _named(kind)
    return _checked(lambda value: type(value) is kind)  # a bool is an int too


def _checked(fits: Callable[[Any], bool]) -> _Reader:
    def read(value: Any) -> Any:
        if not fits(value):
            raise ValueError("not of this type")
        return value

    return read


def _tuple(*parts: Any) -> _Reader:
    if parts[1:] == (...,):
        each = _reader(parts[0])
        is_list = _checked(lambda value: isinstance(value, list))
        return lambda value: tuple(map(each, is_list(value)))
    return _fixed(list(map(_reader, parts)))


def _named(kind: Any) -> _Reader:
    fields = _fixed([_reader(each) for each in kind.__annotations__.values()])
    return lambda value: kind(*fields(value))


def _fixed(readers: list[_Reader]) -> _Reader:
    is_list = _checked(lambda value: isinstance(value, list) and len(value) == len(readers))
    return lambda value: tuple(
        read(each) for read, each in zip(readers, is_list(value), strict=True)
    )
