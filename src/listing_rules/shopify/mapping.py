"""From the Shopify product to the listing candidate: what Create Product 202309 would be sent.

The candidate is first a plain tree of dicts and lists (`to_tree`), which is what rules run on; `to_candidate` gives
the same as the public model. A fact that this payload shape does not carry is a key that is not there.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from listing_rules.candidate import ListingCandidate
from listing_rules.shop import Shop
from listing_rules.shopify.category import CategoryMapper
from listing_rules.shopify.identifiers import identifier_type
from listing_rules.shopify.listing import add_listing
from listing_rules.shopify.product import UNSET, Image, Known, Option, Product, UnsetType, Variant
from listing_rules.shopify.weights import GRAMS_PER_UNIT, grams, package_weight

__all__ = ["LIST_PRICE_MARKETS", "heaviest_variant", "identifier_code", "to_candidate", "to_tree"]

LIST_PRICE_MARKETS = frozenset({"US"})


def to_candidate(product: Product, shop: Shop) -> ListingCandidate:
    """The candidate as the public model."""
    category = CategoryMapper(shop.category_mapping).of(product)
    return ListingCandidate.model_validate(to_tree(product, shop, category))


def to_tree(product: Product, shop: Shop, category_id: Known[str]) -> dict[str, Any]:
    """The candidate as dicts and lists, amounts as Decimal (or text where Shopify holds no number).

    `category_id` is what the connector's mapping gives (see `CategoryMapper`).
    """
    tree: dict[str, Any] = _known(
        external_product_id=product.id,
        title=product.title,
        description=product.body_html,
        category_id=category_id,
        main_images=_images(product.images),
        package_weight=_weight(product, shop.market),
    )
    if tree.get("category_id"):
        # Every market's tree is v2 since 2026-01-12 (partner changelog "ezoyrtmn"); v1 is for who says so.
        tree["category_version"] = shop.category_version or "v2"
    options = product.options if product.options_known else UNSET
    sku = _SkuMapper(options, shop)
    tree["skus"] = [sku.map(variant) for variant in product.variants]
    tree["shopify"] = _shopify_product(product)
    if options is not UNSET:
        tree["shopify"]["options"] = [{"name": option.name, "values": option.values} for option in options]
    if shop.listing is not None:
        add_listing(tree, product, shop)
    return tree


def _known(**facts: Any) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not UNSET}


def _shopify_product(product: Product) -> dict[str, Any]:
    category = product.category
    return _known(
        shape=product.origin.shape,
        id=product.id,
        handle=product.handle,
        status=product.status,
        published=product.published,
        gift_card=product.gift_card,
        vendor=product.vendor,
        product_type=product.product_type,
        tags=product.tags,
        category=category.path if category else category,
        category_id=category.id if category else category,
        requires_selling_plan=product.requires_selling_plan,
        requires_components=product.requires_components,
        variants_complete=product.variants_complete or UNSET,
    )


def _images(images: Known[list[Image]]) -> Any:
    if not images:
        return images
    return [_image(image) for image in images]


def _image(image: Image) -> dict[str, Any]:
    tree: dict[str, Any] = {"source_url": image.src}
    if image.width:
        tree["width"] = image.width
    if image.height:
        tree["height"] = image.height
    return tree


class _SkuMapper:
    """Maps variants of one product; what is the same for all of them is looked up once."""

    def __init__(self, options: list[Option] | UnsetType, shop: Shop) -> None:
        self._names = options if options is UNSET else [option.name for option in options]
        self._currency = shop.currency
        self._list_price = shop.market in LIST_PRICE_MARKETS

    def map(self, variant: Variant) -> dict[str, Any]:
        sku: dict[str, Any] = {"shopify": _shopify_variant(variant)}
        if variant.id:
            sku["external_sku_id"] = variant.id
        if variant.sku is not UNSET:
            sku["seller_sku"] = variant.sku or None
        if self._names is not UNSET:
            pairs = zip(self._names, variant.option_values, strict=False)
            sku["sales_attributes"] = [{"name": name, "value_name": value} for name, value in pairs]
        if variant.price is not UNSET:
            sku["price"] = self._price(variant.price, variant.currency)
        if self._list_price and variant.compare_at_price is not UNSET:
            # Shopify writes 0 where there is no compare-at price.
            stated = variant.compare_at_price or None
            sku["list_price"] = stated and self._price(stated, variant.currency)
        if variant.inventory_quantity is not UNSET:
            sku["inventory"] = [{"quantity": variant.inventory_quantity}]
        if variant.barcode is not UNSET:
            sku["identifier_code"] = identifier_code(variant.barcode)
        return sku

    def _price(self, amount: Any, stated: Known[str]) -> dict[str, Any]:
        price = {"amount": amount}
        currency = stated or self._currency
        if currency:
            price["currency"] = currency
        return price


def _shopify_variant(variant: Variant) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    if variant.id is not UNSET:
        tree["id"] = variant.id
    if variant.title is not UNSET:
        tree["title"] = variant.title
    if variant.requires_shipping is not UNSET:
        tree["requires_shipping"] = variant.requires_shipping
    if variant.inventory_tracked is not UNSET:
        tree["inventory_tracked"] = variant.inventory_tracked
    if variant.weight is not UNSET:
        tree["weight"] = variant.weight
    if variant.weight_unit is not UNSET:
        tree["weight_unit"] = variant.weight_unit
    return tree


def identifier_code(barcode: Known[str]) -> dict[str, Any] | None:
    """The barcode with the type that its digits tell; None for none."""
    if not barcode:
        return None
    code = barcode.strip()
    kind = identifier_type(code)
    return {"code": code, "type": kind} if kind else {"code": code}


def heaviest_variant(product: Product) -> tuple[Variant, Decimal, str] | None:
    """The variant that decides the parcel's weight, with it and its unit; None where none has a readable one."""
    weighed = [
        (variant, variant.weight, variant.weight_unit)
        for variant in product.variants
        if isinstance(variant.weight, Decimal) and variant.weight_unit in GRAMS_PER_UNIT
    ]
    return max(weighed, key=lambda found: grams(found[1], found[2]), default=None)


def _weight(product: Product, market: str) -> Any:
    """TikTok weighs the product, Shopify its variants: the heaviest decides, as in other connectors."""
    heaviest = heaviest_variant(product)
    if heaviest is None:
        return UNSET if all(v.weight is UNSET or v.weight_unit is UNSET for v in product.variants) else None
    value, unit = package_weight(heaviest[1], heaviest[2], market)
    return {"value": value, "unit": unit}
