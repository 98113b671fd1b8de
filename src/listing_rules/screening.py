"""One function for all rules of a set: it clears the rules that are surely quiet, and names those to look at.

Nearly every rule is quiet on nearly every product, and a comparison or two tells it. The kinds of check give those as
expressions (`quiet`, see `checks/screen.py`); here they are put together so that each column is read once, and what a
payload's shape does not hold is asked once for all rules that need it. `listing-rules rules --compiled` prints the
function.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import CodeType
from typing import Any, TypeAlias

from msgspec import UNSET, Struct

from listing_rules.checks import KINDS, Facts
from listing_rules.checks.screen import Column, Screen, fold, longest, span
from listing_rules.compiling import Compiled
from listing_rules.paths import Path, elements
from listing_rules.shopify.plain_columns import SHARED, PlainColumn
from listing_rules.tree_columns import TreeColumns

__all__ = ["Columns", "Lack", "Screened", "screened"]

Lack: TypeAlias = tuple[int, str]
"""A rule, by its place, and the fact that it lacks."""

Columns: TypeAlias = Mapping[str, PlainColumn] | None
"""Where the columns are read off a plain product; None: they are read from the candidate."""

_HEARD = re.compile(r"\b(?:anchors|short)\b")
_LISTEN = "    found = facts.found(); anchors = found.anchors; short = found.short"
_HEAD = "def screen(facts, look, missing):"
_GENERAL_HEAD = "    tree = facts.tree"
_PLAIN_HEAD = "    plain = facts.subject.plain; body = plain.body; variants = body.variants; images = body.images"


class Screened(Struct, frozen=True):
    """The function, its text, and what it leaves to others.

    `run(facts, look, missing)` adds to `look` the places of rules to look at, and to `missing` the numbers of
    those `lacks` whose fact this product has not. `always`: rules that no expression clears. `never`: what no product
    of this kind holds.
    """

    run: Callable[[Facts, list[int], list[int]], None]
    text: str
    lacks: tuple[tuple[Lack, ...], ...]
    always: tuple[int, ...]
    never: tuple[Lack, ...]


class _Rule(Struct, frozen=True):
    """`gates` are the paths that must be in the payload's shape, each with its fact: what the rule says it needs, then
    what its check reads. A need that is missing at one place is missing; a column only where it is everywhere.
    `heard`: what must not be in the sets of these names."""

    place: int
    id: str
    quiet: str
    heard: Mapping[str, frozenset[Any]]
    gates: tuple[tuple[str, str, bool], ...]

    def lack(self, columns: Mapping[str, PlainColumn]) -> str | None:
        """The fact, if any, for want of which it cannot be decided for any product with these columns."""
        absent = [fact for path, fact, needed in self.gates if path not in columns and (needed or self.reads_one)]
        return absent[0] if absent else None

    @property
    def listens(self) -> bool:
        """Whether it asks for what was heard in the product's words."""
        return any(map(_HEARD.search, (self.quiet, *self.heard)))

    @property
    def reads_one(self) -> bool:
        """Of several columns that a check reads, one alone that is not there leaves the others to look at."""
        return sum(not needed for _, _, needed in self.gates) == 1

    def asked(self, columns: Columns) -> tuple[tuple[tuple[str, str, bool], ...], bool]:
        """The gates that such a product may not pass, and whether the check reads one column alone."""
        sure = {path for path, column in (columns or {}).items() if column.sure}
        gates = tuple(gate for gate in self.gates if gate[0] not in sure)
        return gates, bool(gates) and self.reads_one


def screened(
    rules: Sequence[Compiled],
    market: str,
    columns: Columns,
    names: Mapping[str, Any],
    holds: Callable[[Path], bool],
) -> Screened:
    """The function for these rules. `names` is what the expressions in `columns` use; `holds` says of a path that is
    none of them whether the product's candidate can hold anything there."""
    screen = Screen(market)
    asked = [(place, _asked(place, compiled, screen)) for place, compiled in enumerate(rules)]
    if columns is not None:
        columns = {**columns, **_of_the_candidate(screen, columns, holds)}
    never: list[Lack] = []
    groups: dict[object, list[_Rule]] = {}
    for rule in (rule for _, rule in asked if rule):
        absent = None if columns is None else rule.lack(columns)
        if absent is None:
            groups.setdefault(rule.asked(columns), []).append(rule)
        else:
            never.append((rule.place, absent))
    lines = _Lines(screen, columns)
    text = lines.function(list(groups.values()))
    return Screened(
        run=_compiled(text, screen, names),
        text=text,
        lacks=tuple(lines.lacks),
        always=tuple(place for place, rule in asked if rule is None),
        never=tuple(never),
    )


def _of_the_candidate(
    screen: Screen, columns: Mapping[str, PlainColumn], holds: Callable[[Path], bool]
) -> dict[str, PlainColumn]:
    """Columns that the product has in its candidate alone, which is made for the rules that read them."""
    others = [column for column in screen.columns.values() if column.path not in columns]
    held = [column for column in others if holds(Path.parse(column.path))]
    return {column.path: PlainColumn(_asked_for(column), sure=False) for column in held}


def _asked_for(column: Column) -> str:
    return f"facts.column({column.name}_path)" + ("" if column.is_list else "[0]")


