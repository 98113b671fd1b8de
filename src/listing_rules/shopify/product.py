"""The one product that every Shopify payload shape ends in.

Each fact has three states: a value, `None` (Shopify gave the field and it is empty) and `UNSET`
(this payload shape does not carry the field). Nothing is ever filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, TypeAlias, TypeVar

from msgspec import UNSET, Struct, UnsetType

__all__ = [
    "UNSET",
    "Category",
    "Image",
    "Known",
    "Money",
    "Option",
    "Origin",
    "Product",
    "Shape",
    "UnsetType",
    "Variant",
]

T = TypeVar("T")
Known: TypeAlias = T | UnsetType | None

Money: TypeAlias = Decimal | str
"""An amount in major units; text where the payload holds something that is not a number ("call us")."""

Shape: TypeAlias = Literal[
    "rest", "webhook", "products_json", "ajax", "graphql", "storefront", "bulk", "csv_classic", "csv_new"
]


class Origin(Struct, frozen=True, gc=False):
    """Where this product's facts stand in the payload: a relative JSON Pointer for each field.

    `prefix` leads from the document to the product ("/product"). The three tables name, for each field of
    Product, Variant and Image that the shape carries, the place below the product, variant or image
    ("price" -> "/price", in GraphQL "weight" -> "/inventoryItem/measurement/weight/value"). Option values are
    the fields "option1", "option2" and "option3" of the variant. For CSV the places are column headers
    ("price" -> "/Variant Price") and pointers are rows ("/rows/17", the header being row 1).
    """

    shape: Shape
    prefix: str
    product: Mapping[str, str]
    variant: Mapping[str, str]
    image: Mapping[str, str]


class Category(Struct, frozen=True, gc=False):
    """Shopify's taxonomy category: a gid where the payload has one, the path "A > B > C", and its last name."""

    id: str | None
    path: str | None
    name: str | None = None


class Option(Struct, gc=False):
    """`name` is empty where the payload has option values without a name; `values` are those in use."""

    name: str
    values: list[str]
    pointer: str = ""


class Image(Struct, gc=False):
    """`src` is absolute ("//cdn…" gets "https:"); sizes are pixels."""

    src: str
    pointer: str = ""
    id: str | None = None
    width: Known[int] = UNSET
    height: Known[int] = UNSET
    alt: Known[str] = UNSET


class Variant(Struct, gc=False):
    """One Shopify variant. `pointer` leads from the document to it ("/product/variants/0").

    `option_values` are in the order of Product.options, without Shopify's "Default Title".
    `weight` is in `weight_unit` (g, kg, lb or oz). An amount or quantity that is no number stays text.
    """

    pointer: str
    option_values: tuple[str | None, ...] = ()
    id: Known[str] = UNSET
    title: Known[str] = UNSET
    sku: Known[str] = UNSET
    barcode: Known[str] = UNSET
    price: Known[Money] = UNSET
    compare_at_price: Known[Money] = UNSET
    currency: Known[str] = UNSET
    inventory_quantity: Known[int | str] = UNSET
    inventory_tracked: Known[bool] = UNSET
    inventory_policy: Known[str] = UNSET
    requires_shipping: Known[bool] = UNSET
    weight: Known[Decimal | str] = UNSET
    weight_unit: Known[str] = UNSET
    image_src: Known[str] = UNSET
    position: Known[int] = UNSET


class Product(Struct, gc=False):
    """One Shopify product, whatever shape it came in.

    `status` is lower case (active, draft, archived, unlisted); `published` is false for a product on no
    sales channel. `variants_complete` and `images_complete` are false where the payload says that it holds
    only the first page, or does not hold them at all. `options` leaves out Shopify's "Title / Default Title";
    `options_known` is false where the payload has several variants without their option values, so that they
    cannot be told apart. `collections` holds the id, gid, handle and title of each collection, where they are given.
    """

    origin: Origin
    variants: list[Variant]
    options: list[Option]
    images: Known[list[Image]] = UNSET
    id: Known[str] = UNSET
    handle: Known[str] = UNSET
    title: Known[str] = UNSET
    body_html: Known[str] = UNSET
    vendor: Known[str] = UNSET
    product_type: Known[str] = UNSET
    tags: Known[list[str]] = UNSET
    status: Known[str] = UNSET
    published: Known[bool] = UNSET
    gift_card: Known[bool] = UNSET
    category: Known[Category] = UNSET
    requires_selling_plan: Known[bool] = UNSET
    requires_components: Known[bool] = UNSET
    metafields: Known[dict[str, str]] = UNSET
    collections: Known[list[str]] = UNSET
    collections_complete: bool = True
    variants_complete: bool = True
    images_complete: bool = True
    options_known: bool = True
