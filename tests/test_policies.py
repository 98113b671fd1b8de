"""The page on content policies: each policy has a rule, or a reason why there is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from listing_rules.api import bundled_rules

PAGE = Path(__file__).resolve().parent.parent / "docs" / "content-policies.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if re.match(r"\| [a-z]+\.", line)
]
RULES = {rule.id: rule for rule in bundled_rules().rules}


@pytest.mark.parametrize(("policy", "asks", "home"), ROWS, ids=[row[0] for row in ROWS])
def test_a_policy_has_rules_or_a_reason(policy: str, asks: str, home: str) -> None:
    named = re.findall(r"`([a-z0-9-]+)`", home)
    assert set(named) <= set(RULES)
    assert named or re.match(r"none: \S+ \S+", home)


def test_each_content_rule_stands_on_the_page() -> None:
    named = set(re.findall(r"`([a-z0-9-]+)`", PAGE.read_text(encoding="utf-8")))
    assert {rule.id for rule in RULES.values() if rule.area == "content"} <= named


def test_a_content_rule_never_stops_a_listing_by_a_word() -> None:
    assert [rule.id for rule in RULES.values() if rule.area == "content" and rule.severity == "error"] == []


@pytest.mark.shared_data
def test_every_policy_of_the_collection_is_on_the_page(shared_data: Path) -> None:
    file = shared_data.parent / "facts" / "content_rules.yaml"
    if not file.is_file():
        pytest.skip(f"the collected policies are not at {file}")
    collected = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert {one["id"] for one in collected["rules"]} == {row[0] for row in ROWS}
