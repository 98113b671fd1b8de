"""TikTok's own answers about a shop, as saved: each with its envelope ({code, message, data}) or without it.

The names are TikTok's (Partner Center: Get Category Rules, Get Attributes, Get Brands, Check Listing Prerequisites,
Get Authorized Shops, Get Warehouses, all 202309 or 202312). A flag that an answer does not hold is None: not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from listing_rules.errors import ShopError

__all__ = [
    "Attribute",
    "AttributeValue",
    "Brand",
    "CategoryRules",
    "Certification",
    "Condition",
    "Flag",
    "Warehouse",
    "all_brands",
    "attributes_by_category",
    "authorized_shops",
    "body_of",
    "brands_by_id",
    "failed_items",
    "ids",
    "rules_by_category",
    "warehouses_by_id",
]

T = TypeVar("T")


class Flag(Struct, frozen=True):
    is_required: bool | None = None
    is_supported: bool | None = None


class Condition(Struct, frozen=True):
    """Met where the product's attribute `attribute_id` has the value `attribute_value_id`."""

    attribute_id: str
    attribute_value_id: str
    condition_type: str = "VALUE_ID_MATCH"


class Certification(Struct, frozen=True):
    id: str
    name: str = ""
    is_required: bool | None = None
    document_details: str | None = None
    expiration_date: Flag | None = None
    requirement_conditions: tuple[Condition, ...] | None = None


class Fee(Struct, frozen=True):
    type: str
    is_required: bool | None = None


class CategoryRules(Struct, frozen=True):
    """What one category asks of its products."""

    cod: Flag | None = None
    epr: Flag | None = None
    manufacturer: Flag | None = None
    package_dimension: Flag | None = None
    responsible_person: Flag | None = None
    size_chart: Flag | None = None
    product_certifications: tuple[Certification, ...] | None = None
    fees: tuple[Fee, ...] | None = None
    allowed_special_product_types: tuple[str, ...] | None = None


class AttributeValue(Struct, frozen=True):
    id: str
    name: str = ""


class Attribute(Struct, frozen=True, dict=True):
    """One attribute of a category. TikTok spells the flag `is_requried`; the right spelling is read too."""

    id: str
    name: str = ""
    type: str = "PRODUCT_PROPERTY"
    is_requried: bool | None = None
    is_required: bool | None = None
    is_customizable: bool | None = None
    is_multiple_selection: bool | None = None
    values: tuple[AttributeValue, ...] | None = None
    requirement_conditions: tuple[Condition, ...] | None = None
    value_data_format: str | None = None

    @property
    def required(self) -> bool:
        """Always required, whatever the other attributes say."""
        return bool(self.is_requried or self.is_required)

    def value(self, text: str) -> AttributeValue | None:
        """The value of the list with this name, without regard to case and outer spaces, or with this id."""
        names, ids = self._places
        found = [place for place in (names.get(text.strip().casefold()), ids.get(text)) if place is not None]
        return self.values[min(found)] if found and self.values else None

    @cached_property
    def _places(self) -> tuple[dict[str, int], dict[str, int]]:
        """Where in the list a name, and an id, stands first: TikTok's lists and a merchant's may both be long."""
        listed = list(enumerate(self.values or ()))[::-1]
        return {one.name.strip().casefold(): place for place, one in listed}, {one.id: place for place, one in listed}


class Brand(Struct, frozen=True):
    """TikTok spells one status UNAUTHORIEZD; whatever is not AUTHORIZED is not authorised."""

    id: str
    name: str = ""
    authorized_status: str | None = None
    brand_status: str | None = None
    is_t1_brand: bool | None = None


class Warehouse(Struct, frozen=True):
    id: str
    name: str = ""
    type: str = ""
    effect_status: str = ""
    is_default: bool | None = None


class _Entity(Struct, frozen=True):
    id: str


class _AuthorizedShop(Struct, frozen=True):
    region: str
    seller_type: str | None = None
    name: str = ""


class _CheckResult(Struct, frozen=True):
    check_item: str
    is_failed: bool
    fail_reasons: tuple[str, ...] | None = None


