"""Places in the candidate that a rule may name: "title", "skus[*].price.amount".

A path reads a whole column at once: the same field of every SKU. Three states stay apart in it: a value, None (known
to be empty) and UNSET (not in this payload's shape).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from msgspec import UNSET, Struct, UnsetType

__all__ = ["EACH", "HOLDS", "PATH_PATTERN", "SINGLE", "UNSET", "Path", "elements", "place", "scope_of"]

PATH_PATTERN = r"^[a-z_]+(\[\*\])?(\.[a-z_]+(\[\*\])?)*$"
_STEP = re.compile(r"[a-z_]+|\[\*\]")
EACH = "[*]"
HOLDS = "x-holds"
SINGLE = "x-single"


def place(description: str, *holds: str, single: bool = False) -> dict[str, Any]:
    """The schema of a parameter that names a place. What the place must hold (nothing said: anything), and that it is
    one and no column, is looked at when a rule file is loaded (see `parameters`)."""
    return {
        "type": "string",
        "pattern": PATH_PATTERN,
        "description": description,
        HOLDS: list(holds),
        **({SINGLE: True} if single else {}),
    }


class Path(Struct, frozen=True):
    """A compiled path; `text` is how the rule file spells it, `parent` the path without its last step.

    `pointer` is the JSON Pointer, with a * where an index belongs: "/skus/*/price/amount"; `lists` says how many.
    """

    text: str
    steps: tuple[str, ...]
    parent: Path | None
    pointer: str
    lists: int

    @classmethod
    @lru_cache(maxsize=1024)  # rules name the same few dozen, and are compiled anew for every shop
    def parse(cls, text: str) -> Path:
        path = None
        steps = _STEP.findall(text)
        for count, step in enumerate(steps, 1):
            joined = step if path is None else path.text + ("" if step == EACH else ".") + step
            taken = tuple(steps[:count])
            path = cls(joined, taken, path, _pointer(taken), taken.count(EACH))
        return path or cls(text, (), None, "/", 0)

    def values(self, tree: Any) -> list[Any]:
        """Every value at this path, in order."""
        return self.values_below(self.parent.values(tree) if self.parent else [tree])

    def values_below(self, nodes: list[Any]) -> list[Any]:
        """Every value at this path, where the values at its parent are known."""
        step = self.steps[-1]
        if step == EACH:
            return [child for node in nodes for child in elements(node)]
        return [node.get(step, UNSET) if type(node) is dict else node for node in nodes]

    def numbered(self, column: list[Any], outer: int) -> list[tuple[str, Any]] | None:
        """The same as `places` for a whole column of a tree; of a list of lists there are `outer`, all of one length.
        None where the column alone does not tell the places: of what may be missing with all around it, and of more
        than two lists."""
        deep = len(self.steps) > 1 + self.lists * 2
        if self.lists > 2 or (deep and not _ABSENT.isdisjoint(map(type, column))):
            return None
        if self.lists < 2:
            return [(self.pointer.replace("*", str(index)), value) for index, value in enumerate(column)]
        before, between, after = self.pointer.split("*")
        inner = len(column) // outer
        return [
            (f"{before}{index // inner}{between}{index % inner}{after}", value) for index, value in enumerate(column)
        ]

    def places(self, tree: Any) -> list[tuple[str, Any]]:
        """Every value with its JSON Pointer."""
        nodes = [("", tree)]
        for step in self.steps:
            if step == EACH:
                nodes = [
                    (f"{at}/{index}" if type(node) is list else at, child)
                    for at, node in nodes
                    for index, child in enumerate(elements(node))
                ]
            else:
                nodes = [
                    (f"{at}/{step}", node.get(step, UNSET)) if type(node) is dict else (at, node) for at, node in nodes
                ]
        return nodes


def _pointer(steps: Iterable[str]) -> str:
    return "/" + "/".join("*" if step == EACH else step for step in steps)


# Told by type, for an amount that is compared with what is no number takes longer to say no than to be read.
_ABSENT = frozenset({type(None), UnsetType})


def elements(node: Any) -> Any:
    """The elements of a list; a list that is not in this shape counts as one unknown, an empty one as none."""
    if type(node) is list:
        return node
    return (UNSET,) if node is UNSET else ()


def scope_of(at: str) -> str:
    """The SKU that a pointer stands in ("/skus/3"), or "" for what belongs to the whole product."""
    head, _, rest = at[1:].partition("/")
    return f"/skus/{rest.partition('/')[0]}" if head == "skus" and rest else ""
