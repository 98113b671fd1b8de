"""The words of a text, with their places and without."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listing_rules.terms.words import spans_of, texts_of, words_of

# What words may hide in: digits for letters, letters set apart, invisible signs, look-alikes, entities, breaks.
TRICKY = st.text(alphabet="aBeVp1 0.-&;%,/#\u00e9\u0430\u200b\u0301\uff56\u0e44\u9152\U0001f377İß½", max_size=40)
WORDS = st.lists(st.sampled_from("v.a.p.e w1ne 750ml 4.5% &amp; AT&T e-mail V A P E 茶杯 Weißwein — 9/8".split(" ")))


def check(text: str) -> None:
    words = words_of(text)
    assert texts_of(text) == [word.text for word in words]
    assert spans_of(text) == [(word.start, word.end) for word in words]


@settings(max_examples=300)
@given(TRICKY | st.text(max_size=60) | WORDS.map(" ".join))
def test_words_are_the_same_with_their_places_and_without(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text", ["v a p e pen", "b.e.e.r", "b.e e.r", "S M L", "a b c d", "Wh1skey v a p", "ｖ ａ ｐ ｅ"]
)
def test_letters_set_apart_are_one_word_or_they_are_not(text: str) -> None:
    check(text)
