"""The samples and the real catalogs beside the project."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from listing_rules.shopify import iter_products
from listing_rules.shopify.product import UNSET, Product
from listing_rules.shopify.readers.record import Record
from listing_rules.shopify.subject import product_of

DATA = Path(os.environ.get("LISTING_RULES_DATA") or Path(__file__).parents[3] / "shared" / "data")
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real catalogs (../shared/data) are not here"),
]
SAMPLES = {
    "ajax_product.js.json": ("ajax", 1),
    "bulk_products_grouped.jsonl": ("bulk", 2),
    "bulk_products_ungrouped_groupObjects_false.jsonl": ("bulk", 2),
    "csv_classic.csv": ("csv_classic", 1),
    "csv_new_2025_headers.csv": ("csv_new", 1),
    "csv_traps.csv": ("csv_classic", 10),
    "graphql_admin_product_nodes.json": ("graphql", 1),
    "graphql_admin_product_old_weight_fields.json": ("graphql", 1),
    "graphql_admin_product_partial_fields_next_page.json": ("graphql", 1),
    "graphql_admin_products_edges.json": ("graphql", 1),
    "rest_product.json": ("rest", 1),
    "rest_product_single_default_title_draft.json": ("rest", 1),
    "rest_products_list.json": ("rest", 1),
    "storefront_graphql_product.json": ("storefront", 1),
    "storefront_products.json": ("products_json", 1),
    "traps_rest.json": ("rest", 101),
    "webhook_products_update_2024-04_or_older.json": ("webhook", 1),
    "webhook_products_update_2024-10_or_newer.json": ("webhook", 1),
    "webhook_products_update_over_100_variants.json": ("webhook", 1),
}


def read(path: Path) -> list[Record]:
    with path.open("rb") as file:
        return list(iter_products(file))


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_each_sample_is_read_in_its_shape(name: str) -> None:
    products = [record.product and product_of(record.product) for record in read(DATA / "samples" / name)]
    shape, count = SAMPLES[name]
    assert Counter(product and product.origin.shape for product in products) == {shape: count}


def test_a_deleted_product_is_told() -> None:
    (record,) = read(DATA / "samples" / "webhook_products_delete.json")
    assert record.error
    assert "products/delete" in record.error


def _manifest() -> list[dict[str, Any]]:
    path = DATA / "shopify" / "MANIFEST.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else []


@pytest.mark.parametrize("entry", _manifest(), ids=lambda entry: str(entry["file"]))
def test_each_real_catalog_is_read_whole(entry: dict[str, Any]) -> None:
    products = [product_of(record.product) for record in read(DATA / "shopify" / entry["file"]) if record.product]
    assert (len(products), sum(len(product.variants) for product in products)) == (entry["products"], entry["variants"])
    for product in products:
        _hold(product)


def _hold(product: Product) -> None:
    """What every product keeps to."""
    names = len(product.options)
    assert all(len(item.option_values) == names for item in product.variants)
    assert all(value in option.values for item in product.variants for value, option in _chosen(item, product))
    for text in (product.title, product.handle, product.body_html, *(item.sku for item in product.variants)):
        assert text is UNSET or text is None or text != ""


def _chosen(item: Any, product: Product) -> list[tuple[str, Any]]:
    return [(value, option) for value, option in zip(item.option_values, product.options, strict=True) if value]
