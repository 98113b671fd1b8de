"""GraphQL products of the Admin and the Storefront API, in a response or as nodes of a bulk operation.

Fields that the query did not ask for are UNSET. A further page (pageInfo.hasNextPage) makes the product incomplete.
Admin prices are text, Storefront prices objects with their currency; Admin states its currency in priceRangeV2 only.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from msgspec import UNSET, Struct, UnsetType

from listing_rules.shopify.product import Category, Known, Money, Option, Origin, Product, Shape, T, Variant
from listing_rules.shopify.readers import options as option_rules
from listing_rules.shopify.readers.amounts import amount, quantity, whole
from listing_rules.shopify.readers.connections import nodes
from listing_rules.shopify.readers.graphql_bodies import (
    GqlCategory,
    GqlCollection,
    GqlMetafield,
    GqlOption,
    GqlProduct,
    GqlVariant,
)
from listing_rules.shopify.readers.graphql_images import Pictures, pictures, source
from listing_rules.shopify.readers.graphql_places import product_places, variant_places
from listing_rules.shopify.readers.options import Declared, Row
from listing_rules.shopify.readers.typed import typed
from listing_rules.shopify.readers.values import absolute, folded, identifier, published, tag_list, text, weight_unit

__all__ = ["Parts", "assemble", "items_of", "read"]

_UNCATEGORISED = "/na"


class Parts(Struct):
    """What hangs below a product, each with its place: from connections, or from the lines of a bulk file."""

    variants: Known[list[tuple[str, GqlVariant]]]
    pictures: Pictures
    metafields: Known[list[GqlMetafield]]
    variants_complete: bool
    collections: Known[list[GqlCollection]] = UNSET
    collections_complete: bool = True


def read(document: object, prefix: str, shape: Shape) -> Product:
    """One product of a GraphQL response. Raises PayloadError where a value has the wrong type."""
    body = typed(document, GqlProduct, prefix)
    variants, complete = nodes(body.variants, f"{prefix}/variants")
    metafields, _ = nodes(body.metafields, f"{prefix}/metafields")
    collections, all_collections = nodes(body.collections, f"{prefix}/collections")
    parts = Parts(
        variants, pictures(body, prefix), items_of(metafields), complete, items_of(collections), all_collections
    )
    return assemble(body, parts, prefix, shape)


def items_of(found: Known[list[tuple[str, T]]]) -> Known[list[T]]:
    """Without their places."""
    return found if found is None or isinstance(found, UnsetType) else [item for _, item in found]


def assemble(body: GqlProduct, parts: Parts, prefix: str, shape: Shape) -> Product:
    """The product from its own fields and its parts."""
    listed = parts.variants or []
    bodies = [item for _, item in listed]
    complete = parts.variants_complete and bool(listed)
    options, rows = _options(body, bodies, prefix, complete=complete)
    currency = _currency(body)
    name, html = _description(body)
    return Product(
        origin=Origin(
            shape,
            prefix,
            product_places(name, parts.pictures.field, bulk=shape == "bulk"),
            _variant_places(bodies, shape),
            parts.pictures.places,
        ),
        variants=[_variant(item, pointer, rows[place], currency) for place, (pointer, item) in enumerate(listed)],
        options=options,
        images=parts.pictures.images,
        id=identifier(body.id),
        handle=text(body.handle),
        title=text(body.title),
        body_html=html,
        vendor=text(body.vendor),
        product_type=text(body.product_type),
        tags=tag_list(body.tags),
        status=folded(body.status),
        published=published(body.published_at),
        gift_card=body.is_gift_card,
        category=_category(body.category),
        requires_selling_plan=body.requires_selling_plan,
        requires_components=_components(body, bodies),
        metafields=_metafields(parts.metafields),
        collections=_collections(parts.collections),
        collections_complete=parts.collections_complete,
        variants_complete=complete,
        images_complete=parts.pictures.complete,
        options_known=bool(options) or len(bodies) <= 1 or body.has_only_default_variant is True,
    )


def _variant(body: GqlVariant, pointer: str, values: Row, currency: Known[str]) -> Variant:
    item = body.inventory_item or None
    price, stated = _money(body.price)
    weight, unit = _weight(body)
    return Variant(
        pointer,
        values,
        id=identifier(body.id),
        title=text(body.title),
        sku=text(item.sku if item is not None and body.sku is UNSET else body.sku),
        barcode=text(body.barcode),
        price=price,
        compare_at_price=_money(body.compare_at_price)[0],
        currency=currency if stated is UNSET else stated,
        inventory_quantity=quantity(
            body.quantity_available if body.inventory_quantity is UNSET else body.inventory_quantity
        ),
        inventory_tracked=UNSET if item is None else item.tracked,
        inventory_policy=folded(body.inventory_policy),
        requires_shipping=(
            item.requires_shipping if item is not None and body.requires_shipping is UNSET else body.requires_shipping
        ),
        weight=weight,
        weight_unit=unit,
        image_src=_image_src(body),
        position=whole(body.position),
    )


def _image_src(body: GqlVariant) -> Known[str]:
    if body.image is None or isinstance(body.image, UnsetType):
        return body.image
    _, src = source(body.image)
    return absolute(src) if src else UNSET


def _money(value: object) -> tuple[Known[Money], Known[str]]:
    if not isinstance(value, dict):
        return amount(value), UNSET
    code = value.get("currencyCode", UNSET)
    return amount(value.get("amount", UNSET)), code if isinstance(code, str) else UNSET


def _weight(body: GqlVariant) -> tuple[Known[Money], Known[str]]:
    measured = body.inventory_item.measurement if body.inventory_item else UNSET
    if measured:
        if measured.weight is None or isinstance(measured.weight, UnsetType):
            return measured.weight, measured.weight
        return amount(measured.weight.value), weight_unit(measured.weight.unit)
    if body.weight is UNSET and measured is None:
        return None, None
    return amount(body.weight), weight_unit(body.weight_unit)


def _variant_places(bodies: list[GqlVariant], shape: Shape) -> Mapping[str, str]:
    first = bodies[0] if bodies else GqlVariant()
    item = first.inventory_item or None
    return variant_places(
        weight=first.weight is UNSET and bool(item and item.measurement is not UNSET),
        requires_shipping=first.requires_shipping is UNSET and bool(item and item.requires_shipping is not UNSET),
        sku=first.sku is UNSET and bool(item and item.sku is not UNSET),
        storefront=shape == "storefront",
    )


def _description(body: GqlProduct) -> tuple[str, Known[str]]:
    """The field that has the description, and its HTML; Shopify's `description` is the text without tags."""
    if body.description_html is not UNSET:
        return "descriptionHtml", text(body.description_html)
    if body.body_html is not UNSET:
        return "bodyHtml", text(body.body_html)
    plain = body.description
    if isinstance(plain, UnsetType):
        return "descriptionHtml", UNSET
    return "description", escape(plain, quote=False) if plain else None


