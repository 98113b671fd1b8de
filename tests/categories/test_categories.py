from __future__ import annotations

from typing import Any

import pytest

import listing_rules as lr
from listing_rules.categories import CategoryTree, fit, suggest
from listing_rules.surfaces import Surfaces

RULES = lr.load_rules()
TABLES = RULES.tables.categories
US = TABLES.tree("US")

ANSWER: dict[str, Any] = {
    "code": 0,
    "message": "Success",
    "data": {
        "categories": [
            {
                "id": "1",
                "parent_id": "0",
                "local_name": "Kitchen",
                "is_leaf": False,
                "permission_statuses": ["AVAILABLE"],
            },
            {"id": "2", "parent_id": "1", "local_name": "Drinkware", "is_leaf": False},
            {
                "id": "3",
                "parent_id": "2",
                "local_name": "Mugs",
                "is_leaf": True,
                "permission_statuses": ["INVITE_ONLY"],
            },
        ]
    },
}


def test_tiktoks_answer_is_read_as_it_came() -> None:
    tree = CategoryTree.from_get_categories(ANSWER)
    assert tree.authoritative
    assert tree.path("3") == "Kitchen > Drinkware > Mugs"
    assert tree.line("3") == ("3", "2", "1")
    assert tree.permissions("3") == {"INVITE_ONLY"}
    assert tree.permissions("9") == frozenset()
    assert (tree.get("3").leaf, tree.get("2").leaf) == (True, False)  # type: ignore[union-attr]
    assert tree.by_path("kitchen >  drinkware") == tree.get("2")
    assert CategoryTree.from_get_categories(ANSWER["data"]).get("3") == tree.get("3")


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"code": 105001, "message": "Your Authorization has Expired"}, "Your Authorization has Expired"),
        ({"data": {}}, "the keys data"),
        ({"data": {"categories": [{"id": "1"}]}}, "each needs id, parent_id, local_name and is_leaf"),
        ({"data": {"categories": ["x"]}}, "each needs id"),
    ],
)
def test_what_is_no_answer_is_refused(answer: dict[str, Any], problem: str) -> None:
    with pytest.raises(lr.ShopError, match=problem):
        CategoryTree.from_get_categories(answer)


def test_a_tree_that_goes_in_circles_ends() -> None:
    rows = [{"id": one, "parent_id": other, "local_name": one, "is_leaf": False} for one, other in ("ab", "ba")]
    assert len(CategoryTree.from_get_categories({"categories": rows}).line("a")) == 12


def test_a_snapshot_says_what_it_knows_and_no_more() -> None:
    assert US.path("600042") == "Kitchenware > Drinkware > Mugs"
    assert US.get("600024").leaf is False  # type: ignore[union-attr]
    assert US.get("600042").leaf is None  # type: ignore[union-attr]
    assert not US.authoritative
    assert "2026-08" in US.source
    assert US.level1("600042") == US.get("600024")
    assert US.get("99") is None
    assert US.path("99") is None
    assert US.line("99") == ()


def test_permissions_are_those_of_the_market() -> None:
    assert TABLES.tree("BR").permissions("802440") == {"INVITE_ONLY"}
    assert US.permissions("802440") == frozenset()


@pytest.mark.parametrize("name", ["Kitchenware", "kitchenware > drinkware > mugs", "Pre-Owned"])
def test_paths_are_found(name: str) -> None:
    found = US.by_path(name)
    assert found is not None
    assert found.name.casefold() == name.rsplit(" > ", maxsplit=1)[-1].casefold()


def verdict(path: str, **surfaces: Any) -> str:
    claimed = US.by_path(path)
    assert claimed is not None
    return fit(Surfaces(**surfaces), claimed, US, TABLES).verdict


MUG = "Home & Garden > Kitchen & Dining > Tableware > Drinkware > Mugs"


@pytest.mark.parametrize(
    ("category", "shopify", "expected"),
    [
        ("Kitchenware > Drinkware > Mugs", MUG, "fits"),
        ("Menswear & Underwear", MUG, "misfit"),
        ("Pre-Owned", MUG, "unsure"),
        ("Collectibles", MUG, "unsure"),
        ("Menswear & Underwear", None, "misfit"),
        ("Menswear & Underwear", "Something Shopify Never Heard Of", "misfit"),
    ],
)
def test_shopifys_category_and_else_the_words_refute(category: str, shopify: str | None, expected: str) -> None:
    assert verdict(category, title="Stoneware Mug", category=shopify) == expected


def test_a_category_whose_place_is_not_known_is_not_refuted() -> None:
    deep = next(one for one in US if one.parent is None and one.id not in US.tops)
    assert fit(Surfaces(category=MUG), deep, US, TABLES).verdict == "unsure"


@pytest.mark.parametrize(
    ("title", "kind", "path"),
    [
        ("Stoneware Mug 300 ml", "Mugs", "Kitchenware > Drinkware > Mugs"),
        ("20000mAh Power Bank", "Power Banks", "Phones & Electronics > Mobile Phone Accessories > Power Banks"),
        ("Running Shoes for Women", "Shoes", "Sports & Outdoor > Sports Footwear > Running Shoes"),
    ],
)
def test_words_suggest_leaves(title: str, kind: str, path: str) -> None:
    first, *_ = suggest(Surfaces(title=title, product_type=kind), US, TABLES)
    assert first.path == path
    assert 0 < first.score <= 1
    assert first.evidence


def test_the_vendor_does_not_count() -> None:
    assert suggest(Surfaces(title="Mug", vendor="Mug"), US, TABLES) == []


def test_no_words_suggest_nothing() -> None:
    assert suggest(Surfaces(), US, TABLES) == []


def test_the_functions_of_the_library() -> None:
    shop = lr.Shop(market="US")
    node = {"id": "gid://shopify/ProductVariant/2", "price": "5"}
    payload = {"id": "gid://shopify/Product/1", "title": "Stoneware Mug", "variants": {"nodes": [node]}}
    assert lr.suggest_categories(payload, shop=shop, limit=2)[0].id == "600042"
    assert len(lr.suggest_categories(payload, shop=shop, limit=2)) == 2
    assert lr.category_fit(payload, "600042", shop=shop).verdict == "fits"
    assert (
        lr.category_fit(payload | {"category": {"fullName": MUG}}, "Menswear & Underwear", shop=shop).verdict
        == "misfit"
    )
    with pytest.raises(lr.ShopError, match="'Nowhere' is not in the bundled US category tree"):
        lr.category_fit(payload, "Nowhere", shop=shop)
    own = lr.Shop(market="US", categories=ANSWER)
    assert lr.suggest_categories(payload, shop=own)[0].path == "Kitchen > Drinkware > Mugs"
