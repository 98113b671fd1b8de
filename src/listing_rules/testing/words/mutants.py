"""Mutants of the tables of words that name goods.

A word that is taken out must be noticed by a title, inside the table or beside it: one that no longer names the goods,
or that does so now. All titles of a table are read once for all of its mutants. Where a table has no titles beside it
the examples of rules that speak of the group are asked too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from listing_rules.errors import RuleFileError
from listing_rules.ruleset import RuleSet
from listing_rules.terms.table import STRENGTHS, Group, read_group
from listing_rules.testing.mutants import DROP, Edit, Mutant, applied, fewer, mutants_of
from listing_rules.testing.mutating import Fate
from listing_rules.testing.words.changes import Change, Words
from listing_rules.testing.words.hearing import Hearing
from listing_rules.testing.words.nouns import NounTable
from listing_rules.testing.words.speaking import Speakers
from listing_rules.testing.words.titles import titles_beside, titles_file, titles_of
from listing_rules.yamlfile import Document, Pointer, read_yaml

__all__ = ["mutate_group", "needless_words", "word_of", "words_without_title"]

_LISTS = {
    "excuses": "remove an excuse",
    "not_beside": "remove an excuse",
    "ambiguous": "remove an excuse",
    "proof": "remove a term",
    "proof_anywhere": "remove a term",
}
_OTHER_END = {"last": "first", "first": "last"}


def mutate_group(rules: RuleSet, file: Path) -> Iterator[Fate]:
    """The fate of every mutant of one table of words; none for a file that is no such table."""
    table = _table_of(rules, file)
    if table:
        yield from table.fates()


def words_without_title(rules: RuleSet, folder: Path) -> Iterator[Fate]:
    """The words that no title shows, of those tables in a folder of rules whose titles are said to be complete."""
    for file in sorted((folder / "tables" / "terms").glob("*.yaml")):
        table = _table_of(rules, file) if titles_file(str(file)).is_file() else None
        if table and table.beside and table.beside.complete:
            fates = table.of_words() if isinstance(table, _Table) else table.fates()
            yield from (fate for fate in fates if fate.is_gap)


def needless_words(rules: RuleSet, fates: Iterable[Fate]) -> Iterator[str]:
    """What stands under `equivalent` in a file of titles, and does not survive."""
    survivors: dict[str, set[str]] = {}
    for fate in fates:
        survivors.setdefault(fate.mutant.file, set()).update(() if fate.killed else (word_of(fate.mutant),))
    for file, alive in survivors.items():
        table = _table_of(rules, Path(file))
        if table and table.beside:
            for name in sorted(set(table.beside.explained) - alive):
                yield f"{table.beside.file}: equivalent: {name!r} does not survive; take it out"


def _table_of(rules: RuleSet, file: Path) -> _Table | NounTable | None:
    """None for a file that holds no words of goods, nor nouns that stand beside them."""
    document = read_yaml(file)
    if "contexts" in document.value:
        return NounTable(rules, document)
    known = next((one for one in rules.tables.terms.groups if one.id == document.value.get("group")), None)
    return _Table(rules, document, known) if known else None


def word_of(mutant: Mutant) -> str:
    """The word that is missing; what was changed where it is none."""
    return mutant.change.partition(": without ")[2] or mutant.change


class _Table:
    """A table, and who notices a mistake in it: its titles, else the rules that speak of its goods."""

    def __init__(self, rules: RuleSet, document: Document, group: Group) -> None:
        self._raw = document.value
        self._document, self._rules, self._group = document, rules, group
        self._whole = next(raw for name, raw in rules.tables.term_files if name == group.file)
        self._words = Words(group, self._whole)
        self.beside = titles_beside(group)

    @cached_property
    def _hearing(self) -> Hearing:
        return Hearing(self._group, self._rules.tables.terms.contexts, titles_of(self._group, self.beside))

    def fates(self) -> Iterator[Fate]:
        """The fate of every mutant."""
        yield from self.of_words()
        yield from self._each((*_readings(self._raw), *_outcomes(self._raw)))

    def of_words(self) -> Iterator[Fate]:
        """The fate of every word."""
        yield from self._each(_words(self._raw))

    def _each(self, edits: Iterable[Edit]) -> Iterator[Fate]:
        yield from (fate for fate in map(self._fate, edits) if fate)

    def _fate(self, edit: Edit) -> Fate | None:
        """What becomes of the mutant; None where it is no table."""
        (mutant,) = mutants_of(self._document, [edit])
        change = self._change(self._place(edit.at), edit.new)
        if change is None:
            return None
        killed = self._is_noticed(change, edit)
        because = None if killed or not self.beside else self.beside.explained.get(word_of(mutant))
        return Fate(Path(mutant.file).stem, mutant, killed, because)

    def _is_noticed(self, change: Change, edit: Edit) -> bool:
        what_becomes_of_them = edit.at[0] == "outcomes"  # no title can tell
        if not what_becomes_of_them and self._hearing.notices(change):
            return True
        asked = what_becomes_of_them or self.beside is None
        return asked and self._speakers.notice(change, edit.market)

    @cached_property
    def _speakers(self) -> Speakers:
        return Speakers(self._rules, self._group)

    def _place(self, at: Pointer) -> Pointer:
        """Where in the whole group it stands: own words follow those that lie below."""
        part, whole = self._raw, self._whole
        place: Pointer = ()
        for step in at:
            part = part[step]
            place = (*place, whole.index(part) if isinstance(whole, list) else step)
            whole = whole[place[-1]]
        return place

    def _change(self, at: Pointer, new: Any) -> Change | None:
        """The mistake as a change of the group; None where it makes no table."""
        if at[0] == "outcomes":
            return self._afresh(applied(self._whole, at, new))
        if at[0] == "accessories":
            return Change(replace(self._group, accessories=False))
        if at[-1] == "thing_stands":
            return self._words.language(str(at[1]), thing_last=new == "last")
        if at[-1] == "compounds":
            return self._words.single_words(str(at[1]))
        return self._words.without(at, _at(self._whole, at))

    def _afresh(self, raw: Any) -> Change | None:
        """The group read again; None where that is no table."""
        try:
            group = replace(self._group, outcomes=read_group(self._group.file, raw).outcomes)
        except RuleFileError:
            return None
        return Change(group, touched=group.vocabulary)


def _at(value: Any, at: Pointer) -> Any:
    for step in at:
        value = value[step]
    return value


def _words(raw: Mapping[str, Any]) -> Iterator[Edit]:
    for language, listed in raw.get("terms", {}).items():
        for strength in STRENGTHS:
            yield from fewer("remove a term", ("terms", language, strength), listed.get(strength, ()))
        for number, pair in enumerate(listed.get("pairs", ())):
            for side in ("one", "other"):
                yield from fewer("remove a term", ("terms", language, "pairs", number, side), pair[side])
    for key, operator in _LISTS.items():
        yield from fewer(operator, (key,), raw.get(key, ()))


def _readings(raw: Mapping[str, Any]) -> Iterator[Edit]:
    if raw.get("accessories"):
        yield Edit("loosen a normalisation", ("accessories",), DROP, "gone")
    for language, listed in raw.get("terms", {}).items():
        at = ("terms", language)
        if listed.get("compounds"):
            yield Edit("loosen a normalisation", (*at, "compounds"), DROP, "gone")
        if "thing_stands" in listed:
            other = _OTHER_END[listed["thing_stands"]]
            yield Edit("loosen a normalisation", (*at, "thing_stands"), other, f"{listed['thing_stands']} -> {other}")


def _outcomes(raw: Mapping[str, Any]) -> Iterator[Edit]:
    for market in raw.get("outcomes", {}):
        if market != "all":
            yield Edit("drop a market", ("outcomes", market), DROP, f"without {market}", market)
