"""The kinds of check that a rule may name: a closed table, one module each."""

from __future__ import annotations

from collections.abc import Mapping

from listing_rules.checks import (
    approval,
    category,
    goods,
    number,
    option_names,
    option_values,
    quota,
    repeated,
    required,
    value,
)
from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Kind, Unknown

__all__ = ["KINDS", "UNSET", "Check", "Context", "Facts", "Hit", "Kind", "Unknown"]

KINDS: Mapping[str, Kind] = {
    "approval": approval,
    "category": category,
    "goods": goods,
    "number": number,
    "option_names": option_names,
    "option_values": option_values,
    "quota": quota,
    "repeated": repeated,
    "required": required,
    "value": value,
}