def _currency(body: GqlProduct) -> Known[str]:
    prices = body.price_range_v2
    return UNSET if prices is None or prices.min_variant_price is None else prices.min_variant_price.currency_code


def _category(body: GqlCategory | UnsetType | None) -> Known[Category]:
    if body is None or isinstance(body, UnsetType):
        return body
    gid = body.id or None
    return None if (gid or "").endswith(_UNCATEGORISED) else Category(gid, _path(body), body.name or None)


def _path(body: GqlCategory) -> str | None:
    """The full name; the Storefront API has the ancestors instead, whose ids tell their depth."""
    if body.full_name or not body.ancestors or not body.name:
        return body.full_name or None
    ancestors = sorted(body.ancestors, key=lambda item: (item.id or "").count("-"))
    return " > ".join([*(item.name or "" for item in ancestors), body.name])


def _components(body: GqlProduct, bodies: list[GqlVariant]) -> Known[bool]:
    stated = [item.requires_components for item in bodies if item.requires_components is not UNSET]
    if body.has_variants_that_requires_components is not UNSET or not stated:
        return body.has_variants_that_requires_components
    return any(stated)


def _metafields(found: Known[list[GqlMetafield]]) -> Known[dict[str, str]]:
    if found is None or isinstance(found, UnsetType):
        return found
    return {
        f"{item.namespace}.{item.key}": str(item.value)
        for item in found
        if item.namespace and item.key and item.value is not None
    }


def _collections(found: Known[list[GqlCollection]]) -> Known[list[str]]:
    """All that a collection may be called by."""
    if found is None or isinstance(found, UnsetType):
        return found
    names = (name for item in found for name in (item.id, identifier(item.id), item.handle, item.title))
    return [name for name in names if name]


def _options(
    body: GqlProduct, bodies: list[GqlVariant], prefix: str, *, complete: bool
) -> tuple[list[Option], list[Row]]:
    if body.has_only_default_variant:
        return [], [()] * len(bodies)
    declared = [
        Declared(item.name or None, _in_use(item), f"{prefix}/options/{place}")
        for place, item in enumerate(body.options or [])
    ]
    known = {item.name for item in declared}
    names = [selected.name or None for item in bodies for selected in item.selected_options or []]
    declared += [Declared(name, []) for name in dict.fromkeys(names) if name not in known]
    rows = [_row(item, declared) for item in bodies]
    if declared and bodies and not names:
        return [], [()] * len(bodies)
    return option_rules.settle(declared, rows, complete=complete)


def _in_use(option: GqlOption) -> list[str | None]:
    if option.option_values is None:
        return option.values or []
    return [value.name or None for value in option.option_values if value.has_variants is not False]


def _row(body: GqlVariant, declared: list[Declared]) -> Row:
    chosen = {selected.name or None: selected.value or None for selected in body.selected_options or []}
    return tuple(chosen.get(item.name) for item in declared)
