"""A loaded rule set: rules and tables, frozen, the same in every process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any

from listing_rules.categories import CategoryTables, load_tables
from listing_rules.rule import Rule
from listing_rules.terms import TermTable, load_terms

__all__ = ["RuleSet", "Tables"]


@dataclass(frozen=True, kw_only=True)
class Tables:
    """The tables beside the rules, as their files hold them; terms and categories are prepared when first needed."""

    version: str
    released: date
    markets: Mapping[str, Any]
    approvals: Mapping[str, Any]
    base: Mapping[str, Any]
    term_files: tuple[tuple[str, Any], ...]
    category_files: Mapping[str, bytes]
    message_files: Mapping[str, bytes]

    def __reduce__(self) -> tuple[Any, ...]:
        # What was prepared stays behind: it is made again where it is needed, and some of it does not travel.
        return _tables, tuple(getattr(self, field.name) for field in fields(self))

    @cached_property
    def terms(self) -> TermTable:
        return load_terms(self.term_files)

    @cached_property
    def categories(self) -> CategoryTables:
        return load_tables(self.category_files)


def _tables(*values: Any) -> Tables:
    """The tables again, in another process."""
    return Tables(**{field.name: value for field, value in zip(fields(Tables), values, strict=True)})


@dataclass(frozen=True, kw_only=True, eq=False)
class RuleSet:
    """Rules in the order in which they are told, and the tables that they read."""

    rules: tuple[Rule, ...]
    tables: Tables

    @property
    def version(self) -> str:
        """The release of the bundled rules, such as 2026.11.0."""
        return self.tables.version

    def get(self, rule_id: str) -> Rule | None:
        """The rule with this id."""
        return self._by_id.get(rule_id)

    @cached_property
    def _by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}
