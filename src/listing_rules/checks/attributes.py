"""`attributes`: the product attributes are those that the category asks for, as TikTok's Get Attributes states them.

Of sales attributes (the options) only ids are looked at. An attribute that the shop file maps to nothing is missing;
where the shop file speaks of no attributes at all that is likely, not certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from listing_rules.checks import text
from listing_rules.checks.base import Check, Context, Facts, Hit, Unknown
from listing_rules.checks.by_category import met, of_category, sent_attributes, values_by_attribute
from listing_rules.shop.answers import Attribute

__all__ = ["SCHEMA", "WORDS", "build"]

_NAMES = "product_attributes[*].values[*].name"
_NUMBER = re.compile(r"\A[0-9]{1,30}(\.[0-9]{1,30})?\Z")
_SHOWN = 5
_Table = Mapping[str, Attribute]


def build(params: Mapping[str, Any], context: Context) -> Check:
    finds = params.get("finds")
    if finds is None:
        return _texts(params, context)
    look, table = _LOOKS[finds], context.shop.attributes_by_category
    return lambda facts: _found(facts, table, look)


def _texts(params: Mapping[str, Any], context: Context) -> Check:
    """The values as text; a product without attributes has none."""
    inner = text.build({"at": _NAMES, **params}, context)
    return lambda facts: inner(facts) if facts.tree.get("product_attributes") else ()


def _found(facts: Facts, table: Mapping[str, _Table] | None, look: _Look) -> Iterable[Hit | Unknown]:
    known = of_category(facts, table, "category_attributes")
    if isinstance(known, Unknown):
        return (known,)
    return () if known is None else look(facts, known)


def _words(attribute: Attribute, parent: str = "", parent_value: str = "") -> dict[str, str]:
    names = [one.name for one in attribute.values or ()]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return {
        "attribute": attribute.name or attribute.id,
        "attribute_id": attribute.id,
        "parent": parent,
        "parent_value": parent_value,
        "allowed": f"TikTok Shop's list: {', '.join(names[:_SHOWN])}{more}." if names else "",
    }


def _lacking(facts: Facts, attribute: Attribute, words: Mapping[str, str]) -> Hit | Unknown:
    if attribute.id in facts.tree["shopify"].get("unknown_attributes", ()):
        return Unknown("metafields")
    spoken = "product_attributes" in facts.tree
    return Hit("/product_attributes", None, attribute.id, words, None if spoken else "likely")


def _missing(facts: Facts, known: _Table) -> Iterator[Hit | Unknown]:
    sent = {attribute["id"] for _, attribute in sent_attributes(facts)}
    for attribute in known.values():
        if attribute.type == "PRODUCT_PROPERTY" and attribute.required and attribute.id not in sent:
            yield _lacking(facts, attribute, _words(attribute))


def _conditional(facts: Facts, known: _Table) -> Iterator[Hit | Unknown]:
    chosen = values_by_attribute(facts)
    for attribute in known.values():
        condition = met(attribute.requirement_conditions, chosen)
        if condition and not attribute.required and attribute.id not in chosen:
            parent = known.get(condition.attribute_id)
            value = parent and parent.value(condition.attribute_value_id)
            names = (parent.name if parent else condition.attribute_id, value.name if value else "")
            yield _lacking(facts, attribute, _words(attribute, *names))


def _unwanted(facts: Facts, known: _Table) -> Iterator[Hit | Unknown]:
    chosen = values_by_attribute(facts)
    for at, sent in sent_attributes(facts):
        attribute = known.get(sent["id"])
        conditions = attribute.requirement_conditions if attribute else None
        if attribute and conditions and not attribute.required and not met(conditions, chosen):
            parent = known.get(conditions[0].attribute_id)
            yield Hit(at, _shown(sent), attribute.id, _words(attribute, parent.name if parent else ""))


def _unknown(facts: Facts, known: _Table) -> Iterator[Hit | Unknown]:
    for at, sent in sent_attributes(facts):
        if sent["id"] not in known:
            yield Hit(at, sent["id"], sent["id"], _words(Attribute(sent["id"])))


def _unknown_sales(facts: Facts, known: _Table) -> Iterator[Hit | Unknown]:
    for index, sku in enumerate(facts.tree["skus"]):
        for place, row in enumerate(sku.get("sales_attributes") or ()):
            sent = row.get("id")
            if sent and (sent not in known or known[sent].type != "SALES_PROPERTY"):
                yield Hit(
                    f"/skus/{index}/sales_attributes/{place}/id", sent, sent, _words(Attribute(sent, row["name"]))
                )


def _several(facts: Facts, known: _Table) -> Iterator[Hit | Unknown]:
    for at, sent in sent_attributes(facts):
        attribute = known.get(sent["id"])
        if attribute and attribute.is_multiple_selection is False and len(sent["values"]) > 1:
            yield Hit(at, _shown(sent), attribute.id, _words(attribute))


def _repeated(facts: Facts, known: _Table) -> Iterator[Hit | Unknown]:
    for at, sent in sent_attributes(facts):
        seen: set[str] = set()
        for index, value in enumerate(sent["values"]):
            key = value.get("id") or value["name"].strip().casefold()
            if key in seen:
                attribute = known.get(sent["id"]) or Attribute(sent["id"])
                yield Hit(f"{at}/values/{index}", value["name"], attribute.id, _words(attribute))
            seen.add(key)


def _each_value(facts: Facts, known: _Table, broken: Callable[[Attribute, str], bool]) -> Iterator[Hit | Unknown]:
    """Values that are not on TikTok's list and that are `broken`."""
    for at, sent in sent_attributes(facts):
        attribute = known.get(sent["id"])
        for index, value in enumerate(sent["values"] if attribute else ()):
            if attribute and "id" not in value and broken(attribute, value["name"]):
                yield Hit(f"{at}/values/{index}", value["name"], attribute.id, _words(attribute))


def _not_listed(facts: Facts, known: _Table) -> Iterator[Hit | Unknown]:
    return _each_value(facts, known, lambda attribute, name: attribute.is_customizable is False)


def _no_number(facts: Facts, known: _Table) -> Iterator[Hit | Unknown]:
    return _each_value(facts, known, lambda attribute, name: _wants_number(attribute) and not _positive(name))


def _wants_number(attribute: Attribute) -> bool:
    return attribute.value_data_format == "POSITIVE_INT_OR_DECIMAL"


def _positive(name: str) -> bool:
    return bool(_NUMBER.match(name)) and name.strip("0.") != ""


def _shown(sent: Mapping[str, Any]) -> str:
    return ", ".join(value["name"] for value in sent["values"][:_SHOWN])


_Look = Callable[[Facts, _Table], Iterable[Hit | Unknown]]
_LOOKS: Mapping[str, _Look] = {
    "missing": _missing,
    "missing_by_condition": _conditional,
    "unwanted": _unwanted,
    "unknown": _unknown,
    "unknown_sales": _unknown_sales,
    "several": _several,
    "repeated": _repeated,
    "not_listed": _not_listed,
    "no_number": _no_number,
}
WORDS = text.WORDS | {"attribute", "attribute_id", "parent", "parent_value", "allowed"}
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "finds": {"enum": list(_LOOKS), "description": "What is wrong with an attribute."},
        "at_most": text.SCHEMA["properties"]["at_most"],
        "without": text.SCHEMA["properties"]["without"],
    },
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": False,
}
