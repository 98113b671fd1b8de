"""The rules that may speak of a change that was made to break another one."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["COMPANIONS", "JUDGEMENT"]

_CATEGORY = frozenset({"category-misfit", "category-not-a-leaf"})  # another category does not fit the same goods
_MISFIT = frozenset({"category-misfit"})  # nor other goods the same category
_PRICES = frozenset({"price-above-market-maximum", "price-below-market-minimum"})  # a whole payload has one price
_CERTIFICATES = frozenset({"unknown-certificate"})

JUDGEMENT = frozenset(
    {
        "alcohol-tobacco-vapes",
        "bait-variant",
        "category-misfit",
        "dangerous-goods-need-sds",
        "goods-may-need-approval",
        "goods-need-documents",
        "prohibited-goods",
        "unsupported-goods",
    }
)
"""What is judged by all words or prices of a product may be told of any change of them."""

COMPANIONS: Mapping[str, frozenset[str]] = {
    "option-value-same-when-cut": frozenset({"option-value-too-long"}),
    "option-name-same-when-cut": frozenset({"option-name-too-long"}),
    "too-many-options": _MISFIT | _PRICES,
    "category-misfit": _PRICES,
    "gift-card": _PRICES | {"prohibited-goods"},
    "category-asks-for-attributes": _CATEGORY,
    "category-asks-for-document": _CATEGORY,
    "category-needs-approval": _CATEGORY,
    "category-may-need-approval": _CATEGORY,
    "dangerous-goods-need-sds": _MISFIT,
    "prohibited-goods": _MISFIT,
    "alcohol-tobacco-vapes": _MISFIT,
    "certificate-not-uploaded": _CERTIFICATES,
    "repeated-certificate": _CERTIFICATES,
    "too-many-certificate-files": _CERTIFICATES,
    "missing-certificate": frozenset({"certificate-without-expiration-date"}),
    "no-pickup-warehouse": frozenset({"no-return-warehouse"}),
    "bait-variant": frozenset({"duplicate-variant", "repeated-barcode"}),
    "comparison-claim": _MISFIT,
    "used-condition": _MISFIT | {"repeated-barcode"},
    "web-address": frozenset({"repeated-barcode"}),
    "dupe-claim": frozenset({"prohibited-goods"}),
    "placeholder-title": frozenset({"title-too-short"}),
    "no-return-warehouse": frozenset({"no-pickup-warehouse"}),
}
