"""Which Shopify shape a decoded document is in, and where its products stand.

The tests and their order are those of the shapes themselves: connections and gids mean GraphQL, `price_varies` the
Ajax API, `admin_graphql_api_id` or inventory keys the REST API, `variant_gids` a webhook body, and `grams` without
inventory keys the public /products.json.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from listing_rules.errors import PayloadError
from listing_rules.shopify.product import Shape

__all__ = ["UNDERSTOOD", "find_products", "shape_of"]

Found: TypeAlias = tuple[str, "dict[str, Any] | PayloadError"]
"""The pointer of a product in the document, and the product or why it is none."""

UNDERSTOOD = (
    "understood are a Shopify product of the REST or GraphQL Admin API, a products/create or products/update webhook, "
    "the Storefront API, /products.json, /products/<handle>.js, bulk-operation JSONL and the product CSV"
)
_DEPTH = 4
_WRAPPERS = ("product", "products", "node", "data")
_OWN_KEYS = frozenset(
    (
        "variants",
        "body_html",
        "descriptionHtml",
        "product_type",
        "productType",
        "vendor",
        "options",
        "status",
        "tags",
        "images",
        "priceRangeV2",
        "priceRange",
        "price_min",
        "media",
        "featuredImage",
        "isGiftCard",
        "totalInventory",
        "publishedAt",
    )
)
_OTHER_KEYS = frozenset(
    ("rules", "sort_order", "sortOrder", "products_count", "productsCount", "line_items", "lineItems")
)
_GRAPHQL_KEYS = frozenset(
    (
        "descriptionHtml",
        "productType",
        "bodyHtml",
        "publishedAt",
        "isGiftCard",
        "priceRangeV2",
        "priceRange",
        "onlineStoreUrl",
        "totalInventory",
        "availableForSale",
        "compareAtPriceRange",
        "featuredImage",
        "featuredMedia",
    )
)


def find_products(document: object, prefix: str = "") -> Iterator[Found]:
    """Each product in a decoded document. What is no product is yielded as the error that says what was seen."""
    yield from _find(document, prefix, _DEPTH)


def _find(document: object, prefix: str, depth: int) -> Iterator[Found]:
    if isinstance(document, list | tuple):
        for place, item in enumerate(document):
            yield from _find(item, f"{prefix}/{place}", depth - 1) if depth else _unknown(item, prefix)
    elif not isinstance(document, dict):
        yield from _unknown(document, prefix)
    elif wrapped := _wrapped(document):
        yield from _unwrap(document, wrapped, prefix, depth - 1) if depth else _unknown(document, prefix)
    elif _is_product(document):
        yield prefix, document
    else:
        yield from _unknown(document, prefix)


def _wrapped(document: dict[Any, Any]) -> str | None:
    if "variants" in document:
        return None
    return next((key for key in _WRAPPERS if isinstance(document.get(key), dict | list)), None)


def _unwrap(document: dict[Any, Any], key: str, prefix: str, depth: int) -> Iterator[Found]:
    inner, pointer = document[key], f"{prefix}/{key}"
    if key == "product" and isinstance(inner, dict) and _is_named_product(inner):
        yield pointer, inner
    elif key == "data" and isinstance(inner, dict):
        yield from _response(inner, pointer, depth)
    elif isinstance(inner, dict) and ("edges" in inner or "nodes" in inner):
        yield from _connection(inner, pointer, depth)
    else:
        yield from _find(inner, pointer, depth)


def _response(data: dict[Any, Any], prefix: str, depth: int) -> Iterator[Found]:
    """A GraphQL response names its products as the query did: product, products, productByHandle, an alias."""
    held = [key for key, value in data.items() if isinstance(value, dict | list)]
    if not held:
        yield from _unknown(data, prefix)
    for key in held:
        yield from _unwrap(data, key, prefix, depth)


def _connection(connection: dict[Any, Any], prefix: str, depth: int) -> Iterator[Found]:
    nodes = connection.get("nodes")
    if isinstance(nodes, list):
        yield from _find(nodes, f"{prefix}/nodes", depth)
        return
    edges = connection.get("edges")
    for place, edge in enumerate(edges if isinstance(edges, list) else []):
        node = edge.get("node") if isinstance(edge, dict) else edge
        yield from _find(node, f"{prefix}/edges/{place}/node", depth)


def _is_named_product(document: dict[Any, Any]) -> bool:
    """What a wrapper calls a product is one when it has anything but its id."""
    return bool(document.keys() - {"id", "__typename"}) and _wrapped(document) is None


def _is_product(document: dict[Any, Any]) -> bool:
    if _gid_kind(document.get("id")) == "Product":
        return len(document) > 1
    if _gid_kind(document.get("id")):
        return False
    if isinstance(document.get("variants"), list | dict):
        return True
    named = "title" in document or "handle" in document
    return named and not document.keys().isdisjoint(_OWN_KEYS) and document.keys().isdisjoint(_OTHER_KEYS)


def _gid_kind(value: object) -> str:
    return value.split("/")[3] if isinstance(value, str) and value.startswith("gid://") and value.count("/") > 3 else ""


def _unknown(document: object, prefix: str) -> Iterator[Found]:
    yield prefix, PayloadError(f"{_seen(document)}{f' at {prefix}' if prefix else ''}; {UNDERSTOOD}")


def _seen(document: object) -> str:
    if not isinstance(document, dict):
        return f"a JSON {_KINDS.get(type(document), 'value')} is no product"
    if set(document) == {"id"}:
        return 'an object with only "id" is a products/delete webhook: there is nothing to check'
    if isinstance(document.get("errors"), list | dict | str):
        return "this GraphQL response has errors and no product"
    keys = ", ".join(ascii(str(key)[:40]) for key in list(document)[:12])
    return f"an object with the keys {keys}{', …' if len(document) > 12 else ''} is no product"


_KINDS = {str: "text", int: "number", float: "number", bool: "true or false", type(None): "null", list: "array"}


def shape_of(product: dict[str, Any]) -> Shape:
    """The shape of one product (not of CSV or bulk files)."""
    variants = product.get("variants")
    first = variants[0] if isinstance(variants, list) and variants else None
    variant = first if isinstance(first, dict) else {}
    if _is_graphql(product, variants, variant):
        return "storefront" if _is_storefront(product, _first_node(variants) or variant) else "graphql"
    if "price_min" in product and "price_varies" in product:
        return "ajax"
    if "variant_gids" in product or "has_variants_that_requires_components" in product:
        return "webhook"
    if "admin_graphql_api_id" in product or variant.keys() & {"inventory_item_id", "inventory_management"}:
        return "rest"
    return "products_json" if "grams" in variant and variant.keys() & {"featured_image", "available"} else "rest"


def _is_graphql(product: dict[str, Any], variants: object, variant: dict[str, Any]) -> bool:
    return (
        isinstance(variants, dict)
        or "selectedOptions" in variant
        or _gid_kind(product.get("id")) == "Product"
        or bool(product.keys() & _GRAPHQL_KEYS)
    )


def _first_node(variants: object) -> dict[str, Any]:
    if not isinstance(variants, dict):
        return {}
    for found in (variants.get("nodes"), variants.get("edges")):
        if isinstance(found, list) and found and isinstance(found[0], dict):
            node = found[0].get("node", found[0])
            return node if isinstance(node, dict) else {}
    return {}


def _is_storefront(product: dict[str, Any], variant: dict[str, Any]) -> bool:
    if "price" in variant:
        return isinstance(variant["price"], dict)
    return "quantityAvailable" in variant or ("availableForSale" in product and "status" not in product)
