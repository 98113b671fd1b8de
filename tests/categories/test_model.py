from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import listing_rules as lr
from listing_rules.categories import Category, CategoryTables, CategoryTree, fit, suggest
from listing_rules.categories.fit import words_to_read
from listing_rules.categories.model import ModelCategory, WordModel
from listing_rules.categories.training import Labelled, as_text, features, learn, lives, misfit_below
from listing_rules.categories.words import MOST_WORDS, words_of
from listing_rules.surfaces import Surfaces

KITCHEN = ModelCategory("1", "Kitchen", 90)
GARDEN = ModelCategory("2", "Garden", 90)
UNTAUGHT = ModelCategory("3", "Music", 3)
TITLES = [
    *(Labelled(f"{word} stoneware mug", 0) for word in ("blue", "large", "small", "green")),
    *(Labelled(f"{word} watering hose", 1) for word in ("blue", "large", "small", "green")),
]
WEIGHTS = learn(TITLES, columns=3, keep=30)
TEXT = as_text(WEIGHTS, [KITCHEN, GARDEN, UNTAUGHT], misfit=0.3, notes=["made by a test"])
MODEL = WordModel.parse(TEXT.encode())
TREE = CategoryTree(
    [
        Category("1", "Dapur", None, False),
        Category("2", "Taman", None, False),
        Category("3", "Musik", None, False),
        Category("11", "Mugs", "1", True),
        Category("22", "Hoses", "2", True),
        Category("33", "Songs", "3", True),
        Category("4", "Other", None, False),
        Category("44", "Rest", "4", True),
    ],
    source="a test",
    authoritative=True,
)


class Tables(CategoryTables):
    words = MODEL


TABLES = Tables({"tree.tsv": b"", "shopify_level1.tsv": b"Home > Mugs\tDapur\n"})
MUG = Surfaces(title="Large stoneware mug")


def verdict(category: str, surfaces: Surfaces) -> str:
    claimed = TREE.get(category)
    assert claimed is not None
    return fit(surfaces, claimed, TREE, TABLES).verdict


def test_words_are_folded_and_told_once() -> None:
    assert words_of("Blue MUG, blue 300ml") == ["blue", "mug", "300", "ml"]
    assert len(words_of(" ".join(f"w{'x' * number}" for number in range(99)))) <= MOST_WORDS


def test_features_are_words_neighbours_and_pieces() -> None:
    assert features("tea mugs") == ["tea mugs", "<tea>", "<tea", "tea>", "<mugs>", "<mug", "mugs", "ugs>"]


def test_what_was_taught_is_told() -> None:
    reading = MODEL.read(words_of("stoneware mug"))
    assert reading is not None
    assert reading.best == "1"
    assert reading.chances["1"] > 0.8
    assert sum(reading.chances.values()) == pytest.approx(1)
    assert MODEL.deciding(words_of("large stoneware mug"), "1", "2", limit=1)[0] in {"stoneware", "mug"}


def test_the_same_titles_give_the_same_model_byte_for_byte() -> None:
    again = as_text(learn(TITLES, 3, 30), [KITCHEN, GARDEN, UNTAUGHT], misfit=0.3, notes=["made by a test"])
    assert again == TEXT
    assert len(WEIGHTS.rows) == 30


def test_unknown_words_tell_nothing() -> None:
    assert MODEL.read(words_of("zzz qqq")) is None
    assert MODEL.read([]) is None
    assert verdict("22", Surfaces(title="zzz qqq")) == "unsure"


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    reading = MODEL.read(words_of(text + " large stoneware mug"))
    assert reading is None or sum(reading.chances.values()) == pytest.approx(1)


def test_a_text_of_the_longest_words_does_not_overflow() -> None:
    word = "stonewaremugstonewaremug"
    rows = dict.fromkeys(features(word), "~") | {"@bias": "O"}
    model = WordModel([KITCHEN], {"unit": 0.01, "misfit_below": 0.1}, rows)
    reading = model.read([word] * MOST_WORDS)
    assert reading is not None
    assert reading.features < 520


def test_words_refute_what_was_taught_enough_and_nothing_else() -> None:
    assert verdict("11", MUG) == "fits"
    assert verdict("22", MUG) == "misfit"
    assert verdict("33", MUG) == "unsure"
    assert verdict("44", MUG) == "unsure"
    claimed = TREE.get("22")
    assert claimed is not None
    assert "speak for Kitchen" in fit(MUG, claimed, TREE, TABLES).evidence[0]


def test_shopifys_category_goes_before_words() -> None:
    assert verdict("22", Surfaces(title="Large watering hose", category="Home > Mugs")) == "misfit"
    assert verdict("11", Surfaces(title="Large watering hose", category="Home > Mugs")) == "fits"


def test_the_vendor_is_not_read() -> None:
    surfaces = Surfaces(title="Acme stoneware mug", product_type="Mugs", tags=("gift",), vendor="ACME")
    assert words_to_read(surfaces) == ["stoneware", "mug", "mugs", "gift"]


def test_words_order_the_suggestions() -> None:
    found = suggest(Surfaces(title="stoneware mug for hoses", product_type="mugs"), TREE, TABLES)
    assert found == [] or found[0].id == "11"


def test_the_threshold_leaves_the_given_share_below() -> None:
    assert misfit_below([number / 1000 for number in range(1000)], wrongly=1 / 200) == 0.005


def test_what_lives_side_by_side_is_not_refuted_lightly() -> None:
    chances = [(0, (0.9, 0.1, 0.0)), (1, (0.9, 0.1, 0.0)), (1, (0.1, 0.9, 0.0)), (2, (0.0, 0.0, 1.0))]
    shares = lives(3, chances)
    assert [round(share, 2) for share in shares[0]] == [0.47, 0.53, 0.0]
    model = WordModel.parse(as_text(WEIGHTS, [KITCHEN, GARDEN, UNTAUGHT], misfit=0.3, lived=shares).encode())
    reading = model.read(words_of("large stoneware mug"))
    assert reading is not None
    assert model.standing(reading, "2") > reading.chances["2"] == MODEL.standing(reading, "2")
    assert model.standing(reading, "2") > model.standing(reading, "3")


def test_tables_without_a_model_refute_nothing_by_words() -> None:
    bare = CategoryTables({"tree.tsv": b"", "shopify_level1.tsv": b""})
    claimed = TREE.get("22")
    assert claimed is not None
    assert bare.words is None
    assert fit(MUG, claimed, TREE, bare).verdict == "unsure"


def test_the_bundled_model_knows_the_bundled_tree() -> None:
    tables = lr.load_rules().tables.categories
    model, tree = tables.words, tables.tree("US")
    assert model is not None
    for one in model.categories.values():
        assert tree.get(one.id) is not None
        assert one.id in tree.tops
    assert 0 < model.misfit_below < 0.1
