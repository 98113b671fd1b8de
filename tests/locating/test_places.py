"""From a pointer to the very characters of the file: whatever the shape, the layout and the packing."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listing_rules.locating import Places, Spot
from listing_rules.report import ProductRef, Report, Source
from listing_rules.rules import load_rules
from listing_rules.shopify.readers.array import Element, array_pieces

RULES = load_rules()


class Files:
    """Files in memory that count how often they are opened and how much of them is read."""

    def __init__(self, **files: bytes) -> None:
        self.files = files
        self.opened: list[str] = []
        self.read = 0

    def __call__(self, name: str) -> Callable[[], AbstractContextManager[BinaryIO]] | None:
        return (lambda: self._open(name)) if name in self.files else None

    def _open(self, name: str) -> BinaryIO:
        self.opened.append(name)
        files = self

        class Counting(io.BytesIO):
            def readline(self, size: int | None = -1, /) -> bytes:
                line = super().readline(size)
                files.read += len(line)
                return line

        return Counting(self.files[name])


def report(file: str | None, line: int | None, product: ProductRef | None = None) -> Report:
    return Report(
        product=product or ProductRef(id=None, handle=None, title=None),
        source=Source(file=file, line=line),
        market="US",
        rules_version=RULES.version,
        rules_hash=RULES.content_hash,
        forecast="synced",
        complete=True,
        failures=(),
        skipped=(),
    )


def spot_in(data: bytes, pointer: str | None, line: int | None = None, **product: str) -> Spot:
    ref = ProductRef(**{"id": None, "handle": None, "title": None, **product})
    spot = Places(Files(f=data)).of(report("f", line, ref), pointer)
    assert spot is not None
    return spot


def marked(data: bytes, spot: Spot) -> str:
    """The characters that an editor would mark, by lines and columns and again by bytes."""
    lines = data.decode().split("\n")
    assert spot.start is not None
    assert spot.line == spot.start.line
    if spot.end is None:
        return lines[spot.start.line - 1][spot.start.column - 1 :][:1]
    text = "\n".join(lines[spot.start.line - 1 : spot.end.line])
    tail = len(lines[spot.end.line - 1]) - (spot.end.column - 1)
    by_bytes = "\n".join(lines[spot.start.line - 1 : spot.end.line]).encode()[spot.start.byte_column - 1 :]
    found = text[spot.start.column - 1 : len(text) - tail]
    assert by_bytes.startswith(found.encode())
    return found


def pointers(value: Any, at: str = "") -> list[tuple[str, Any]]:
    """Every place in a JSON value."""
    if isinstance(value, dict):
        steps = [(key.replace("~", "~0").replace("/", "~1"), item) for key, item in value.items()]
    elif isinstance(value, list):
        steps = [(str(place), item) for place, item in enumerate(value)]
    else:
        steps = []
    return [(at, value), *(found for step, item in steps for found in pointers(item, f"{at}/{step}"))]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(
    st.dictionaries(st.text(max_size=5), json_values, max_size=5), st.sampled_from([None, 1, 2, "\t"]), st.booleans()
)
def test_every_value_of_a_document_is_found(document: dict[str, Any], indent: Any, ascii_only: bool) -> None:
    data = json.dumps(document, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    for pointer, value in pointers(document):
        found = marked(data, spot_in(data, pointer))
        if isinstance(value, dict | list):
            assert found == ("{" if isinstance(value, dict) else "[")
        else:
            assert json.loads(found) == value


@given(st.lists(st.dictionaries(st.text(max_size=5), json_values, max_size=3), min_size=1, max_size=5), st.booleans())
def test_every_value_of_a_line_is_found(documents: list[dict[str, Any]], packed: bool) -> None:
    data = "".join(json.dumps(document) + "\n" for document in documents).encode()
    places = Places(Files(f=gzip.compress(data) if packed else data))
    for line, document in enumerate(documents, 1):
        for pointer, value in pointers(document):
            spot = places.of(report("f", line), pointer)
            assert spot is not None
            assert spot.line == line
            if not isinstance(value, dict | list):
                assert json.loads(marked(data, spot)) == value


cells = st.lists(st.sampled_from(["a", "é", '"', "\n", "\r\n", ",", ";", " "]), max_size=6).map("".join)


def written(cell: str, delimiter: str, *, quoted: bool) -> str:
    needs = quoted or any(part in cell for part in (delimiter, '"', "\n"))
    return '"' + cell.replace('"', '""') + '"' if needs else cell


@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=6), st.sampled_from(",;\t"), st.booleans())
def test_every_cell_of_a_csv_is_found(rows: list[tuple[str, ...]], delimiter: str, quoted: bool) -> None:
    header = ("Handle", "Title", "Variant Price")
    table = [[written(cell, delimiter, quoted=quoted) for cell in row] for row in (header, *rows)]
    data = "".join(delimiter.join(row) + "\r\n" for row in table).encode()
    assert [tuple(row) for row in csv.reader(io.StringIO(data.decode(), newline=""), delimiter=delimiter)][1:] == rows
    places = Places(Files(f=data))
    for number, row in enumerate(table[1:], 2):
        for name, cell in zip(header, row, strict=True):
            spot = places.of(report("f", 1), f"/rows/{number}/{name}")
            assert spot is not None
            assert marked(data, spot) == cell


def test_an_old_encoding_has_the_columns_that_its_editor_shows() -> None:
    places = Places(Files(f="Handle,Title,Price\na,Käse,1\nb,Ã©,22\n".encode("cp1252")))
    for row, column in ((2, 8), (3, 6)):
        spot = places.of(report("f", row), f"/rows/{row}/Price")
        assert spot is not None
        assert spot.start is not None
        assert spot.start.column == column


def test_a_carriage_return_alone_ends_a_line() -> None:
    places = Places(Files(f=b"Handle,Title\ra,x\rb,y\r"))
    spot = places.of(report("f", 3), "/rows/3/Title")
    assert spot is not None
    assert (spot.line, spot.start and spot.start.column) == (3, 3)


def test_what_is_not_there_is_at_the_nearest_thing_that_is() -> None:
    data = b'{"variants": [\n  {"sku": "A"},\n  {"sku": "B"}\n]}\n'
    assert spot_in(data, "/variants/1/price").line == 3
    assert spot_in(data, "/variants/7/price").line == 1
    assert marked(data, spot_in(data, "/variants/1/sku/deeper")) == '"B"'


def test_the_byte_order_mark_is_not_a_column() -> None:
    data = b'\xef\xbb\xbf{"id": 1, "title": "x"}\n{"id": 2, "title": "y"}\n'
    assert spot_in(data, "/title", 1).start == spot_in(data, "/title", 2).start.__class__(1, 20, 20)
    assert spot_in(data, "/title", 2).line == 2
    header = b"\xef\xbb\xbfHandle,Title\na,x\n"
    assert marked(header, spot_in(header, "/rows/2/Title", 2)) == "x"


def test_wide_text_has_the_lines_and_columns_that_its_editor_shows() -> None:
    data = '{"id": 1,\n "title": "é"}\n'
    spot = spot_in(data.encode("utf-16"), "/title")
    assert (spot.line, spot.start and spot.start.column) == (2, 11)


def test_columns_count_characters_and_bytes_of_their_own_line() -> None:
    data = '{"a": "é€𝄞",\n "b": "ü", "c": 7}'.encode()
    start = spot_in(data, "/c").start
    assert start is not None
    assert (start.line, start.column, start.byte_column) == (2, 17, 18)


def test_a_large_document_is_counted_in_blocks() -> None:
    data = json.dumps([{"id": number, "title": "é" * 20} for number in range(20_000)], ensure_ascii=False).encode()
    spot = spot_in(data, "/19999/id")
    assert marked(data, spot) == "19999"
    pretty = json.dumps([{"id": number} for number in range(20_000)], indent=1).encode()
    assert spot_in(pretty, "/19999/id").line == 2 + 19_999 * 3 + 1


def unpacked(data: bytes) -> bytes:
    return data


def zstd(data: bytes) -> bytes:
    packed: bytes = pytest.importorskip("zstandard").compress(data)
    return packed


PACKINGS = pytest.mark.parametrize("packing", [unpacked, gzip.compress, zstd])


@PACKINGS
def test_scattered_lines_are_found_backwards(packing: Callable[[bytes], bytes]) -> None:
    data = b"".join(b'{"id": %d, "price": "%d"}\n' % (number, number) for number in range(1, 3001))
    places = Places(Files(f=packing(data)))
    for number in (2900, 12, 2999, 1, 1500, 3, 3000):
        spot = places.of(report("f", number), f"/lines/{number}/price")
        assert spot is not None
        assert marked(data, spot) == f'"{number}"'


@PACKINGS
def test_scattered_rows_are_found_backwards(packing: Callable[[bytes], bytes]) -> None:
    data = b"Handle,Body (HTML),Variant Price\n" + b"".join(
        b'h%d,"two\nlines, ""quoted""",%d\n' % (number, number) for number in range(2, 3001)
    )
    places = Places(Files(f=packing(data)))
    for number in (2900, 12, 2999, 2, 1500, 3, 3000):
        spot = places.of(report("f", 1), f"/rows/{number}/Variant Price")
        assert spot is not None
        assert marked(data, spot) == str(number)


