"""What a kind of check offers to the texts of rules."""

from __future__ import annotations

import pytest

from listing_rules.api import bundled_rules
from listing_rules.checks import KINDS
from listing_rules.examples import markets_of, products_of
from listing_rules.rule import Rule
from listing_rules.ruleset import part_of
from listing_rules.shopify import read_one

RULES = bundled_rules()
OF_CATALOGS = {"repeated_in_catalog"}
"""Found by comparing products, which no product shows by itself."""


def given(rule: Rule) -> set[str]:
    """The words that come with whatever the rule's failing examples break."""
    few = part_of(RULES, {rule.id})
    scenes = (products_of(few, one, markets_of(rule, one)[0]) for one in rule.examples if one.get("fails"))
    ran = [checker._alone.run(checker.facts_of(read_one(payload))) for scene in scenes for checker, payload, _ in scene]
    return {word for found, _ in ran for _, hits in found for hit in hits for word in hit.words}


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - OF_CATALOGS))
def test_a_kind_gives_the_words_that_it_names_and_no_others(kind: str) -> None:
    rules = [rule for rule in RULES.rules if rule.kind == kind]
    assert rules
    assert set().union(*map(given, rules)) == KINDS[kind].WORDS
