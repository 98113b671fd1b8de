from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import listing_rules as lr
from listing_rules.categories import Category, CategoryTables, CategoryTree, fit, misfit, suggest
from listing_rules.categories.fit import words_to_read
from listing_rules.categories.model import LETTERS, LIVE_SHARES, ModelCategory, WordModel
from listing_rules.categories.teaching import Judged, Lesson, as_text, counts, lives_of, train
from listing_rules.categories.training import Labelled, learn
from listing_rules.categories.words import MOST_WORDS, features_of, singular, words_of
from listing_rules.surfaces import Surfaces

TREE = CategoryTree(
    [
        Category("1", "Dapur", None, False),
        Category("2", "Taman", None, False),
        Category("3", "Musik", None, False),
        Category("10", "Drinkware", "1", False),
        Category("11", "Mugs", "10", True),
        Category("20", "Watering", "2", False),
        Category("22", "Hoses", "20", True),
        Category("33", "Songs", "3", True),
        Category("4", "Other", None, False),
        Category("44", "Rest", "4", True),
    ],
    source="a test",
    authoritative=True,
)
KITCHEN, GARDEN, UNTAUGHT = (TREE["1"], TREE["2"], TREE["3"])
COLOURS = (
    "blue large small green red tall old wide new fine thin plain soft dark light warm cold round square long".split()
)
TITLES = [
    *(Labelled(f"{word} stoneware mug", 0) for word in COLOURS),
    *(Labelled(f"{word} watering hose", 1) for word in COLOURS),
]
LESSON = Lesson([KITCHEN, GARDEN, UNTAUGHT], TITLES, [Labelled("songs", 2, 0.3)])
WEIGHTS = learn(TITLES, columns=3, keep=60)
LIVES = [[0.998, 0.001, 0.001], [0.001, 0.998, 0.001], [0.001, 0.001, 0.998]]
LIVE = [0.05 + number / 20 for number in range(len(LIVE_SHARES))]
TEXT = as_text(LESSON, WEIGHTS, ["made by a test"], LIVES, LIVE)
MODEL = WordModel.parse(TEXT.encode())


class Tables(CategoryTables):
    words = MODEL


TABLES = Tables({"tree.tsv": b"", "shopify_level1.tsv": b"Home > Mugs\tDapur\n"})
MUG = Surfaces(title="Large stoneware mug")


def verdict(category: str, surfaces: Surfaces, tables: CategoryTables = TABLES) -> str:
    found = fit(surfaces, TREE[category], TREE, tables)
    assert (misfit(surfaces, TREE[category], TREE, tables) is None) == (found.verdict != "misfit")
    return found.verdict


def test_words_are_folded_singular_and_told_once() -> None:
    assert words_of("Blue MUGS, blue mug 300ml") == ["blue", "mug", "300", "ml"]
    assert words_of("Ｍｕｇ") == ["mug"]
    assert len(words_of(" ".join(f"w{'x' * number}" for number in range(99)))) <= MOST_WORDS


@pytest.mark.parametrize(
    ("word", "expected"),
    [("mugs", "mug"), ("berries", "berry"), ("dresses", "dress"), ("boxes", "box"), ("glass", "glass")],
)
def test_plurals_lose_their_ending(word: str, expected: str) -> None:
    assert singular(word) == expected


def test_features_are_words_neighbours_and_pieces() -> None:
    assert features_of("tea mugs") == ["tea mug", "<tea>", "<tea", "tea>", "<mug>", "<mug", "mug>"]


def test_what_was_taught_is_told() -> None:
    reading = MODEL.read(words_of("stoneware mug"))
    assert reading is not None
    assert MODEL.best(reading).id == "1"
    assert reading.chances[0] > 0.8
    assert sum(reading.chances) == pytest.approx(1)
    assert MODEL.deciding(words_of("large stoneware mug"), "1", "2", limit=1)[0] in {"stoneware", "mug"}
    sums = MODEL.sums(words_of("large stoneware mug"))
    assert MODEL.favours(sums, "1")
    assert not MODEL.favours(sums, "2")


def test_the_same_titles_give_the_same_model_byte_for_byte() -> None:
    again = as_text(LESSON, learn(TITLES, 3, 60), ["made by a test"], LIVES, LIVE)
    assert again == TEXT
    assert len(WEIGHTS.rows) == 60


