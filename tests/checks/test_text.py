from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listing_rules.checks.identifier import has_valid_check_digit
from listing_rules.checks.text import FAULTS


def faults(text: str) -> set[str]:
    return {name for name, (_, look) in FAULTS.items() if look(text)} - {"no_address"}


@pytest.mark.parametrize(
    ("text", "is_address"),
    [("https://a.b/c", True), (" HTTP://a", True), ("//a.b", True), ("a.jpg", False), ("data:x", False), ("/a", False)],
)
def test_a_web_address_is_told_from_the_name_of_a_file(text: str, is_address: bool) -> None:
    assert FAULTS["no_address"][1](text) is not is_address


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Salt &amp; Pepper", {"html_escapes", "spaces"}),
        ("Salt &#39;n&#x27;", {"html_escapes", "spaces"}),
        ("Salt & Pepper;", {"spaces"}),
        ("AT&T;", set()),
        ("\U0001f525hot", {"emoji"}),
        ("I❤️you", {"emoji"}),
        ("Caf\u00e9™®©", set()),
        ("1\u20e3", set()),
        ("a\x7fb", {"control"}),
        ("a\tb", {"spaces"}),
        ("***---", {"decorations", "only_symbols"}),
        ("***---1", {"decorations"}),
        ("aaaaaaaaa", set()),
        ("aaaaaaaaaa", {"repeats"}),
        ("          ", {"only_symbols", "spaces"}),
        ("茶杯", {"chinese"}),
        ("きもの", set()),
        ("한국", set()),
        ("", set()),
    ],
)
def test_what_tiktok_shop_refuses_in_a_text(text: str, found: set[str]) -> None:
    assert faults(text) == found


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert faults(text) <= set(FAULTS)


@given(st.text(alphabet="&;#x0123456789abcAMP", max_size=3000))
def test_hostile_escapes_are_looked_at_in_no_time(text: str) -> None:
    faults(text * 10)


@pytest.mark.parametrize(
    "code",
    ["4006381333931", "96385074", "036000291452", "9780306406157", "978-0-306-40615-7", "080442957X", "00012345600012"],
)
def test_a_right_check_digit_is_right(code: str) -> None:
    assert has_valid_check_digit(code)
    wrong = code[:-1] + ("1" if code[-1] != "1" else "2")
    assert not has_valid_check_digit(wrong)


@given(st.text(alphabet="0123456789", min_size=12, max_size=12))
def test_one_digit_of_ten_fits(digits: str) -> None:
    assert sum(has_valid_check_digit(digits + str(last)) for last in range(10)) == 1
