"""The titles beside a table of terms, which show each of its words at work: `tables/titles/<group>.yaml`.

They are read by whoever tests the table, and by nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from msgspec import Struct

from listing_rules.schema import check_schema
from listing_rules.shop import MARKETS
from listing_rules.terms import TermTable
from listing_rules.terms.languages import LANGUAGES
from listing_rules.terms.table import Group
from listing_rules.testing.words.hearing import Hearing, Title
from listing_rules.yamlfile import Document, Pointer, read_yaml

__all__ = [
    "TITLES_SCHEMA",
    "Titles",
    "stray_files",
    "titles_beside",
    "titles_file",
    "titles_in",
    "titles_of",
    "wrong_titles",
]

_TITLES = {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 255}, "uniqueItems": True}
_MUTANTS = {"type": "array", "items": {"type": "string"}, "minItems": 1}
TITLES_SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Titles that show each word of a table of terms at work",
    "type": "object",
    "properties": {
        "match": {
            "type": "object",
            "description": "Titles that name the goods, by the language that they are written in.",
            "properties": {language: _TITLES for languages in LANGUAGES.values() for language in languages},
            "additionalProperties": False,
        },
        "pass": {**_TITLES, "description": "Titles that do not, in any market."},
        "complete": {"type": "boolean", "description": "Whether a word that no title shows is a mistake."},
        "equivalent": {
            "type": "array",
            "description": "Words (or other mutants) that no title can tell, and why they stay.",
            "items": {
                "type": "object",
                "properties": {"mutants": _MUTANTS, "because": {"type": "string", "minLength": 1}},
                "required": ["mutants", "because"],
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}


class Titles(Struct, frozen=True):
    """What stands in a file of titles. `complete`: each word must be shown by one; `explained`: mutants that none can
    tell, and why."""

    file: str
    titles: tuple[Title, ...]
    complete: bool
    explained: Mapping[str, str]


def titles_file(table: str) -> Path:
    """Where the titles of a table of terms stand, if there are any."""
    file = Path(table)
    return file.parent.parent / "titles" / file.name


def titles_of(group: Group, beside: Titles | None) -> tuple[Title, ...]:
    """All titles of a table: those inside it and those beside it."""
    return (*titles_inside(group), *(beside.titles if beside else ()))


def titles_inside(group: Group) -> tuple[Title, ...]:
    """The examples inside a table: found in some market that does not allow the goods, or in none."""
    markets = tuple(_markets(group))
    match = (Title(text, True, markets, any=True, file=group.file) for text in group.examples["match"])
    others = (Title(text, False, markets, file=group.file) for text in group.examples["pass"])
    return (*match, *others)


def titles_beside(group: Group) -> Titles | None:
    """The titles in the file beside the table; None where there is none. RuleFileError for one that breaks the
    schema."""
    file = titles_file(group.file)
    if not file.is_file():
        return None
    document = read_yaml(file)
    raw = document.value or {}
    document = replace(document, value=raw)
    check_schema(document, TITLES_SCHEMA)
    markets = tuple(_markets(group))
    titles = _read(document, ("pass",), names_them=False, markets=markets)
    for language in raw.get("match", {}):
        readers = tuple(market for market in markets if language in LANGUAGES[market])
        if not readers:
            raise document.error(f"no market that does not allow {group.name} reads {language!r}", ("match", language))
        titles += _read(document, ("match", language), names_them=True, markets=readers)
    entries = raw.get("equivalent", ())
    explained = {name: one["because"] for one in entries for name in one["mutants"]}
    return Titles(str(file), tuple(titles), raw.get("complete", False), explained)


def _read(document: Document, at: Pointer, *, names_them: bool, markets: tuple[str, ...]) -> list[Title]:
    texts = document.value
    for step in at:
        texts = texts.get(step, {})
    lines = [document.marks[*at, number][0] for number, _ in enumerate(texts)]
    return [
        Title(text, names_them, markets, file=document.file, line=line) for text, line in zip(texts, lines, strict=True)
    ]


def _markets(group: Group) -> Iterable[str]:
    """The markets that do not allow the goods, one for all that read the same languages."""
    return {LANGUAGES[one]: one for one in MARKETS if group.outcome(one) != "allowed"}.values()


def titles_in(table: TermTable, file: Path) -> tuple[Group, tuple[Title, ...]] | None:
    """The titles that stand in a table of terms or in a file beside one, and whose words they show; None for any other
    file."""
    for group in (group for group in table.groups if Path(group.file).name == file.name):
        if Path(group.file).resolve() == file.resolve():
            return group, titles_inside(group)
        beside = titles_beside(group) if titles_file(group.file).resolve() == file.resolve() else None
        if beside:
            return group, beside.titles
    return None


def wrong_titles(table: TermTable, group: Group, titles: Iterable[Title]) -> Iterator[tuple[Title, str]]:
    """Each title that does not do as it should, and what it does instead."""
    for title, markets in Hearing(group, table.contexts, titles).wrong():
        said = "should match; it is not found in" if title.names_them else "should pass; it is found in"
        yield title, f"{said} {', '.join(markets)}"


def stray_files(table: TermTable, folder: Path) -> Iterator[Path]:
    """Files of titles in a folder of rules that no table of terms is called as: nobody reads them."""
    read = {titles_file(group.file).resolve() for group in table.groups}
    yield from (file for file in sorted((folder / "tables" / "titles").glob("*")) if file.resolve() not in read)
