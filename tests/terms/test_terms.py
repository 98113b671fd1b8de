"""The bundled tables of terms, and what a table may not say."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listing_rules.errors import RuleFileError
from listing_rules.rules import load_rules
from listing_rules.shop import MARKETS
from listing_rules.surfaces import Surfaces
from listing_rules.terms import TermTable, load_terms
from listing_rules.terms.table import Group
from listing_rules.terms.words import words_of

TABLE = load_rules().tables.terms
MATCHES = [(group, title) for group in TABLE.groups for title in group.examples["match"]]
PASSES = [(group, title) for group in TABLE.groups for title in group.examples["pass"]]


def found(table: TermTable, market: str = "US", **surfaces: Any) -> list[str]:
    return [finding.group for finding in table.find(Surfaces(**surfaces), market)]


@pytest.mark.parametrize(("group", "title"), MATCHES, ids=[title for _, title in MATCHES])
def test_a_title_that_must_match_does(group: Group, title: str) -> None:
    market = next(market for market in MARKETS if group.outcome(market) != "allowed")
    assert group.id in found(TABLE, market, title=title)


@pytest.mark.parametrize(("group", "title"), PASSES, ids=[title for _, title in PASSES])
def test_a_title_that_must_not_match_does_not(group: Group, title: str) -> None:
    assert group.id not in {one for market in ("US", "GB") for one in found(TABLE, market, title=title)}


@pytest.mark.parametrize(
    ("market", "title"),
    [
        ("DE", "Trockener Rotwein, 0,75 l"),
        ("FR", "Champagne Brut 75 cl"),
        ("ES", "Cerveza rubia, pack de 6"),
        ("IT", "Birra artigianale 33 cl"),
        ("BR", "Vinho seco de mesa 750 ml"),
        ("VN", "Rượu nếp 1 lít"),
        ("TH", "เบียร์ 330 มล."),
        ("JP", "赤ワイン 750ml"),
    ],
)
def test_a_market_reads_its_own_language(market: str, title: str) -> None:
    assert "alcohol" in found(TABLE, market, title=title)


@pytest.mark.parametrize(
    ("market", "title"),
    [
        ("DE", "Weinglas Set"),
        ("FR", "Verre à vin"),
        ("ES", "Copa de vino"),
        ("JP", "ワイングラス 2個"),
        ("TH", "แก้วไวน์"),
    ],
)
def test_a_glass_is_no_wine_in_any_language(market: str, title: str) -> None:
    assert found(TABLE, market, title=title) == []


@pytest.mark.parametrize(
    ("market", "title"),
    [("TH", "แหวนเงินแท้ 925"), ("MY", "女士 18K金项链"), ("MY", "925银项链 女")],
)
def test_a_number_in_a_term_without_spaces_is_read(market: str, title: str) -> None:
    assert "jewelry_sea" in found(TABLE, market, title=title) or "jewelry" in found(TABLE, market, title=title)


@pytest.mark.parametrize(
    "title",
    [
        "Ｖａｐｅ Kit",
        "Vаpe Kit",
        "V\u200bape Kit",
        "Nic0tine Gum",
        "V.a.p.e Kit",
        "V@pe Kit",
        "v a p e kit",
        "VAPE KIT",
    ],
)
def test_a_disguise_does_not_help(title: str) -> None:
    assert found(TABLE, title=title)


@pytest.mark.parametrize(
    "title", ["Lamp 420 cm", "5G Router", "B.E.S.T Chair", "A4 Paper", "3-in-1 Desk", "Size S M L XL", "A B C Blocks"]
)
def test_sizes_and_models_are_left_alone(title: str) -> None:
    assert found(TABLE, title=title) == []


def test_the_words_stand_where_the_finding_says() -> None:
    title = "Mango Ｖａｐｅ Pen — new"
    (finding,) = TABLE.find(Surfaces(title=title), "US")
    assert title[finding.start : finding.end] in finding.words
    assert finding.surface == "title"


def test_a_term_may_begin_with_a_word_that_turns_away() -> None:
    assert "unsafe_unlabelled" in found(TABLE, "MY", title="Face Cream without Label")


def test_words_side_by_side_are_told_as_one() -> None:
    (finding,) = TABLE.find(Surfaces(title="Crunchy Dog Treats, Airtight Bag"), "US")
    assert finding.why == '"Dog Treats" in the title'


def test_a_tag_alone_is_not_enough() -> None:
    assert found(TABLE, title="Gift Set", tags=("whiskey",)) == []


def test_the_product_type_alone_is_only_possible() -> None:
    (finding,) = TABLE.find(Surfaces(title="Grande Cuvée", product_type="Red Wine"), "US")
    assert finding.certainty == "possible"


def test_the_shopify_category_convicts_and_acquits() -> None:
    drinks = "Food, Beverages & Tobacco > Beverages > Alcoholic Beverages > Wine"
    assert found(TABLE, title="Grande Cuvée", category=drinks) == ["alcohol"]
    assert found(TABLE, title="Red Wine", category="Apparel & Accessories > Clothing") == []


def test_outcomes_differ_by_market() -> None:
    outcomes = {market: TABLE.find(Surfaces(title="Craft Beer"), market)[0].outcome for market in ("US", "MY")}
    assert outcomes == {"US": "prohibited", "MY": "unsupported"}


@given(st.text(max_size=60), st.sampled_from(["US", "DE", "TH", "JP", "VN"]))
def test_any_text_is_read_and_places_are_true(text: str, market: str) -> None:
    for word in words_of(text):
        assert 0 <= word.start < word.end <= len(text)
    for finding in TABLE.find(Surfaces(title=text, product_type=text, tags=(text,)), market):
        assert 0 <= finding.start < finding.end <= len(text)


def test_a_table_travels_between_processes() -> None:
    assert found(pickle.loads(pickle.dumps(TABLE)), title="Craft Beer") == ["alcohol"]  # noqa: S301


GOOD: dict[str, Any] = {
    "group": "tea",
    "name": "tea",
    "outcomes": {"all": "prohibited", "GB": "allowed"},
    "terms": {"en": {"thing_stands": "last", "head": ["tea"]}},
    "excuses": ["tea pot"],
    "examples": {"match": ["Green Tea"], "pass": ["Tea Pot"]},
    "sources": ["made up"],
}


def test_a_group_may_be_allowed_somewhere() -> None:
    table = load_terms([("tea.yaml", GOOD)])
    assert (found(table, title="Green Tea"), found(table, "GB", title="Green Tea")) == (["tea"], [])


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            {"terms": {"en": {"thing_stands": "last", "head": ["tea pot"]}}},
            "'tea pot' can never match: it is its own excuse",
        ),
        ({"terms": {"en": {"thing_stands": "last", "head": ["!!"]}}}, "has no word in it and can never match"),
        ({"terms": {"en": {"thing_stands": "last", "head": ["tea"], "strong": ["TEA"]}}}, "'tea' stands twice in en"),
        ({"excuses": ["\u200b"]}, "excuses: '\\\\u200b' has no word in it and can never match"),
        ({"excuses": ["#"]}, "excuses: '#' has no word in it and can never match"),
        ({"not_beside": ["!"]}, "not_beside: '!' has no word in it and can never match"),
        ({"proof": ["ml", "-"]}, "proof: '-' has no word in it and can never match"),
        (
            {"terms": {"en": {"thing_stands": "last", "pairs": [{"one": ["tea"], "other": ["\u2060"]}]}}},
            r"pairs: '\\u2060' has no word in it and can never match",
        ),
        ({"outcomes": {"US": "banned"}}, "outcomes.US: found 'banned'; expected one of prohibited"),
        ({"excuse": []}, "excuse: the key is not known; did you mean 'excuses'"),
    ],
)
def test_a_table_that_cannot_work_is_refused(change: dict[str, Any], problem: str) -> None:
    with pytest.raises(RuleFileError, match=problem):
        load_terms([("tea.yaml", {**GOOD, **change})])


def test_a_group_stands_in_one_file() -> None:
    with pytest.raises(RuleFileError, match="the group 'tea' stands in two files"):
        load_terms([("tea.yaml", GOOD), ("tea2.yaml", GOOD)])


def test_a_measure_is_proof_only_with_its_number() -> None:
    assert found(TABLE, title="Sherry 75 cl") == ["alcohol"]
    assert found(TABLE, title="Sherry Line Pouch, Sweat Proof") == []


def test_a_word_counts_alone_though_it_is_in_pairs_too() -> None:
    pairs = [{"one": ["oolong"], "other": ["leaves"]}, {"one": ["oolong"], "other": ["roasted"]}]
    table = load_terms([("tea.yaml", {**GOOD, "terms": {"en": {"thing_stands": "last", "pairs": pairs}}})])
    assert all(found(table, title=title) for title in ("Oolong Leaves", "Roasted Oolong"))
    with_strong = {"thing_stands": "last", "strong": ["oolong"], "pairs": pairs}
    assert found(load_terms([("tea.yaml", {**GOOD, "terms": {"en": with_strong}})]), title="Oolong") == ["tea"]


def test_a_slash_between_numbers_parts_nothing() -> None:
    assert found(TABLE, title="iPad 9 / 8 / 7 Screen Protector") == []
    assert found(TABLE, title="Vodka / Rum 70 cl") == ["alcohol"]


def test_the_product_type_says_what_kind_of_thing_it_is() -> None:
    assert found(TABLE, title="Baby Doll Set Red") == ["toys_hobbies"]
    assert found(TABLE, title="Baby Doll Set Red", product_type="Lingerie") == []


def test_a_colour_after_the_thing_does_not_hide_it_and_is_none_itself() -> None:
    assert found(TABLE, title="Portable Vaporizer Black") == ["ecigarettes"]
    assert found(TABLE, title="Velvet Sofa - Rifle Green") == []


def test_a_picture_of_weapons_is_no_weapon_though_accessories_are() -> None:
    assert found(TABLE, "VN", title="Áo thun in hình súng") == []
    assert found(TABLE, title="Bipod for Rifle") == ["weapons_firearms"]


def test_an_on_that_belongs_to_its_word_turns_to_nothing() -> None:
    assert found(TABLE, title="Roll On Perfume Rose") == found(TABLE, title="Perfume Rose")
    assert found(TABLE, title="Sticker on Vodka Bottle") == []


@pytest.mark.parametrize(
    "title", ["Bánh trung thu thập cẩm", "Trà sữa cho bé 500 g", "Khô gà lá chanh", "Hạt óc chó vàng"]
)
def test_an_accent_makes_another_word_of_what_must_not_stand_beside(title: str) -> None:
    assert "food_beverage" in found(TABLE, "VN", title=title)


def test_what_is_for_pets_is_no_food() -> None:
    assert "food_beverage" not in found(TABLE, "VN", title="Pate thú cưng 85 g")


def test_where_things_stand_first_they_do_so_before_loanwords_too() -> None:
    assert found(TABLE, "IT", title="Bicchieri birra pilsner set") == []
    assert found(TABLE, "IT", title="Pilsner 33 cl") == ["alcohol"]


def test_the_other_word_of_a_pair_says_which_meaning_is_meant() -> None:
    pairs = [{"one": ["oolong"], "other": ["loose leaf"]}]
    tea = {
        **GOOD,
        "ambiguous": ["oolong"],
        "terms": {"en": {"thing_stands": "last", "head": ["oolong"], "pairs": pairs}},
    }
    assert found(load_terms([("tea.yaml", tea)]), title="Oolong Loose Leaf Velvet") == ["tea"]
    assert found(load_terms([("tea.yaml", tea)]), title="Oolong Velvet") == []


def test_words_set_apart_in_a_script_without_spaces_are_read_together() -> None:
    assert found(TABLE, "JP", title="日本酒 徳利 セット") == []
    assert found(TABLE, "JP", title="日本酒 720ml") == ["alcohol"]


def test_weighed_goods_come_in_something() -> None:
    assert found(TABLE, "DE", title="Waldhonig 500 g Glas") == ["food_beverage"]
    assert found(TABLE, "DE", title="Bier Glas 0,5 l") == []


@pytest.mark.parametrize(
    ("market", "title"),
    [
        ("IT", "Cintura in pelle di coccodrillo"),
        ("DE", "Gürtel aus Krokodilleder"),
        ("DE", "Kamm aus echtem Schildpatt"),
        ("US", "Handbag in Crocodile Leather"),
    ],
)
def test_what_a_thing_is_made_of_counts_wherever_it_is_named(market: str, title: str) -> None:
    assert "animals" in found(TABLE, market, title=title)


def test_what_a_thing_is_for_or_carries_is_not_what_it_is_made_of() -> None:
    assert "animals" not in found(TABLE, title="Cleaner for Crocodile Leather")
    assert "financial" not in found(TABLE, title="T-Shirt in Prop Money Green")


def test_a_percentage_may_stand_beside_its_number() -> None:
    assert "medicines" in found(TABLE, title="Lidocaine 5% Ointment")


@pytest.mark.parametrize(
    ("group", "title"),
    [
        ("beauty_personal_care", "Face Moisturizer Fragrance Free"),
        ("electronics", "Rice Cooker 10 Cup"),
        ("explosives_hazardous", "Kerosene 1 gal"),
    ],
)
def test_what_is_told_about_the_thing_behind_it_hides_nothing(group: str, title: str) -> None:
    assert group in found(TABLE, title=title)


LONG_TAG = f"<img src='https://cdn/{'a' * 300}/slot-machine.jpg' alt='slot machine'>"


@pytest.mark.parametrize(
    ("description", "words"),
    [
        ("<p>A roulette wheel, and a slot machine</p>", ("roulette wheel", "slot machine")),
        (f"<p>A roulette wheel</p>{LONG_TAG}", ()),  # what stands in a tag nobody reads, however long it is
        (f"{LONG_TAG}<p>roulette wheel > slot machine</p>", ("roulette wheel", "slot machine")),
        ("ro\u200bulette wheel, slot ma\u200bchine", ("ro\u200bulette wheel", "slot ma\u200bchine")),
        ("<p>Roulette wheel and roulette wheel, ROULETTE WHEEL</p>", ()),  # in one way only
        ("<p>poker-chips, poker chips</p>", ()),
    ],
)
def test_a_description_tells_of_goods_that_it_names_in_two_ways(description: str, words: tuple[str, ...]) -> None:
    findings = TABLE.find(Surfaces(title="Set", description=description), "US")
    assert tuple(word for one in findings if one.group == "gambling" for word in one.words) == words


def test_words_side_by_side_are_told_as_one_up_to_a_length() -> None:
    (finding,) = TABLE.find(Surfaces(title="Slot machine " * 150), "US")
    assert finding.group == "gambling"
    assert len(finding.why) < 500
