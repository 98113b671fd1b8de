"""Real catalogs in every shape that Shopify hands out: reading and checking them, beside decoding the same bytes.

    python benchmarks/speed.py --real FOLDER

JSON is decoded by `orjson.loads` (JSONL line by line), CSV by `csv.reader`. Every file is worked through as a catalog
is, by one process; each step follows the one before it file by file, and of some rounds the median counts.
"""

from __future__ import annotations

import csv
import io
import statistics
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any

import orjson

from listing_rules.engine import Checker
from listing_rules.shopify import Plain, Product
from listing_rules.shopify.readers.stream import iter_products

__all__ = ["real_shapes"]

_ROUNDS = 3
_MOST = 4_000  # products of one shape are enough


def real_shapes(folder: Path, checker: Checker) -> str:
    """A Markdown table with a row for each shape that lies in the folder."""
    rows = [
        "| shape | products | KB each | decoding, µs | read, × decoding | read and check, × decoding | failures each |"
    ]
    rows.append("|---|---:|---:|---:|---:|---:|---:|")
    for shape, files in sorted(_by_shape(folder).items()):
        rows.append(_row(shape, files, checker))
    return "\n".join(["\n### Real products, by shape\n", *rows])


def _by_shape(folder: Path) -> dict[str, list[bytes]]:
    """The files with products, by the shape of their first one, until there are enough products."""
    found: dict[str, list[bytes]] = defaultdict(list)
    counts: dict[str, int] = defaultdict(int)
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = file.read_bytes()
        products = list(_products(data))
        shape = _shape(products[0]) if products else ""
        if products and counts[shape] < _MOST:
            counts[shape] += len(products)
            found[shape].append(data)
    return found


def _products(data: bytes) -> Iterator[Product | Plain]:
    return (item.product for item in iter_products(io.BytesIO(data)) if item.product)


def _shape(product: Product | Plain) -> str:
    return product.shape if isinstance(product, Plain) else product.origin.shape


def _row(shape: str, files: list[bytes], checker: Checker) -> str:
    rounds = [_round(files, checker) for _ in range(_ROUNDS)]
    decoding, reading, checking = (statistics.median(column) for column in zip(*rounds, strict=True))
    reports = [checker.check(product) for data in files for product in _products(data)]
    count, failures = len(reports), sum(len(report.failures) for report in reports)
    size = sum(map(len, files)) / 1000 / count
    return (
        f"| {shape} | {count:,} | {size:.1f} | {decoding / count * 1e6:.1f} | {reading / decoding:.1f} | "
        f"{(reading + checking) / decoding:.1f} | {failures / count:.1f} |"
    )


def _round(files: list[bytes], checker: Checker) -> tuple[float, float, float]:
    """Seconds of decoding, of reading, and of checking what was read."""
    taken = [0.0, 0.0, 0.0]
    for data in files:
        starts = process_time()
        _decode(data)
        decoded = process_time()
        products = list(_products(data))
        read = process_time()
        for product in products:
            checker.check(product)
        ends = process_time()
        for place, (before, after) in enumerate(((starts, decoded), (decoded, read), (read, ends))):
            taken[place] += after - before
    return taken[0], taken[1], taken[2]


def _decode(data: bytes) -> Any:
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] not in (b"{", b"["):
        return list(csv.reader(io.StringIO(data.decode("utf-8", "replace"), newline="")))
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return [_line(line) for line in data.splitlines()]


def _line(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
