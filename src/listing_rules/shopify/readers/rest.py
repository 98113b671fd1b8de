"""REST products, product webhooks and the public /products.json: one family with snake_case keys.

Newer webhooks lack weight, requires_shipping and inventory_management; /products.json lacks status, barcode and
stock and has weight in grams only. What is not there is UNSET. Sales-channel product listings, which name the id
"product_id" and list "option_values", are read as well.
"""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from listing_rules.shopify.product import Category, Image, Known, Option, Origin, Product, Shape, Variant
from listing_rules.shopify.readers import options as option_rules
from listing_rules.shopify.readers.amounts import amount, quantity, whole
from listing_rules.shopify.readers.options import Declared
from listing_rules.shopify.readers.rest_bodies import (
    RestCategory,
    RestImage,
    RestMetafield,
    RestOption,
    RestProduct,
    RestVariant,
)
from listing_rules.shopify.readers.rest_places import IMAGE, product_places, variant_places
from listing_rules.shopify.readers.typed import typed
from listing_rules.shopify.readers.values import (
    absolute,
    by_position,
    folded,
    identifier,
    present,
    published,
    tag_list,
    weight_unit,
)

__all__ = ["category_of", "outline", "read", "read_body"]


def read(document: object, prefix: str, shape: Shape) -> Product:
    """One product of the REST family. Raises PayloadError where a value has the wrong type."""
    return read_body(typed(document, RestProduct, prefix), prefix, shape)


def read_body(body: RestProduct, prefix: str, shape: Shape) -> Product:
    """The product of a typed body."""
    bodies = body.variants or []
    images = _images(body.images, prefix)
    options, rows = _options(body, bodies, prefix)
    sources = _sources(body.images) if len(bodies) > 1 or (bodies and bodies[0].image_id) else {}
    return Product(
        origin=_origin(body, bodies, prefix, shape),
        variants=[
            _variant(item, f"{prefix}/variants/{place}", rows[place], sources) for place, item in enumerate(bodies)
        ],
        options=options,
        images=images,
        id=identifier(body.product_id if body.id is UNSET else body.id),
        handle=None if body.handle == "" else body.handle,
        title=None if body.title == "" else body.title,
        body_html=None if body.body_html == "" else body.body_html,
        vendor=None if body.vendor == "" else body.vendor,
        product_type=None if body.product_type == "" else body.product_type,
        tags=tag_list(body.tags),
        status=folded(body.status),
        published=published(body.published_at),
        category=category_of(body.category),
        requires_components=body.has_variants_that_requires_components,
        metafields=_metafields(body.metafields),
        variants_complete=body.variants is not UNSET and len(body.variant_gids or ()) <= len(bodies),
        options_known=bool(options) or _plain(bodies),
    )


def outline(body: RestProduct, prefix: str, shape: Shape, options: int) -> Product:
    """The same without what it holds: where its variants, images and options stand."""
    bodies, images = body.variants or [], body.images or []
    return Product(
        origin=_origin(body, bodies, prefix, shape),
        variants=[Variant(f"{prefix}/variants/{place}") for place, _ in enumerate(bodies)],
        options=[Option("", [], f"{prefix}/options/{place}") for place in range(options)],
        images=by_position([(one.position, Image("", f"{prefix}/images/{place}")) for place, one in enumerate(images)]),
    )


def _origin(body: RestProduct, bodies: list[RestVariant], prefix: str, shape: Shape) -> Origin:
    first = bodies[0] if bodies else RestVariant()
    return Origin(
        shape,
        prefix,
        product_places(listing=body.id is UNSET and body.product_id is not UNSET),
        variant_places(
            grams=first.weight is UNSET and first.grams is not UNSET,
            featured=first.image_id is UNSET,
            listing=bool(first.option_values),
        ),
        IMAGE,
    )


def _variant(body: RestVariant, pointer: str, values: tuple[str | None, ...], sources: dict[str, str]) -> Variant:
    """Plain cases are decided in place: this runs for every variant."""
    number, quantity_, place, policy = body.id, body.inventory_quantity, body.position, body.inventory_policy
    in_grams = body.weight is UNSET and body.grams is not UNSET
    return Variant(
        pointer,
        values,
        str(number) if number.__class__ is int else identifier(number),
        None if body.title == "" else body.title,
        None if body.sku == "" else body.sku,
        None if body.barcode == "" else body.barcode,
        amount(body.price),
        None if body.compare_at_price is None else amount(body.compare_at_price),
        _currency(body) if body.presentment_prices else UNSET,
        quantity_ if quantity_.__class__ is int else quantity(quantity_),
        UNSET if body.inventory_management is UNSET else bool(body.inventory_management),
        policy if policy == "deny" else folded(policy),
        body.requires_shipping,
        amount(body.grams if in_grams else body.weight),
        "g" if in_grams else weight_unit(body.weight_unit),
        None if body.image_id is None else _image_src(body, sources),
        place if place.__class__ is int else whole(place),
    )


