from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listing_rules.errors import PayloadError
from listing_rules.shopify.readers import jsontext
from listing_rules.shopify.readers.jsontext import check_plain, decode


def test_numbers_are_exact() -> None:
    assert decode(b'{"price": 19.90, "id": 788032119674292922}') == {
        "price": Decimal("19.90"),
        "id": 788032119674292922,
    }


@pytest.mark.parametrize(
    "text", ['{"price": 1, "price": 2}', '{"price": 1, "pr\\u0069ce": 2}', '{"price":{"a":[]},"price":2}']
)
def test_of_a_key_that_stands_twice_the_last_holds(text: str) -> None:
    assert decode(text.encode()) == {"price": 2}


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(':\\u03aA"ab', max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(":ab", max_size=2), inner, max_size=3),
)


@given(_json, st.booleans(), st.sampled_from([(",", ":"), (", ", " : ")]))
def test_a_document_is_read(value: object, ascii_only: bool, separators: tuple[str, str]) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, separators=separators)
    assert decode(text.encode()) == value


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"id": 1', "not valid JSON"),
        (b'{"price": NaN}', "not valid JSON"),
        (b'{"price": Infinity}', "not valid JSON"),
        (b'"\\ud800"', "not valid JSON"),
        (b'"\xed\xa0\x80"', "not UTF-8"),
        (b'{"a": "\xff"}', "not UTF-8"),
        (b"[" * 10_000 + b"]" * 10_000, "nested too deeply"),
        (b"[" * 10_000, "nested too deeply"),
        (b"1" * 5000, "not valid JSON"),
        (b"1e" + b"9" * 30, "not valid JSON"),
        (b"", "not valid JSON"),
    ],
)
def test_bad_text_is_refused_with_the_reason(data: bytes, message: str) -> None:
    with pytest.raises(PayloadError, match=message):
        decode(data)


def test_a_document_has_a_largest_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsontext, "MAX_DOCUMENT", 10)
    with pytest.raises(PayloadError, match="at most 10"):
        decode(b'{"title": "much too long"}')


def test_values_that_json_cannot_hold_are_refused() -> None:
    endless: list[object] = []
    endless.append(endless)
    for value in ({"title": "\ud800"}, {"price": object()}, endless):
        with pytest.raises(PayloadError):
            check_plain(value)


def test_floats_that_are_no_numbers_pass() -> None:
    check_plain({"price": float("nan"), "weight": float("inf")})


def test_a_document_is_read_up_to_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsontext, "MAX_DOCUMENT", 8)
    assert decode(b'{"a": 1}') == {"a": 1}
    with pytest.raises(PayloadError, match="the document has 9 bytes; at most 8 are read"):
        decode(b'{"a": 12}')


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'{"price": 1e99999999999999999999}', "not valid JSON: a number is out of range"),
        (b'{"title": "\xff"}', "not valid JSON: the text is not UTF-8"),
        (b'{"a" 1}', "not valid JSON: expected ':' (byte 5)"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(data: bytes, why: str) -> None:
    with pytest.raises(PayloadError) as refused:
        decode(data)
    assert str(refused.value) == why
