"""`attributes`: the product attributes are those that the category asks for, as TikTok's Get Attributes states them.

Of sales attributes (the options) only ids are looked at. An attribute that the shop file maps to nothing is missing;
where the shop file speaks of no attributes at all that is likely, not certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from listing_rules.checks import text
from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.checks.by_category import met, of_category, sent_attributes, values_by_attribute
from listing_rules.shop.answers import Attribute, Condition

__all__ = ["SCHEMA", "WORDS", "build"]

_NAMES = "product_attributes[*].values[*].name"
_NUMBER = re.compile(r"\A[0-9]{1,30}(\.[0-9]{1,30})?\Z")
_SHOWN = 5
_Table = Mapping[str, Attribute]


def build(params: Mapping[str, Any], context: Context) -> Check:
    finds = params.get("finds")
    if finds is None:
        return _texts(params, context)
    look, might = _LOOKS[finds], _MIGHT.get(finds, _never)
    table = context.shop.attributes_by_category
    return lambda facts: _found(facts, table, look, might)


def _texts(params: Mapping[str, Any], context: Context) -> Check:
    """The values as text; a product without attributes has none."""
    inner = text.build({"at": _NAMES, **params}, context)

    def check(facts: Facts) -> Iterable[Hit | Unknown]:
        unread = (_unread_source(facts),) if _unread(facts) else ()
        return (*(inner(facts) if facts.tree.get("product_attributes") else ()), *unread)

    return check


def _found(facts: Facts, table: Mapping[str, _Table] | None, look: _Look, might: _Might) -> Iterable[Hit | Unknown]:
    known = of_category(facts, table, "category_attributes")
    if isinstance(known, Unknown):
        return (known,)
    if known is None:
        return ()
    unread = (_unread_source(facts),) if any(might(known.get(name)) for name in _unread(facts)) else ()
    return (*look(facts, known), *unread)


def _unread(facts: Facts) -> Collection[str]:
    """The ids of attributes whose values stand where this payload's shape does not show them."""
    unread: Collection[str] = facts.tree["shopify"].get("unknown_attributes", ())
    return unread


def _unread_source(facts: Facts) -> Unknown:
    return Unknown("metafields" if facts.subject.product.metafields is UNSET else "options")


def _words(attribute: Attribute, parent: str = "", parent_value: str = "") -> dict[str, str]:
    values = attribute.values or ()
    more = f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else ""
    return {
        "attribute": attribute.name or attribute.id,
        "attribute_id": attribute.id,
        "parent": parent,
        "parent_value": parent_value,
        "allowed": f"TikTok Shop's list: {', '.join(one.name for one in values[:_SHOWN])}{more}." if values else "",
    }


def _lacking(facts: Facts, attribute: Attribute, words: Mapping[str, str]) -> Hit | Unknown:
    if attribute.id in _unread(facts):
        return _unread_source(facts)
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
        if attribute.required or attribute.id in chosen:
            continue
        condition = met(attribute.requirement_conditions, chosen)
        if condition:
            yield _lacking(facts, attribute, _words(attribute, *_names(condition, known)))
        elif _may_be_met(facts, attribute):
            yield _unread_source(facts)


def _names(condition: Condition, known: _Table) -> tuple[str, str]:
    """What the condition asks: the attribute and its value, by name where they have one."""
    parent = known.get(condition.attribute_id)
    value = parent and parent.value(condition.attribute_value_id)
    return parent.name if parent else condition.attribute_id, value.name if value else ""


def _may_be_met(facts: Facts, attribute: Attribute) -> bool:
    """Whether a condition asks for a value that this payload's shape does not show."""
    return any(one.attribute_id in _unread(facts) for one in attribute.requirement_conditions or ())


def _unwanted(facts: Facts, known: _Table) -> Iterator[Hit | Unknown]:
    chosen = values_by_attribute(facts)
    for at, sent in sent_attributes(facts):
        attribute = known.get(sent["id"])
        if attribute is None or not _is_conditional(attribute) or met(attribute.requirement_conditions, chosen):
            continue
        if _may_be_met(facts, attribute):
            yield _unread_source(facts)
            continue
        parent = next((_names(one, known)[0] for one in attribute.requirement_conditions or ()), "")
        yield Hit(at, _shown(sent), attribute.id, _words(attribute, parent))


def _is_conditional(attribute: Attribute | None) -> bool:
    return attribute is not None and bool(attribute.requirement_conditions) and not attribute.required


def _unknown(facts: Facts, known: _Table) -> Iterator[Hit | Unknown]:
    for at, sent in sent_attributes(facts):
        if sent["id"] not in known:
            yield Hit(at, sent["id"], sent["id"], _words(Attribute(sent["id"])))


def _unknown_sales(facts: Facts, known: _Table) -> Iterator[Hit | Unknown]:
    for index, sku in enumerate(facts.tree["skus"]):
        if "sales_attributes" not in sku:
            yield Unknown("options")
        for place, row in enumerate(sku.get("sales_attributes") or ()):
            sent = row.get("id")
            if sent and (sent not in known or known[sent].type != "SALES_PROPERTY"):
                yield Hit(
                    f"/skus/{index}/sales_attributes/{place}/id", sent, sent, _words(Attribute(sent, row["name"]))
                )


def _several(facts: Facts, known: _Table) -> Iterator[Hit | Unknown]:
    for at, sent in sent_attributes(facts):
        attribute = known.get(sent["id"])
        if attribute and _is_single(attribute) and len(sent["values"]) > 1:
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
    return _each_value(facts, known, lambda attribute, name: _is_closed(attribute))


def _no_number(facts: Facts, known: _Table) -> Iterator[Hit | Unknown]:
    return _each_value(facts, known, lambda attribute, name: _wants_number(attribute) and not _positive(name))


def _wants_number(attribute: Attribute | None) -> bool:
    return attribute is not None and attribute.value_data_format == "POSITIVE_INT_OR_DECIMAL"


def _is_closed(attribute: Attribute | None) -> bool:
    return attribute is not None and attribute.is_customizable is False


def _is_single(attribute: Attribute | None) -> bool:
    return attribute is not None and attribute.is_multiple_selection is False


def _never(attribute: Attribute | None) -> bool:
    return False


def _positive(name: str) -> bool:
    return bool(_NUMBER.match(name)) and name.strip("0.") != ""


def _shown(sent: Mapping[str, Any]) -> str:
    return ", ".join(value["name"] for value in sent["values"][:_SHOWN])


# Whether an attribute with a value that nobody sees might be what is looked for.
_Might = Callable[[Attribute | None], bool]
_MIGHT: Mapping[str, _Might] = {
    "unwanted": _is_conditional,
    "unknown": lambda attribute: attribute is None,
    "several": _is_single,
    "repeated": lambda attribute: True,
    "not_listed": _is_closed,
    "no_number": _wants_number,
}
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
