"""The listing candidate: the body of TikTok's Create Product 202309 as this product would fill it.

A field that is not set (see `model_fields_set`) is not in the payload's shape; None means that Shopify holds it
empty. The blocks named `shopify` are facts that rules read and TikTok is never sent.
Field names and units: TikTok Shop Partner Center, Create Product 202309.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from pydantic import BaseModel, ConfigDict

__all__ = [
    "Amount",
    "AttributeValue",
    "Certification",
    "CertificationFile",
    "Dimensions",
    "IdentifierCode",
    "Image",
    "Inventory",
    "ListingCandidate",
    "Price",
    "ProductAttribute",
    "SalesAttribute",
    "ShopifyOption",
    "ShopifyProduct",
    "ShopifyVariant",
    "SizeChart",
    "Sku",
    "Weight",
]

Amount: TypeAlias = Decimal | str
"""Major units of the currency; text where Shopify holds something that is not a number."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Price(_Part):
    amount: Amount | None = None
    currency: str | None = None


class Image(_Part):
    """An image that is still at Shopify: TikTok's own `uri` exists only after the upload. Sizes are pixels."""

    source_url: str
    width: int | None = None
    height: int | None = None


class SalesAttribute(_Part):
    """`id` is a sales attribute of the category; one of the seller's own has a name alone."""

    id: str | None = None
    name: str
    value_name: str | None = None
    sku_img: Image | None = None


class Inventory(_Part):
    quantity: int | str | None = None
    warehouse_id: str | None = None


class IdentifierCode(_Part):
    """A barcode and, where its digits tell, the type that TikTok wants named."""

    code: str
    type: str | None = None


class Weight(_Part):
    """`unit` is TikTok's: KILOGRAM, GRAM or POUND."""

    value: Amount
    unit: str


class Dimensions(_Part):
    length: Amount
    width: Amount
    height: Amount
    unit: str


class AttributeValue(_Part):
    """`id` is one of the category's own values; a value that is not among them has a name alone."""

    id: str | None = None
    name: str | None = None


class ProductAttribute(_Part):
    id: str
    values: list[AttributeValue] = []


class CertificationFile(_Part):
    id: str
    name: str
    format: str


class UploadedImage(_Part):
    """An image that TikTok has: the `uri` that Upload Product Image answered."""

    uri: str


class Certification(_Part):
    """`expiration_date` is in Unix seconds."""

    id: str
    images: list[UploadedImage] | None = None
    files: list[CertificationFile] | None = None
    expiration_date: int | None = None


class Template(_Part):
    id: str


class SizeChart(_Part):
    image: UploadedImage | None = None
    template: Template | None = None


class ShopifyVariant(_Part):
    id: str | None = None
    title: str | None = None
    requires_shipping: bool | None = None
    inventory_tracked: bool | None = None
    weight: Amount | None = None
    weight_unit: str | None = None


class Sku(_Part):
    external_sku_id: str | None = None
    seller_sku: str | None = None
    sales_attributes: list[SalesAttribute] = []
    price: Price | None = None
    list_price: Price | None = None
    inventory: list[Inventory] | None = None
    identifier_code: IdentifierCode | None = None
    shopify: ShopifyVariant = ShopifyVariant()


class ShopifyOption(_Part):
    """An option and the values that variants use, in order."""

    name: str
    values: list[str]


class ShopifyProduct(_Part):
    """What Shopify knows and TikTok is not told. `category` is the taxonomy path "A > B > C".

    `variants_complete` is not set where the payload holds only some of the variants, or none that it speaks of.
    `unknown_attributes` are ids of attributes whose source, such as a metafield, this shape does not carry.
    """

    shape: str
    id: str | None = None
    handle: str | None = None
    status: str | None = None
    published: bool | None = None
    gift_card: bool | None = None
    vendor: str | None = None
    product_type: str | None = None
    tags: list[str] | None = None
    category: str | None = None
    category_id: str | None = None
    options: list[ShopifyOption] | None = None
    requires_selling_plan: bool | None = None
    requires_components: bool | None = None
    variants_complete: bool | None = None
    unknown_attributes: list[str] | None = None


class ListingCandidate(_Part):
    """See the module. `to_api()` gives the request body.

    `given_by_shop` names, by JSON Pointer, what the shop file gave and Shopify did not, with the place that gave it.
    """

    external_product_id: str | None = None
    title: str | None = None
    description: str | None = None
    category_id: str | None = None
    category_version: str | None = None
    brand_id: str | None = None
    main_images: list[Image] | None = None
    skus: list[Sku] = []
    package_weight: Weight | None = None
    package_dimensions: Dimensions | None = None
    product_attributes: list[ProductAttribute] | None = None
    certifications: list[Certification] | None = None
    size_chart: SizeChart | None = None
    manufacturer_ids: list[str] | None = None
    responsible_person_ids: list[str] | None = None
    delivery_option_ids: list[str] | None = None
    shipping_template_id: str | None = None
    is_cod_allowed: bool | None = None
    given_by_shop: dict[str, str] = {}
    shopify: ShopifyProduct

    def to_api(self, *, image_uris: Mapping[str, str] | None = None, warehouse_id: str | None = None) -> dict[str, Any]:
        """The Create Product 202309 body as JSON values, without what nobody but TikTok can give.

        `image_uris` maps a Shopify image URL to the `uri` that Upload Product Image answered, `warehouse_id`
        comes from Get Warehouses; images and warehouses that are not given are left out.
        """
        body: dict[str, Any] = self.model_dump(mode="json", exclude_unset=True, exclude_none=True)
        return _api_value(body, image_uris or {}, warehouse_id)


_OURS_ALONE = frozenset({"shopify", "given_by_shop"})


def _api_value(body: dict[str, Any], image_uris: Mapping[str, str], warehouse_id: str | None) -> dict[str, Any]:
    body = {name: value for name, value in body.items() if name not in _OURS_ALONE}
    images = _uploaded(body.pop("main_images", []), image_uris)
    if images:
        body["main_images"] = images
    body["skus"] = [_api_sku(sku, image_uris, warehouse_id) for sku in body.get("skus", [])]
    return body


def _api_sku(sku: dict[str, Any], image_uris: Mapping[str, str], warehouse_id: str | None) -> dict[str, Any]:
    sku = {name: value for name, value in sku.items() if name not in _OURS_ALONE}
    for attribute in sku.get("sales_attributes", []):
        uploaded = _uploaded([attribute.pop("sku_img")] if "sku_img" in attribute else [], image_uris)
        if uploaded:
            attribute["sku_img"] = uploaded[0]
    if warehouse_id is not None:
        for stock in sku.get("inventory", []):
            stock["warehouse_id"] = warehouse_id
    return sku


def _uploaded(images: list[dict[str, Any]], image_uris: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"uri": image_uris[image["source_url"]]} for image in images if image["source_url"] in image_uris]