def test_a_table_can_be_read_by_a_person() -> None:
    row = next(line for line in TEXT.splitlines() if line.startswith("<stoneware>\t"))
    assert row.split("\t")[1].startswith("a")
    assert TEXT.startswith("# made by a test\n@category\ta\t1\tDapur\t20\t")


def test_unknown_words_tell_nothing() -> None:
    assert MODEL.read(words_of("zzz qqq")) is None
    assert MODEL.read([]) is None
    assert verdict("22", Surfaces(title="zzz qqq")) == "unsure"


def test_a_text_mostly_in_words_that_were_never_taught_is_not_refuted() -> None:
    foreign = Surfaces(title="stoneware mug zzzz qqqq kkkk vvvv xxxx")
    assert verdict("22", MUG) == "misfit"
    assert verdict("22", foreign) == "unsure"


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    reading = MODEL.read(words_of(text + " large stoneware mug"))
    assert reading is None or sum(reading.chances) == pytest.approx(1)


@pytest.mark.parametrize("step", [99, -99])
def test_a_text_of_the_longest_words_does_not_overflow(step: int) -> None:
    word = "stonewaremugstonewaremug"
    rows = dict.fromkeys(features_of(f"{word} {word}x"), f"a{step} b{-step}")
    model = WordModel([ModelCategory(one, one, 90, (0.5, 0.5)) for one in "12"], rows, [0.0, 0.0], 0.05)
    reading = model.read([word] * MOST_WORDS)
    assert reading is not None
    assert 300 < reading.features <= 400
    assert model.best(reading).id == ("1" if step > 0 else "2")


def test_words_refute_what_was_taught_enough_and_nothing_else() -> None:
    assert verdict("11", MUG) == "fits"
    assert verdict("22", MUG) == "misfit"
    assert verdict("33", MUG) == "unsure"
    assert verdict("44", MUG) == "unsure"
    assert "speak for Dapur" in fit(MUG, TREE["22"], TREE, TABLES).evidence[0]


def test_shopifys_category_goes_before_words() -> None:
    assert verdict("22", Surfaces(title="Large mug", category="Home > Mugs")) == "misfit"
    assert verdict("11", Surfaces(title="Large watering hose", category="Home > Mugs")) == "fits"


def test_where_shopifys_category_and_the_words_disagree_nothing_is_refuted() -> None:
    found = fit(Surfaces(title="Large watering hose", category="Home > Mugs"), TREE["22"], TREE, TABLES)
    assert found.verdict == "unsure"
    assert found.evidence[1].startswith("but its words speak for Taman")


def test_the_vendor_is_not_read() -> None:
    surfaces = Surfaces(title="Acme stoneware mug", product_type="Mugs", tags=("gift",), vendor="ACME")
    assert words_to_read(surfaces) == ["stoneware", "mug", "gift"]


def test_words_order_the_suggestions() -> None:
    found = suggest(Surfaces(title="stoneware mug for hoses", product_type="mugs"), TREE, TABLES)
    assert [one.id for one in found] == ["11", "22"]


def test_the_score_is_the_share_of_live_listings_that_fit_worse() -> None:
    assert MODEL.live_share(0.0) == 0.0
    assert MODEL.live_share(LIVE[3]) == pytest.approx(0.005)
    assert MODEL.live_share(1.0) == 1.0
    shares = [MODEL.live_share(number / 100) for number in range(101)]
    assert shares == sorted(shares)


def judged(*given: tuple[int, tuple[float, ...]]) -> list[Judged]:
    reading = MODEL.read(["mug"])
    assert reading is not None
    return [Judged(Labelled("", column), type(reading)(chances, 20, 3)) for column, chances in given]


def test_what_lives_side_by_side_is_not_refuted_lightly() -> None:
    shares = lives_of(3, judged((0, (0.9, 0.1, 0.0)), (1, (0.9, 0.1, 0.0)), (1, (0.1, 0.9, 0.0)), (2, (0.0, 0.0, 1.0))))
    assert [round(share, 2) for share in shares[0]] == [0.47, 0.53, 0.0]
    model = WordModel.parse(as_text(LESSON, WEIGHTS, (), shares, LIVE).encode())
    reading = model.read(words_of("large stoneware mug"))
    assert reading is not None
    assert model.standing(reading, "2") > reading.chances[1]
    assert model.standing(reading, "2") > model.standing(reading, "3")