def test_a_line_that_is_a_large_document_is_not_held_to_look_into_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("listing_rules.locating.files._LONGEST", 50)
    data = b"[" + b'{"title": "a"},' * 20 + b"{}]\n" + b'{"title": "b"}\n'
    assert spot_in(data, "/3/title", line=1) == spot_in(data, "", line=1)
    assert marked(data, spot_in(data, "/title", line=2)) == '"b"'


def test_a_product_of_a_document_is_found_by_its_names() -> None:
    data = b'{"products": [\n{"id": 1, "handle": "a", "variants": []},\n{"id": 2, "handle": "b", "variants": []}]}'
    assert spot_in(data, None, id="2").line == 3
    assert spot_in(data, None, id="gid://shopify/Product/2").line == 3
    assert spot_in(data, None, handle="b").line == 3
    assert spot_in(data, None, title="unknown").line == 1


def test_a_file_is_read_once_from_its_start_while_reports_come_in_order() -> None:
    data = b"".join(b'{"id": %d, "price": "%d"}\n' % (number, number) for number in range(5000))
    files = Files(f=data)
    places = Places(files)
    for line in range(1, 5001, 7):
        for _ in range(3):
            places.of(report("f", line), "/price")
    assert files.opened == ["f", "f"]  # once to see what it is, once to read it
    assert files.read <= len(data)


