"""The words of real products, each title once, from a folder of files in any of Shopify's shapes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from listing_rules.shopify import Plain
from listing_rules.shopify.readers.stream import iter_products
from listing_rules.shopify.surfaces import plain_surfaces, surfaces_of
from listing_rules.surfaces import Surfaces

__all__ = ["real_products"]


def real_products(folder: Path) -> Iterator[Surfaces]:
    """Every product with a title, in the order of the files."""
    seen = set()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        with file.open("rb") as stream:
            for item in iter_products(stream):
                if item.product:
                    found = (
                        plain_surfaces(item.product) if isinstance(item.product, Plain) else surfaces_of(item.product)
                    )
                    if found.title and found.title not in seen:
                        seen.add(found.title)
                        yield found
