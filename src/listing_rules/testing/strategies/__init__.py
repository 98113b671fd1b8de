"""Hypothesis strategies: products, shops, candidates and rule files that are valid by construction."""

from listing_rules.testing.strategies.candidates import listing_candidates
from listing_rules.testing.strategies.clean import clean_neutrals, clean_products
from listing_rules.testing.strategies.everyday import everyday_neutrals
from listing_rules.testing.strategies.hostile import damaged
from listing_rules.testing.strategies.products import shopify_products
from listing_rules.testing.strategies.rulefiles import RuleFile, rule_files
from listing_rules.testing.strategies.shops import shops

__all__ = [
    "RuleFile",
    "clean_neutrals",
    "clean_products",
    "damaged",
    "everyday_neutrals",
    "listing_candidates",
    "rule_files",
    "shopify_products",
    "shops",
]
