"""What a kind of check needs to say when it is surely quiet: columns of the candidate, and what is known of each.

A kind's `quiet(params, screen)` gives a Python expression that is true only where the check would find nothing. All
such expressions of a rule set become one function (see `screening`), so a column is read, and its least value or
longest text found, once for all rules. Where the expression is false the check itself decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from math import inf
from typing import Any

from ahocorasick_rs import BytesAhoCorasick, Implementation

__all__ = ["FACETS", "NUMBERS", "UNORDERED", "Column", "Screen", "differ", "fold", "longest", "span"]

# What can be known of a column, as a function of `values`, and of a single value, as one of `value`.
FACETS: dict[str, tuple[str, str]] = {
    "span": ("span({values})", "span(({value},))"),
    "least": ("{span}[0]", "{span}[0]"),
    "most": ("{span}[1]", "{span}[1]"),
    "whole": ("{span}[2]", "{span}[2]"),
    "longest": ("longest({values})", "longest(({value},))"),
    "texts": ("set({values})", "{{{value}}}"),
    "joined": ('"\\n".join([text for text in {texts} if text])', '({value} or "")'),
    "ascii": ("{joined}.isascii()", "{joined}.isascii()"),
    "data": ('{joined}.encode("utf-8", "replace")', '{joined}.encode("utf-8", "replace")'),
    "found": ("{self}_find({data}.lower(), True)",) * 2,
    "marks": ("{found} and set([mark for mark, _, _ in {found}])",) * 2,
    "folded": ("set(map(fold, {texts}))", "{{{value}.casefold() if {value}.__class__ is str else {value}}}"),
}


class Column:
    """The values at a path, named in an expression: `{column}` is the list of them, or the one value of a path without
    [*]; `{column.least}` what is known of them."""

    def __init__(self, path: str, name: str) -> None:
        self.path = path
        self.name = name
        self.facets: list[str] = []
        self.wanted: list[str] = []

    def __str__(self) -> str:
        return self.name

    def __getattr__(self, facet: str) -> str:
        if facet not in FACETS:
            raise AttributeError(facet)
        for other in FACETS:
            if f"{{{other}}}" in FACETS[facet][not self.is_list]:
                getattr(self, other)
        if facet not in self.facets:
            self.facets.append(facet)
        return f"{self.name}_{facet}"

    def within(self, most: object) -> str:
        """That no text is longer: all together are not, or the longest is not."""
        each = f" or max(map(len, filter(None, {self.texts})), default=0) <= {most}" if self.is_list else ""
        return f"(len({self.joined}) <= {most}{each})"

    def mark(self, text: str) -> int:
        """The number that `{column.marks}` holds where this lower-case text stands in any of the texts."""
        if text not in self.wanted:
            self.wanted.append(text)
        return self.wanted.index(text)

    def finder(self) -> Callable[[bytes, bool], Sequence[tuple[int, int, int]]]:
        """One pass for all that is marked, given the bytes and True, for one may begin where another has not ended.
        Over bytes it is faster by far than patterns, or than looking for each; its time does not grow with them."""
        found = BytesAhoCorasick(
            [text.encode() for text in self.wanted] or [b"\xff"], implementation=Implementation.DFA
        )
        return found.find_matches_as_indexes

    @property
    def is_list(self) -> bool:
        return "[*]" in self.path

    def assignments(self) -> list[str]:
        """A line for each facet that was asked for."""
        names = {facet: f"{self.name}_{facet}" for facet in self.facets}
        words = {**names, "values": self.name, "value": self.name, "self": self.name}
        return [f"{names[facet]} = {FACETS[facet][not self.is_list].format(**words)}" for facet in self.facets]


class Screen:
    """The columns and constants of one rule set's expressions, each under one name.

    An expression may also name `facts`, and `anchors` and `short`: what the lexicon found in the product's
    words, and what of it outside the description.

    `gates` are the columns that the expression at hand takes to be in the payload's shape, each with the name of the
    fact that is unknown where it is not. `heard` are sets that the function has, by name, each with what must not be
    in it for the rule at hand to be quiet.
    """

    def __init__(self, market: str) -> None:
        self.market = market
        self.columns: dict[str, Column] = {}
        self.constants: dict[str, Any] = {}
        self.gates: dict[str, str] = {}
        self.heard: dict[str, frozenset[Any]] = {}
        self._together: dict[str, tuple[str, list[Column]]] = {}

    def column(self, path: str, *, gate: bool = True, unknown: str = "") -> Column:
        """The column at a path. With `gate=False` the expression knows what to do where a value is UNSET."""
        if path not in self.columns:
            self.columns[path] = Column(path, f"c{len(self.columns)}")
        if gate:
            self.gates[path] = unknown or path
        return self.columns[path]

    def hear(self, where: str, loud: frozenset[Any]) -> None:
        """The rule is to be looked at where the set of this name (`anchors`, `column.marks`) holds any of these. One
        look at what the set holds then serves all rules."""
        self.heard[where] = self.heard.get(where, frozenset()) | loud

    def together(self, holds: str, column: Column) -> str:
        """The name of what `holds`, a function of the texts in lines, says of this column and of all others for which
        the same is asked: true of all at once, or not sure."""
        name, columns = self._together.setdefault(holds, (f"t{len(self._together)}", []))
        if column not in columns:
            columns.append(column)
            column.joined  # noqa: B018 - asked for, so that it is there
        return name

    def combined(self) -> list[str]:
        """A line for each of those names, and one for each text that they are said of."""
        texts: dict[str, str] = {}
        lines = []
        for holds, (name, columns) in self._together.items():
            listed = ", ".join(column.joined for column in columns)
            if listed not in texts:
                texts[listed] = f"{name}_text"
                lines.append(f'{name}_text = "\\n".join(filter(None, [{listed}]))')
            lines.append(f"{name} = {holds}({texts[listed]})")
        return lines

    def constant(self, value: Any) -> str:
        """The name under which a value, such as a limit or a function, stands in an expression."""
        for name, known in self.constants.items():
            if known is value or (type(known) is type(value) and known == value):
                return name
        name = f"k{len(self.constants)}"
        self.constants[name] = value
        return name


class _Unordered:
    """Stands for the least and most of a column that holds anything but numbers: no comparison holds."""

    def __lt__(self, other: object) -> bool:
        return False

    __gt__ = __le__ = __ge__ = __lt__


UNORDERED = _Unordered()
NUMBERS = frozenset({Decimal, int})
"""The types that an amount, a size or a count has; another holds no number."""
_NOTHING = (Decimal("Infinity"), Decimal("-Infinity"), False)


def span(values: Sequence[Any]) -> tuple[Any, Any, bool]:
    """The least and the most of the numbers, empty places left out, and whether there is a number in every place; of
    no numbers every bound holds."""
    if not values:
        return _NOTHING
    if values[0] is None:
        return _span_of_some(values)
    try:
        ordered = sorted(values)
    except TypeError:
        return _span_of_some(values)
    return (ordered[0], ordered[-1], True) if type(ordered[0]) in NUMBERS else (UNORDERED, UNORDERED, False)


def _span_of_some(values: Iterable[Any]) -> tuple[Any, Any, bool]:
    numbers = [value for value in values if value is not None]
    if not numbers:
        return _NOTHING
    if not NUMBERS.issuperset(map(type, numbers)):
        return UNORDERED, UNORDERED, False
    return min(numbers), max(numbers), False


def longest(lists: Sequence[Any]) -> float:
    """The length of the longest; of what is no list no bound holds."""
    try:
        return max(map(len, lists)) if lists else 0
    except TypeError:
        return inf


def fold(value: Any) -> Any:
    """Text as rules compare it, without regard to case; anything else as it is."""
    return value.casefold() if isinstance(value, str) else value


def differ(rows: list[Any]) -> bool:
    """Whether all rows are surely different as they are spelled: of option values, or of what stands for them."""
    if rows and type(rows[0]) is list:
        rows = [tuple([value["value_name"] for value in row]) for row in rows]
    return len(set(rows)) == len(rows)
