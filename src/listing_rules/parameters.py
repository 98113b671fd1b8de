"""What a schema cannot say of a check's parameters: a place is there and holds what the check reads, a limit is a
number, the lower bound is the lower one. A rule file that breaks this would crash, or never speak."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from listing_rules.checks import KINDS
from listing_rules.fields import held_at, market_value, nearest
from listing_rules.paths import HOLDS, SINGLE
from listing_rules.yamlfile import Pointer

__all__ = ["problem_of"]

_LENGTHS = frozenset({"count", "text"})
_EXPECTED = {"number": "a number", "text": "text"}
_INSTEAD = {
    "amount": "Amounts are compared with 'number', 'compare' and 'spread'",
    "number": "Numbers are compared with 'number' and 'value'",
    "text": "Texts are read with 'text', 'value' and 'phrases'",
    "flag": "'value' tells true from false",
    "list": "Lists are counted with 'count'; [*] behind it names what is in it",
    "object": "Name a field of it",
}
_BOUNDS = tuple((low, high) for low in ("more_than", "at_least") for high in ("less_than", "at_most"))


def problem_of(kind: str, params: Mapping[str, Any]) -> tuple[Pointer, str] | None:
    """The first thing that is wrong, with its place below the parameters; None where all is well."""
    return next(_problems(kind, params), None)


def _problems(kind: str, params: Mapping[str, Any]) -> Iterator[tuple[Pointer, str]]:
    for name, schema in KINDS[kind].SCHEMA.get("properties", {}).items():
        for at, path in _paths(name, params.get(name), schema):
            said = _wrong_place(path, schema.get("items", schema))
            if said:
                yield at, said
        said = _wrong_limit(params.get(name), "text" if kind == "value" else "number")
        if said:
            yield (name,), said
    if kind in _LENGTHS:
        yield from _negative(params)
    yield from _crossed(params)
    find_problem = getattr(KINDS[kind], "problem", None)
    said = find_problem(params) if find_problem else None
    if said:
        yield (), said


def _paths(name: str, value: Any, schema: Mapping[str, Any]) -> Iterator[tuple[Pointer, str]]:
    """The places that a parameter names."""
    if HOLDS in schema.get("items", {}):
        yield from (((name, index), path) for index, path in enumerate(value or ()))
    elif HOLDS in schema and value is not None:
        yield (name,), value


def _wrong_place(path: str, schema: Mapping[str, Any]) -> str | None:
    held = held_at(path)
    if held is None:
        return f"the candidate has no place {path!r}{nearest(path)}"
    wanted = schema[HOLDS] or [held]
    if held not in wanted:
        return f"{path} holds {_a(held)}; this kind of check reads {' or '.join(map(_a, wanted))}. {_INSTEAD[held]}."
    if SINGLE in schema and "[*]" in path:
        return f"{path} is a column; this kind of check reads one place alone"
    return None


def _a(held: str) -> str:
    return {"text": "text", "amount": "an amount", "object": "an object"}.get(held, f"a {held}")


def _wrong_limit(value: Any, wanted: str) -> str | None:
    if isinstance(value, float) and not math.isfinite(value):
        return f"{value} is no limit; a number was expected"
    if not (isinstance(value, Mapping) and set(value) == {"market"}):
        return None
    held = market_value(value["market"])
    if held is None:
        return f"the markets' table has no {value['market']!r}"
    return None if held == wanted else f"{value['market']} is {_EXPECTED[held]}; {_EXPECTED[wanted]} was expected"


def _negative(params: Mapping[str, Any]) -> Iterator[tuple[Pointer, str]]:
    for name in ("at_least", "at_most"):
        limit = params.get(name, 0)
        if isinstance(limit, (int, float)) and limit < 0:
            yield (name,), f"{limit} is no length"


def _crossed(params: Mapping[str, Any]) -> Iterator[tuple[Pointer, str]]:
    """Bounds between which nothing lies, so that everything breaks the rule."""
    for low, high in _BOUNDS:
        least, most = params.get(low), params.get(high)
        if isinstance(least, (int, float)) and isinstance(most, (int, float)):
            touching = least == most and (low, high) != ("at_least", "at_most")
            if least > most or touching:
                yield (low,), f"{low} {least} and {high} {most} leave nothing that is fine"
