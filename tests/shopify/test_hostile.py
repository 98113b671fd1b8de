"""Whatever is read, only products and PayloadErrors come out."""

from __future__ import annotations

import io
import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listing_rules.errors import PayloadError
from listing_rules.shopify import iter_products, read_product, read_products
from listing_rules.shopify.product import Product
from listing_rules.testing.shapes import WRITERS
from listing_rules.testing.shapes.neutral import tee
from listing_rules.testing.shapes.rest import as_rest

SHAPES = sorted(WRITERS)
DOCUMENTS = {shape: WRITERS[shape](tee()) for shape in SHAPES}
TEXTS = {name: item if isinstance(item, str) else json.dumps(item) for name, item in DOCUMENTS.items()}
_odd = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(
        ["gid://shopify/Product/1", "gid://", "0.00", "null", [], {}, [None], {"nodes": None}, {"edges": [{}]}]
    )
    | st.recursive(st.none() | st.text(max_size=3), lambda inner: st.lists(inner, max_size=2), max_leaves=4)
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        found += places(item, (*path, key))
    return found


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


def read_or_refused(document: Any) -> list[Product]:
    """The products; none where the document is refused in the one way that is allowed."""
    try:
        return read_products(document)
    except PayloadError:
        return []


JSON_DOCUMENTS = {name: item for name, item in DOCUMENTS.items() if not isinstance(item, str)}
PLACES = {name: places(item) for name, item in JSON_DOCUMENTS.items()}


@pytest.mark.parametrize("shape", sorted(JSON_DOCUMENTS))
@given(data=st.data())
@settings(max_examples=150)
def test_any_value_anywhere_is_read_or_refused(shape: str, data: st.DataObject) -> None:
    document = JSON_DOCUMENTS[shape]
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(document)))
        document = replaced(document, path, data.draw(_odd))
    assert all(isinstance(item, Product) for item in read_or_refused(document))


@pytest.mark.parametrize("shape", sorted(JSON_DOCUMENTS))
def test_null_everywhere_is_read_or_refused(shape: str) -> None:
    for path in PLACES[shape]:
        assert len(read_or_refused(replaced(JSON_DOCUMENTS[shape], path, None))) <= 1


@pytest.mark.parametrize("shape", SHAPES)
@given(data=st.data())
@settings(max_examples=100)
def test_damaged_text_ends_in_records(shape: str, data: st.DataObject) -> None:
    text = bytearray(TEXTS[shape].encode())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        text[start : start + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=4))
    records = list(iter_products(io.BytesIO(bytes(text))))
    assert all((record.product is None) != (record.error is None) for record in records)


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_random_bytes_end_in_records(data: bytes) -> None:
    for record in iter_products(io.BytesIO(data)):
        assert (record.product is None) != (record.error is None)


@pytest.mark.parametrize("text", ["[" * 10_000, '{"a":' * 10_000, '{"product":' * 10_000 + "1" + "}" * 10_000])
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(PayloadError):
        read_product(text)


def test_deep_python_values_are_refused() -> None:
    deep: Any = 1
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(PayloadError):
        read_product(as_rest(tee()) | {"title": deep})
    while isinstance(deep, list):
        deep = deep.pop()


def test_keys_that_are_no_text_are_refused_or_ignored() -> None:
    with pytest.raises(PayloadError):
        read_products({1: 2, "title": "T", "variants": [{(): 3}]})


@pytest.mark.parametrize("text", ["1" * 10**6, "1," * 10**6, "." * 10**6, " " * 10**6 + "1"])
@pytest.mark.parametrize("field", ["price", "inventory_quantity", "weight", "position", "title", "id"])
def test_long_texts_take_linear_time(text: str, field: str) -> None:
    body = as_rest(tee())
    body["variants"][0][field] = text
    start = time.perf_counter()
    read_product(body)
    assert time.perf_counter() - start < 0.5


def test_values_of_any_depth_where_text_is_expected_are_refused() -> None:
    for depth in (10, 300, 600, 900):
        nested = "[" * depth + "1" + "]" * depth
        with pytest.raises(PayloadError, match=r"wrong type at /title|nested too deeply"):
            read_product(f'{{"title": {nested}, "variants": []}}')
