"""Limits that differ by market, by kind of seller and by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from msgspec import Struct

__all__ = ["Limits", "NoLimitError"]

_NAMED = {"market"}
_SELLERS = frozenset({"local", "cross_border"})


class NoLimitError(LookupError):
    """No source states this limit for this market."""

    def __init__(self, name: str, market: str) -> None:
        super().__init__(f"no source states {name} for {market}")
        self.name = name


class Limits(Struct, frozen=True, dict=True):
    """One market's row of `rules/tables/markets.yaml`, read for one kind of seller on one day."""

    market: str
    seller: str | None
    as_of: date
    table: Mapping[str, Any]

    def resolve(self, value: Any) -> Any:
        """A parameter itself, or what `{market: name}` stands for here; NoLimitError where nothing is stated."""
        if not (isinstance(value, Mapping) and value.keys() == _NAMED):
            return value
        found: Any = self.table
        for step in value["market"].split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
        found = self._for_seller(self._on_the_day(found))
        if found is None:
            raise NoLimitError(value["market"], self.market)
        return found

    def resolve_all(self, value: Any) -> Any:
        """The same for everything inside a rule's parameters."""
        if isinstance(value, dict):
            named = value.keys() == _NAMED
            return self.resolve(value) if named else {name: self.resolve_all(part) for name, part in value.items()}
        if isinstance(value, list) and not all(isinstance(part, str) for part in value):
            return [self.resolve_all(part) for part in value]
        return value

    @cached_property
    def days(self) -> frozenset[str]:
        """Every day on which some limit of this market changes."""
        return frozenset(_days(self.table))

    def _on_the_day(self, value: Any) -> Any:
        """Dated limits are a list of `{value, from, until}`; `until` is the first day on which it no longer holds."""
        if not (isinstance(value, list) and value and isinstance(value[0], Mapping)):
            return value
        day = self.as_of.isoformat()
        return next((row["value"] for row in value if row.get("from", "") <= day < row.get("until", "9999")), None)

    def _for_seller(self, value: Any) -> Any:
        """Where sellers differ, one that is not known to sell across borders is a local one."""
        if isinstance(value, Mapping) and value and set(value) <= _SELLERS:
            return value.get(self.seller or "local")
        return value


def _days(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from (value[key] for key in ("from", "until") if key in value)
    for part in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _days(part)