def _currency(body: RestVariant) -> Known[str]:
    """A single presentment price equal to the price is the price in the shop's currency."""
    prices = [item.price for item in body.presentment_prices or () if item.price is not None]
    if len(prices) != 1 or amount(prices[0].amount) != amount(body.price):
        return UNSET
    return prices[0].currency_code


def _image_src(body: RestVariant, sources: dict[str, str]) -> Known[str]:
    if body.image_id is not UNSET:
        return sources.get(str(body.image_id), UNSET)
    picture = body.featured_image
    if picture is None or isinstance(picture, UnsetType):
        return picture
    return absolute(picture.src) if picture.src else UNSET


def _sources(images: list[RestImage] | UnsetType | None) -> dict[str, str]:
    return {str(image.id): absolute(image.src) for image in images or () if image.src}


def _images(bodies: list[RestImage] | UnsetType | None, prefix: str) -> Known[list[Image]]:
    if bodies is None or isinstance(bodies, UnsetType):
        return bodies
    if bodies and all(body.src is UNSET for body in bodies):
        return UNSET
    found = [_image(body, f"{prefix}/images/{place}") for place, body in enumerate(bodies) if body.src]
    return by_position(found)


def _image(body: RestImage, pointer: str) -> tuple[Known[int], Image]:
    place, width, height, src = body.position, body.width, body.height, body.src
    return place if place.__class__ is int else whole(place), Image(
        src if isinstance(src, str) and src.startswith("https://") else absolute(src or ""),
        pointer,
        None if body.id is UNSET or body.id is None else str(body.id),
        width if width.__class__ is int else whole(width),
        height if height.__class__ is int else whole(height),
        None if body.alt == "" else body.alt,
    )


def _options(
    body: RestProduct, bodies: list[RestVariant], prefix: str
) -> tuple[list[Option], list[tuple[str | None, ...]]]:
    if _has_default_variant(body, bodies):
        return [], [()]
    rows = [_row(item) for item in bodies]
    declared = [
        Declared(item.name or None, item.values or [], f"{prefix}/options/{place}")
        for place, item in _ordered(body.options or [])
    ]
    width = max([len(row) for row in rows], default=0)
    declared += [Declared(_name(bodies, place), [], prefix) for place in range(len(declared), width)]
    if any(len(row) != len(declared) for row in rows):
        rows = [(*row, *[None] * (len(declared) - len(row))) for row in rows]
    return option_rules.settle(declared, rows, complete=body.variants is not UNSET)


def _has_default_variant(body: RestProduct, bodies: list[RestVariant]) -> bool:
    """The common case in its usual spelling; `settle` knows the others."""
    if len(bodies) != 1 or not body.options or len(body.options) > 1:
        return False
    first = bodies[0]
    return first.option1 == "Default Title" and body.options[0].name == "Title" and not (first.option2 or first.option3)


def _ordered(bodies: list[RestOption]) -> list[tuple[int, RestOption]]:
    """With their places in the payload: option1 belongs to position 1, wherever it is listed."""
    places = list(enumerate(bodies))
    positions = [body.position for body in bodies]
    wanted = list(range(1, len(bodies) + 1))
    if positions != wanted and sorted(positions, key=str) == wanted:
        places.sort(key=lambda item: int(item[1].position))
    return places


def _row(body: RestVariant) -> tuple[str | None, ...]:
    """The option values up to the last that there is."""
    if body.option_values:
        return tuple(item.value or None for item in body.option_values)
    if body.option3:
        return (body.option1 or None, body.option2 or None, body.option3)
    return (body.option1 or None, body.option2) if body.option2 else (body.option1,) if body.option1 else ()


def _name(bodies: list[RestVariant], place: int) -> str | None:
    """The option's name where only the variants say it; Shopify's option1 to option3 have no names of their own."""
    for body in bodies:
        if body.option_values and place < len(body.option_values):
            return body.option_values[place].name or None
    return None


def _plain(bodies: list[RestVariant]) -> bool:
    """Whether a product without options is known to have none."""
    return len(bodies) <= 1 or any(present(body.option1) for body in bodies)


def category_of(body: RestCategory | UnsetType | None) -> Known[Category]:
    """Shopify's category; None where the product is uncategorized."""
    if body is None or isinstance(body, UnsetType):
        return body
    gid = body.admin_graphql_api_id or None
    return None if (gid or "").endswith("/na") else Category(gid, body.full_name or None, body.name or None)


def _metafields(bodies: list[RestMetafield] | UnsetType | None) -> Known[dict[str, str]]:
    """By "namespace.key". Shopify's values are text, lists being JSON in text; numbers are written as text."""
    if bodies is None or isinstance(bodies, UnsetType):
        return bodies
    return {
        f"{body.namespace}.{body.key}": str(body.value)
        for body in bodies
        if body.namespace and body.key and body.value is not None
    }
