"""What a SARIF file says of the rules that it names: title, what happens, what to do, and where that stands."""

from __future__ import annotations

from typing import Any

from listing_rules.formats.findings import UNREADABLE, in_words
from listing_rules.formats.markdown_text import escaped
from listing_rules.formats.visible import visible
from listing_rules.formats.words import STAGES
from listing_rules.rule import Rule
from listing_rules.ruleset import RuleSet

__all__ = ["LEVELS", "descriptor"]

LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_PRECISION = {"certain": "very-high", "likely": "high", "possible": "medium"}
_PROBLEM = {"error": "error", "warning": "warning", "info": "recommendation"}
_MESSAGES = 10


def descriptor(rules: RuleSet, rule_id: str) -> dict[str, Any]:
    """A `reportingDescriptor`. Only what the rule itself states: a rule of yours has no page of ours."""
    title, fix = in_words(rules, rule_id)
    rule = rules.get(rule_id)
    described = {
        "id": rule_id,
        "name": "".join(word.capitalize() for word in rule_id.split("-")),
        "shortDescription": {"text": title},
        "fullDescription": {"text": f"{title}. {STAGES[rule.stage] if rule else 'It was not checked.'}"},
        "help": {"text": f"Fix: {fix}", "markdown": _help(rule, fix)},
        "defaultConfiguration": {"level": LEVELS[rule.severity] if rule else "error"},
        "properties": _properties(rule),
    }
    address = next((source["url"] for source in rule.sources if "url" in source), None) if rule else None
    return described if address is None else {**described, "helpUri": address}


def _properties(rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {"tags": [UNREADABLE], "problem.severity": "error"}
    return {
        "tags": [rule.area, rule.stage, rule.action],
        "precision": _PRECISION[rule.certainty],
        "problem.severity": _PROBLEM[rule.severity],
    }


def _help(rule: Rule | None, fix: str) -> str:
    parts = [f"**Fix:** {escaped(fix)}"]
    if rule is not None:
        said = [*rule.messages[:_MESSAGES], *(f"TikTok Shop code {code}" for code in rule.codes)]
        parts += [escaped(STAGES[rule.stage])]
        parts += ["As sellers see it:\n\n" + "\n".join(f"- {escaped(one)}" for one in said)] if said else []
        parts += ["Sources:\n\n" + "\n".join(f"- {_source(one)}" for one in rule.sources)]
    return "\n\n".join(parts)


def _source(source: Any) -> str:
    return f"{escaped(source['fact'])} ({visible(source['kind']).replace('_', ' ')})"
