"""Load rule files and the tables beside them.

A folder of rules holds `<area>/<rule-id>.yaml`. The bundled folder also holds `tables/`: the markets' limits, the
terms, the categories, and the release that all of it belongs to. A folder laid on top may hold `changes.yaml`, limits
in `tables/markets.yaml` and groups of goods in `tables/terms/`, their titles in `tables/titles/`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from listing_rules.categories.model import WordModel
from listing_rules.errors import RuleFileError
from listing_rules.marketlimits import merged, read_markets
from listing_rules.overlay import CHANGES_FILE, check_replacement, turned_off, with_changes
from listing_rules.remembered import Memory, cache_folder
from listing_rules.rule import Rule, TurnOff
from listing_rules.rulefile import AREAS, load_rule
from listing_rules.ruleset import RuleSet, Tables
from listing_rules.schema import check_schema
from listing_rules.terms.contexts import CONTEXTS_SCHEMA
from listing_rules.terms.layers import extended
from listing_rules.terms.schema import TERMS_SCHEMA
from listing_rules.yamlfile import Document, Pointer, read_yaml

__all__ = ["bundled_folder", "load_rules"]

_TABLES = "tables"
_RELEASE = "release.yaml"
_READ = frozenset({".yaml", ".yml"})
_OWN_WORDS = Path("categories", "words.tsv")
_LAYERED = "markets.yaml, terms/, titles/ and categories/words.tsv"


def bundled_folder() -> Path:
    """Where the bundled rules are: inside the package, or beside the source in a checkout."""
    here = Path(__file__).resolve().parent
    installed = here / "_rules"
    return installed if installed.is_dir() else here.parent.parent / "rules"


def load_rules(*folders: str | Path) -> RuleSet:
    """The bundled rule set with your folders layered on top, the last one uppermost.

    A rule with the id of one below replaces it; `changes.yaml` changes rules below or turns them off. A first folder
    that is a whole rule set (it holds `tables/release.yaml`, such as the rules of another release) stands in for the
    bundled one. RuleFileError names the file, line and column of the first thing that is wrong.
    """
    paths = tuple(map(str, folders))
    return _loaded(paths, _content_of([bundled_folder(), *map(Path, paths)]))


def _content_of(folders: list[Path]) -> bytes:
    """A digest of all that may be read there. What cannot be is told when it is really read."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if file.suffix in _READ or _TABLES in file.parts:
                with suppress(OSError):
                    digest.update(b"%b\0%b\0" % (str(file).encode("utf-8", "surrogateescape"), file.read_bytes()))
    return digest.digest()


@lru_cache(maxsize=8)  # the same files give the same set, and what it prepares is prepared once
def _loaded(folders: tuple[str, ...], content: bytes) -> RuleSet:
    above = [Path(folder) for folder in folders]
    whole = bool(above) and (above[0] / _TABLES / _RELEASE).is_file()
    base = above.pop(0) if whole else bundled_folder()
    memory = Memory(cache_folder())
    layers = _Layers(memory, tables=_load_tables(base / _TABLES, memory))
    for folder in (base, *above):
        layers.add(folder, own=folder is not base)
    _check_names(layers.rules, layers.tables)
    memory.keep()
    order = sorted(layers.rules.values(), key=lambda rule: (AREAS.index(rule.area), rule.id))
    return RuleSet(rules=tuple(order), tables=layers.tables, turned_off=tuple(layers.turned_off))


@dataclass
class _Layers:
    """The folders that were read so far, one on top of the other."""

    memory: Memory
    tables: Tables
    rules: dict[str, Rule] = field(default_factory=dict)
    turned_off: list[TurnOff] = field(default_factory=list)

    def add(self, folder: Path, *, own: bool) -> None:
        changes = folder / CHANGES_FILE
        tables = _own_tables(folder / _TABLES, self.tables, self.memory) if own else self.tables
        found = dict(self._load(folder, empty_is_fine=changes.is_file() or tables is not self.tables))
        self.tables = tables
        self.rules |= found
        if changes.is_file():
            document = read_yaml(changes)
            self.rules = with_changes(self.rules, document)
            self.turned_off += turned_off(self.rules, document)

    def _load(self, folder: Path, *, empty_is_fine: bool) -> Iterator[tuple[str, Rule]]:
        seen: dict[str, str] = {}
        for file in _rule_files(folder, empty_is_fine=empty_is_fine):
            document = self.memory.read(file, "rule")
            rule = load_rule(document, file.parent.name, file.stem)
            if rule.id in seen:
                raise RuleFileError(f"the rule {rule.id!r} stands in {seen[rule.id]} too", file=str(file))
            check_replacement(self.rules.get(rule.id), rule, document)
            seen[rule.id] = str(file)
            yield rule.id, rule


