"""What TikTok Shop says of ordinary products is foreseen: from the message to a rule, from the rule to a product that
breaks it, and the check of that product tells the rule."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

import listing_rules as lr
from listing_rules.api import bundled_rules
from listing_rules.explaining.index import index_of
from listing_rules.rule import Rule

RULES = bundled_rules()
TABLE = index_of(RULES).table


def foreseen_by(message: str) -> Rule | None:
    """The rule that stands first among the explanations, where it is no guess."""
    found = lr.explain(message)
    return RULES.get(found[0].rule) if found and found[0].rule and not found[0].guess else None


@pytest.fixture
def core(shared_data: Path) -> list[Mapping[str, Any]]:
    messages = yaml.safe_load((shared_data / "failures_dev.yaml").read_text(encoding="utf-8"))
    return [one for one in messages if one["scope"] == "core" and one["predictable"] != "no"]


@pytest.mark.shared_data
def test_each_core_message_has_a_rule(core: list[Mapping[str, Any]]) -> None:
    assert len(core) > 100
    assert [one["message"] for one in core if foreseen_by(one["message"]) is None] == []


@pytest.mark.shared_data
def test_the_rules_of_core_messages_tell_a_product_that_breaks_them(core: list[Mapping[str, Any]]) -> None:
    """That each example is told as it says, in every market, is held by the tests of the rules."""
    rules = {rule.id: rule for one in core if (rule := foreseen_by(one["message"]))}
    assert [rule.id for rule in rules.values() if not any("fails" in example for example in rule.examples)] == []


@pytest.mark.shared_data
def test_a_core_message_and_its_code_lead_to_the_same_rule(core: list[Mapping[str, Any]]) -> None:
    coded = [(one["message"], code) for one in core for code in one["codes"] if code in TABLE.documented]
    apart = [message for message, code in coded if not rules_of(message) & rules_of(code)]
    # 12019030 is printed with two texts, one of them about names that are too long.
    assert [message for message in apart if "sale attribute name" not in message] == []


def rules_of(said: str | int) -> set[str]:
    return {told.rule for told in lr.explain(said) if told.rule}
