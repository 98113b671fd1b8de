"""The kinds of check that a rule may name: a closed table, one module each."""

from __future__ import annotations

from collections.abc import Mapping

from listing_rules.checks import number, quota, repeated, required, spelled_alike, value
from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Kind, Unknown

__all__ = ["KINDS", "UNSET", "Check", "Context", "Facts", "Hit", "Kind", "Unknown"]

KINDS: Mapping[str, Kind] = {
    "number": number,
    "quota": quota,
    "repeated": repeated,
    "required": required,
    "spelled_alike": spelled_alike,
    "value": value,
}
