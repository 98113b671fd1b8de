"""`candidate`: the Create Product bodies."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from listing_rules.commands.inputs import binary_files, shop_of
from listing_rules.formats.visible import visible
from listing_rules.shopify import iter_products
from listing_rules.shopify.mapping import to_candidate
from listing_rules.shopify.subject import product_of

__all__ = ["candidates"]


def candidates(*, paths: tuple[Path, ...], shape: str | None, **shop_facts: Any) -> int:
    shop = shop_of(**shop_facts)
    unreadable = 0
    with ExitStack() as stack:
        for file in binary_files(paths, stack):
            for record in iter_products(file, shape=shape):
                if record.product is None:
                    unreadable += 1
                    click.echo(f"listing-rules: line {record.line}: {visible(record.error or '')}", err=True)
                else:
                    click.echo(json.dumps(to_candidate(product_of(record.product), shop).to_api()))
    return 2 if unreadable else 0
