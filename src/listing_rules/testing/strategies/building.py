"""From a few choices to a product: everything that no choice was made about follows from those that were."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product as every_combination

from msgspec import Struct

from listing_rules.limits import Limits, NoLimitError
from listing_rules.ruleset import RuleSet
from listing_rules.shop import Shop
from listing_rules.testing.shapes import Neutral
from listing_rules.testing.strategies.goods import GOODS, MATERIALS, QUALITIES, USES, VENDORS, Goods

__all__ = ["MAX_STOCK", "Design", "Market", "neutral_product"]

MAX_STOCK = 999_999
_HIGHEST = Decimal(10**6)


class Market(Struct, frozen=True):
    """A market's money: what a price may be there, in the currency's own steps."""

    currency: str
    example: Decimal
    lowest: Decimal
    highest: Decimal

    @classmethod
    def of(cls, shop: Shop, rules: RuleSet) -> Market:
        table = rules.tables.markets[shop.market]
        limits = Limits(shop.market, shop.seller, rules.tables.released, table)
        example = Decimal(table["example_price"])
        lowest, highest = _limit(limits, "price.min", example), _limit(limits, "price.max", _HIGHEST)
        return cls(shop.currency or table["currency"], example, lowest, highest)

    def price(self, percent: int) -> Decimal:
        """So many per cent of the market's example price, within the market's limits."""
        amount = (self.example * percent / 100).quantize(self.example)
        return min(max(amount, self.lowest), self.highest)


def _limit(limits: Limits, name: str, otherwise: Decimal) -> Decimal:
    try:
        return Decimal(str(limits.resolve({"market": name})))
    except NoLimitError:
        return otherwise


class Design(Struct, frozen=True):
    """The choices that make a product; each default is the simplest.

    `offers` is how many values each option has. `percent` is the first variant's price in terms of the market's
    example price; each further one costs `percent_step` per cent of it more. `reduced` and `coded` are bits, one for
    each variant in turn: which have a compare-at price, and which a barcode.
    """

    goods: Goods = GOODS[0]
    quality: str = QUALITIES[0]
    material: str = MATERIALS[0]
    use: str = USES[0]
    vendor: str = VENDORS[0]
    sentences: tuple[str, ...] = ("A soft everyday piece, made to last.",)
    tags: tuple[str, ...] = ()
    image_size: tuple[int, int] = (1600, 1600)
    images: int = 1
    offers: tuple[int, ...] = ()
    first_value: int = 0
    percent: int = 100
    percent_step: int = 0
    stock: int = 1
    reduced: int = 0
    coded: int = 0
    number: int = 1


def neutral_product(design: Design, market: Market) -> Neutral:
    """The product in no shape of Shopify's."""
    goods = design.goods
    title = " ".join((design.quality, design.material, goods.noun, design.use))
    paragraphs = "".join(f"<p>{sentence.replace('&', '&amp;')}</p>" for sentence in design.sentences)
    return {
        "id": 1000 + design.number,
        "handle": f"{goods.noun.lower().replace(' ', '-')}-{design.number}",
        "title": title,
        "body_html": paragraphs,
        "vendor": design.vendor,
        "product_type": goods.product_type,
        "category": goods.category,
        "tags": list(design.tags),
        "status": "active",
        "published": True,
        "gift_card": False,
        "options": [name for name, _ in goods.options[: len(design.offers)]] or ["Title"],
        "variants": list(_variants(design, market)),
        "images": [_image(design, place) for place in range(design.images)],
        "currency": market.currency,
        "metafields": {},
    }


def _image(design: Design, place: int) -> Neutral:
    width, height = design.image_size
    return {
        "src": f"https://cdn.shopify.com/s/files/1/{design.number}-{place + 1}.jpg",
        "width": width,
        "height": height,
        "alt": None,
    }


def _variants(design: Design, market: Market) -> Iterator[Neutral]:
    for place, values in enumerate(_combinations(design)):
        price = market.price(design.percent * (100 + place * design.percent_step) // 100)
        yield {
            "id": design.number * 1000 + place + 1,
            "values": values,
            "sku": f"{design.goods.noun[0]}-{design.number}-{place + 1}",
            "barcode": _barcode(design.number, place) if design.coded >> place & 1 else None,
            "price": str(price),
            "compare_at_price": str(min(price * 2, market.highest)) if design.reduced >> place & 1 else None,
            "inventory_quantity": min(design.stock + place, MAX_STOCK),
            "tracked": True,
            "policy": "deny",
            "requires_shipping": True,
            "grams": design.goods.grams,
            "image": place % design.images,
        }


def _combinations(design: Design) -> list[list[str]]:
    """Every combination of the values on offer; each option starts at the same place of its list."""
    offered = [
        [values[(design.first_value + place) % len(values)] for place in range(min(count, len(values)))]
        for (_, values), count in zip(design.goods.options, design.offers, strict=False)
    ]
    return [list(values) for values in every_combination(*offered)] if offered else [["Default Title"]]


def _barcode(number: int, place: int) -> str:
    """An EAN-13 of its own, from the range that GS1 keeps for use within a company."""
    digits = f"20{number % 10**7:07}{place:03}"
    weighed = sum(int(digit) * (1, 3)[index % 2] for index, digit in enumerate(digits))
    return f"{digits}{-weighed % 10}"
