"""What becomes of failures that are known from before."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from listing_rules.known import Entry, Fate, Known


def entry(rule: str = "zero-price", product: str = "mug", **rest: object) -> Entry:
    fingerprint = str(rest.pop("fingerprint", f"{rule}/{product}/{rest.get('variants', '')}"))
    return Entry(rule, product, fingerprint, **rest)  # type: ignore[arg-type]


def known_of(*entries: Entry) -> Known:
    known = Known()
    for one in entries:
        known.add(one)
    return known


def left(known: Known, fate: Fate) -> list[str]:
    return [one.rule for one in known.of_fate(fate)]


def test_what_was_added_is_known_and_nothing_else() -> None:
    known = known_of(entry(), entry(product="plate"))
    assert known.look_up("mug", [entry(), entry("no-weight")]) == [True, False]
    assert known.look_up("vase", [entry(product="vase")]) == [False]
    assert known.counts(Fate.STILL_THERE) == {"zero-price": 1}
    assert [one.product for one in known.of_fate(Fate.NOT_MET)] == ["plate"]


def test_a_product_without_failures_makes_its_entries_stale() -> None:
    known = known_of(entry())
    assert known.look_up("mug", []) == []
    assert left(known, Fate.GONE) == ["zero-price"]


def test_what_could_not_be_decided_is_not_gone() -> None:
    known = known_of(entry(), entry("no-weight"))
    known.look_up("mug", [], undecided={"no-weight"})
    assert (left(known, Fate.GONE), left(known, Fate.UNDECIDED)) == (["zero-price"], ["no-weight"])


def test_mending_some_of_the_variants_makes_no_new_failure() -> None:
    before = entry(variants=("1", "2", "3"))
    assert known_of(before).look_up("mug", [entry(variants=("2",))]) == [True]


def test_another_variant_or_another_rule_is_new() -> None:
    before = entry(variants=("1", "2"))
    assert known_of(before).look_up("mug", [entry(variants=("2", "3"))]) == [False]
    assert known_of(before).look_up("mug", [entry("no-weight", variants=("1",))]) == [False]
    assert known_of(before).look_up("mug", [entry(fingerprint="the product itself")]) == [False]


def test_a_warning_that_became_an_error_is_new_and_not_stale() -> None:
    known = known_of(entry(severity="warning"))
    assert known.look_up("mug", [entry(severity="error")]) == [False]
    assert left(known, Fate.GONE) == []
    assert known_of(entry(severity="error")).look_up("mug", [entry(severity="warning")]) == [True]


def test_the_same_failure_is_known_as_often_as_it_stood_there() -> None:
    known = known_of(entry(), entry())
    assert [known.look_up("mug", [entry()]) for _ in range(3)] == [[True], [True], [False]]


def test_the_equal_one_goes_before_the_one_that_shrank() -> None:
    known = known_of(entry(variants=("1", "2")), entry(variants=("1",)))
    assert known.look_up("mug", [entry(variants=("1",))]) == [True]
    assert [one.variants for one in known.of_fate(Fate.GONE)] == [("1", "2")]


def test_text_that_no_database_takes_is_found_again() -> None:
    odd = entry(product="mug \ud800", title="\udfff", variants=("\ud800",), fingerprint="f")
    assert known_of(odd).look_up("mug \ud800", [odd]) == [True]


def test_what_two_products_share_is_known_whichever_comes_last() -> None:
    shared = {"rule": "product-twice", "fingerprint": "of the pair"}
    known = known_of(entry(product="mug", **shared))
    assert known.look_up("mug", []) == []
    assert known.look_up("vase", [entry(product="vase", **shared)]) == [True]
    assert left(known, Fate.GONE) == []


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["mug", "vase"])), max_size=12), st.randoms())
def test_order_disturbs_nothing(pairs: list[tuple[str, str]], chance: random.Random) -> None:
    entries = [entry(rule, product) for rule, product in pairs]
    shuffled = chance.sample(entries, len(entries))
    assert list(known_of(*entries).all()) == list(known_of(*shuffled).all())
    known = known_of(*entries)
    assert all(found for one in shuffled for found in known.look_up(one.product, [one]))
    assert known.counts() == known.counts(Fate.STILL_THERE)
