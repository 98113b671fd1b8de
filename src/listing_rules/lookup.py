"""What was worked out for a value, to be looked up the next time: the same few words and prices stand on most products.

Products are hostile: neither many values nor large ones fill the memory. The oldest are not told from the newest, so
all are forgotten when there are too many, which is seldom.
"""

from __future__ import annotations

from collections.abc import Callable
from sys import getsizeof
from typing import TypeVar

__all__ = ["MOST", "Lookup"]

_K = TypeVar("_K")
_V = TypeVar("_V")

MOST = 16384
_LARGEST = 512  # bytes


class Lookup(dict[_K, _V]):
    """`lookup[key]` is what `work_out` gives for the key. A key is text, a number, or a tuple of such."""

    def __init__(self, work_out: Callable[[_K], _V]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, key: _K) -> _V:
        found = self._work_out(key)
        if _size(key) <= _LARGEST:
            if len(self) >= MOST:
                self.clear()
            self[key] = found
        return found


def _size(key: object) -> int:
    return sum(map(getsizeof, key)) if isinstance(key, tuple) else getsizeof(key)
