"""What a payload holds comes out as it went in: amounts, ids, and text of every plane."""

from __future__ import annotations

import ast
import json
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import listing_rules as lr
from formats.outputs import product, write
from listing_rules.formats import FORMATS
from listing_rules.report import Source
from listing_rules.shopify import read_product
from listing_rules.testing.shapes import WRITERS
from listing_rules.testing.shapes.neutral import tee

US = lr.Shop(market="US", currency="USD")
READERS = Path(lr.__file__).parent / "shopify"
PLANES = "".join(chr(plane << 16 | 0x0F00 | 0x41) for plane in range(17))
STORM = "Z" + "\u0300\u0489\u20dd" * 200
NASTY = [
    PLANES,
    STORM,
    "\ufeffBOM",
    "nul\x00nul",
    "\u202eevil\u2066x\u2069",
    "𝒻𝒶𝓃𝒸𝓎 🧵👩‍👩‍👧",
    "\uffff\ufdd0\U0010ffff",
]


@given(st.decimals(min_value=0, max_value=10**15, places=2, allow_nan=False))
@example(Decimal("0.10"))
@example(Decimal("9007199254740993.01"))
@settings(max_examples=40)
def test_an_amount_is_exact_from_text_to_text(price: Decimal) -> None:
    candidate = lr.to_candidate(product(variants=[{"price": str(price)}]), shop=US)
    assert candidate.to_api()["skus"][0]["price"]["amount"] == str(price)


@pytest.mark.parametrize("price", ["0.1", "19.90", "9007199254740993.01", "1234567890123456.78"])
def test_a_number_in_json_is_exact_too(price: str) -> None:
    """0.1 + 0.2 is 0.3 here, and a number keeps all its digits."""
    text = json.dumps(product(variants=[{"price": "@"}])).replace('"@"', price)
    assert read_product(text).variants[0].price == Decimal(price)


def test_no_reader_makes_a_float() -> None:
    for file in sorted(READERS.rglob("*.py")):
        calls = [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]
        assert "float" not in {node.func.id for node in calls if isinstance(node.func, ast.Name)}, file


@pytest.mark.parametrize("number", [2**53 + 1, 2**63 - 1, 2**64 + 1])
@pytest.mark.parametrize("as_text", [False, True])
def test_ids_beyond_what_a_float_holds_survive(number: int, as_text: bool) -> None:
    payload: Any = product(id=number, variants=[{"id": number + 1, "price": "0"}])
    read = read_product(json.dumps(payload) if as_text else payload)
    assert (read.id, read.variants[0].id) == (str(number), str(number + 1))
    report = lr.check(payload, shop=US)
    assert json.loads(report.model_dump_json())["product"]["id"] == str(number)
    assert (str(number + 1),) in [failure.variants for failure in report.failures]


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("shape", sorted(set(WRITERS) - {"csv_classic", "csv_new"}))
def test_text_of_every_plane_is_read_as_it_is(shape: str, text: str) -> None:
    """CSV knows no NUL, and a byte order mark at its start is none of its text."""
    document = WRITERS[shape]({**tee(), "title": text})
    assert (
        read_product(document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)).title == text
    )


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_text_of_every_plane_goes_out_whole_or_as_escapes(name: str, text: str) -> None:
    checked = lr.check(product(title=text, variants=[{"price": "0"}]), shop=US)
    out = write(name, [checked.model_copy(update={"source": Source(file="catalog.jsonl", line=1)})]).text
    assert out.encode("utf-8")
    assert not any(unicodedata.category(char) == "Cc" for char in out if char not in "\n\r\t\x1b")


@pytest.mark.parametrize("text", NASTY)
def test_a_report_keeps_every_character(text: str) -> None:
    report = lr.check(product(title=text), shop=US)
    assert report.product.title == text
    assert lr.Report.model_validate_json(report.model_dump_json()) == report


@pytest.mark.parametrize("payload", ['{"title": "\\ud800"}', {"title": "\ud800", "variants": []}])
def test_half_a_character_is_refused(payload: Any) -> None:
    with pytest.raises(lr.PayloadError):
        lr.check(payload, shop=US)
