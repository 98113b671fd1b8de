from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

import pytest

from listing_rules.errors import PayloadError
from listing_rules.shopify import iter_products, read_products
from listing_rules.shopify.readers import packed, source, stream
from listing_rules.shopify.readers.record import Record
from listing_rules.testing.shapes import WRITERS
from listing_rules.testing.shapes.graphql import as_scattered_bulk, bulk_lines, json_lines
from listing_rules.testing.shapes.neutral import tee
from listing_rules.testing.shapes.rest import as_rest

REST = json.dumps(as_rest(tee()))


class Pipe:
    """A stream that can only be read forwards, in small pieces."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)

    def read(self, count: int = -1) -> bytes:
        return self._file.read(min(count, 1000) if count >= 0 else -1)

    def seekable(self) -> bool:
        return False


def read(data: bytes | str, **changes: Any) -> list[Record]:
    return list(iter_products(io.BytesIO(data.encode() if isinstance(data, str) else data), **changes))


def outcome(records: list[Record]) -> list[tuple[int | None, bool]]:
    return [(record.line, record.product is not None) for record in records]


def test_a_damaged_line_does_not_stop_the_run() -> None:
    text = f"{REST}\n\n{REST[:99]}\n[{REST}, 5]\nnull\n" + REST[:-1]
    assert outcome(read(text)) == [(1, True), (3, False), (4, True), (4, False), (5, False), (6, False)]


@pytest.mark.parametrize("first", ["{oops", "{", '{"a":', REST[:30], "[1,2,"])
def test_a_damaged_first_line_does_not_hide_the_others(first: str) -> None:
    records = read(f"{first}\n{REST}\n{REST}\n")
    if first == "{":
        assert outcome(records) == [(None, False)]
    else:
        assert outcome(records) == [(1, False), (2, True), (3, True)]


@pytest.mark.parametrize("indent", [None, 1, 4])
def test_a_document_may_span_lines(indent: int | None) -> None:
    text = json.dumps({"products": [json.loads(REST)] * 2}, indent=indent)
    assert [record.product is not None for record in read(text)] == [True, True]


def test_an_array_with_one_product_per_line_is_a_document() -> None:
    assert outcome(read(f'{{"products": [\n{REST},\n{REST}\n]}}')) == [(None, True), (None, True)]
    assert outcome(read(f"[{REST},\n{REST}\n]")) == [(None, True), (None, True)]


def test_a_truncated_document_is_one_unreadable_record() -> None:
    text = json.dumps({"products": [json.loads(REST)] * 3}, indent=2)
    for end in (1, 30, len(text) // 2, len(text) - 1):
        records = read(text[:end])
        assert outcome(records) in ([(None, False)], [(1, False)])
        assert records[0].error
        assert records[0].error.startswith("not valid JSON")


def test_one_bad_product_of_a_document_is_told_alone() -> None:
    assert [bool(record.product) for record in read(f'{{"products": [{REST}, {{"id": 1}}, {REST}]}}')] == [
        True,
        False,
        True,
    ]


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_told(data: bytes) -> None:
    (record,) = read(data)
    assert record.error
    assert "empty" in record.error


@pytest.mark.parametrize("data", [b"hello\n", b"\x00\x01", "<html>".encode("utf-16"), b'"text"', b"\xff\xfe\x00"])
def test_other_files_are_told(data: bytes) -> None:
    (record,) = read(data)
    assert record.error


@pytest.mark.parametrize("shape", sorted(WRITERS))
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_pipe_reads_as_a_file(shape: str, pack: Any) -> None:
    document = WRITERS[shape](tee())
    text = document if isinstance(document, str) else json.dumps(document, indent=1)
    data = pack(text.encode())
    (piped,) = iter_products(cast(BinaryIO, Pipe(data)))
    (whole,) = read(data)
    assert piped == whole
    assert piped.product


def test_reading_starts_where_the_file_stands() -> None:
    scattered = as_scattered_bulk(tee())
    for text in (REST + "\n" + REST, json_lines(bulk_lines(tee())), scattered, WRITERS["csv_classic"](tee())):
        file = io.BytesIO(b"skipped\n" + text.encode())
        file.readline()
        assert all(record.product for record in iter_products(file))


@pytest.mark.parametrize("cut", [3, 25, -4])
def test_damaged_gzip_is_told(cut: int) -> None:
    records = read(gzip.compress((REST + "\n").encode() * 3)[:cut])
    assert records[-1].error
    assert records[-1].error.startswith("the gzip data is damaged or breaks off: ")


def test_gzip_is_unpacked_within_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (REST + "\n").encode() * 9
    monkeypatch.setattr(packed, "MAX_UNPACKED", len(lines))
    assert [record.error for record in read(gzip.compress(lines))] == [None] * 9
    monkeypatch.setattr(packed, "MAX_UNPACKED", 1000)
    assert read(gzip.compress(lines))[-1].error == "the gzip data unpacks to more than 1000 bytes"


def test_what_unpacks_to_much_is_read_as_long_as_it_is_no_wonder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "FREE_UNPACKED", 1000)
    products = "\n".join(json.dumps(json.loads(REST) | {"id": number}) for number in range(1, 99))
    assert [record.error for record in read(gzip.compress(products.encode()))] == [None] * 98


def test_a_line_that_is_too_long_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (source, stream):
        monkeypatch.setattr(module, "MAX_DOCUMENT", 4000)
    long = json.dumps({"title": "x" * 9000, "variants": []})
    assert outcome(read(f"{REST}\n{long}\n{REST}\n{long}")) == [(1, True), (2, False), (3, True), (4, False)]
    assert outcome(read(f"{long}\n{REST}\n")) == [(1, False), (2, True)]
    assert outcome(list(iter_products(cast(BinaryIO, Pipe(f"{long}\n{REST}".encode()))))) == [(1, False), (2, True)]
    lines = json_lines(bulk_lines(tee()))
    assert outcome(read(lines + long)) == [(7, False), (1, True)]


def test_a_document_that_is_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (source, stream):
        monkeypatch.setattr(module, "MAX_DOCUMENT", 400)
    for data in (json.dumps(json.loads(REST), indent=1), "Handle,Title,Variant Price\na," + "x" * 900):
        (record,) = read(data)
        assert record.error
        assert "400" in record.error or "no CSV" in record.error


def test_the_memory_for_lines_does_not_grow_with_the_file() -> None:
    line = (REST + "\n").encode()

    class Endless(io.RawIOBase):
        left = 20_000_000

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            count = min(len(buffer) // len(line), 20) * len(line)
            count = min(count, self.left // len(line) * len(line))
            self.left -= count
            buffer[:count] = line * (count // len(line))
            return count

    def records() -> Iterator[Record]:
        yield from iter_products(cast(BinaryIO, io.BufferedReader(Endless(), 65536)))

    found = records()
    next(found)
    tracemalloc.start()
    count = sum(1 for _, _ in zip(range(2000), found, strict=False))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 2000
    assert peak < 2_000_000


def test_a_shape_that_is_none_is_refused_before_reading() -> None:
    with pytest.raises(PayloadError, match="there is no shape 'x'"):
        iter_products(io.BytesIO(b""), shape="x")


def test_a_csv_shape_for_json_is_refused() -> None:
    (record,) = read(REST, shape="csv_classic")
    assert record.error
    (record,) = read("Handle,Title,Variant Price\na,A,1\n", shape="rest")
    assert record.error


def test_texts_with_lone_surrogates_are_refused() -> None:
    with pytest.raises(PayloadError, match="lone surrogate"):
        read_products("{\ud800")


def test_read_products_raises_at_the_first_that_cannot_be_read() -> None:
    with pytest.raises(PayloadError, match="not valid JSON"):
        read_products(f"{REST}\n{REST[:50]}\n")
    assert len(read_products(f"{REST}\n{REST}\n".encode())) == 2
    assert len(read_products(bytearray(REST.encode()))) == 1
