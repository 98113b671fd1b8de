"""What checks share that read TikTok's answers for one category."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from listing_rules.checks.base import UNSET, Facts, Unknown
from listing_rules.shop.answers import Condition

__all__ = ["met", "of_category", "sent_attributes", "values_by_attribute"]

T = TypeVar("T")


def of_category(facts: Facts, table: Mapping[str, T] | None, fact: str) -> T | Unknown | None:
    """The answer for this product's category; None where it is known to have none (another rule tells that)."""
    category = facts.subject.category_id
    if table is None:
        return Unknown(fact)
    if category is UNSET:
        return Unknown("category")
    if category is None:
        return None
    return table.get(category, Unknown(fact, f"The answers given for {fact} do not cover category {category}."))


def sent_attributes(facts: Facts) -> Iterator[tuple[str, dict[str, Any]]]:
    """The product attributes that would be sent, with their pointers."""
    for index, attribute in enumerate(facts.tree.get("product_attributes") or ()):
        yield f"/product_attributes/{index}", attribute


def values_by_attribute(facts: Facts) -> dict[str, set[str]]:
    """The ids of the values that would be sent, by attribute id."""
    return {
        attribute["id"]: {value["id"] for value in attribute["values"] if "id" in value}
        for _, attribute in sent_attributes(facts)
    }


def met(conditions: Iterable[Condition] | None, chosen: Mapping[str, set[str]]) -> Condition | None:
    """The first condition that holds; one holds where the named value is chosen (VALUE_ID_MATCH)."""
    return next((one for one in conditions or () if one.attribute_value_id in chosen.get(one.attribute_id, ())), None)
