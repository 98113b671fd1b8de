"""The words of a product, as judgement needs them: which text stood where, untouched."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["Surfaces"]


class Surfaces(Struct, frozen=True, kw_only=True):
    """The places of a product that hold words. None: empty, or not in this payload shape.

    `description` is HTML as Shopify holds it. `category` is Shopify's taxonomy path ("A > B > C"),
    `category_id` its gid. `options` are option names and values in the payload's order, without repeats.
    """

    title: str | None = None
    product_type: str | None = None
    tags: tuple[str, ...] = ()
    vendor: str | None = None
    category: str | None = None
    category_id: str | None = None
    options: tuple[str, ...] = ()
    description: str | None = None
