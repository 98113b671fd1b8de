"""Products as real shops have them: most facts fine, some missing, some wrong, in no shape of Shopify's.

What goes wrong here is what goes wrong in exports of real catalogs: prices of zero, options that differ in case alone,
no weight, no picture, drafts and gift cards, titles in capitals, letters that look like others.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from listing_rules.testing.shapes import Neutral
from listing_rules.testing.strategies.goods import GOODS

__all__ = ["everyday_neutrals"]

_MAX_VARIANTS = 4
_WORDS = st.text(max_size=40)

_TITLES = st.sampled_from(
    [
        "Organic Cotton T-Shirt for Men and Women",
        "T",
        "",
        "CERAMIC MUG 300 ML",
        "Wine Glass, Set of 2",
        "Rotwein trocken 0,75 l",
        "Écru Leinenkissen – 40 × 40 cm",
        "كوب قهوة من السيراميك",
        "陶器のマグカップ",
        "棉质T恤",
        "Mug \U0001f381 Gift",
        "Salt &amp; Pepper Mill",
        "Ｆｕｌｌｗｉｄｔｈ Mug",
        "Mug " * 80,
        "a" * 12,
    ]
)
_BODIES = st.sampled_from(
    [
        "<p>A soft everyday piece, made to last.</p>",
        "",
        None,
        "<p></p>",
        "Plain words, no tags",
        "<table style='width:100%'><tr><td>100 cm</td></tr></table>",
        "<p>See <a href='https://example.com'>our page</a><img src='//cdn.example.com/1.png'><iframe src='x'></iframe>",
        "<div>" * 30 + "deep" + "</div>" * 30,
        "<p>broken <b",
        "<p>" + "long " * 2500 + "</p>",
    ]
)
_PRICES = st.sampled_from(["19.90", "0.00", "0.01", "7600.00", "7600.01", "150000", "1097.0"]) | st.decimals(
    0, 10**6, places=2
).map(str)
_REDUCED = st.sampled_from([None, "24.90", "0.00", "1.00"])
_OPTION_NAMES = ("Color", "Size", "Material")
_VALUES = st.sampled_from(["White", "white", "Navy", "White ", "１PC", "1PC", "M", "x" * 36, "x" * 35 + "y", "白", "-"])
_SKUS = st.sampled_from([None, "", "TEE-1", "TEE-2", "TEE 1", "B796,krt105", "货号1", "S" * 51])
_BARCODES = st.sampled_from([None, "", "4006381333931", "4006381333930", "12345", "9780306406157", "4.00638E+12"])
_STOCK = st.sampled_from([12, 0, -3, 1_000_000, None])
_GRAMS = st.sampled_from([180, 0, 1100, 40_000])
_IMAGE_SIZES = st.sampled_from([(1600, 1600), (299, 300), (4001, 400), (2000, 500), (None, None)])
_IMAGE_NAMES = st.sampled_from(["front.jpg", "back.png", "loop.gif", "side.webp?v=1"])
_CATEGORIES = st.sampled_from([*(kind.category for kind in GOODS), None])
_TYPES = st.sampled_from(["", *dict.fromkeys(kind.product_type for kind in GOODS)])
_STATUSES = st.sampled_from(["active", "draft", "archived", "unlisted"])
_TAGS = st.lists(st.sampled_from(["cotton", "new", "sale", "vintage"]), max_size=2, unique=True)


@st.composite
def everyday_neutrals(draw: st.DrawFn, *, currency: str = "USD") -> Neutral:
    """One such product; prices are in this currency. Shrinks to a T-shirt without options or pictures."""
    found = draw(st.lists(st.tuples(_IMAGE_NAMES, _IMAGE_SIZES), max_size=3))
    images = [_image(f"{place}-{name}", size) for place, (name, size) in enumerate(found)]
    names = _OPTION_NAMES[: draw(st.integers(0, 3))]
    picture = st.none() | st.integers(0, len(images) - 1) if images else st.none()
    rows = draw(st.lists(_variant(len(names), picture), min_size=1, max_size=_MAX_VARIANTS if names else 1))
    number = draw(st.integers(1, 10**15))
    return {
        "id": number,
        "handle": f"product-{number}",
        "title": draw(_TITLES | _WORDS),
        "body_html": draw(_BODIES),
        "vendor": draw(st.sampled_from(["Northfield", "", "Nike", "Kite & Co"])),
        "product_type": draw(_TYPES),
        "category": draw(_CATEGORIES),
        "tags": draw(_TAGS),
        "status": draw(_STATUSES),
        "published": draw(st.sampled_from([True, False])),
        "gift_card": draw(st.sampled_from([False, True])),
        "options": list(names) or ["Title"],
        "variants": [{"id": number * 10 + place, **row} for place, row in enumerate(rows)],
        "images": images,
        "currency": currency,
        "metafields": draw(st.sampled_from([{}, {"custom.material": "Cotton"}])),
    }


def _image(name: str, size: tuple[int | None, int | None]) -> Neutral:
    width, height = size
    return {"src": f"https://cdn.shopify.com/s/files/{name}", "width": width, "height": height, "alt": None}


def _variant(options: int, picture: st.SearchStrategy[int | None]) -> st.SearchStrategy[dict[str, Any]]:
    values = st.lists(_VALUES, min_size=options, max_size=options) if options else st.just(["Default Title"])
    return st.fixed_dictionaries(
        {
            "values": values,
            "sku": _SKUS,
            "barcode": _BARCODES,
            "price": _PRICES,
            "compare_at_price": _REDUCED,
            "inventory_quantity": _STOCK,
            "tracked": st.booleans(),
            "policy": st.sampled_from(["deny", "continue"]),
            "requires_shipping": st.sampled_from([True, False]),
            "grams": _GRAMS,
            "image": picture,
        }
    )
