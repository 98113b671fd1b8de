"""The images of a GraphQL product: from `images`, else from the image media, else the featured image alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import msgspec
from msgspec import UNSET, Struct, UnsetType

from listing_rules.shopify.product import Image, Known
from listing_rules.shopify.readers.amounts import whole
from listing_rules.shopify.readers.connections import nodes
from listing_rules.shopify.readers.graphql_bodies import GqlImage, GqlMedia, GqlProduct
from listing_rules.shopify.readers.graphql_places import image_places
from listing_rules.shopify.readers.values import absolute, identifier, text

__all__ = ["Listed", "Pictures", "choose", "pictures", "source"]

Listed: TypeAlias = tuple[str, GqlImage, GqlMedia | None]
"""An image with its pointer, and the media node around it if there is one."""


_PLACES = image_places(media=False, source="url")


class Pictures(Struct):
    """The images; the field of the product that has them, and where their facts stand below each."""

    images: Known[list[Image]] = UNSET
    field: str = "images"
    places: Mapping[str, str] = msgspec.field(default_factory=lambda: _PLACES)
    complete: bool = True


def pictures(body: GqlProduct, prefix: str) -> Pictures:
    """The images in the product itself."""
    images, images_complete = nodes(body.images, f"{prefix}/images")
    media, media_complete = nodes(body.media, f"{prefix}/media")
    chosen = choose(images, media)
    if chosen.images is UNSET and not isinstance(body.featured_image, UnsetType):
        return _featured(body.featured_image, f"{prefix}/featuredImage")
    chosen.complete = chosen.complete and (media_complete if chosen.field == "media" else images_complete)
    return chosen


def choose(images: Known[list[tuple[str, GqlImage]]], media: Known[list[tuple[str, GqlMedia]]]) -> Pictures:
    """Where a query asks for both, they hold the same images."""
    if not images and media:
        shown = [(pointer, item) for pointer, item in media if _is_image(item)]
        ready: list[Listed] = [(pointer, item.image, item) for pointer, item in shown if item.image]
        return _pictures(ready, "media", complete=len(ready) == len(shown))
    if images is None or isinstance(images, UnsetType):
        return Pictures([] if media is not UNSET else images)
    return _pictures([(pointer, item, None) for pointer, item in images], "images", complete=True)


def _is_image(item: GqlMedia) -> bool:
    """Videos and 3D models have their own types; a query may leave the type out, but not the image."""
    if item.typename is not UNSET:
        return item.typename == "MediaImage"
    return item.media_content_type == "IMAGE" or (item.media_content_type is UNSET and bool(item.image))


def _pictures(listed: list[Listed], field: str, *, complete: bool) -> Pictures:
    name = source(listed[0][1])[0] if listed else "url"
    found = [image for image in (_image(*item) for item in listed) if image.src]
    # A query may ask for images and not for their addresses: how many there are does not say which.
    known = found if found or not listed else UNSET
    return Pictures(known, field, image_places(media=field == "media", source=name), complete)


def _image(pointer: str, body: GqlImage, media: GqlMedia | None) -> Image:
    owner = media or body
    alt = body.alt_text if media is None or media.alt is UNSET else media.alt
    return Image(
        absolute(source(body)[1] or ""),
        pointer,
        identifier(owner.id) or None,
        whole(body.width),
        whole(body.height),
        text(alt),
    )


def source(body: GqlImage) -> tuple[str, str | None]:
    """The field that has the address, newest name first, and the address."""
    if body.url:
        return "url", body.url
    if body.original_src:
        return "originalSrc", body.original_src
    return ("src", body.src) if body.src else ("transformedSrc", body.transformed_src or None)


def _featured(body: GqlImage | None, pointer: str) -> Pictures:
    """No featured image means no images; one does not say whether there are more."""
    if body is None:
        return Pictures([], "featuredImage")
    return _pictures([(pointer, body, None)], "featuredImage", complete=False)
