"""The keys of the REST family that are read: products, webhooks, /products.json and product listings."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Struct, UnsetType

from listing_rules.shopify.readers.typed import Flag, Text

__all__ = ["RestCategory", "RestImage", "RestMetafield", "RestOption", "RestProduct", "RestVariant"]


class RestPicture(Struct, gc=False):
    id: Any = UNSET
    src: Text = UNSET


class RestOptionValue(Struct, gc=False):
    name: Text = UNSET
    value: Text = UNSET


class RestMoney(Struct, gc=False):
    amount: Any = UNSET
    currency_code: Text = UNSET


class RestPresentment(Struct, gc=False):
    price: RestMoney | None = None


class RestVariant(Struct, gc=False):
    id: Any = UNSET
    title: Text = UNSET
    sku: Text = UNSET
    barcode: Text = UNSET
    price: Any = UNSET
    compare_at_price: Any = UNSET
    option1: Text = UNSET
    option2: Text = UNSET
    option3: Text = UNSET
    option_values: list[RestOptionValue] | None = None
    inventory_quantity: Any = UNSET
    inventory_management: Text = UNSET
    inventory_policy: Text = UNSET
    requires_shipping: Flag = UNSET
    weight: Any = UNSET
    weight_unit: Text = UNSET
    grams: Any = UNSET
    image_id: Any = UNSET
    featured_image: RestPicture | UnsetType | None = UNSET
    position: Any = UNSET
    presentment_prices: list[RestPresentment] | None = None


class RestImage(Struct, gc=False):
    id: Any = UNSET
    src: Text = UNSET
    width: Any = UNSET
    height: Any = UNSET
    alt: Text = UNSET
    position: Any = UNSET


class RestOption(Struct, gc=False):
    name: Text = None
    values: list[str | None] | None = None
    position: Any = UNSET


class RestCategory(Struct, gc=False):
    admin_graphql_api_id: Text = None
    full_name: Text = None
    name: Text = None


class RestMetafield(Struct, gc=False):
    namespace: Text = None
    key: Text = None
    value: Any = None


class RestProduct(Struct, gc=False):
    id: Any = UNSET
    product_id: Any = UNSET
    title: Text = UNSET
    handle: Text = UNSET
    body_html: Text = UNSET
    vendor: Text = UNSET
    product_type: Text = UNSET
    tags: str | list[str | None] | UnsetType | None = UNSET
    status: Text = UNSET
    published_at: Text = UNSET
    variants: list[RestVariant] | UnsetType | None = UNSET
    variant_gids: list[Any] | UnsetType | None = UNSET
    options: list[RestOption] | None = None
    images: list[RestImage] | UnsetType | None = UNSET
    category: RestCategory | UnsetType | None = UNSET
    metafields: list[RestMetafield] | UnsetType | None = UNSET
    has_variants_that_requires_components: Flag = UNSET
