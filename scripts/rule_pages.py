"""The pages of the documentation that are made from the rule files: one for each rule, the index, what changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_args

from listing_rules.engine import Checker
from listing_rules.examples import base_product, base_shop, check_example, markets_of
from listing_rules.formats.words import STAGES
from listing_rules.limits import Limits, NoLimitError
from listing_rules.report import Area
from listing_rules.rule import Rule
from listing_rules.ruleset import RuleSet
from listing_rules.shop import MARKETS

__all__ = ["changes_page", "index_page", "rule_page"]

DO_NOT_EDIT = "<!-- Written by scripts/publish.py from the rule file; change it there. -->"
SELLERS = {"local": "", "cross_border": " (cross-border)"}


def index_page(rules: RuleSet) -> str:
    lines = [DO_NOT_EDIT, "# All rules", "", f"{len(rules.rules)} rules, version {rules.version}. By stage, then"]
    lines += ["[by area](#by-area); [what changed](changes.md) from release to release.", ""]
    for stage, meaning in STAGES.items():
        told = [rule for rule in rules.rules if rule.stage == stage]
        lines += [f"## {stage}", "", meaning, "", "| rule | what | area | severity |", "|---|---|---|---|"]
        lines += [f"| [{rule.id}]({rule.id}.md) | {rule.title} | {rule.area} | {rule.severity} |" for rule in told]
        lines.append("")
    lines += ["## By area", "", "| area | rules |", "|---|---|"]
    for area in get_args(Area):
        links = ", ".join(f"[{rule.id}]({rule.id}.md)" for rule in rules.rules if rule.area == area)
        lines.append(f"| {area} | {links} |")
    return "\n".join([*lines, ""])


def changes_page(rules: RuleSet) -> str:
    """What is new and what changed, release by release, the newest first."""
    entries: dict[str, list[str]] = {}
    for rule in rules.rules:
        entries.setdefault(rule.since, []).append(f"- New: [{rule.id}]({rule.id}.md), {rule.title}.")
        for entry in rule.raw.get("history", ()):
            entries.setdefault(entry["in"], []).append(f"- [{rule.id}]({rule.id}.md): {entry['what']}")
    lines = [DO_NOT_EDIT, "# What changed in the rules", ""]
    for version in sorted(entries, key=lambda text: [int(part) for part in text.split(".")], reverse=True):
        lines += [f"## {version}", "", *sorted(entries[version]), ""]
    return "\n".join(lines)


def rule_page(rules: RuleSet, rule: Rule) -> str:
    markets = (
        "all markets" if rule.markets is None else ", ".join(market for market in MARKETS if market in rule.markets)
    )
    lines = [DO_NOT_EDIT, f"# {rule.title}", "", f"`{rule.id}` · {rule.area} · since {rule.since} · {markets}", ""]
    lines += [f"**{STAGES[rule.stage]}** Severity {rule.severity}, {rule.certainty}.", ""]
    if rule.mandatory:
        lines += ["Mandatory: it can be turned off, and every report then says so.", ""]
    if rule.messages or rule.codes:
        lines += ["## As sellers see it", ""]
        lines += [f"- *{message}*" for message in rule.messages]
        lines += [f"- TikTok Shop code {code}" for code in rule.codes]
        lines.append("")
    lines += _example(rules, rule)
    lines += _limits(rules, rule)
    if rule.needs:
        lines += ["## What it needs", "", "Skipped unless these are known: " + ", ".join(rule.needs) + ".", ""]
    if rule.starts or rule.ends:
        lines += ["## When", "", f"From {rule.starts or 'the start'} until {rule.ends or 'further notice'}.", ""]
    lines += ["## Sources", ""]
    for source in rule.sources:
        where = f" <{source['url']}>" if "url" in source else ""
        read = f", read {source['read']}" if "read" in source else ""
        lines.append(f"- {source['fact']} ({source['kind'].replace('_', ' ')}{read}){where}")
    return "\n".join(lines) + "\n"


def _limits(rules: RuleSet, rule: Rule) -> list[str]:
    """The limits that differ by market, each with the markets that it holds in."""
    named = {name: value for name, value in rule.params.items() if isinstance(value, dict) and set(value) == {"market"}}
    rows: dict[str, list[str]] = {}
    for market in MARKETS:
        if rule.applies_in(market):
            rows.setdefault("; ".join(_of_market(rules, named, market)), []).append(market)
    if not named:
        return []
    lines = ["## Limits", "", "| markets | limit |", "|---|---|"]
    return [*lines, *(f"| {', '.join(markets)} | {limit} |" for limit, markets in rows.items()), ""]


def _of_market(rules: RuleSet, named: dict[str, Any], market: str) -> Iterator[str]:
    for name, value in named.items():
        limits = {}
        for seller, words in SELLERS.items():
            try:
                found = Limits(market, seller, rules.tables.released, rules.tables.markets[market]).resolve(value)
                limits[words] = (
                    f"{name.replace('_', ' ')} {found if isinstance(found, str) else format(found, ',')}{words}"
                )
            except NoLimitError:
                limits[words] = "no source states one"
        local, abroad = limits.values()
        yield local if abroad in (f"{local} (cross-border)", local) else f"{local}, {abroad}"


def _example(rules: RuleSet, rule: Rule) -> list[str]:
    """The first failing example, with what we really say of it, and its repair."""
    example = next((one for one in rule.examples if "fails" in one), None)
    if example is None:
        return []
    market = markets_of(rule, example)[0]
    shop = base_shop(rules, market, example.get("shop", {}))
    payload = example.get("payload") or base_product(rules, market, example["given"])
    report = check_example(Checker(rules, shop), payload, example.get("after"))
    failure = next(one for one in report.failures if one.rule == rule.id)
    given = {key: example[key] for key in ("shop", "after", "given", "payload") if key in example}
    lines = ["## Example", "", f"{example['name'].capitalize()}, in {market}:", "", "```json", _json(given), "```", ""]
    lines += [f"> {failure.reason}", ">", f"> **Fix:** {failure.fix}", ""]
    if example.get("repaired"):
        lines += ["Repaired:", "", "```json", _json(example["repaired"]), "```", ""]
    return lines


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
