from __future__ import annotations

from listing_rules.shopify.readers.options import Declared, settle


def test_values_come_in_the_declared_order_and_only_when_used() -> None:
    declared = [Declared("Size", ["S", "M", "L"], "/options/0")]
    options, rows = settle(declared, [("M",), ("S",)], complete=True)
    assert [(option.name, option.values, option.pointer) for option in options] == [("Size", ["S", "M"], "/options/0")]
    assert rows == [("M",), ("S",)]


def test_values_that_are_not_declared_come_last() -> None:
    options, _ = settle([Declared("Size", ["S"])], [("XL",), ("S",), (None,)], complete=True)
    assert options[0].values == ["S", "XL"]


def test_declared_values_count_while_variants_are_missing() -> None:
    assert settle([Declared("Size", ["S", "M"])], [("S",)], complete=False)[0][0].values == ["S", "M"]
    assert settle([Declared("Size", ["S", None])], [], complete=True)[0][0].values == ["S"]


def test_the_default_title_is_dropped_whatever_its_case() -> None:
    assert settle([Declared("TITLE", ["x"])], [("default title ",)], complete=True) == ([], [()])
    assert settle([Declared("Title", ["Default Title"])], [], complete=True) == ([], [])


def test_default_title_needs_both_the_name_and_the_value() -> None:
    for declared, rows in (
        ([Declared("Title", [])], [("Plastic",)]),
        ([Declared("Color", [])], [("Default Title",)]),
        ([Declared("Title", []), Declared("Size", [])], [("Default Title", "S")]),
        ([Declared(None, [])], [(None,)]),
    ):
        options, kept = settle(declared, rows, complete=True)  # type: ignore[arg-type]
        assert len(options) == len(declared)
        assert kept == rows


def test_without_options_the_rows_are_empty() -> None:
    assert settle([], [(), ()], complete=True) == ([], [(), ()])


def test_an_option_without_a_name_has_an_empty_one() -> None:
    declared = [Declared(None, ["S", "M"]), Declared("Size", ["L"])]
    assert [option.name for option in settle(declared, [("S", "L"), ("M", "L")], complete=True)[0]] == ["", "Size"]
