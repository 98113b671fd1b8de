"""One rule from one parsed YAML file."""

from __future__ import annotations

from typing import Any, get_args

from listing_rules.checks import KINDS
from listing_rules.report import Area
from listing_rules.rule import RULE_SCHEMA, Assumption, Rule
from listing_rules.schema import check_schema
from listing_rules.wording import COMMON_WORDS, Template
from listing_rules.yamlfile import Document

__all__ = ["AREAS", "load_rule"]

AREAS: tuple[str, ...] = get_args(Area)


def load_rule(document: Document, area: str, stem: str) -> Rule:
    """The rule of a file that lies in the folder `area` under the name `stem`. RuleFileError where it is none."""
    if not document.known:
        check_schema(document, RULE_SCHEMA)
    if area not in AREAS:
        raise document.error(f"lies in the folder {area!r}; a folder is one of {', '.join(AREAS)}")
    if document.value["id"] != stem:
        raise document.error(f"is named {document.value['id']!r} and lies in {stem}.yaml; both must agree", ("id",))
    return _build(document, document.value, area)


def _build(document: Document, raw: dict[str, Any], area: Any) -> Rule:
    ((kind, params),) = raw["check"].items()
    if not document.known:
        _readable(document, kind, params)
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
        raw=raw,
    )


def _readable(document: Document, kind: str, params: Any) -> None:
    """A kind may look closer at its parameters than a schema can."""
    find_problem = getattr(KINDS[kind], "problem", None)
    problem = find_problem(params) if find_problem else None
    if problem:
        raise document.error(f"check.{kind}: {problem}", ("check", kind))


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
