"""Says what TikTok Shop will do with a Shopify product before anything is sent.

import listing_rules as lr

report = lr.check(payload, shop=lr.Shop(market="US"))
"""

from __future__ import annotations

from listing_rules._version import __version__
from listing_rules.api import check, explain, load_rules, to_candidate
from listing_rules.candidate import ListingCandidate
from listing_rules.errors import ListingRulesError, PayloadError, RuleFileError, ShopError
from listing_rules.report import Explanation, Failure, Place, Report, Skipped
from listing_rules.rule import Rule
from listing_rules.ruleset import RuleSet
from listing_rules.shop import CategoryMapping, Shop

__all__ = [
    "CategoryMapping",
    "Explanation",
    "Failure",
    "ListingCandidate",
    "ListingRulesError",
    "PayloadError",
    "Place",
    "Report",
    "Rule",
    "RuleFileError",
    "RuleSet",
    "Shop",
    "ShopError",
    "Skipped",
    "__version__",
    "check",
    "explain",
    "load_rules",
    "to_candidate",
]
