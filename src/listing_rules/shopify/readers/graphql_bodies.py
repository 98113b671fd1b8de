"""The parts of Shopify's GraphQL types that are read: Admin and Storefront API, old and new field names.

Fields that a query did not ask for are absent. Lists come as plain lists or as connections (edges or nodes).
"""

from __future__ import annotations

from typing import Any, Generic, TypeAlias, TypeVar

from msgspec import UNSET, Struct, UnsetType

from listing_rules.shopify.readers.typed import Flag, Text

__all__ = [
    "Connection",
    "GqlCategory",
    "GqlCollection",
    "GqlImage",
    "GqlInventoryItem",
    "GqlMedia",
    "GqlMetafield",
    "GqlOption",
    "GqlProduct",
    "GqlVariant",
    "Many",
    "T",
]

T = TypeVar("T")


class Edge(Struct, Generic[T], gc=False):
    node: T | None = None


class PageInfo(Struct, rename="camel", gc=False):
    has_next_page: Flag = None


class Connection(Struct, Generic[T], rename="camel", gc=False):
    edges: list[Edge[T] | None] | None = None
    nodes: list[T | None] | None = None
    page_info: PageInfo | None = None


Many: TypeAlias = Connection[T] | list[T | None] | UnsetType | None


class GqlImage(Struct, rename="camel", gc=False):
    id: Any = UNSET
    url: Text = UNSET
    original_src: Text = UNSET
    src: Text = UNSET
    transformed_src: Text = UNSET
    width: Any = UNSET
    height: Any = UNSET
    alt_text: Text = UNSET


class _Preview(Struct, gc=False):
    image: GqlImage | None = None


class GqlMedia(Struct, rename={"typename": "__typename", "media_content_type": "mediaContentType"}):
    id: Any = UNSET
    media_content_type: Text = UNSET
    typename: Text = UNSET
    status: Text = UNSET
    alt: Text = UNSET
    image: GqlImage | UnsetType | None = UNSET
    preview: _Preview | None = None


class GqlMetafield(Struct, gc=False):
    namespace: Text = None
    key: Text = None
    value: Any = None


class GqlCollection(Struct, gc=False):
    id: Text = None
    handle: Text = None
    title: Text = None


class GqlOptionValue(Struct, rename="camel", gc=False):
    name: Text = None
    has_variants: Flag = None


class GqlOption(Struct, rename="camel", gc=False):
    name: Text = None
    position: Any = UNSET
    values: list[str | None] | None = None
    option_values: list[GqlOptionValue] | None = None


class GqlSelected(Struct, gc=False):
    name: Text = None
    value: Text = None


class GqlWeight(Struct, gc=False):
    value: Any = UNSET
    unit: Text = UNSET


class GqlMeasurement(Struct, gc=False):
    weight: GqlWeight | UnsetType | None = UNSET


class GqlInventoryItem(Struct, rename="camel", gc=False):
    sku: Text = UNSET
    tracked: Flag = UNSET
    requires_shipping: Flag = UNSET
    measurement: GqlMeasurement | UnsetType | None = UNSET


class GqlVariant(Struct, rename="camel", gc=False):
    id: Any = UNSET
    title: Text = UNSET
    sku: Text = UNSET
    barcode: Text = UNSET
    price: Any = UNSET
    compare_at_price: Any = UNSET
    position: Any = UNSET
    inventory_quantity: Any = UNSET
    quantity_available: Any = UNSET
    inventory_policy: Text = UNSET
    inventory_item: GqlInventoryItem | UnsetType | None = UNSET
    weight: Any = UNSET
    weight_unit: Text = UNSET
    requires_shipping: Flag = UNSET
    requires_components: Flag = UNSET
    selected_options: list[GqlSelected] | UnsetType | None = UNSET
    image: GqlImage | UnsetType | None = UNSET


class GqlCategoryName(Struct, gc=False):
    id: Text = None
    name: Text = None


class GqlCategory(Struct, rename="camel", gc=False):
    id: Text = None
    full_name: Text = None
    name: Text = None
    ancestors: list[GqlCategoryName] | None = None


class _Amount(Struct, rename="camel", gc=False):
    currency_code: Text = UNSET


class _Range(Struct, rename="camel", gc=False):
    min_variant_price: _Amount | None = None


class GqlProduct(Struct, rename="camel", gc=False):
    id: Any = UNSET
    title: Text = UNSET
    handle: Text = UNSET
    description_html: Text = UNSET
    body_html: Text = UNSET
    description: Text = UNSET
    vendor: Text = UNSET
    product_type: Text = UNSET
    tags: str | list[str | None] | UnsetType | None = UNSET
    status: Text = UNSET
    published_at: Text = UNSET
    is_gift_card: Flag = UNSET
    requires_selling_plan: Flag = UNSET
    has_variants_that_requires_components: Flag = UNSET
    has_only_default_variant: Flag = UNSET
    category: GqlCategory | UnsetType | None = UNSET
    price_range_v2: _Range | None = None
    options: list[GqlOption] | UnsetType | None = UNSET
    variants: Many[GqlVariant] = UNSET
    images: Many[GqlImage] = UNSET
    media: Many[GqlMedia] = UNSET
    featured_image: GqlImage | UnsetType | None = UNSET
    metafields: Many[GqlMetafield] = UNSET
    collections: Many[GqlCollection] = UNSET
