from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listing_rules.shopify.product import UNSET
from listing_rules.shopify.readers.amounts import amount, cents, decimal_mark, file_amount, quantity, whole


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("19.90", "19.90"),
        (" 19.90 ", "19.90"),
        ("-1.00", "-1.00"),
        ("1e3", "1000"),
        ("0", "0"),
        ("12345678901234567890.12", "12345678901234567890.12"),
        (5, "5"),
        (19.9, "19.9"),
        (Decimal("0.10"), "0.10"),
    ],
)
def test_a_number_is_exact_whatever_type_it_has(value: object, text: str) -> None:
    found = amount(value)
    assert isinstance(found, Decimal)
    assert str(found) == text


@pytest.mark.parametrize(
    "value",
    [
        "free",
        "NaN",
        "Infinity",
        "1_000",
        "１２",
        "1,50",
        "$9.99",
        "1e21",
        "1e-30",
        "9" * 41,
        "1e999999999999",
        ".",
        "--1",
    ],
)
def test_what_is_no_plain_number_stays_text(value: str) -> None:
    assert amount(value) == value


def test_numbers_beyond_all_bounds_stay_text() -> None:
    assert amount(10**40) == str(10**40)
    assert amount(float("inf")) == "inf"
    assert amount(float("nan")) == "nan"
    assert amount(True) == "True"


@pytest.mark.parametrize("read", [amount, cents, quantity, whole])
def test_null_and_absent_are_kept_apart(read: object) -> None:
    assert callable(read)
    assert read(None) is None
    assert read(UNSET) is UNSET


def test_empty_text_is_known_empty() -> None:
    assert amount("") is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1990, Decimal("19.90")), ("1990", Decimal("19.90")), (0, Decimal("0.00")), (19.9, "19.9"), ("free", "free")],
)
def test_cents_are_whole(value: object, expected: object) -> None:
    assert cents(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(12, 12), ("12", 12), ("12.0", 12), (-3, -3), ("1.5", "1.5"), ("many", "many")]
)
def test_quantities_are_whole_or_stay_text(value: object, expected: object) -> None:
    assert quantity(value) == expected


def test_a_position_that_is_no_number_is_not_known() -> None:
    assert whole("2") == 2
    assert whole("first") is UNSET


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("19.90", "."),
        ("19,90", ","),
        ("1.234,50", ","),
        ("1,234.50", "."),
        ("12", None),
        ("1,234", None),
        ("1.2.3", None),
        ("19.90 zł", None),
        ("", None),
    ],
)
def test_a_cell_may_tell_the_decimal_mark(text: str, mark: str | None) -> None:
    assert decimal_mark(text) == mark


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("19.90", None, "19.90"),
        ("'19.90", None, "19.90"),
        ("$1,234.50", None, "1234.50"),
        ("$ 25", None, "25"),
        ("1234,50", None, "1234.50"),
        ("12,5", None, "12.5"),
        ("0,234", None, "0.234"),
        ("1.234,50", None, "1234.50"),
        ("1,234,567", None, "1234567"),
        ("1.234.567", ",", "1234567"),
        ("-1,234.50", None, "-1234.50"),
        ("1 234,50", None, "1234.50"),
        ("12\u00a0345\u202f678", None, "12345678"),
        ("1,234", ".", "1234"),
        ("1.234", ",", "1234"),
        ("1.234", None, "1.234"),
        ("1.234", ".", "1.234"),
        ("12.5", ",", "12.5"),
    ],
)
def test_cells_that_people_wrote_are_read(text: str, mark: str | None, expected: str) -> None:
    found = file_amount(text, mark)  # type: ignore[arg-type]
    assert isinstance(found, Decimal)
    assert str(found) == expected


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("1,234", None),
        ("1,234", ","),
        ("1,23,4", None),
        ("1.2.3", ","),
        ("call us", None),
        ("1 2", None),
        ("$$5", None),
        ("€10", None),
        ("1,234.5,6", None),
        ("9" * 50, None),
    ],
)
def test_what_may_mean_two_things_stays_text(text: str, mark: str | None) -> None:
    assert file_amount(text, mark) == text  # type: ignore[arg-type]


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_every_price_survives_both_ways_of_writing_it(price: Decimal) -> None:
    american = f"{price:,.2f}"
    european = american.translate(str.maketrans(",.", ".,"))
    assert file_amount(american, ".") == file_amount(european, ",") == price == amount(str(price))


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    for mark in (None, ".", ","):
        assert isinstance(file_amount(text, mark), Decimal | str)
    assert isinstance(amount(text), Decimal | str | None)
    assert isinstance(quantity(text), int | str | None)
    decimal_mark(text)
