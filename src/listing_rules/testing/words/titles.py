"""The titles beside a table of terms, which show each of its words at work: `tables/titles/<group>.yaml`.

They are read by whoever tests the table, and by nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from msgspec import Struct

from listing_rules.schema import EQUIVALENT, check_schema, explained
from listing_rules.shop import MARKETS
from listing_rules.terms import TermTable
from listing_rules.terms.languages import LANGUAGES
from listing_rules.terms.table import Group
from listing_rules.testing.words.hearing import Hearing, Title
from listing_rules.yamlfile import Document, Pointer, read_yaml

__all__ = [
    "TITLES_SCHEMA",
    "Titles",
    "titles_beside",
    "titles_beside_nouns",
    "titles_file",
    "titles_inside",
    "titles_of",
    "wrong_titles",
]

_TITLES = {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 255}, "uniqueItems": True}
_BY_LANGUAGE: Mapping[str, Any] = {
    "type": "object",
    "properties": {language: _TITLES for languages in LANGUAGES.values() for language in languages},
    "additionalProperties": False,
}
_MATCH = {**_BY_LANGUAGE, "description": "Titles that name the goods, by the language that they are written in."}
_PASS = {**_TITLES, "description": "Titles that do not, in any market."}
_BY_NOUNS = {
    "match": _MATCH,
    "pass": _PASS,
    "pass_in": {**_BY_LANGUAGE, "description": "Titles that do not in a market that reads the language."},
}
TITLES_SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Titles that show each word of a table of terms at work",
    "type": "object",
    "properties": {
        "match": _MATCH,
        "pass": _PASS,
        "groups": {
            "type": "object",
            "description": "Titles for the nouns in contexts.yaml: which goods they name, or do not, by those nouns.",
            "additionalProperties": {"type": "object", "properties": _BY_NOUNS, "additionalProperties": False},
        },
        "complete": {"type": "boolean", "description": "Whether a word that no title shows is a mistake."},
        "equivalent": EQUIVALENT,
    },
    "additionalProperties": False,
}


class Titles(Struct, frozen=True):
    """What stands in a file of titles, by the group whose goods they name. `complete`: each word must be shown by one;
    `explained`: mutants that none can tell, and why."""

    file: str
    by_group: Mapping[str, tuple[Title, ...]]
    complete: bool
    explained: Mapping[str, str]

    def of(self, group: Group) -> tuple[Title, ...]:
        return self.by_group.get(group.id, ())


def titles_file(table: str) -> Path:
    """Where the titles of a table of terms stand, if there are any."""
    file = Path(table)
    return file.parent.parent / "titles" / file.name


def titles_of(group: Group, beside: Titles | None) -> tuple[Title, ...]:
    """All titles of a table: those inside it and those beside it."""
    return (*titles_inside(group), *(beside.of(group) if beside else ()))


def titles_inside(group: Group) -> tuple[Title, ...]:
    """The examples inside a table: found in some market that does not allow the goods, or in none."""
    markets = tuple(_markets(group))
    match = (Title(text, True, markets, any=True, file=group.file) for text in group.examples["match"])
    others = (Title(text, False, markets, file=group.file) for text in group.examples["pass"])
    return (*match, *others)


def titles_beside(group: Group) -> Titles | None:
    """The titles in the file beside the table; None where there is none. RuleFileError for one that breaks the
    schema."""
    document = _document(titles_file(group.file))
    if document is None:
        return None
    if "groups" in document.value:
        raise document.error(
            "groups: stands in the titles of contexts.yaml alone; here all titles are of one", ("groups",)
        )
    return _titles(document, {group.id: tuple(_shown(document, (), group))})


def titles_beside_nouns(table: TermTable, file: str) -> Titles | None:
    """The same for the nouns that all groups share, whose `file` is given."""
    document = _document(titles_file(file))
    if document is None:
        return None
    groups = {group.id: group for group in table.groups}
    found = {}
    for name in document.value.get("groups", ()):
        if name not in groups:
            raise document.error(f"groups: {name!r} is no group of goods", ("groups", name))
        found[name] = tuple(_shown(document, ("groups", name), groups[name]))
    return _titles(document, found)


def _document(file: Path) -> Document | None:
    if not file.is_file():
        return None
    document = read_yaml(file)
    document = replace(document, value=document.value or {})
    check_schema(document, TITLES_SCHEMA)
    return document


def _titles(document: Document, by_group: Mapping[str, tuple[Title, ...]]) -> Titles:
    raw = document.value
    return Titles(document.file, by_group, raw.get("complete", False), explained(raw))


def _shown(document: Document, at: Pointer, group: Group) -> Iterator[Title]:
    markets = tuple(_markets(group))
    yield from _read(document, (*at, "pass"), names_them=False, markets=markets)
    for name, names_them in (("match", True), ("pass_in", False)):
        for language in _value_at(document.value, (*at, name), {}):
            readers = tuple(market for market in markets if language in LANGUAGES[market])
            place = (*at, name, language)
            if not readers:
                raise document.error(f"no market that does not allow {group.name} reads {language!r}", place)
            yield from _read(document, place, names_them=names_them, markets=readers)


def _read(document: Document, at: Pointer, *, names_them: bool, markets: tuple[str, ...]) -> list[Title]:
    texts = _value_at(document.value, at, ())
    lines = [document.marks[*at, number][0] for number, _ in enumerate(texts)]
    return [
        Title(text, names_them, markets, file=document.file, line=line) for text, line in zip(texts, lines, strict=True)
    ]


def _value_at(value: Any, at: Pointer, otherwise: Any) -> Any:
    """What stands at this place of nested mappings; `otherwise` where nothing does."""
    for step in at:
        value = value.get(step, {})
    return value or otherwise


def _markets(group: Group) -> Iterable[str]:
    """The markets that do not allow the goods, one for all that read the same languages."""
    return {LANGUAGES[one]: one for one in MARKETS if group.outcome(one) != "allowed"}.values()


def wrong_titles(table: TermTable, group: Group, titles: Iterable[Title]) -> Iterator[tuple[Title, str]]:
    """Each title that does not do as it should, and what it does instead."""
    for title, markets in Hearing(group, table.contexts, titles).wrong():
        said = "should match; it is not found in" if title.names_them else "should pass; it is found in"
        yield title, f"{said} {', '.join(markets)}"
