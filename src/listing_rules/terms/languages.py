"""The languages in which products of a market are written."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["LANGUAGES", "THING_FIRST"]

LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "US": ("en",),
    "GB": ("en",),
    "IE": ("en",),
    "SG": ("en", "zh"),
    "PH": ("en", "tl"),
    "DE": ("en", "de", "nl"),
    "FR": ("en", "fr", "nl"),
    "IT": ("en", "it"),
    "ES": ("en", "es"),
    "MX": ("en", "es"),
    "BR": ("en", "pt"),
    "JP": ("en", "ja"),
    "ID": ("en", "id"),
    "TH": ("en", "th"),
    "MY": ("en", "ms", "zh"),
    "VN": ("en", "vi"),
}

THING_FIRST = frozenset("fr it es pt id ms vi th tl".split())
"""Where the thing that is sold stands before what tells of it: "Bicchieri birra"."""
