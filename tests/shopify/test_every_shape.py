"""The same product, in every shape that can carry it."""

from __future__ import annotations

import gzip
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listing_rules.shopify import iter_products, read_product, read_products
from listing_rules.shopify.product import UNSET
from listing_rules.shopify.subject import product_of
from listing_rules.testing.shapes import WRITERS
from listing_rules.testing.shapes.graphql import as_graphql, as_scattered_bulk
from listing_rules.testing.shapes.neutral import plain, tee, variant
from listing_rules.testing.shapes.rest import as_rest

from .facts import facts_of, shared

SHAPES = sorted(WRITERS)
LACKS = {
    "rest": {"category", "gift_card", "requires_selling_plan"},
    "webhook": {"gift_card", "weight", "weight_unit", "requires_shipping", "inventory_tracked"},
    "products_json": {"status", "barcode", "inventory_quantity", "inventory_policy", "inventory_tracked", "category"},
    "ajax": {"status", "inventory_quantity", "inventory_policy", "category", "currency", "gift_card"},
    "graphql": set(),
    "storefront": {"status", "inventory_policy", "inventory_tracked", "metafields"},
    "bulk": set(),
    "csv_classic": {"id", "currency"},
    "csv_new": {"id", "currency"},
}

_words = st.text("abcdefgh éß漢", min_size=1, max_size=12).map(str.strip).filter(bool)
_prices = st.integers(0, 10**7).map(lambda cents: f"{cents // 100}.{cents % 100:02}")
_variants = st.lists(
    st.builds(
        lambda number, color, size, **facts: variant(number, [color, size], **facts),
        st.integers(1, 10**6),
        _words,
        _words,
        sku=_words,
        price=_prices,
        compare_at_price=_prices | st.none(),
        inventory_quantity=st.integers(-5, 10**6),
        tracked=st.booleans(),
        policy=st.sampled_from(["deny", "continue"]),
        requires_shipping=st.booleans(),
        grams=st.integers(0, 10**5),
        image=st.none() | st.integers(0, 1),
    ),
    min_size=1,
    max_size=4,
)
products = st.builds(
    tee,
    variants=_variants,
    title=_words,
    body_html=_words,
    vendor=_words,
    status=st.sampled_from(["active", "draft", "archived", "unlisted"]),
    published=st.booleans(),
    gift_card=st.booleans(),
    tags=st.lists(_words, unique=True, max_size=3),
)


def read(shape: str, product: dict[str, Any]) -> Any:
    return read_product(WRITERS[shape](product))


@pytest.mark.parametrize("shape", SHAPES)
def test_the_shape_is_detected(shape: str) -> None:
    assert read(shape, tee()).origin.shape == shape


@pytest.mark.parametrize("shape", SHAPES)
def test_the_facts_are_those_of_the_rest_shape(shape: str) -> None:
    ours, theirs = shared(facts_of(read(shape, tee())), facts_of(read("rest", tee())))
    assert ours == theirs
    assert ours["options"] == [("Color", ["White", "Black"]), ("Size", ["S", "M"])]


@pytest.mark.parametrize("shape", SHAPES)
def test_facts_that_the_shape_lacks_are_unset(shape: str) -> None:
    product = read(shape, tee())
    for field in LACKS[shape]:
        owner = product if hasattr(product, field) else product.variants[0]
        assert getattr(owner, field) is UNSET, field


@pytest.mark.parametrize("shape", SHAPES)
def test_the_default_title_is_no_option(shape: str) -> None:
    product = read(shape, plain())
    assert product.options == []
    assert [item.option_values for item in product.variants] == [()]
    assert product.options_known


@pytest.mark.parametrize("shape", SHAPES)
def test_an_option_named_title_with_a_real_value_stays(shape: str) -> None:
    product = read(shape, tee(options=["Title"], variants=[variant(1, ["Plastic"])]))
    assert [(option.name, option.values) for option in product.options] == [("Title", ["Plastic"])]


@pytest.mark.parametrize("shape", SHAPES)
@given(product=products)
def test_any_product_reads_to_the_same_facts(shape: str, product: dict[str, Any]) -> None:
    ours, theirs = shared(facts_of(read(shape, product)), facts_of(read("graphql", product)))
    assert ours == theirs


