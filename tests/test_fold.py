from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listing_rules.fold import fold


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("White", "white"),
        (" White ", "white"),
        ("Off\u00a0White", "off  white"),
        ("Ｗｈｉｔｅ", "white"),
        ("Wh\u200bite", "White"),
        ("\u202eWhite", "White"),
        ("Rosé", "Rose\u0301"),
        ("WEISS", "Weiß"),
        ("ﬁne", "fine"),
    ],
)
def test_these_are_the_same(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(
    ("left", "right"), [("10", "1/0"), ("S20", "S20+"), ("Rose", "Rosé"), ("A-B", "AB"), ("1.5", "15"), ("", "0")]
)
def test_these_are_different(left: str, right: str) -> None:
    assert fold(left) != fold(right)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_the_form_of_unicode_does_not_matter(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_the_short_cut_for_ascii_agrees_with_the_long_way(text: str) -> None:
    assert fold(text) == fold(text + "\u200b")