def _rule_files(folder: Path, *, empty_is_fine: bool) -> list[Path]:
    if not folder.is_dir():
        raise RuleFileError("is no folder; a folder with <area>/<rule-id>.yaml was expected", file=str(folder))
    found = (file for file in sorted(folder.rglob("*.y*ml")) if file != folder / CHANGES_FILE)
    files = [file for file in found if _TABLES not in file.relative_to(folder).parts]
    if not files and not empty_is_fine:
        raise RuleFileError(
            f"holds no rule files; <area>/<rule-id>.yaml or {CHANGES_FILE} was expected", file=str(folder)
        )
    return files


def _own_tables(folder: Path, below: Tables, memory: Memory) -> Tables:
    """The tables with those of a folder of your own laid over them; the same object where it holds none."""
    if not folder.is_dir():
        return below
    for file in sorted(folder.rglob("*")):
        place = file.relative_to(folder)
        if file.is_file() and place.parts[0] not in ("markets.yaml", "terms", "titles") and place != _OWN_WORDS:
            raise RuleFileError(f"is no table that can be laid on top; {_LAYERED} can", file=str(file))
    markets = folder / "markets.yaml"
    limits = merged(below.markets, read_markets(read_yaml(markets))) if markets.is_file() else below.markets
    terms = {Path(name).stem: (name, value) for name, value in below.term_files}
    for name, value in _documents(folder / "terms", memory):
        stem = Path(name).stem
        terms[stem] = (name, extended(terms[stem][1], value, name) if stem in terms else value)
    categories = {**below.category_files, **_own_words(folder / _OWN_WORDS)}
    return replace(
        below, markets=limits, term_files=tuple(terms[stem] for stem in sorted(terms)), category_files=categories
    )


def _own_words(file: Path) -> dict[str, bytes]:
    """A table that `train-categories` wrote, looked at now so that a broken one is told when it is loaded."""
    if not file.is_file():
        return {}
    data = file.read_bytes()
    try:
        WordModel.parse(data).check()
    except ValueError as error:
        raise RuleFileError(f"{error}; 'listing-rules train-categories' makes one", file=str(file)) from None
    return {file.name: data}


def _check_names(rules: dict[str, Rule], tables: Tables) -> None:
    """Other rules and groups of goods that a rule names are there."""
    groups = {Path(name).stem for name, _ in tables.term_files}
    for rule in rules.values():
        for other in rule.yields_to:
            if other not in rules:
                raise _error(rule, f"yields_to names {other!r}, which is no rule", ("yields_to",))
        for name in ("groups", "except") if rule.kind == "goods" else ():
            for group in rule.params.get(name, ()):
                if group not in groups:
                    at = ("check", "goods", name)
                    raise _error(rule, f"{'.'.join(at)}: {group!r} is no group of goods{_near(group, groups)}", at)


def _error(rule: Rule, message: str, at: Pointer) -> RuleFileError:
    """At the line of the file that the rule is from, which is read again for it."""
    return Document(rule.file, rule.raw, {}, known=True).error(message, at)


def _near(name: str, names: Collection[str]) -> str:
    found = get_close_matches(name, names, n=1)
    return f"; did you mean {found[0]!r}?" if found else ""


def _load_tables(folder: Path, memory: Memory) -> Tables:
    version, released = _release(read_yaml(folder / _RELEASE))
    terms = _term_files(folder / "terms", memory)
    return Tables(
        version=version,
        released=released,
        markets=read_markets(memory.read(folder / "markets.yaml", "markets")),
        approvals=_optional(folder / "approvals.yaml", memory),
        requirements=_optional(folder / "requirements.yaml", memory),
        base=memory.read(folder / "base.yaml", "plain").value,
        term_files=terms,
        terms_right=frozenset(name for name, _ in terms),
        category_files=_contents(folder / "categories"),
        message_files=_contents(folder / "messages"),
    )


def _release(document: Document) -> tuple[str, date]:
    raw = document.value if isinstance(document.value, dict) else {}
    try:
        return str(raw["version"]), date.fromisoformat(raw["date"])
    except (KeyError, TypeError, ValueError):
        raise document.error("names no release; 'version: 2026.11.0' and 'date: 2026-11-24' were expected") from None


def _optional(file: Path, memory: Memory) -> Any:
    return memory.read(file, "plain").value if file.is_file() else {}


def _term_files(folder: Path, memory: Memory) -> tuple[tuple[str, Any], ...]:
    """Whole tables, their form checked; what is laid on top of them is checked where the two are one."""
    documents = [memory.read(file, "terms") for file in sorted(folder.glob("*.yaml"))]
    for document in documents:
        if not document.known:
            is_contexts = isinstance(document.value, dict) and "contexts" in document.value
            check_schema(document, CONTEXTS_SCHEMA if is_contexts else TERMS_SCHEMA)
    return tuple((document.file, document.value) for document in documents)


def _documents(folder: Path, memory: Memory) -> tuple[tuple[str, Any], ...]:
    return tuple((str(file), memory.read(file, "plain").value) for file in sorted(folder.glob("*.yaml")))


def _contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.glob("*")) if file.is_file()}
