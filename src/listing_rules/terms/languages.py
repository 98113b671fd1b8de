"""The languages in which products of a market are written."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["LANGUAGES"]

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
