"""A loaded rule set: rules and tables, frozen, the same in every process."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from pathlib import PurePath
from typing import Any

import msgspec

from listing_rules.categories import CategoryTables, load_tables
from listing_rules.rule import Rule, TurnOff
from listing_rules.terms import TermTable, load_terms

__all__ = ["RuleSet", "Tables", "part_of", "with_tables"]


@dataclass(frozen=True, kw_only=True)
class Tables:
    """The tables beside the rules, as their files hold them; terms and categories are prepared when first needed.
    `terms_right` names the files of terms whose form was checked when they were read."""

    version: str
    released: date
    markets: Mapping[str, Any]
    approvals: Mapping[str, Any]
    requirements: Mapping[str, Any]
    base: Mapping[str, Any]
    term_files: tuple[tuple[str, Any], ...]
    terms_right: frozenset[str] = frozenset()
    category_files: Mapping[str, bytes]
    message_files: Mapping[str, bytes]

    def __reduce__(self) -> tuple[Any, ...]:
        # What was prepared stays behind: it is made again where it is needed, and some of it does not travel.
        return _tables, tuple(getattr(self, field.name) for field in fields(self))

    @cached_property
    def terms(self) -> TermTable:
        return load_terms(self.term_files, self.terms_right)

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
    turned_off: tuple[TurnOff, ...] = ()

    @property
    def version(self) -> str:
        """The release of the bundled rules, such as 2026.11.0."""
        return self.tables.version

    def get(self, rule_id: str) -> Rule | None:
        """The rule with this id."""
        return self._by_id.get(rule_id)

    @cached_property
    def parts(self) -> Mapping[str, str]:
        """A hash of each part of the set: `rule/<id>`, `tables/<name>` and what is turned off. They name its content,
        not where it lies, so the same content has the same hashes on every machine."""
        return {name: _hash(value) for name, value in self._contents()}

    @cached_property
    def content_hash(self) -> str:
        """One hash for the whole set."""
        return _hash(sorted(self.parts.items()))

    def _contents(self) -> Iterator[tuple[str, Any]]:
        tables = self.tables
        yield from ((f"rule/{rule.id}", (rule.area, rule.raw)) for rule in self.rules)
        for table in ("markets", "approvals", "requirements", "base"):
            yield f"tables/{table}", getattr(tables, table)
        yield from ((f"tables/terms/{PurePath(file).stem}", value) for file, value in tables.term_files)
        yield from ((f"tables/categories/{name}", data) for name, data in tables.category_files.items())
        yield from ((f"tables/messages/{name}", data) for name, data in tables.message_files.items())
        for number, off in enumerate(self.turned_off):
            yield f"turned_off/{number}", (off.rule, off.because, off.until, sorted(off.products or ()))

    @cached_property
    def _by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}


class _Part(RuleSet):
    """A few rules of a set. Nobody asks for its hash, which would take longer than its examples."""

    @property
    def content_hash(self) -> str:
        return ""


def part_of(rules: RuleSet, kept: Iterable[str], changed: Rule | None = None) -> RuleSet:
    """These rules alone, one of them as `changed`, over the same tables: for the examples of a rule."""
    names = set(kept)
    chosen = tuple(rule for rule in rules.rules if rule.id in names)
    if changed is not None:
        chosen = tuple(changed if rule.id == changed.id else rule for rule in chosen)
    return _Part(rules=chosen, tables=rules.tables)


def with_tables(rules: RuleSet, **changed: Any) -> RuleSet:
    """The set over other tables; what was prepared from those that stay is not prepared again."""
    tables = replace(rules.tables, **{name: value for name, value in changed.items() if name != "terms"})
    tables.__dict__.update({"terms": rules.tables.terms, "categories": rules.tables.categories} | changed)
    return _Part(rules=rules.rules, tables=tables)


def _hash(value: Any) -> str:
    data = value if isinstance(value, bytes) else msgspec.json.encode(value, order="sorted")
    return hashlib.sha256(data).hexdigest()[:20]
