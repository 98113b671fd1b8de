"""Shopify's weights in TikTok's units, exactly.

Precision: Create Product 202309 takes KILOGRAM with at most 3 decimals and POUND with at most 2. What does not fit
is rounded up, so that a parcel is never declared lighter than it is.
"""

from __future__ import annotations

from decimal import ROUND_UP, Decimal

__all__ = ["GRAMS_PER_UNIT", "grams", "package_weight"]

GRAMS_PER_UNIT = {
    "g": Decimal(1),
    "kg": Decimal(1000),
    "oz": Decimal("28.349523125"),
    "lb": Decimal("453.59237"),
}
_POUNDS_PER_UNIT = {"oz": Decimal("0.0625"), "lb": Decimal(1)}
_TIKTOK_UNITS = {"KILOGRAM": (Decimal(1000), Decimal("0.001")), "POUND": (Decimal("453.59237"), Decimal("0.01"))}
_IMPERIAL_MARKETS = frozenset({"US"})


def grams(value: Decimal, unit: str) -> Decimal:
    """The weight in grams; KeyError for a unit that Shopify does not have."""
    return value * GRAMS_PER_UNIT[unit]


def package_weight(value: Decimal, unit: str, market: str) -> tuple[Decimal, str]:
    """The weight as Create Product takes it: pounds for a US listing weighed in lb or oz, kilograms otherwise."""
    imperial = market in _IMPERIAL_MARKETS and unit in _POUNDS_PER_UNIT
    target = "POUND" if imperial else "KILOGRAM"
    size, step = _TIKTOK_UNITS[target]
    exact = value * _POUNDS_PER_UNIT[unit] if imperial else grams(value, unit) / size
    if exact == exact.to_integral_value():
        return exact.quantize(Decimal(1)), target
    return exact.quantize(step, rounding=ROUND_UP).normalize(), target
