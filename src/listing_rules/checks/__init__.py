"""The kinds of check that a rule may name: a closed table, one module each."""

from __future__ import annotations

from collections.abc import Mapping

from listing_rules.checks import (
    approval,
    attributes,
    brand,
    category,
    compare,
    count,
    documents,
    goods,
    html,
    identifier,
    image_format,
    image_shape,
    language,
    number,
    option_names,
    option_values,
    package_size,
    phrases,
    prerequisite,
    quota,
    repeated,
    repeated_in_catalog,
    repeated_words,
    required,
    requirement,
    script,
    spread,
    text,
    value,
    warehouse,
)
from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Kind, Unknown

__all__ = ["KINDS", "UNSET", "Check", "Context", "Facts", "Hit", "Kind", "Unknown"]

KINDS: Mapping[str, Kind] = {
    "approval": approval,
    "attributes": attributes,
    "brand": brand,
    "category": category,
    "compare": compare,
    "count": count,
    "documents": documents,
    "goods": goods,
    "html": html,
    "identifier": identifier,
    "image_format": image_format,
    "image_shape": image_shape,
    "language": language,
    "number": number,
    "option_names": option_names,
    "option_values": option_values,
    "package_size": package_size,
    "phrases": phrases,
    "prerequisite": prerequisite,
    "quota": quota,
    "repeated": repeated,
    "repeated_in_catalog": repeated_in_catalog,
    "repeated_words": repeated_words,
    "required": required,
    "requirement": requirement,
    "script": script,
    "spread": spread,
    "text": text,
    "value": value,
    "warehouse": warehouse,
}
