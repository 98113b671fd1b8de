"""What all kinds of check share: what they are given, and what they answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeAlias

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from listing_rules.categories import CategoryTables, CategoryTree
from listing_rules.checks.screen import NUMBERS
from listing_rules.limits import Limits
from listing_rules.paths import Path
from listing_rules.report import Certainty
from listing_rules.shop import Shop
from listing_rules.surfaces import Surfaces
from listing_rules.terms import Finding, Found, Lexicon, TermTable

__all__ = ["LIMIT", "MARKET_VALUE", "OPTIONS", "UNSET", "Check", "Context", "Facts", "Hit", "Kind", "Unknown"]


MARKET_VALUE: Mapping[str, Any] = {
    "type": "object",
    "properties": {"market": {"type": "string"}},
    "required": ["market"],
    "additionalProperties": False,
}
"""The schema of `{market: name}`, which the markets' table stands for."""

LIMIT: Mapping[str, Any] = {"oneOf": [{"type": "number"}, MARKET_VALUE]}
"""The schema of a limit: a number, or where the markets' table has it."""

_NO_SPAN = (None, None)
OPTIONS = Path.parse("shopify.options")


class Hit(Struct, frozen=True):
    """One place where the rule is broken. Hits of one rule with the same `cause` are told as one failure.

    `words` are what the check adds to the names that a rule's texts may use. `certainty` is set where the evidence
    is weaker than the rule's own.
    """

    at: str
    value: Any = None
    cause: str = ""
    words: Mapping[str, Any] = {}
    certainty: Certainty | None = None
    assumed: bool = False


class Unknown(Struct, frozen=True):
    """The rule cannot be decided: this fact is missing. `why` replaces the fact's own sentence."""

    fact: str
    why: str | None = None


class Subject(Protocol):
    """The product that is looked at. What is not asked for is not made.

    `tree` is the candidate as dicts and lists; `column` gives the values at a path where they can be had without it,
    `stand_in` as many others, of which lists are as long as those.
    `complete`: all variants are there, `skus` how many. `plain` is what the plain way of reading holds, None for any
    other product.
    """

    @property
    def tree(self) -> dict[str, Any]: ...
    @property
    def surfaces(self) -> Surfaces: ...
    @property
    def category_id(self) -> Any: ...
    @property
    def shape(self) -> str: ...
    @property
    def complete(self) -> bool: ...
    @property
    def skus(self) -> int: ...
    @property
    def plain(self) -> Any: ...
    @property
    def product(self) -> Any: ...
    def known_by(self) -> dict[str, Any]: ...
    def column(self, path: str) -> list[Any] | None: ...
    def stand_in(self, path: str) -> list[Any] | None: ...
    def source_place(self, at: str) -> tuple[str | None, str | None]: ...


class Facts:
    """One product and its shop, read by columns; each column is read once for all rules."""

    __slots__ = ("_columns", "_findings", "_found", "_spans", "context", "limits", "shop", "subject")

    def __init__(self, subject: Subject, context: Context) -> None:
        self.subject = subject
        self.shop = context.shop
        self.limits = context.limits
        self.context = context
        self._columns: dict[str, list[Any]] = {}
        self._spans: dict[str, tuple[Any, Any] | None] = {}
        self._findings: tuple[Finding, ...] | None = None
        self._found: Found | None = None

    @property
    def tree(self) -> dict[str, Any]:
        """The candidate as dicts and lists."""
        return self.subject.tree

    @property
    def surfaces(self) -> Surfaces:
        return self.subject.surfaces

    def column(self, path: Path) -> list[Any]:
        """Every value at the path, in order."""
        column = self._columns.get(path.text)
        if column is None:
            column = self._columns[path.text] = self._read(path)
        return column

    def _read(self, path: Path) -> list[Any]:
        if path.steps[0] == "shop":
            return [self._shop_fact(path)]
        known = self.subject.column(path.text)
        if known is not None:
            return known
        return path.values_below(self.column(path.parent) if path.parent else [self.tree])

    def lacks(self, path: Path) -> bool:
        """Whether a value at the path is not known. Told by type: an amount takes long to say that it is not UNSET."""
        return UnsetType in map(type, self.column(path))

    def span(self, path: Path) -> tuple[Any, Any] | None:
        """The least and the most of a column of numbers, empty places left out; None where it holds anything else."""
        span = self._spans.get(path.text, UNSET)
        if span is UNSET:
            numbers = [value for value in self.column(path) if value is not None]
            plain = NUMBERS.issuperset(map(type, numbers))
            span = self._spans[path.text] = ((min(numbers), max(numbers)) if numbers else _NO_SPAN) if plain else None
        return span

    def places(self, path: Path) -> list[tuple[str, Any]]:
        """Every value at the path with its pointer; facts of the shop stand at no place of the candidate."""
        if path.steps[0] == "shop":
            return [("", self._shop_fact(path))]
        numbered = self._numbered(path, self.subject.column(path.text))
        return path.places(self.tree) if numbered is None else numbered

    def lists(self, path: Path) -> list[tuple[str, Any]]:
        """The same for a path of lists, or others that are as long."""
        numbered = self._numbered(path, self.subject.stand_in(path.text))
        return self.places(path) if numbered is None else numbered

    def _numbered(self, path: Path, column: list[Any] | None) -> list[tuple[str, Any]] | None:
        return None if column is None else path.numbered(column, self.subject.skus)

    def places_of(self, path: Path, numbers: Sequence[int]) -> list[tuple[str, Any]]:
        """The same of those values alone that stand so far down the column, all of which are there."""
        if path.lists > 1 or path.steps[0] == "shop":
            places = self.places(path)
            return [places[number] for number in numbers]
        column = self.column(path)
        return [(path.pointer.replace("*", str(number)), column[number]) for number in numbers]

    def texts(self, path: Path) -> list[tuple[str, str]]:
        """Every text at the path that is not empty, with its pointer."""
        return [(at, value) for at, value in self.places(path) if isinstance(value, str) and value]

    def _shop_fact(self, path: Path) -> Any:
        value = getattr(self.shop, path.steps[1])
        return UNSET if value is None else value

    def found(self) -> Found:
        """Which of the anchors that checks want (`Context.lexicon`) are in the product's words."""
        if self._found is None:
            self._found = self.context.lexicon.scan(self.surfaces)
        return self._found

    def findings(self) -> tuple[Finding, ...]:
        """What the terms tables find in the product's words."""
        if self._findings is None:
            self._findings = tuple(
                self.context.terms.find(self.surfaces, self.shop.market, self.context.as_of, self.found())
            )
        return self._findings


class Context(Struct, frozen=True):
    """What a check is compiled for: one shop on one day, with the tables that go with them."""

    shop: Shop
    as_of: date
    limits: Limits
    terms: TermTable
    lexicon: Lexicon
    categories: CategoryTree
    category_tables: CategoryTables
    approvals: Mapping[str, Any]
    requirements: Mapping[str, Any]

    def on(self, day: date) -> Context:
        """The same on another day."""
        return replace(self, as_of=day, limits=replace(self.limits, as_of=day))


Check: TypeAlias = Callable[[Facts], Iterable[Hit | Unknown]]


class Kind(Protocol):
    """A kind of check: a module with the schema of its parameters, the words it adds, and a compiler."""

    SCHEMA: Mapping[str, Any]
    WORDS: frozenset[str]

    def build(self, params: Mapping[str, Any], context: Context) -> Check:
        """The check for these parameters. NoLimitError where the market has no such limit.

        A kind may also have `quiet(params, screen)`: see `screen`.
        """
        ...
