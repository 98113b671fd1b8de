"""One JSON document of any size is read product by product, and found to be what it is when it is read whole."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import pytest

from listing_rules.examples import base_product
from listing_rules.rules import load_rules
from listing_rules.shopify import Plain, Record, iter_products
from listing_rules.shopify.readers import array, stream
from listing_rules.testing.shapes import WRITERS
from listing_rules.testing.shapes.neutral import tee

RULES = load_rules()
TRICKY = ['"', "\\", "]", "}{", "[", 'a "quoted\\" ] end\\\\', "\u2028", "ẞ", ""]


def products(count: int) -> list[dict[str, Any]]:
    return [base_product(RULES, "US", {"id": number, "title": TRICKY[number % len(TRICKY)]}) for number in range(count)]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], None]:
    """From how many bytes a document is large, and how many are read at once."""

    def sized(least: int, read: int) -> None:
        monkeypatch.setattr(stream, "LARGE", least)
        monkeypatch.setattr(array, "_READ", read)

    return sized


def read(data: bytes) -> list[Record]:
    return list(iter_products(io.BytesIO(data)))


def told(records: list[Record]) -> list[Any]:
    return [(one.error, one.product.product() if isinstance(one.product, Plain) else one.product) for one in records]


LAYOUTS: dict[str, Callable[[list[Any]], str]] = {
    "minified": lambda all_: json.dumps(all_, separators=(",", ":")),
    "one a line": lambda all_: "[\n" + ",\n".join(map(json.dumps, all_)) + "\n]\n",
    "indented": lambda all_: json.dumps(all_, indent=2),
    "commas first": lambda all_: "\n [ " + "\n , ".join(map(json.dumps, all_)) + " ] ",
    "products.json": lambda all_: json.dumps({"products": all_}),
    "with more behind": lambda all_: json.dumps({"products": all_, "next": "x"}, indent=1),
}


@pytest.mark.parametrize("read_at_once", [1, 7, 4096])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_it_is_read_as_if_it_were_read_whole(large: Any, layout: str, read_at_once: int) -> None:
    data = LAYOUTS[layout](products(20)).encode()
    whole = read(data)
    large(100, read_at_once)
    parts = read(data)
    assert len(whole) == 20
    assert told(parts) == told(whole)
    assert {one.line for one in whole} == {1 if data.count(b"\n") == 0 else None}
    assert all(data.splitlines()[(one.line or 0) - 1].lstrip(b" [,") for one in parts)


def test_it_knows_the_line_that_a_product_starts_on(large: Any) -> None:
    large(100, 50)
    lines = LAYOUTS["indented"](products(5)).splitlines()
    starts = [number for number, line in enumerate(lines, 1) if line == "  {"]
    assert [one.line for one in read("\n".join(lines).encode())] == starts


DOCUMENTS = {shape: written for shape, write in sorted(WRITERS.items()) if isinstance(written := write(tee()), dict)}


@pytest.mark.parametrize("shape", DOCUMENTS)
def test_every_shape_of_a_product_may_stand_in_it(large: Any, shape: str) -> None:
    data = json.dumps([DOCUMENTS[shape]] * 2).encode()
    whole = read(data)
    large(10, 16)
    assert told(read(data)) == told(whole)


@pytest.mark.parametrize(
    ("end", "problem"),
    [
        ("", "ends within a product"),
        ("]", "does not go on as an array of products"),
        ("}", "does not go on as an array of products"),
        ('"}', "more stands behind the products"),
    ],
)
def test_a_damaged_one_gives_what_stands_before(large: Any, end: str, problem: str) -> None:
    """Read and unreadable are all that can be told apart."""
    whole = LAYOUTS["one a line"](products(9))
    cut = {"": whole[:-40], "]": whole.replace("},\n", "},,\n", 1), "}": whole.replace("},\n", "}\n", 1)}
    large(100, 64)
    records = read(cut.get(end, whole + "[]").encode())
    *good, bad = records
    assert problem in (bad.error or "")
    assert f"the {len(good)} products before that were read, and none after it" in (bad.error or "")
    assert all(one.product for one in good)


def test_what_is_no_product_is_an_error_and_stops_nothing(large: Any) -> None:
    good = json.dumps(products(1)[0])
    large(100, 64)
    records = read(f'[{good}, {{"id": 1, "id" 2}}, {{}}, {good}]'.encode())
    assert [bool(one.error) for one in records] == [False, True, True, False]


def test_jsonl_whose_lines_are_arrays_stays_jsonl(large: Any) -> None:
    line = json.dumps(products(2)) + "\n"
    large(len(line) + 5, 64)
    assert [one.line for one in read((line * 3).encode())] == [1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize("least", [100, 10**6])
def test_it_may_come_packed_or_by_a_pipe(large: Any, least: int) -> None:
    class Pipe(io.RawIOBase):
        def __init__(self, data: bytes) -> None:
            self._data = io.BytesIO(data)

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            return self._data.readinto(memoryview(buffer)[:999])

    data = LAYOUTS["minified"](products(30)).encode()
    large(least, 512)
    sources: list[BinaryIO] = [io.BytesIO(gzip.compress(data)), io.BufferedReader(Pipe(data))]  # type: ignore[list-item]
    for source in sources:
        records = list(iter_products(source))
        assert [one.error for one in records] == [None] * 30


def test_memory_does_not_grow_with_it(large: Any) -> None:
    class Endless(io.RawIOBase):
        """An array of so many products, made while it is read."""

        def __init__(self, count: int) -> None:
            self._parts: Iterator[bytes] = iter([b"[", *[one + b",\n"] * (count - 1), one, b"]"])
            self._rest = b""

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            self._rest = self._rest or next(self._parts, b"")
            part, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
            buffer[: len(part)] = part
            return len(part)

    one = json.dumps(products(1)[0]).encode()
    large(2**16, 2**14)
    tracemalloc.start()
    try:
        count = sum(1 for _ in iter_products(io.BufferedReader(Endless(3000))))  # type: ignore[arg-type]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 3000
    assert peak < 2**21 < len(one) * 3000


def test_a_product_that_never_ends_is_given_up(large: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(array, "MAX_DOCUMENT", 5000)
    large(100, 64)
    [record] = read(b'[{"title": "' + b"x" * 20_000)
    assert "a product has more than 5000 bytes" in (record.error or "")


def test_what_was_read_before_a_product_does_not_count_against_it(large: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(array, "MAX_DOCUMENT", 5000)
    large(100, 64)
    one = base_product(RULES, "US", {"title": "Mug", "body_html": ""})
    fits = {**one, "body_html": "x" * (4900 - len(json.dumps(one)))}
    assert [record.error for record in read(json.dumps([fits, fits]).encode())] == [None, None]
    too_large = {**one, "body_html": "x" * 9000}
    (_, refused) = read(json.dumps([fits, too_large]).encode())
    assert refused.error is not None
    assert refused.error.startswith("a product has more than 5000 bytes; the 1 products before that were read")
