"""Synthetic REST products as Shopify's Admin API gives them: about 8 KB, 1 to 10 variants, 1 to 3 KB of HTML.

The same seed gives the same products. Nearly all are healthy, as most products of a shop are; one in ten has a fault.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

__all__ = ["CATEGORY_MAPPING", "products"]

_NOUNS = (
    "T-Shirt Mug Blanket Notebook Lamp Backpack Cushion Scarf Bottle Vase Planter Apron Poster Clock Basket".split()
)
CATEGORY_MAPPING = {
    "by_product_type": {
        "T-Shirts": "601226",
        "Mugs": "600042",
        "Blankets": "600157",
        "Notebooks": "831880",
        "Backpacks": "601446",
        "Cushions": "700661",
        "Scarfs": "905992",
        "Bottles": "600048",
        "Vases": "700655",
        "Planters": "900232",
        "Aprons": "600427",
        "Posters": "1000072",
        "Clocks": "600321",
        "Baskets": "600686",
    },
    "default": "893832",
}
"""As a connector maps product types to TikTok categories; lamps are left to its default."""
_KINDS = "Organic Cotton,Stoneware,Recycled Wool,Hand-Bound,Ceramic,Waxed Canvas,Linen,Merino,Steel,Oak".split(",")
_WORDS = (
    "soft everyday comfort made to last with care and simple lines that fit every room of the house wash cold and dry "
    "flat the colour stays true for years each piece is checked by hand before it leaves our workshop in small batches "
    "packed without plastic the material is breathable light and easy to clean a good gift for people who like calm "
    "things around them measures are given in centimetres and may differ by a few millimetres"
).split()
_COLOURS = "White Navy Olive Sand Clay Black Rust Sage Grey Plum".split()
_SIZES = "S M L XL".split()


def products(count: int, seed: int = 7) -> Iterator[bytes]:
    """The products as JSON, one after the other."""
    chance = random.Random(seed)  # noqa: S311
    for number in range(count):
        yield json.dumps(_product(chance, 7_000_000_000_000 + number)).encode()


def _product(chance: random.Random, number: int) -> dict[str, Any]:
    noun, kind = chance.choice(_NOUNS), chance.choice(_KINDS)
    title = f"{kind} {noun} for Home and Travel {number % 100_000}"
    values = [f"{colour} / {size}" for colour in _COLOURS for size in _SIZES][: chance.randint(1, 10)]
    images = [_image(number, place) for place in range(chance.randint(3, 8))]
    return {
        "id": number,
        "title": title,
        "body_html": _html(chance, kind, noun),
        "vendor": "Northfield",
        "product_type": f"{noun}s",
        "created_at": "2026-01-05T10:00:00-05:00",
        "handle": title.lower().replace(" ", "-"),
        "updated_at": "2026-11-01T10:00:00-05:00",
        "published_at": "2026-01-05T10:00:00-05:00",
        "template_suffix": None,
        "published_scope": "global",
        "tags": f"{kind.lower()}, {noun.lower()}, home",
        "status": "active",
        "admin_graphql_api_id": f"gid://shopify/Product/{number}",
        "variants": [_variant(chance, number, place, value) for place, value in enumerate(values)],
        "options": _options(number, values),
        "images": images,
        "image": images[0],
    }


def _html(chance: random.Random, kind: str, noun: str) -> str:
    parts = [f"<p><strong>{kind} {noun}</strong></p>"]
    size = chance.randint(1000, 3000)
    while sum(map(len, parts)) < size:
        sentence = " ".join(chance.choices(_WORDS, k=chance.randint(8, 20))).capitalize()
        parts.append(chance.choice(("<p>{}.</p>", "<ul><li>{}.</li></ul>", "<p><em>{}.</em></p>")).format(sentence))
    return "\n".join(parts)


def _variant(chance: random.Random, number: int, place: int, value: str) -> dict[str, Any]:
    colour, size = value.split(" / ")
    faulty = chance.random() < 0.02
    return {
        "id": number * 100 + place,
        "product_id": number,
        "title": value,
        "price": "0.00" if faulty else f"{chance.randint(9, 199)}.95",
        "position": place + 1,
        "inventory_policy": "deny",
        "compare_at_price": None,
        "option1": colour,
        "option2": size,
        "option3": None,
        "created_at": "2026-01-05T10:00:00-05:00",
        "updated_at": "2026-11-01T10:00:00-05:00",
        "taxable": True,
        "barcode": None,
        "fulfillment_service": "manual",
        "grams": 420,
        "inventory_management": "shopify",
        "requires_shipping": True,
        "sku": f"NF-{number % 100_000}-{place}",
        "weight": 0.42,
        "weight_unit": "kg",
        "inventory_item_id": number * 200 + place,
        "inventory_quantity": chance.randint(0, 60),
        "old_inventory_quantity": 5,
        "admin_graphql_api_id": f"gid://shopify/ProductVariant/{number * 100 + place}",
        "image_id": None,
    }


def _options(number: int, values: list[str]) -> list[dict[str, Any]]:
    pairs = [value.split(" / ") for value in values]
    return [
        {
            "id": number * 10 + place,
            "product_id": number,
            "name": name,
            "position": place + 1,
            "values": list(dict.fromkeys(pair[place] for pair in pairs)),
        }
        for place, name in enumerate(("Color", "Size"))
    ]


def _image(number: int, place: int) -> dict[str, Any]:
    return {
        "id": number * 10 + place,
        "alt": None,
        "position": place + 1,
        "product_id": number,
        "created_at": "2026-01-05T10:00:00-05:00",
        "updated_at": "2026-01-05T10:00:00-05:00",
        "admin_graphql_api_id": f"gid://shopify/ProductImage/{number * 10 + place}",
        "width": 1600,
        "height": 1600,
        "src": f"https://cdn.shopify.com/s/files/1/0001/0002/products/{number}-{place}.jpg?v=1767600000",
        "variant_ids": [],
    }