def _asked(place: int, compiled: Compiled, screen: Screen) -> _Rule | None:
    ask = getattr(KINDS[compiled.rule.kind], "quiet", None)
    screen.gates, screen.heard = {}, {}
    quiet = ask(compiled.params, screen) if ask else None
    if quiet is None or any(path.startswith("shop.") for path in screen.gates):
        return None  # facts of the shop stand in no column of the product
    read = [(path, fact, False) for path, fact in screen.gates.items()]
    needs = [(screen.column(path.text).path, name, True) for name, path in compiled.needs]
    return _Rule(place, compiled.rule.id, quiet, screen.heard, (*needs, *read))


def _compiled(text: str, screen: Screen, names: Mapping[str, Any]) -> Any:
    paths = {f"{column.name}_path": Path.parse(column.path) for column in screen.columns.values()}
    finders = {f"{column.name}_find": column.finder() for column in screen.columns.values() if column.wanted}
    space = {**names, **screen.constants, **paths, **finders, "UNSET": UNSET, "elements": elements}
    space |= {"span": span, "longest": longest, "fold": fold}
    exec(_code(text), space)  # noqa: S102 - our own expressions; all values are constants
    return space["screen"]


@lru_cache(maxsize=64)
def _code(text: str) -> CodeType:
    """Shops that differ in their limits alone have the same function."""
    return compile(text, "<compiled rules>", "exec")


class _Lines:
    """Writes the function; `lacks` grows with it."""

    def __init__(self, screen: Screen, columns: Columns) -> None:
        self._screen = screen
        self._columns = columns
        self._tree = TreeColumns()
        self.lacks: list[tuple[Lack, ...]] = []

    def function(self, groups: Sequence[list[_Rule]]) -> str:
        body = [line for group in groups for line in self._group(group)]
        read = [line for column in self._screen.columns.values() for line in self._column(column)]
        read += self._screen.combined()
        head = [_HEAD, _GENERAL_HEAD] if self._columns is None else [_HEAD, _PLAIN_HEAD, *self._shared(read)]
        if any(rule.listens for group in groups for rule in group):
            head.append(_LISTEN)
        return "\n".join([*head, *(f"    {line}" for line in [*read, *body]), "    return"])

    def _shared(self, lines: list[str]) -> Iterator[str]:
        for name, expression in SHARED.items():
            if any(f" {name}[" in line for line in lines):
                yield f"    {name} = {expression}"

    def _column(self, column: Column) -> Iterator[str]:
        path = Path.parse(column.path)
        if self._columns is None and path.steps[0] != "shop":
            yield from self._tree.lines(path, column.name)
        else:
            yield f"{column} = {self._read(column)}  # {column.path}"
        yield from column.assignments()

    def _read(self, column: Column) -> str:
        if self._columns is None:
            return _asked_for(column)
        if column.path in self._columns:
            return self._columns[column.path].expression
        return "[UNSET]" if column.is_list else "UNSET"

    def _group(self, group: list[_Rule]) -> Iterator[str]:
        """`if` for each fact that may be missing, then the rules themselves."""
        places = tuple(rule.place for rule in group)
        word = "if"
        gates, reads_one = group[0].asked(self._columns)
        for path, fact, needed in gates:
            column = self._screen.columns[path]
            lack = self._lack(places, fact) if needed or reads_one else f"look.extend({places})"
            unknown = f"UNSET in {column}" if column.is_list else f"{column} is UNSET"
            yield f"{word} {unknown}:"
            partly = column.is_list and not needed and reads_one
            yield (
                f"    {lack} if all([one is UNSET for one in {column}]) else look.extend({places})"
                if partly
                else f"    {lack}"
            )
            word = "elif"
        lines = [*self._conditions(group), *self._listening(group)]
        if gates:
            yield "else:"
            lines = [f"    {line}" for line in lines or ["pass"]]
        yield from lines

    def _conditions(self, group: list[_Rule]) -> Iterator[str]:
        """One for each expression, which some rules share."""
        loud: dict[str, list[_Rule]] = {}
        for rule in group:
            loud.setdefault(rule.quiet, []).append(rule)
        loud.pop("True", None)
        for quiet, rules in loud.items():
            named = ", ".join(rule.id for rule in rules)
            places = tuple(rule.place for rule in rules)
            add = f"look.append({places[0]})" if len(places) == 1 else f"look.extend({places})"
            yield f"if not ({quiet}): {add}  # {named}"

    def _listening(self, group: list[_Rule]) -> Iterator[str]:
        """One look at each set that rules listen to: what it holds leads to the rules."""
        listeners: dict[str, dict[Any, tuple[int, ...]]] = {}
        for rule in group:
            for where, loud in rule.heard.items():
                table = listeners.setdefault(where, {})
                table.update({one: (*table.get(one, ()), rule.place) for one in loud})
        for where, table in listeners.items():
            named = ", ".join(rule.id for rule in group if where in rule.heard)
            yield f"for one in {where}: look.extend({self._screen.constant(table)}.get(one, ()))  # {named}"

    def _lack(self, places: Sequence[int], fact: str) -> str:
        self.lacks.append(tuple((place, fact) for place in places))
        return f"missing.append({len(self.lacks) - 1})"
