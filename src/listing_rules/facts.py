"""The facts that a rule may need, and how a caller supplies the ones that a payload does not hold."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from listing_rules.paths import Path
from listing_rules.shop import Shop

__all__ = ["FACTS", "IN_PAYLOAD", "Fact", "fact_name"]


class Fact(Struct, frozen=True):
    """Where a fact stands in the candidate or the shop, and what to do where it is missing."""

    path: Path
    supply: str

    def lacks(self, shop: Shop) -> bool:
        """Whether it is a fact of the shop that this shop's caller did not give."""
        return self.path.steps[0] == "shop" and getattr(shop, self.path.steps[1]) is None

    def unknown(self, name: str) -> str:
        """What is told where the shop's caller did not give it."""
        return f"Not known: {name}. To decide it, {self.supply}."


def _fact(path: str, supply: str) -> Fact:
    return Fact(Path.parse(path), supply)


IN_PAYLOAD = "send a payload that carries it"

FACTS: Mapping[str, Fact] = {
    "approvals": _fact(
        "shop.approvals", "list the shop's approvals in the shop file: 'approvals: [...]', or [] for none"
    ),
    "brands": _fact(
        "shop.brands", "save TikTok's Get Brands answer and name it in the shop file: 'brands: {file: ...}'"
    ),
    "barcode": _fact("skus[*].identifier_code", IN_PAYLOAD),
    "category": _fact(
        "category_id", "say which TikTok category the product is listed in: 'category_mapping' in the shop file"
    ),
    "category_attributes": _fact(
        "shop.category_attributes",
        "save TikTok's Get Attributes answer of each category and name it in the shop file: "
        "'category_attributes: {<category id>: {file: ...}}'",
    ),
    "category_rules": _fact(
        "shop.category_rules",
        "save TikTok's Get Category Rules answer of each category and name it in the shop file: "
        "'category_rules: {<category id>: {file: ...}}'",
    ),
    "category_tree": _fact(
        "shop.categories", "save TikTok's Get Categories answer and name it in the shop file: 'categories: {file: ...}'"
    ),
    "currency": _fact(
        "skus[*].price.currency", "say which currency the prices are in: 'currency: USD' in the shop file"
    ),
    "description": _fact("description", IN_PAYLOAD),
    "gift_card": _fact("shopify.gift_card", IN_PAYLOAD),
    "image_height": _fact("main_images[*].height", IN_PAYLOAD),
    "image_width": _fact("main_images[*].width", IN_PAYLOAD),
    "images": _fact("main_images", IN_PAYLOAD),
    "inventory": _fact("skus[*].inventory[*].quantity", IN_PAYLOAD),
    "manufacturers": _fact(
        "shop.manufacturers",
        "save TikTok's Search Manufacturers answer and name it in the shop file: 'manufacturers: {file: ...}'",
    ),
    "metafields": _fact("shopify.metafields", IN_PAYLOAD),
    "options": _fact("skus[*].sales_attributes", IN_PAYLOAD),
    "prerequisites": _fact(
        "shop.prerequisites",
        "save TikTok's Check Listing Prerequisites answer and name it in the shop file: 'prerequisites: {file: ...}'",
    ),
    "price": _fact("skus[*].price.amount", IN_PAYLOAD),
    "product_type": _fact("shopify.product_type", IN_PAYLOAD),
    "published": _fact("shopify.published", IN_PAYLOAD),
    "responsible_persons": _fact(
        "shop.responsible_persons",
        "save TikTok's Search Responsible Persons answer and name it in the shop file: "
        "'responsible_persons: {file: ...}'",
    ),
    "seller_sku": _fact("skus[*].seller_sku", IN_PAYLOAD),
    "status": _fact("shopify.status", IN_PAYLOAD),
    "title": _fact("title", IN_PAYLOAD),
    "uploads_left": _fact(
        "shop.uploads_left", "say how many products TikTok Shop still accepts: 'uploads_left: 100' in the shop file"
    ),
    "vendor": _fact("shopify.vendor", IN_PAYLOAD),
    "variants": _fact("shopify.variants_complete", "send all variants: this payload holds only the first page of them"),
    "warehouses": _fact(
        "shop.warehouses", "save TikTok's Get Warehouses answer and name it in the shop file: 'warehouses: {file: ...}'"
    ),
    "weight": _fact("package_weight", IN_PAYLOAD),
}

_NAMES = {fact.path.text: name for name, fact in FACTS.items()}


def fact_name(path_or_name: str) -> str:
    """The name of the fact at a path; a path without a name of its own is its own."""
    return _NAMES.get(path_or_name, path_or_name)
