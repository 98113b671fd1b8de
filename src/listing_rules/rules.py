"""Load rule files and the tables beside them.

A folder of rules holds `<area>/<rule-id>.yaml`. The bundled folder also holds `tables/`: the markets' limits, the
terms, the categories, and the release that all of it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

from jsonschema import Draft202012Validator

from listing_rules.checks import KINDS
from listing_rules.errors import RuleFileError
from listing_rules.report import Area
from listing_rules.rule import RULE_SCHEMA, Assumption, Rule
from listing_rules.ruleset import RuleSet, Tables
from listing_rules.schema import first_error
from listing_rules.wording import COMMON_WORDS, Template
from listing_rules.yamlfile import Document, read_yaml

__all__ = ["bundled_folder", "load_rules"]

AREAS: tuple[str, ...] = get_args(Area)
_TABLES = "tables"
_VALIDATOR = Draft202012Validator(RULE_SCHEMA)


def bundled_folder() -> Path:
    """Where the bundled rules are: inside the package, or beside the source in a checkout."""
    here = Path(__file__).resolve().parent
    installed = here / "_rules"
    return installed if installed.is_dir() else here.parent.parent / "rules"


def load_rules(*folders: str | Path) -> RuleSet:
    """The bundled rule set with your folders layered on top; a rule with the id of an earlier one replaces it.

    RuleFileError names the file, line and column of the first thing that is wrong.
    """
    bundled = bundled_folder()
    rules: dict[str, Rule] = {}
    for folder in (bundled, *map(Path, folders)):
        for rule in _load_folder(folder):
            rules[rule.id] = rule
    _check_yields(rules)
    order = sorted(rules.values(), key=lambda rule: (AREAS.index(rule.area), rule.id))
    return RuleSet(rules=tuple(order), tables=_load_tables(bundled / _TABLES))


def _load_folder(folder: Path) -> Iterator[Rule]:
    if not folder.is_dir():
        raise RuleFileError("is no folder; a folder with <area>/<rule-id>.yaml was expected", file=str(folder))
    files = [file for file in sorted(folder.rglob("*.y*ml")) if _TABLES not in file.relative_to(folder).parts]
    if not files:
        raise RuleFileError("holds no rule files; <area>/<rule-id>.yaml was expected", file=str(folder))
    seen: dict[str, str] = {}
    for file in files:
        rule = load_rule(read_yaml(file), file.parent.name, file.stem)
        if rule.id in seen:
            raise RuleFileError(f"the rule {rule.id!r} stands in {seen[rule.id]} too", file=str(file))
        seen[rule.id] = str(file)
        yield rule


def load_rule(document: Document, area: str, stem: str) -> Rule:
    """One rule from a parsed file that lies in the folder `area` under the name `stem`."""
    problem = first_error(_VALIDATOR, document.value)
    if problem:
        raise document.error(problem.message, problem.at)
    if area not in AREAS:
        raise document.error(f"lies in the folder {area!r}; a folder is one of {', '.join(AREAS)}")
    if document.value["id"] != stem:
        raise document.error(f"is named {document.value['id']!r} and lies in {stem}.yaml; both must agree", ("id",))
    return _build(document, document.value, area)


def _build(document: Document, raw: dict[str, Any], area: Any) -> Rule:
    ((kind, params),) = raw["check"].items()
    names = COMMON_WORDS | KINDS[kind].WORDS
    platform = raw.get("platform", {})
    return Rule(
        id=raw["id"],
        title=raw["title"],
        area=area,
        since=raw["since"],
        stage=raw["stage"],
        severity=raw["severity"],
        certainty=raw["certainty"],
        markets=None if raw["markets"] == "all" else frozenset(raw["markets"]),
        needs=tuple(raw.get("needs", ())),
        kind=kind,
        params=params,
        reason=_template(document, ("reason",), names),
        fix=_template(document, ("fix",), names),
        action=raw["action"],
        codes=tuple(platform.get("codes", ())),
        messages=tuple(platform.get("messages", ())),
        sources=tuple(raw["sources"]),
        examples=tuple(raw["examples"]),
        assuming=_assumption(document, raw.get("assuming"), names),
        yields_to=frozenset(raw.get("yields_to", ())),
        starts=raw.get("from"),
        ends=raw.get("until"),
        not_synced=raw.get("not_synced", False),
        mandatory=raw.get("mandatory", False),
        file=document.file,
    )


def _template(document: Document, at: tuple[str, ...], names: frozenset[str]) -> Template:
    text: Any = document.value
    for step in at:
        text = text[step]
    try:
        return Template.parse(text, names)
    except ValueError as error:
        raise document.error(str(error), at) from None


def _assumption(document: Document, raw: Any, names: frozenset[str]) -> Assumption | None:
    return raw and Assumption(raw["at"], raw["equals"], _template(document, ("assuming", "say"), names))


def _check_yields(rules: dict[str, Rule]) -> None:
    for rule in rules.values():
        for other in rule.yields_to:
            if other not in rules:
                raise RuleFileError(f"yields_to names {other!r}, which is no rule", file=rule.file)


def _load_tables(folder: Path) -> Tables:
    release = read_yaml(folder / "release.yaml").value
    return Tables(
        version=release["version"],
        released=date.fromisoformat(release["date"]),
        markets=read_yaml(folder / "markets.yaml").value["markets"],
        approvals=_optional(folder / "approvals.yaml"),
        base=read_yaml(folder / "base.yaml").value,
        term_files=_documents(folder / "terms"),
        category_files=_contents(folder / "categories"),
        message_files=_contents(folder / "messages"),
    )


def _optional(file: Path) -> Any:
    return read_yaml(file).value if file.is_file() else {}


def _documents(folder: Path) -> tuple[tuple[str, Any], ...]:
    files: Iterable[Path] = sorted(folder.glob("*.yaml"))
    return tuple((str(file), read_yaml(file).value) for file in files)


def _contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.glob("*")) if file.is_file()}
