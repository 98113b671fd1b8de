"""Write what is generated from the code and the rules: schemas, a page for every rule, outputs shown in the docs.

python scripts/publish.py            write
python scripts/publish.py --check    say what is stale, and fail
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from listing_rules.candidate import ListingCandidate
from listing_rules.cli import cli
from listing_rules.engine import Checker
from listing_rules.examples import base_product, base_shop
from listing_rules.explaining.homes import not_predictable_page
from listing_rules.marketlimits import MARKETS_SCHEMA
from listing_rules.overlay import CHANGES_SCHEMA
from listing_rules.report import Report
from listing_rules.rule import RULE_SCHEMA, Rule
from listing_rules.rules import load_rules
from listing_rules.ruleset import RuleSet
from listing_rules.shop import MARKETS, Shop
from listing_rules.shopify import read_product
from listing_rules.terms.table import TERMS_SCHEMA

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = re.compile(r"<!-- output: listing-rules (?P<command>.*?) -->\n```\n.*?```\n<!-- /output -->", re.DOTALL)
DO_NOT_EDIT = "<!-- Written by scripts/publish.py from the rule file; change it there. -->"
FROM_TABLE = "<!-- Written by scripts/publish.py from rules/tables/messages/; change it there. -->"
STAGES = {
    "sync_failed": "TikTok Shop refuses the product when it is synced.",
    "review_failed": "TikTok Shop rejects the product in review.",
    "in_review": "The product stays in review.",
    "listed": "The product is listed, or left alone; nothing stops it.",
}


def published() -> Iterator[tuple[Path, str]]:
    """Every generated file and what it should hold."""
    rules = load_rules()
    yield from _schemas()
    for rule in rules.rules:
        yield ROOT / "docs" / "rules" / f"{rule.id}.md", _page(rules, rule)
    yield ROOT / "docs" / "rules" / "index.md", _index(rules)
    yield ROOT / "docs" / "not-predictable.md", f"{FROM_TABLE}\n{not_predictable_page(rules)}"
    for file in (ROOT / "README.md", ROOT / "docs" / "index.md"):
        yield file, OUTPUT.sub(_shown, file.read_text(encoding="utf-8"))
    for scenario in sorted((ROOT / "examples" / "scenarios").iterdir()):
        yield scenario / "expected.txt", _output(f"check {_payload(scenario)} --shop {scenario / 'shop.yaml'}")


def _schemas() -> Iterator[tuple[Path, str]]:
    schemas: dict[str, Any] = {
        "rule": RULE_SCHEMA,
        "terms": TERMS_SCHEMA,
        "changes": CHANGES_SCHEMA,
        "markets": MARKETS_SCHEMA,
        "shop": Shop.model_json_schema(),
        "report": Report.model_json_schema(mode="serialization"),
        "candidate": ListingCandidate.model_json_schema(mode="serialization"),
    }
    for name, schema in schemas.items():
        yield ROOT / "docs" / "schemas" / f"{name}.schema.json", json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _payload(scenario: Path) -> Path:
    return next(file for file in sorted(scenario.iterdir()) if file.stem in {"product", "catalog"})


def _output(command: str) -> str:
    """What the command prints, with paths as a person in the checkout would see them."""
    told = CliRunner().invoke(cli, command.split()).output
    return "\n".join(line.rstrip() for line in told.replace(f"{ROOT}/", "").splitlines()).strip() + "\n"


def _shown(match: re.Match[str]) -> str:
    command = match["command"]
    return f"<!-- output: listing-rules {command} -->\n```\n{_output(command)}```\n<!-- /output -->"


def _index(rules: RuleSet) -> str:
    lines = [DO_NOT_EDIT, "# All rules", "", f"{len(rules.rules)} rules, version {rules.version}.", ""]
    for stage, meaning in STAGES.items():
        told = [rule for rule in rules.rules if rule.stage == stage]
        lines += [f"## {stage}", "", meaning, "", "| rule | what | area | severity |", "|---|---|---|---|"]
        lines += [f"| [{rule.id}]({rule.id}.md) | {rule.title} | {rule.area} | {rule.severity} |" for rule in told]
        lines.append("")
    return "\n".join(lines)


def _page(rules: RuleSet, rule: Rule) -> str:
    markets = (
        "all markets" if rule.markets is None else ", ".join(market for market in MARKETS if market in rule.markets)
    )
    lines = [DO_NOT_EDIT, f"# {rule.title}", "", f"`{rule.id}` · {rule.area} · since {rule.since} · {markets}", ""]
    lines += [f"**{STAGES[rule.stage]}** Severity {rule.severity}, {rule.certainty}.", ""]
    if rule.messages or rule.codes:
        lines += ["## As sellers see it", ""]
        lines += [f"- *{message}*" for message in rule.messages]
        lines += [f"- TikTok Shop code {code}" for code in rule.codes]
        lines.append("")
    lines += _example(rules, rule)
    if rule.needs:
        lines += ["## What it needs", "", "Skipped unless these are known: " + ", ".join(rule.needs) + ".", ""]
    lines += ["## Sources", ""]
    for source in rule.sources:
        where = f" <{source['url']}>" if "url" in source else ""
        read = f", read {source['read']}" if "read" in source else ""
        lines.append(f"- {source['fact']} ({source['kind'].replace('_', ' ')}{read}){where}")
    return "\n".join(lines) + "\n"


def _example(rules: RuleSet, rule: Rule) -> list[str]:
    """The first failing example, with what we really say of it, and its repair."""
    example = next((one for one in rule.examples if "fails" in one), None)
    if example is None:
        return []
    market = next(iter(example.get("markets") or [one for one in MARKETS if rule.applies_in(one)]))
    shop = base_shop(rules, market, example.get("shop", {}))
    payload = example.get("payload") or base_product(rules, market, example["given"])
    report = Checker(rules, shop).check(read_product(dict(payload)))
    failure = next(one for one in report.failures if one.rule == rule.id)
    given = {key: example[key] for key in ("shop", "given", "payload") if key in example}
    lines = ["## Example", "", f"{example['name'].capitalize()}, in {market}:", "", "```json", _json(given), "```", ""]
    lines += [f"> {failure.reason}", ">", f"> **Fix:** {failure.fix}", ""]
    if example.get("repaired"):
        lines += ["Repaired:", "", "```json", _json(example["repaired"]), "```", ""]
    return lines


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def main() -> int:
    stale = []
    for file, text in published():
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            stale.append(file)
            if "--check" not in sys.argv:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
    for file in stale:
        print(f"{file.relative_to(ROOT)} {'is stale' if '--check' in sys.argv else 'written'}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
