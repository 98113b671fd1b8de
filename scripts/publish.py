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
from rule_pages import changes_page, index_page, rule_page

from listing_rules.candidate import ListingCandidate
from listing_rules.cli import cli
from listing_rules.explaining.homes import not_predictable_page
from listing_rules.formats.json_document import document_schema
from listing_rules.marketlimits import MARKETS_SCHEMA
from listing_rules.overlay import CHANGES_SCHEMA
from listing_rules.report import Report
from listing_rules.rule import RULE_SCHEMA
from listing_rules.rules import load_rules
from listing_rules.shop import Shop
from listing_rules.terms.schema import TERMS_SCHEMA
from listing_rules.testing.words.titles import TITLES_SCHEMA

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = re.compile(r"<!-- output: listing-rules (?P<command>.*?) -->\n```\n.*?```\n<!-- /output -->", re.DOTALL)
FROM_TABLE = "<!-- Written by scripts/publish.py from rules/tables/messages/; change it there. -->"


def published() -> Iterator[tuple[Path, str]]:
    """Every generated file and what it should hold."""
    rules = load_rules()
    yield from _schemas()
    for rule in rules.rules:
        yield ROOT / "docs" / "rules" / f"{rule.id}.md", rule_page(rules, rule)
    yield ROOT / "docs" / "rules" / "index.md", index_page(rules)
    yield ROOT / "docs" / "rules" / "changes.md", changes_page(rules)
    yield ROOT / "docs" / "not-predictable.md", f"{FROM_TABLE}\n{not_predictable_page(rules)}"
    for file in (ROOT / "README.md", ROOT / "docs" / "index.md"):
        yield file, OUTPUT.sub(_shown, file.read_text(encoding="utf-8"))
    for scenario in sorted((ROOT / "examples" / "scenarios").iterdir()):
        yield scenario / "expected.txt", _output(f"check {_payload(scenario)} --shop {scenario / 'shop.yaml'}")


def _schemas() -> Iterator[tuple[Path, str]]:
    schemas: dict[str, Any] = {
        "rule": RULE_SCHEMA,
        "terms": TERMS_SCHEMA,
        "titles": TITLES_SCHEMA,
        "changes": CHANGES_SCHEMA,
        "markets": MARKETS_SCHEMA,
        "shop": Shop.model_json_schema(),
        "report": Report.model_json_schema(mode="serialization"),
        "document": document_schema(),
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
