"""Says what TikTok Shop will do with a Shopify product before anything is sent.

    import listing_rules as lr

    report = lr.check(payload, shop=lr.Shop(market="US"))

Names are imported when they are first used, so that `import listing_rules` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from listing_rules._version import __version__

if TYPE_CHECKING:
    from listing_rules.api import calibrate, category_fit, check, explain, load_rules, suggest_categories, to_candidate
    from listing_rules.calibrating import Calibration
    from listing_rules.candidate import ListingCandidate
    from listing_rules.catalog import check_catalog
    from listing_rules.categories import Fit, Suggestion
    from listing_rules.errors import ListingRulesError, PayloadError, RuleFileError, ShopError
    from listing_rules.report import Explanation, Failure, Place, Report, Skipped
    from listing_rules.rule import Rule
    from listing_rules.ruleset import RuleSet
    from listing_rules.shop import Bounds, CategoryMapping, Shop

_HOMES = {
    "api": ("calibrate", "category_fit", "check", "explain", "load_rules", "suggest_categories", "to_candidate"),
    "calibrating": ("Calibration",),
    "catalog": ("check_catalog",),
    "categories": ("Fit", "Suggestion"),
    "candidate": ("ListingCandidate",),
    "errors": ("ListingRulesError", "PayloadError", "RuleFileError", "ShopError"),
    "report": ("Explanation", "Failure", "Place", "Report", "Skipped"),
    "rule": ("Rule",),
    "ruleset": ("RuleSet",),
    "shop": ("Bounds", "CategoryMapping", "Shop"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Bounds",
    "Calibration",
    "CategoryMapping",
    "Explanation",
    "Failure",
    "Fit",
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
    "Suggestion",
    "__version__",
    "calibrate",
    "category_fit",
    "check",
    "check_catalog",
    "explain",
    "load_rules",
    "suggest_categories",
    "to_candidate",
]


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
