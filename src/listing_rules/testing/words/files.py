"""Which titles stand in which file of a folder of rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from listing_rules.ruleset import RuleSet
from listing_rules.terms.table import Group
from listing_rules.testing.words.hearing import Title
from listing_rules.testing.words.titles import (
    titles_beside,
    titles_beside_nouns,
    titles_file,
    titles_inside,
    wrong_titles,
)

__all__ = ["Shown", "nouns_file", "stray_files", "titles_in", "wrong_in"]

Shown: TypeAlias = tuple[Group, tuple[Title, ...]]
"""Titles, and the group whose goods they name or do not."""


def nouns_file(rules: RuleSet) -> str | None:
    """The file of the nouns that all groups share; None for a set without one."""
    return next((name for name, raw in rules.tables.term_files if "contexts" in raw), None)


def titles_in(rules: RuleSet, file: Path) -> list[Shown]:
    """The titles that stand in a table of words, or in a file beside one; none in any other file."""
    terms, nouns = rules.tables.terms, nouns_file(rules)
    if nouns and _same(titles_file(nouns), file):
        beside = titles_beside_nouns(terms, nouns)
        return [(group, beside.of(group)) for group in terms.groups if beside and beside.of(group)]
    for group in terms.groups:
        if _same(Path(group.file), file):
            return [(group, titles_inside(group))]
        if _same(titles_file(group.file), file):
            beside = titles_beside(group)
            return [(group, beside.of(group))] if beside else []
    return []


def wrong_in(rules: RuleSet, folder: Path) -> Iterator[tuple[Title, str]]:
    """The titles in a folder of rules that do not do as they should, and what they do instead."""
    for name in ("terms", "titles"):
        for file in sorted((folder / "tables" / name).glob("*.yaml")):
            for group, titles in titles_in(rules, file):
                yield from wrong_titles(rules.tables.terms, group, titles)


def stray_files(rules: RuleSet, folder: Path) -> Iterator[Path]:
    """Files of titles in a folder of rules that no table of terms is called as: nobody reads them."""
    read = {titles_file(name).resolve() for name, _ in rules.tables.term_files}
    yield from (file for file in sorted((folder / "tables" / "titles").glob("*")) if file.resolve() not in read)


def _same(one: Path, other: Path) -> bool:
    return one.name == other.name and one.resolve() == other.resolve()
