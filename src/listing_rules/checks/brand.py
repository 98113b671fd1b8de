"""`brand`: the shop may sell this brand, as TikTok's Get Brands answer states it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.shop.answers import Brand, all_brands

__all__ = ["SCHEMA", "WORDS", "build"]

_MORE_PAGES = "The Get Brands answer has more pages. To decide it, give all of them: 'brands: [{file: ...}, ...]'."
_FINDS = ("unknown", "unauthorized", "unavailable")
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"finds": {"enum": list(_FINDS), "description": "What is wrong with the brand."}},
    "required": ["finds"],
    "additionalProperties": False,
}
WORDS = frozenset({"brand"})


def build(params: Mapping[str, Any], context: Context) -> Check:
    brands = context.shop.brands_by_id
    if brands is None:
        return lambda facts: (Unknown("brands"),)
    if params["finds"] == "unknown":
        complete = all_brands(context.shop.brands)
        return lambda facts: _unknown(facts, brands, complete)
    if params["finds"] == "unavailable":
        return lambda facts: _sent(facts, brands, _is_unavailable)
    names = {brand.name.strip().casefold(): brand for brand in brands.values()}
    return lambda facts: _unauthorized(facts, brands, names)


def _unknown(facts: Facts, brands: Mapping[str, Brand], complete: bool) -> Iterator[Hit | Unknown]:
    sent = facts.tree.get("brand_id")
    if _depends_on_the_vendor(facts):
        yield Unknown("vendor")
    elif sent and sent not in brands:
        yield Hit("/brand_id", sent, words={"brand": sent}) if complete else Unknown("brands", _MORE_PAGES)


def _unauthorized(facts: Facts, brands: Mapping[str, Brand], names: Mapping[str, Brand]) -> Iterable[Hit | Unknown]:
    """A brand that is sent; else the vendor, whose name alone proves nothing."""
    if facts.tree.get("brand_id"):
        return _sent(facts, brands, _is_unauthorized)
    vendor = facts.tree["shopify"].get("vendor", UNSET)
    if vendor is UNSET:
        return (Unknown("vendor"),)
    brand = names.get(vendor.strip().casefold()) if vendor else None
    if brand is None or not _is_unauthorized(brand):
        return ()
    return (Hit("/shopify/vendor", vendor, words={"brand": brand.name}, certainty="possible"),)


def _depends_on_the_vendor(facts: Facts) -> bool:
    """Whether the shop file gives brands by vendor, and the payload does not say which vendor it is."""
    listing = facts.shop.listing
    return bool(listing and listing.by_vendor) and "vendor" not in facts.tree["shopify"]


def _sent(facts: Facts, brands: Mapping[str, Brand], broken: Callable[[Brand], bool]) -> Iterator[Hit | Unknown]:
    brand = brands.get(facts.tree.get("brand_id") or "")
    if _depends_on_the_vendor(facts):
        yield Unknown("vendor")
    elif brand is not None and broken(brand):
        yield Hit("/brand_id", brand.id, words={"brand": brand.name or brand.id})


def _is_unauthorized(brand: Brand) -> bool:
    """Only brands that TikTok calls T1 need its authorisation before they are listed."""
    return bool(brand.is_t1_brand) and brand.authorized_status not in (None, "AUTHORIZED")


def _is_unavailable(brand: Brand) -> bool:
    return brand.authorized_status == "AUTHORIZED" and brand.brand_status == "UNAVAILABLE"