def test_training_sets_its_own_limit_on_titles_that_it_has_not_seen() -> None:
    trained = train(LESSON, ["small"])
    assert (trained.titles, trained.categories) == (40, 2)
    assert 0.9 < trained.first <= trained.fifth == 1.0
    model = WordModel.parse(trained.text.encode())
    assert len(model.live) == len(LIVE_SHARES)
    assert list(model.live) == sorted(model.live)
    assert model.categories[0].lives[0] > 0.9
    assert counts(LESSON) == {"Dapur": 20, "Taman": 20, "Musik": 0}


def test_tables_without_a_model_refute_nothing_by_words() -> None:
    bare = CategoryTables({"tree.tsv": b"", "shopify_level1.tsv": b""})
    assert bare.words is None
    assert verdict("22", MUG, bare) == "unsure"


def test_the_bundled_model_knows_the_bundled_tree_and_stays_small() -> None:
    rules = lr.load_rules()
    tables = rules.tables.categories
    model, tree = tables.words, tables.tree("US")
    assert model is not None
    assert len(rules.tables.category_files["words.tsv"]) < 1_000_000
    assert len(model.categories) <= len(LETTERS)
    assert {one.id for one in model.categories} <= tree.tops
    assert 0 < model.live[3] < 0.1
    assert {name for name, _ in tables.phrases} <= {one.name for one in model.categories}


@pytest.mark.parametrize(
    ("title", "claimed", "expected"),
    [
        ("Waterproof Liquid Eyeliner Pen, Long Lasting Black", "Beauty & Personal Care", "fits"),
        ("Waterproof Liquid Eyeliner Pen, Long Lasting Black", "Tools & Hardware", "misfit"),
        ("Waterproof Liquid Eyeliner Pen, Long Lasting Black", "Collectibles", "unsure"),
        ("Cordless Impact Drill Driver 20V with 2 Batteries and Case", "Tools & Hardware", "fits"),
        ("Cordless Impact Drill Driver 20V with 2 Batteries and Case", "Womenswear & Underwear", "misfit"),
    ],
)
def test_the_bundled_model_at_work(title: str, claimed: str, expected: str) -> None:
    shop = lr.Shop(market="US")
    payload = {"id": 1, "title": title, "variants": [{"id": 2, "price": "9"}]}
    found = lr.category_fit(payload, claimed, shop=shop)
    assert found.verdict == expected
    assert 0 <= found.score <= 1


@pytest.mark.parametrize(
    ("title", "path"),
    [
        ("Dog Bed", "Pet Supplies > "),
        ("Wooden train set", "Toys & Hobbies > "),
        ("Baby Stroller", "Baby & Maternity > "),
    ],
)
def test_suggestions_lie_where_such_goods_belong(title: str, path: str) -> None:
    payload = {"id": 1, "title": title, "variants": [{"id": 2, "price": "9"}]}
    assert lr.suggest_categories(payload, shop=lr.Shop(market="US"))[0].path.startswith(path)


def test_what_tags_alone_say_refutes_nothing() -> None:
    assert verdict("22", MUG) == "misfit"
    hose, tags = "Green hose", ("stoneware", "mug", "stoneware mug", "mug stoneware large")
    assert MODEL.favours(MODEL.sums(words_to_read(Surfaces(title=hose))), "2")
    assert not MODEL.favours(MODEL.sums(words_to_read(Surfaces(title=hose, tags=tags))), "2")
    assert verdict("22", Surfaces(title=hose, tags=tags)) != "misfit"


def test_the_surer_the_best_the_less_the_others_differ() -> None:
    reading = MODEL.read(words_of("large stoneware mug"))
    assert reading is not None
    for chances in ((0.9, 0.08, 0.02), (0.999, 0.0008, 0.0002), (0.0, 0.0, 1.0)):
        standings = [MODEL.standing(type(reading)(chances, 20, 3), one.id) for one in MODEL.categories]
        assert all(0 < one <= 1 for one in standings)
        assert sorted(standings) == [one for _, one in sorted(zip(chances, standings, strict=True))]
    unsure, sure = (type(reading)((1 - 2 * one, one, one), 20, 3) for one in (0.05, 0.00005))
    assert MODEL.standing(sure, "2") / sure.chances[1] > MODEL.standing(unsure, "2") / unsure.chances[1]
