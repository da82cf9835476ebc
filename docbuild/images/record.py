"""Facts as JSON: what the worker answers and what the cache keeps, read with distrust."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from docbuild.asset import ImageFacts, ImageProblem

_PROBLEMS = tuple(problem.value for problem in ImageProblem)


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0  # a bool is an int too, but no count


_KINDS: Mapping[str, Callable[[object], bool]] = {
    "format": lambda value: value is None or isinstance(value, str),
    "width": _is_count,
    "height": _is_count,
    "frames": _is_count,
    "problem": lambda value: value is None or value in _PROBLEMS,
    "detail": lambda value: isinstance(value, str),
    "fitted_size": lambda value: value is None or _is_count(value),
}


def facts_to_json(facts: ImageFacts) -> bytes:
    record = {name: getattr(facts, name) for name in _KINDS}
    record["problem"] = facts.problem and facts.problem.value
    return json.dumps(record).encode()


def facts_from_json(data: bytes) -> ImageFacts | None:
    """``None`` for anything that :func:`facts_to_json` did not write."""
    try:
        record = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return facts_from_record(record)


def facts_from_record(record: object) -> ImageFacts | None:
    """``None`` unless ``record`` has exactly the fields of facts, each of its own kind."""
    if not isinstance(record, dict) or record.keys() != _KINDS.keys():
        return None
    problem = record["problem"]
    if not all(fits(record[name]) for name, fits in _KINDS.items()):
        return None
    return ImageFacts(**(record | {"problem": problem and ImageProblem(problem)}))
