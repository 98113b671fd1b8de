"""`changes.yaml` in a folder of your own rules: what you change about rules that lie below it, and what you turn off.

Mandatory rules (prohibited goods) keep their check and their severity; they can be turned off, and every report
then says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, get_args

from listing_rules import report
from listing_rules.rule import RULE_SCHEMA, Rule, TurnOff
from listing_rules.rulefile import load_rule
from listing_rules.schema import first_error
from listing_rules.yamlfile import Document, Pointer

__all__ = ["CHANGES_FILE", "CHANGES_SCHEMA", "check_replacement", "turned_off", "with_changes"]

CHANGES_FILE = "changes.yaml"

_RULE = {"type": "string", "minLength": 1, "description": "The id of a rule of the set below."}
_BECAUSE = {"type": "string", "minLength": 3, "maxLength": 500, "description": "Why, for whoever reads the report."}
_KEPT = ("severity", "certainty", "reason", "fix", "examples")

CHANGES_SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Changes to a rule set",
    "description": "What you change about rules that exist already. The file changes.yaml in your folder of rules.",
    "type": "object",
    "properties": {
        "change": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "rule": _RULE,
                    "because": _BECAUSE,
                    **{name: RULE_SCHEMA["properties"][name] for name in _KEPT},
                    "check": {"type": "object", "description": "Parameters of the rule's check to set anew."},
                },
                "required": ["rule"],
                "minProperties": 2,
                "additionalProperties": False,
            },
        },
        "turn_off": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "rule": _RULE,
                    "because": _BECAUSE,
                    "until": {**RULE_SCHEMA["properties"]["until"], "description": "The day on which it is on again."},
                    "products": {
                        "type": "array",
                        "items": {"type": ["string", "integer"]},
                        "minItems": 1,
                        "description": "Ids or handles; without it, every product.",
                    },
                },
                "required": ["rule", "because"],
                "additionalProperties": False,
            },
        },
    },
    "minProperties": 1,
    "additionalProperties": False,
}
_SAID_OF: Mapping[str, tuple[str, ...]] = {"severity": ("severity", "forecast"), "reason": ("says",)}
"""What examples say of a part of a rule."""

_SEVERITIES: tuple[str, ...] = get_args(report.Severity)


def with_changes(rules: Mapping[str, Rule], changes: Document) -> dict[str, Rule]:
    """The rules as the file changes them. RuleFileError names the line in it that cannot be followed."""
    problem = first_error(CHANGES_SCHEMA, changes.value)
    if problem:
        raise changes.error(problem.message, problem.at)
    changed = dict(rules)
    for index, change in enumerate(changes.value.get("change", ())):
        rule = _named(changed, changes, ("change", index))
        _check_mandatory(rule, change, changes, ("change", index))
        changed[rule.id] = _changed(rule, change, changes, ("change", index))
    return changed


def turned_off(rules: Mapping[str, Rule], changes: Document) -> Iterator[TurnOff]:
    """What the file turns off."""
    for index, entry in enumerate(changes.value.get("turn_off", ())):
        rule = _named(rules, changes, ("turn_off", index))
        products = entry.get("products")
        _check_day(entry.get("until"), changes, ("turn_off", index, "until"))
        yield TurnOff(
            rule=rule.id,
            because=entry["because"],
            until=entry.get("until"),
            products=products and frozenset(map(str, products)),
            mandatory=rule.mandatory,
        )


def check_replacement(old: Rule | None, new: Rule, document: Document) -> None:
    """A rule file of the same id replaces the one below it, unless that one is mandatory."""
    if old is not None and old.mandatory:
        raise document.error(
            f"{new.id!r} is mandatory and cannot be replaced; give yours another id, and turn this one off in "
            f"{CHANGES_FILE} with a reason",
            ("id",),
        )


def _named(rules: Mapping[str, Rule], changes: Document, at: tuple[str, int]) -> Rule:
    name = changes.value[at[0]][at[1]]["rule"]
    if name not in rules:
        raise changes.error(f"{'.'.join(map(str, at))}.rule: there is no rule {name!r}", (*at, "rule"))
    return rules[name]


def _check_day(day: str | None, changes: Document, at: Pointer) -> None:
    try:
        date.fromisoformat(day or "2026-01-01")
    except ValueError:
        raise changes.error(f"{'.'.join(map(str, at))}: {day} is no day of the calendar", at) from None


def _check_mandatory(rule: Rule, change: Mapping[str, Any], changes: Document, at: tuple[str, int]) -> None:
    weaker = _SEVERITIES.index(change.get("severity", rule.severity)) > _SEVERITIES.index(rule.severity)
    if rule.mandatory and (weaker or "check" in change or "certainty" in change):
        raise changes.error(
            f"{rule.id!r} is mandatory: its severity cannot be lowered nor its check changed; it can be turned off "
            "with a reason, and every report then says so",
            at,
        )


def _still_true(rule: Rule, change: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rule's examples, without what they say of words and severity that are others now."""
    gone = {said for name, told in _SAID_OF.items() if name in change for said in told}
    return [{name: part for name, part in example.items() if name not in gone} for example in rule.raw["examples"]]


def _changed(rule: Rule, change: Mapping[str, Any], changes: Document, at: tuple[str, int]) -> Rule:
    """The rule's file with the change laid over it, read as any rule file; what is wrong is told at the change."""
    raw = {**rule.raw, "examples": _still_true(rule, change), **{one: change[one] for one in _KEPT if one in change}}
    if "check" in change:
        raw["check"] = {rule.kind: {**rule.params, **change["check"]}}
    marks = {where[2:]: mark for where, mark in changes.marks.items() if where[:2] == at}
    marks |= {("check", rule.kind, *where[1:]): mark for where, mark in marks.items() if where[:1] == ("check",)}
    return load_rule(replace(changes, value=raw, marks=marks), rule.area, rule.id)
