"""`candidate`: the Create Product bodies."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from listing_rules.commands.inputs import binary_files, shop_of
from listing_rules.errors import PayloadError
from listing_rules.formats.visible import visible
from listing_rules.shop import BOUNDS, Shop
from listing_rules.shopify import Product, Record, iter_products
from listing_rules.shopify.mapping import to_candidate
from listing_rules.shopify.subject import product_of, sizes_of

__all__ = ["candidates"]


def candidates(*, paths: tuple[Path, ...], shape: str | None, **shop_facts: Any) -> int:
    shop = shop_of(**shop_facts)
    unreadable = 0
    with ExitStack() as stack:
        for file in binary_files(paths, stack):
            for record in iter_products(file, shape=shape):
                try:
                    click.echo(json.dumps(to_candidate(_product(record, shop), shop).to_api()))
                except PayloadError as error:
                    unreadable += 1
                    click.echo(f"listing-rules: line {record.line}: {visible(str(error))}", err=True)
    return 2 if unreadable else 0


def _product(record: Record, shop: Shop) -> Product:
    if record.product is None:
        raise PayloadError(record.error or "the product cannot be read")
    (shop.bounds or BOUNDS).hold(*sizes_of(record.product))
    return product_of(record.product)
