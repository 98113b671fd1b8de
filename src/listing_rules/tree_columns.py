"""Columns of the candidate as lines of Python over its tree: what `Path.values` reads, and what columns share once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from listing_rules.paths import EACH, Path

__all__ = ["TreeColumns"]

_GET = '{node}.get("{step}", UNSET) if type({node}) is dict else {node}'


class TreeColumns:
    """The lines may name `tree`, UNSET and `elements`."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._numbers = count()

    def lines(self, path: Path, name: str) -> Iterator[str]:
        """Give `name` the list of values at the path, or the one value of a path without [*]. What is above it is read
        first, unless a line did before."""
        parent = path.parent
        if parent is not None and parent.text not in self._names:
            yield from self.lines(parent, f"n{next(self._numbers)}")
        yield f"{name} = {self._read(path)}  # {path.text}"
        self._names[path.text] = name

    def _read(self, path: Path) -> str:
        step, parent = path.steps[-1], path.parent
        if parent is None:
            return f'tree.get("{step}", UNSET)'
        above = self._names[parent.text]
        if EACH not in parent.steps:
            return f"elements({above})" if step == EACH else _GET.format(node=above, step=step)
        if step == EACH:
            return f"[one for node in {above} for one in elements(node)]"
        return f"[{_GET.format(node='node', step=step)} for node in {above}]"
