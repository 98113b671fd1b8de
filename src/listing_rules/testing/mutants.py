"""Mutants of a rule file: each is the file with one small mistake in it, as somebody could make it.

A mutant is made from the parsed YAML, so it always parses; one that the schema refuses is never run. What no example
notices is a gap in the examples (see `mutating`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeAlias, get_args

from msgspec import Struct

from listing_rules.checks import KINDS
from listing_rules.report import Severity, Stage
from listing_rules.shop import MARKETS
from listing_rules.yamlfile import Document, Pointer

__all__ = ["DROP", "Edit", "Mutant", "applied", "fewer", "moved", "mutants_of", "mutants_of_rule", "step_of", "unit_of"]

DROP: Any = object()
"""In an edit: the key or element goes."""

_FLIPS = {
    "more_than": "at_least",
    "at_least": "more_than",
    "less_than": "at_most",
    "at_most": "less_than",
    "one_of": "none_of",
    "none_of": "one_of",
}
_OPPOSITE = {"at_least": "at_most", "at_most": "at_least"}
_FOLLOWING = frozenset({"anchors"})
"""What follows from other parameters: a text made from a pattern proves the anchors better than an example."""
_UNITS = {"amount": Decimal("0.01"), "value": Decimal("0.001")}


class Edit(Struct, frozen=True):
    """`at` gets the value `new`, or goes. `market` is the only one in which that can be noticed."""

    operator: str
    at: Pointer
    new: Any
    what: str
    market: str | None = None


class Mutant(Struct, frozen=True):
    """A file with one mistake: `value` is what then stands in it, `change` says what was done, at `line`."""

    operator: str
    change: str
    file: str
    line: int
    column: int
    market: str | None
    value: Any


_Edits: TypeAlias = Iterator[Edit]


def mutants_of(document: Document, edits: Iterable[Edit]) -> Iterator[Mutant]:
    """A mutant for each edit. What stands once in the file and several times in its value (an alias) changes as one."""
    together: dict[Any, list[Edit]] = {}
    for edit in edits:
        together.setdefault((_mark(document, edit.at), edit.what), []).append(edit)
    for ((line, column), what), same in together.items():
        value = document.value
        for edit in same:
            value = applied(value, edit.at, edit.new)
        path = ".".join(str(step) for step in same[0].at)
        market = same[0].market if len(same) == 1 else None
        yield Mutant(same[0].operator, f"{path}: {what}", document.file, line, column, market, value)


def mutants_of_rule(document: Document) -> Iterator[Mutant]:
    """Every mutant of one rule file."""
    return mutants_of(document, (edit for edits in _RULE_EDITS for edit in edits(document.value)))


def _mark(document: Document, at: Pointer) -> tuple[int, int]:
    while at and at not in document.marks:
        at = at[:-1]
    return document.marks.get(at, (1, 1))


def applied(value: Any, at: Pointer, new: Any) -> Any:
    """The value with `new` at this place; nothing else of it is copied."""
    if not at:
        return new
    step, rest = at[0], at[1:]
    if isinstance(value, list):
        return [
            applied(part, rest, new) if place == step else part
            for place, part in enumerate(value)
            if not (place == step and not rest and new is DROP)
        ]
    kept = {name: part for name, part in value.items() if not (name == step and not rest and new is DROP)}
    return kept if not rest and new is DROP else {**kept, step: applied(value.get(step), rest, new)}


def fewer(operator: str, at: Pointer, parts: Any) -> _Edits:
    """A list without each of its elements."""
    for place, part in enumerate(parts):
        yield Edit(operator, (*at, place), DROP, f"without {part}")


def moved(at: Pointer, limit: float, unit: Decimal, market: str | None = None) -> _Edits:
    """A limit one unit lower and one unit higher."""
    for step in (-unit, unit):
        new = Decimal(str(limit)) + step
        plain = int(new) if new == new.to_integral_value() else float(new)
        yield Edit("move a limit", at, plain, f"{limit} -> {plain}", market)


def unit_of(path: str) -> Decimal:
    """The smallest step of what stands at a path: a cent, a gram, else one."""
    return _UNITS.get(path.rpartition(".")[2], Decimal(1))


def step_of(kind: str, name: str, unit: Decimal) -> Decimal:
    """The smallest step of a limit: one where only whole numbers are taken (how many times), else the unit."""
    return Decimal(1) if KINDS[kind].SCHEMA["properties"][name].get("type") == "integer" else unit


def _told(raw: Mapping[str, Any]) -> _Edits:
    for key, ladder in (("stage", get_args(Stage)), ("severity", get_args(Severity))):
        other = ladder[(ladder.index(raw[key]) + 1) % len(ladder)]
        yield Edit(f"swap the {key}", (key,), other, f"{raw[key]} -> {other}")


def _markets(raw: Mapping[str, Any]) -> _Edits:
    named = raw["markets"]
    if named != "all":
        yield Edit("add markets", ("markets",), "all", "all of them")
    for market in MARKETS if named == "all" else named:
        left = [one for one in (MARKETS if named == "all" else named) if one != market]
        yield Edit("drop a market", ("markets",), left, f"without {market}", market)


def _exceptions(raw: Mapping[str, Any]) -> _Edits:
    for key in ("needs", "yields_to"):
        yield from fewer("remove an excuse", (key,), raw.get(key, ()))
    for key in ("assuming", "from", "until"):
        if key in raw:
            yield Edit("remove an excuse", (key,), DROP, "gone")
    if raw.get("not_synced"):
        yield Edit("swap the stage", ("not_synced",), DROP, "gone")


def _check(raw: Mapping[str, Any]) -> _Edits:
    ((kind, params),) = raw["check"].items()
    schema = KINDS[kind].SCHEMA
    at = ("check", kind)
    read = params.get("at", "")
    unit = unit_of(read) if isinstance(read, str) else Decimal(1)
    for name, value in params.items():
        if name in _FOLLOWING:
            continue
        renamed = {
            one: {**params, one: value} for table in (_FLIPS, _OPPOSITE) if (one := table.get(name, name)) != name
        }
        for other, changed in renamed.items():
            if other in schema["properties"] and other not in params:
                yield Edit("flip an operator", at, _without(changed, name), f"{name} -> {other}")
        if name not in schema.get("required", ()):
            yield Edit("loosen the check", at, _without(params, name), f"without {name}")
        yield from _value((*at, name), value, schema["properties"][name], step_of(kind, name, unit))


def _without(params: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in params.items() if key != name}


def _value(at: Pointer, value: Any, schema: Mapping[str, Any], unit: Decimal) -> _Edits:
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        yield from moved(at, value, unit)
    elif isinstance(value, str):
        yield from _text(at, value, schema)
    elif isinstance(value, list):
        yield from fewer("loosen the check", at, value)
        for place, part in enumerate(value):
            yield from _value((*at, place), part, {}, Decimal(1))
    else:
        yield from _limit_name(at, value)


def _text(at: Pointer, value: str, schema: Mapping[str, Any]) -> _Edits:
    choices = schema.get("enum", ())
    if len(choices) > 1:
        other = choices[(choices.index(value) + 1) % len(choices)]
        yield Edit("flip an operator", at, other, f"{value} -> {other}")
    elif "pattern" in schema and "." in value:
        parent = value.rpartition(".")[0]
        yield Edit("read one level higher", at, parent, f"{value} -> {parent}")


def _limit_name(at: Pointer, value: Mapping[str, Any]) -> _Edits:
    name = value.get("market", "")
    for one, other in (("min", "max"), ("max", "min")):
        if name.endswith(f".{one}"):
            swapped = name.removesuffix(one) + other
            yield Edit("flip an operator", at, {"market": swapped}, f"{name} -> {swapped}")


_RULE_EDITS: tuple[Callable[[Mapping[str, Any]], _Edits], ...] = (_check, _markets, _exceptions, _told)
