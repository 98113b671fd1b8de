"""Paths in Shopify's product taxonomy, such as "Home & Garden > Kitchen > Mugs", and tables by them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

__all__ = ["PathTable"]

_V = TypeVar("_V")


class PathTable(Generic[_V]):
    """What is known by path, without regard to case, of it and of all that stands below."""

    def __init__(self, table: Mapping[str, _V]) -> None:
        self._table = {_steps(path): value for path, value in table.items()}
        self._deepest = max(map(len, self._table), default=0)

    def nearest(self, path: str) -> _V | None:
        """What the table says of the longest path that this one is or stands under."""
        steps = _steps(path)[: self._deepest]  # a path of a payload may have any number
        above = (steps[:size] for size in range(len(steps), 0, -1))
        return next((self._table[one] for one in above if one in self._table), None)


def _steps(path: str) -> tuple[str, ...]:
    return tuple(step.strip().casefold() for step in path.split(">"))