@pytest.mark.parametrize("shape", SHAPES)
def test_the_shape_can_be_asked_for(shape: str) -> None:
    assert read_product(WRITERS[shape](tee()), shape=shape).origin.shape == shape


@pytest.mark.parametrize("shape", SHAPES)
def test_text_bytes_and_gzip_read_alike(shape: str) -> None:
    document = WRITERS[shape](tee())
    text = document if isinstance(document, str) else json.dumps(document)
    expected = facts_of(read_product(text))
    assert facts_of(read_product(text.encode())) == expected
    assert facts_of(read_product(b"\xef\xbb\xbf" + text.encode())) == expected
    assert facts_of(read_product(gzip.compress(text.encode()))) == expected
    assert facts_of(read_product(text.encode("utf-16"))) == expected


def test_edges_and_nodes_read_alike() -> None:
    assert facts_of(read_product(as_graphql(tee(), "edges"))) == facts_of(read_product(as_graphql(tee(), "nodes")))


def test_a_scattered_bulk_file_reads_as_a_grouped_one() -> None:
    assert facts_of(read_product(as_scattered_bulk(tee()))) == facts_of(read("bulk", tee()))


@pytest.mark.parametrize("shape", SHAPES)
def test_each_fact_is_found_where_the_origin_says(shape: str) -> None:
    """Every place of the tables leads to a value in the payload, or the fact is not known."""
    document = WRITERS[shape](tee())
    product = read_product(document)
    places: list[Any] = [(product, product.origin.prefix, product.origin.product)]
    places += [(item, item.pointer, product.origin.variant) for item in product.variants]
    places += [(image, image.pointer, product.origin.image) for image in product.images or []]
    for owner, pointer, table in places:
        for field, place in table.items():
            if getattr(owner, field, None) not in (None, UNSET, [], {}):
                assert resolve(document, pointer + place) is not None, (field, pointer + place)


def resolve(document: Any, pointer: str) -> Any:
    """What a pointer leads to: in JSON, in a line of a bulk file, or in a row and column of a CSV."""
    steps = pointer.split("/")[1:]
    if isinstance(document, str) and steps[0] == "lines":
        document, steps = json.loads(document.splitlines()[int(steps[1]) - 1]), steps[2:]
    elif isinstance(document, str):
        return cell(document, int(steps[1]), steps[2])
    for step in steps:
        document = document[int(step)] if isinstance(document, list) else document[step]
    return document


def cell(text: str, row: int, column: str) -> str:
    import csv

    rows = list(csv.reader(io.StringIO(text)))
    return rows[row - 1][rows[0].index(column)]


@pytest.mark.parametrize("shape", SHAPES)
def test_two_products_are_both_read(shape: str) -> None:
    other = tee(id=7001, handle="other", variants=[variant(7, ["Red", "L"])])
    first, second = WRITERS[shape](tee()), WRITERS[shape](other)
    if shape.startswith("csv"):
        second = second.partition("\n")[2]
    text = first + second if isinstance(first, str) else json.dumps(first) + "\n" + json.dumps(second)
    found = [record.product for record in iter_products(io.BytesIO(text.encode()))]
    assert [product and product.handle for product in found] == ["organic-cotton-tee", "other"]
    assert [len(product_of(product).variants) for product in found if product] == [2, 1]


@pytest.mark.parametrize("wrap", [lambda p: [p, p], lambda p: {"products": [p, p]}, lambda p: [{"product": p}] * 2])
def test_lists_and_wrappers_hold_any_number(wrap: Any) -> None:
    assert len(read_products(wrap(as_rest(tee())))) == 2


def turned(value: Any) -> Any:
    """The same document with the keys of every object in the opposite order."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    return [turned(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if not isinstance(WRITERS[shape](tee()), str)])
def test_the_order_of_keys_means_nothing(shape: str) -> None:
    assert read_product(turned(WRITERS[shape](tee()))) == read(shape, tee())


def test_the_order_of_images_is_told_by_their_positions() -> None:
    body = as_rest(tee())
    body["images"].reverse()
    images = read_product(body).images
    assert images
    assert [image.src for image in images] == [image["src"] for image in tee()["images"]]
