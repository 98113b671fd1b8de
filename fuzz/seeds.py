"""Write the corpus anew: every shape, rule files, messages and phrases of our own making."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from listing_rules.rules import bundled_folder
from listing_rules.testing.shapes import WRITERS
from listing_rules.testing.shapes.neutral import tee

CORPUS = Path(__file__).parent / "corpus"
NASTY = {"title": "=1+1 ::error::x \x1b[31m\u202e<script>\x00 ##[x] | `a` [b](c)", "id": 2**60, "body_html": "<p>" * 9}
MESSAGES = ('{"code": 12052217, "message": "The price 0 is too low"}', "12052217", 'Title exceeds 255 characters ["x"]')
CHANGES = (
    "turn_off:\n  - {rule: no-weight, because: the connector sends one}\n",
    "US: {currency: USD, price: {max: 5, min: 1}}\n",
)
PHRASES = (
    "/!{3,}/\nBuy now!!!! //",
    "free shipping\nGet free <b>shipping</b> now",
    "/(a|b){1,30}c+/\nababc",
    "organi*\norganic - organisch",
)


def main() -> None:
    for name, data in _seeds():
        file = CORPUS / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _seeds() -> Iterator[tuple[str, bytes]]:
    for shape, text in _texts().items():
        yield f"payload/{shape}", text
        yield f"catalog/{shape}", text
    yield "catalog/packed", gzip.compress(_texts()["rest"], mtime=0)
    for shape in ("csv_new", "rest", "graphql"):
        yield f"outputs/{shape}", b"a b\xe2\x80\xae:c%,d.jsonl\n" + _texts()[shape]
    nasty = json.dumps({**WRITERS["rest"](tee()), **NASTY}).encode()
    yield "outputs/nasty", b"x\n" + nasty
    yield "payload/nasty", nasty
    small = [file for file in sorted(bundled_folder().rglob("*.yaml")) if file.stat().st_size < 4000]
    for file in small[::15]:
        yield f"rule/{file.stem}", file.read_bytes().replace(b"id: " + file.stem.encode(), b"id: my-rule")
    for number, text in enumerate(CHANGES):
        yield f"rule/changes-{number}", text.encode()
    for kind, texts in (("message", MESSAGES), ("phrase", PHRASES)):
        for number, text in enumerate(texts):
            yield f"{kind}/{number}", text.encode()


def _texts() -> dict[str, bytes]:
    made = {shape: write(tee()) for shape, write in WRITERS.items()}
    return {name: (one if isinstance(one, str) else json.dumps(one)).encode() for name, one in made.items()}


if __name__ == "__main__":
    main()
