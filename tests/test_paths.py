from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listing_rules.paths import UNSET, Path, scope_of

TREE = {
    "title": "Mug",
    "brand": None,
    "skus": [
        {"price": {"amount": 1}, "inventory": [{"quantity": 5}, {"quantity": 6}]},
        {"price": {}, "inventory": []},
        {"price": None},
    ],
}


def places(text: str, tree: object = TREE) -> list[tuple[str, object]]:
    return Path.parse(text).places(tree)


def test_a_plain_path_reads_one_value() -> None:
    assert places("title") == [("/title", "Mug")]


def test_a_column_keeps_the_three_states_apart() -> None:
    assert places("skus[*].price.amount") == [
        ("/skus/0/price/amount", 1),
        ("/skus/1/price/amount", UNSET),
        ("/skus/2/price", None),
    ]


def test_a_missing_field_is_not_an_empty_one() -> None:
    assert places("brand") == [("/brand", None)]
    assert places("vendor") == [("/vendor", UNSET)]


def test_nested_lists_are_read_in_order() -> None:
    assert places("skus[*].inventory[*].quantity") == [
        ("/skus/0/inventory/0/quantity", 5),
        ("/skus/0/inventory/1/quantity", 6),
        ("/skus/2/inventory", UNSET),
    ]


def test_a_list_that_is_not_in_this_shape_is_one_unknown() -> None:
    assert places("images[*].width", {}) == [("/images", UNSET)]


values = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=20,
)


@given(values, st.sampled_from(["a", "a.b", "a[*]", "a[*].b", "a[*].b[*].c"]))
def test_values_and_places_read_the_same(tree: object, text: str) -> None:
    path = Path.parse(text)
    assert path.values(tree) == [value for _, value in path.places(tree)]


@pytest.mark.parametrize(
    ("at", "scope"),
    [("/skus/3/price/amount", "/skus/3"), ("/skus/12", "/skus/12"), ("/skus", ""), ("/title", ""), ("", "")],
)
def test_a_place_belongs_to_a_sku_or_to_the_product(at: str, scope: str) -> None:
    assert scope_of(at) == scope
