"""How much of one product is looked at, however much of it there is. Counts only: nothing is walked to hold them."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

from listing_rules.errors import PayloadError
from listing_rules.shop.mapping import ShopFacts

__all__ = ["BOUNDS", "Bounds"]

_Most: TypeAlias = Annotated[int, Field(ge=1)]


class Bounds(ShopFacts):
    """The most that one product may have; `failures` is the most that is told of it, the worst first.

    Shopify lets a product have 2,048 variants and 250 images, and 512 KB of description. `text` counts the characters
    of title and description together.
    """

    variants: _Most = 10_000
    images: _Most = 10_000
    text: _Most = 4_000_000
    failures: _Most = 1_000

    def hold(self, variants: int, images: int, text: int) -> None:
        """PayloadError for a product that has more of anything than that."""
        if variants > self.variants or images > self.images or text > self.text:
            has = {"variants": variants, "images": images, "characters of title and description": text}
            most = (self.variants, self.images, self.text)
            (name, count), limit = next(one for one in zip(has.items(), most, strict=True) if one[0][1] > one[1])
            raise PayloadError(f"the product has {count:,} {name}; at most {limit:,} are looked at")


BOUNDS = Bounds()
