"""One scan finds every word that anything looks for, and says nothing of other words."""

from __future__ import annotations

import gc
import pickle

import pytest

from listing_rules.surfaces import Surfaces
from listing_rules.terms import Lexicon


def short(anchor: str, title: str) -> frozenset[str]:
    return Lexicon([anchor]).scan(Surfaces(title=title)).short


@pytest.mark.parametrize(
    ("anchor", "title"),
    [
        ("wine", "Red WINE, 75cl"),
        ("e cigarette", "E-Cigarette"),
        ("rosé", "Rosé"),
        ("rosé", "rose"),
        ("rosé", "Rose\u0301"),
        ("cachaça", "Cachaca"),
        ("whiskey", "Wh1skey"),
        ("vape", "v a p e pen"),
        ("vape", "va\u200bpe"),
        ("vape", "v\u0430pe"),
        ("vape", "ｖａｐｅ"),
        ("*wein", "Rotwein"),
        ("taschen*", "Taschenmesser"),
        ("ไวน์", "ขายไวน์แดง"),
        ("啤酒", "青岛啤酒瓶"),
        ("dao", "Dao gấp"),
        ("mac and cheese", "Mac & Cheese Bites"),
    ],
)
def test_an_anchor_is_found_as_it_is_written_and_in_disguise(anchor: str, title: str) -> None:
    assert short(anchor, title) == {anchor}


@pytest.mark.parametrize(
    ("anchor", "title"),
    [
        ("gin", "Ginger"),
        ("ale", "Female"),
        ("wine", "Twine"),
        ("red wine", "Red, wine"),
        ("wein", "Rotwein"),
        ("wine", ""),
    ],
)
def test_it_is_found_as_whole_words_only(anchor: str, title: str) -> None:
    assert not short(anchor, title)


def test_beside_a_text_that_hides_something_others_are_looked_at_closely_too() -> None:
    surfaces = Surfaces(title="Gl4ss of joy", product_type="b.e.e.r", vendor="Smith & Sons", tags=("w1ne",))
    assert Lexicon(["glass", "beer", "wine"]).scan(surfaces).short == {"glass", "beer", "wine"}


def test_every_short_text_is_scanned() -> None:
    surfaces = Surfaces(title="a", product_type="one", tags=("two", "b"), vendor="three", options=("Size", "four"))
    assert Lexicon(["one", "two", "three", "four", "a b"]).scan(surfaces).short == {"one", "two", "three", "four"}


def test_words_of_a_description_are_told_with_their_place() -> None:
    html = "<p>Caf\u00e9 \u201cRosé\u201d <b>wine</b></p>"
    found = Lexicon(["wine", "rosé"]).scan(Surfaces(description=html))
    assert {html[start:end]: anchor for anchor, start, end in found.description} == {"Rosé": "rosé", "wine": "wine"}
    assert not found.short
    assert found.anchors == {"wine", "rosé"}


def test_thai_in_a_description_has_its_place_too() -> None:
    html = "<p>ขายไวน์แดง</p>"
    assert Lexicon(["ไวน์"]).scan(Surfaces(description=html)).description == (("ไวน์", 6, 10),)


def test_letters_that_grow_in_lower_case_move_no_place() -> None:
    html = "<p>İİİ вино</p>"
    found = Lexicon(["вино"]).scan(Surfaces(title="İİİ", description=html))
    assert [html[start:end] for _, start, end in found.description] == ["вино"]
    assert not found.short


def test_the_last_word_that_is_short_and_the_first_of_the_description_are_told_apart() -> None:
    found = Lexicon(["wine", "beer", "beer wine"]).scan(Surfaces(vendor="Beer", description="Wine"))
    assert (found.short, [anchor for anchor, _, _ in found.description]) == ({"beer"}, ["wine"])


def test_anchors_that_read_the_same_are_all_found() -> None:
    assert short("rosé", "rose") | short("rose", "rose") == {"rosé", "rose"}
    assert Lexicon(["rosé", "rose"]).scan(Surfaces(title="Rosé Rose")).short == {"rosé", "rose"}


def test_nothing_is_found_where_nothing_is_wanted() -> None:
    assert not Lexicon().scan(Surfaces(title="Wine", description="wine"))


def test_what_is_wanted_later_is_found_too() -> None:
    lexicon = Lexicon(["wine"])
    lexicon.scan(Surfaces(title="beer"))
    lexicon.want(["beer"])
    assert lexicon.scan(Surfaces(title="beer")).short == {"beer"}


def test_it_travels_between_processes() -> None:
    assert pickle.loads(pickle.dumps(Lexicon(["wine"]))).scan(Surfaces(title="Wine")).short == {"wine"}  # noqa: S301


def test_what_finds_words_that_nobody_looks_for_any_more_is_let_go() -> None:
    def kept() -> int:
        gc.collect()
        return sum(type(one).__name__ == "_Scanner" for one in gc.get_objects())

    before = kept()
    for number in range(100):
        Lexicon([f"word{number}"]).scan(Surfaces(title="Wine"))
    assert kept() - before <= 16