def body_of(answer: Any, name: str) -> Mapping[str, Any]:
    """The `data` of an answer; ShopError where TikTok answered with an error."""
    if not isinstance(answer, Mapping):
        raise ShopError(f"{name}: found {type(answer).__name__}; TikTok's answer, a mapping, was expected")
    if answer.get("code"):
        raise ShopError(f"{name}: TikTok answered with the error {answer['code']}: {answer.get('message', '')}")
    body = answer.get("data", answer)
    if not isinstance(body, Mapping):
        raise ShopError(f"{name}: the answer's data is {type(body).__name__}; a mapping was expected")
    return body


def rules_by_category(answers: Any) -> Mapping[str, CategoryRules]:
    """Get Category Rules: {category id: answer}, or a dump {"rules": {category id: {"rules": answer}}}."""
    name = "category_rules"
    body = body_of(answers, name)
    rows = body["rules"] if isinstance(body.get("rules"), Mapping) else body
    return {
        category: _read(answer.get("rules", answer), CategoryRules, f"{name}.{category}")
        for category, answer in _categories(rows, name)
    }


def attributes_by_category(answers: Any) -> Mapping[str, Mapping[str, Attribute]]:
    """Get Attributes: {category id: answer}; gives each category's attributes by id."""
    name = "category_attributes"
    return {
        category: {one.id: one for one in _rows(answer, "attributes", Attribute, f"{name}.{category}")}
        for category, answer in _categories(body_of(answers, name), name)
    }


def brands_by_id(pages: Any) -> Mapping[str, Brand]:
    """Get Brands: one answer, or a list of its pages."""
    answers = pages if isinstance(pages, (list, tuple)) else [pages]
    return {brand.id: brand for page in answers for brand in _rows(page, "brands", Brand, "brands")}


def all_brands(pages: Any) -> bool:
    """Whether the last page of Get Brands is there: it names no next one."""
    answers = pages if isinstance(pages, (list, tuple)) else [pages]
    return not answers or not body_of(answers[-1], "brands").get("next_page_token")


def failed_items(answer: Any) -> Mapping[str, tuple[str, ...] | None]:
    """Check Listing Prerequisites: for each item checked the reasons why it failed, None where it did not."""
    results = _rows(answer, "check_results", _CheckResult, "prerequisites")
    return {one.check_item.upper(): (one.fail_reasons or ()) if one.is_failed else None for one in results}


def warehouses_by_id(answer: Any) -> Mapping[str, Warehouse]:
    """Get Warehouses."""
    return {one.id: one for one in _rows(answer, "warehouses", Warehouse, "warehouses")}


def ids(answer: Any, name: str) -> frozenset[str]:
    """Search Manufacturers and Search Responsible Persons, one answer or a list of pages: the ids of this seller's."""
    pages = answer if isinstance(answer, (list, tuple)) else [answer]
    return frozenset(one.id for page in pages for one in _rows(page, name, _Entity, name))


def authorized_shops(answer: Any) -> Mapping[str, str | None]:
    """Get Authorized Shops: for each region the type of seller (local, cross_border)."""
    shops = _rows(answer, "shops", _AuthorizedShop, "authorized_shops")
    return {one.region.upper(): one.seller_type.lower() if one.seller_type else None for one in shops}


def _categories(rows: Mapping[str, Any], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for category, answer in rows.items():
        if not str(category).isdecimal():
            raise ShopError(
                f"{name}: found the key {str(category)[:60]!r}; a mapping from category id to answer was expected"
            )
        yield str(category), body_of(answer, f"{name}.{category}")


def _rows(answer: Any, key: str, kind: type[T], name: str) -> list[T]:
    body = body_of(answer, name)
    if key not in body:
        raise ShopError(f"{name}: found the keys {', '.join(map(str, body))[:100]}; data.{key} was expected")
    return _read(body[key] or [], list[kind], name)  # type: ignore[valid-type]


def _read(value: Any, kind: type[T], name: str) -> T:
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        raise ShopError(f"{name}: {error}") from None
