"""One rule from one parsed YAML file."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

from listing_rules.checks import KINDS
from listing_rules.fields import held_at, nearest
from listing_rules.parameters import problem_of
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
        _days(document, raw)
        _taken_for_granted(document, raw.get("assuming"))
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
    """A closer look at the parameters than a schema can take."""
    problem = problem_of(kind, params)
    if problem:
        at, said = problem
        raise document.error(f"{'.'.join(map(str, ('check', kind, *at)))}: {said}", ("check", kind, *at))


def _days(document: Document, raw: dict[str, Any]) -> None:
    """Both are days of the calendar, in this order."""
    for name in ("from", "until"):
        try:
            date.fromisoformat(raw.get(name, "2026-01-01"))
        except ValueError:
            raise document.error(f"{name}: {raw[name]} is no day of the calendar", (name,)) from None
    if raw.get("until", "9999") <= raw.get("from", ""):
        raise document.error("until: the rule would end before it begins", ("until",))


def _taken_for_granted(document: Document, raw: Any) -> None:
    if raw and held_at(raw["at"]) is None:
        raise document.error(
            f"assuming.at: the candidate has no place {raw['at']!r}{nearest(raw['at'])}", ("assuming", "at")
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
