"""How long products take that somebody made to be slow, for each byte of them, in every shape.

    python benchmarks/hostile.py [BYTES]

Each attack fills one field with one thing over and over, or has very many of something. It is timed at BYTES (20,000 by
default) and at four times as many: time that grows with the square shows as four times the microseconds a byte. One
line for each attack: the shape that it is slowest in. Ends with 1 where any is slow or grows.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from time import process_time
from typing import Any

import listing_rules as lr
from listing_rules.testing.shapes import WRITERS, Neutral
from listing_rules.testing.shapes.neutral import tee, variant

_BYTES = 20_000
_SLOW = 20.0  # microseconds a byte
_GROWS = 2.5
_SHOP = lr.Shop(
    market="US",
    currency="USD",
    category_mapping={"default": "601226", "by_shopify_category": {"Apparel & Accessories > Clothing": "601226"}},
)
_FILLS = (
    *("word ", "x", "9", "1 ", "é", "é, ", "你", "\u0301", "\u200b", "&amp;", "&", "!", " ", "-", "> ", "a,", "$", "%"),
    *("<p>", "<p", "</p>", "<a href='http://h'>", "<img>", "<!--", "<script>", "http://a.b ", "a@b.c ", "+1 555 0100 "),
    *(
        "v.a.p.e ",
        "v a p e ",
        "wh1skey ",
        "beer ",
        "with beer ",
        "cbd oil ",
        "Cbd oIl ",
        "free shipping ",
        "best ",
        "🔥",
    ),
    *("cbd oil, ", "cbd\u200boil ", "free returns ", "weight loss ", "=1+1 ", "::error::", "]]>", "\\u0000", "\\ud800"),
)
_FIELDS = ("title", "body_html", "vendor", "product_type", "tag", "category", "option", "value", "sku", "image")


def main() -> int:
    size = next((int(one) for one in sys.argv[1:] if one.isdigit()), _BYTES)
    print("| attack | shape | µs a byte | at four times the bytes |\n|---|---|---:|---:|")
    failed = False
    for name, make in _attacks():
        shape, small, large = max(_timed(make, size), key=lambda one: one[2])
        bad = large > _SLOW or (large > 1 and large > _GROWS * small)
        failed |= bad
        if bad or "--all" in sys.argv or large > _SLOW / 10:
            print(f"| {name} | {shape} | {small:.2f} | {large:.2f}{' **' if bad else ''} |", flush=True)
    return int(failed)


def _timed(make: Callable[[int], Neutral], size: int) -> Iterator[tuple[str, float, float]]:
    for shape, write in WRITERS.items():
        if shape == "ajax" and make is _MANY["variants without a price"]:
            continue  # it has no way to say so
        yield (shape, *(_microseconds(write(make(count))) for count in (size, 4 * size)))


def _microseconds(payload: Any) -> float:
    data = payload if isinstance(payload, str | bytes) else json.dumps(payload, ensure_ascii=False)
    before = process_time()
    with suppress(lr.ListingRulesError):  # refused is an answer
        lr.check(data, shop=_SHOP)
    size = len(data.encode()) if isinstance(data, str) else len(data)
    return (process_time() - before) / size * 1e6


def _attacks() -> Iterator[tuple[str, Callable[[int], Neutral]]]:
    for field in _FIELDS:
        for fill in _FILLS:
            yield f"{field} of {fill!r}", partial(_repeated, field, fill)
    yield from _MANY.items()


def _repeated(field: str, fill: str, size: int) -> Neutral:
    return _filled(field, fill * (size // len(fill)))


def _filled(field: str, text: str) -> Neutral:
    if field == "tag":
        return tee(tags=[text])
    if field == "option":
        return tee(options=[text, "Size"])
    if field == "image":
        return tee(images=[{**tee()["images"][0], "src": f"https://cdn.shopify.com/{text}"}] * 2)
    if field in ("value", "sku"):
        change: dict[str, Any] = {"values": [text, "S"]} if field == "value" else {"sku": text}
        return tee(variants=[variant(1, change.pop("values", ["White", "S"]), **change)])
    return tee(**{field: text})


def _variants(count: int, make: Callable[[int], Mapping[str, Any]]) -> Neutral:
    return tee(variants=[{**variant(number, [f"C{number}", "S"]), **make(number)} for number in range(count)])


_MANY: Mapping[str, Callable[[int], Neutral]] = {
    "tags": lambda size: tee(tags=[f"tag {number}" for number in range(size // 10)]),
    "tags with goods": lambda size: tee(tags=[f"beer {number}" for number in range(size // 10)]),
    "images": lambda size: tee(images=[*tee()["images"], *(dict(tee()["images"][0]) for _ in range(size // 100))]),
    "variants": lambda size: _variants(size // 300, lambda number: {}),
    "variants alike": lambda size: _variants(size // 300, lambda number: {"values": ["White", "S"], "sku": "S"}),
    "variants in two spellings": lambda size: _variants(
        size // 300, lambda number: {"values": [("white " if number % 2 else "WHITE ") + str(number // 2), "S"]}
    ),
    "variants without a price": lambda size: _variants(size // 300, lambda number: {"price": ""}),
    "variants of other prices": lambda size: _variants(size // 300, lambda number: {"price": f"{number}.99"}),
    "variants with goods": lambda size: _variants(size // 300, lambda number: {"values": [f"beer {number}", "S"]}),
    "barcodes that are wrong": lambda size: _variants(size // 300, lambda number: {"barcode": str(number)}),
}


if __name__ == "__main__":
    sys.exit(main())