def test_nothing_is_invented_and_nothing_is_fatal() -> None:
    places = Places(Files(binary=b"PAR1\x00\xff", deep=b"[" * 100_000, text=b'{"a": '))
    assert places.of(report(None, 7), "/title") is None
    assert places.of(report("a pipe", 7), "/title") == Spot(7)
    assert places.of(report("text", 9), "/title") == Spot(9)
    assert places.of(report("binary", 7), "/title") == Spot(7)
    for name in ("binary", "deep", "text"):
        spot = places.of(report(name, None), "/0/title")
        assert spot is not None
        assert spot.line == 1
    assert places.of(report("text", 3), "/rows/17/Title") == Spot(3)


LARGE_ARRAYS = {
    "indented": lambda all_: json.dumps(all_, indent=2),
    "brackets in one line": lambda all_: "[" + ", ".join(json.dumps(one, indent=1) for one in all_) + "]",
    "one a line": lambda all_: "[\n" + ",\n".join(map(json.dumps, all_)) + "\n]\n",
    "products.json": lambda all_: json.dumps({"products": all_}, indent=1),
    "minified": lambda all_: json.dumps({"products": all_}, separators=(",", ":")),
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("layout", LARGE_ARRAYS)
def test_a_value_of_a_large_array_is_found_from_the_line_of_its_product(layout: str, packed: bool) -> None:
    """Such a report names a line and a pointer into the document, which nobody holds."""
    all_ = [{"id": n, "title": f"Täßchen {n}", "variants": [{"price": "5"}, {"price": f"{n}.50"}]} for n in range(6)]
    data = LARGE_ARRAYS[layout](all_).encode()
    read = list(array_pieces(data, io.BytesIO(), None))
    places = Places(Files(f=gzip.compress(data) if packed else data))
    for number, piece in enumerate(read):
        assert isinstance(piece, Element)
        told = report("f", piece.line, ProductRef(id=str(number), handle=None, title=None))
        spot = places.of(told, f"{piece.pointer}/variants/1/price")
        assert spot is not None
        assert marked(data, spot) == f'"{number}.50"'


def test_where_too_many_products_start_on_a_line_the_line_is_told() -> None:
    data = json.dumps([{"id": n, "variants": []} for n in range(20)])[:-1].encode() + b"\n]"
    assert marked(data, spot_in(data, "/3/id", line=1, id="3")) == "3"
    assert spot_in(data, "/15/id", line=1, id="15") == spot_in(data, "", line=1)
