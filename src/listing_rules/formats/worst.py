"""Of very many findings the worst, in the order in which they came, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

__all__ = ["Worst"]

_Rank: TypeAlias = tuple[int, int, int]


class Worst:
    """Keeps at most `limit` texts; of those of the least rank, the last ones give way to worse ones."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._by_rank: dict[_Rank, list[str]] = {}
        self._kept = 0
        self.met = 0

    def takes(self, rank: _Rank) -> bool:
        """Count one more finding, and say whether it would be kept: making its text may cost something."""
        self.met += 1
        return self._kept < self._limit or rank < max(self._by_rank)

    def keep(self, rank: _Rank, text: str) -> None:
        self._by_rank.setdefault(rank, []).append(text)
        self._kept += 1
        if self._kept > self._limit:
            self._drop_one()

    def _drop_one(self) -> None:
        last = max(self._by_rank)
        self._by_rank[last].pop()
        self._kept -= 1
        if not self._by_rank[last]:
            del self._by_rank[last]

    def __len__(self) -> int:
        return self._kept

    def __iter__(self) -> Iterator[str]:
        """The worst first."""
        for rank in sorted(self._by_rank):
            yield from self._by_rank[rank]
