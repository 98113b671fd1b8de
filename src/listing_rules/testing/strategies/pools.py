"""The words and goods that one shop's rules let pass, found out once for each shop.

What clean products are made of breaks no bundled rule. A shop's own facts (its brands, its categories) and your own
rules may refuse some of it, so every part is looked at once, by itself, and what is refused is left out. Nothing has to
be thrown away later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from listing_rules.api import bundled_rules, checker_for
from listing_rules.engine import Checker
from listing_rules.errors import ShopError
from listing_rules.report import Report
from listing_rules.ruleset import RuleSet
from listing_rules.shop import Shop
from listing_rules.shopify import read_product
from listing_rules.testing.shapes import WRITERS
from listing_rules.testing.strategies import goods
from listing_rules.testing.strategies.building import Design, Market, neutral_product
from listing_rules.testing.strategies.goods import Goods

__all__ = ["Pools", "pools_for"]


class Pools(Struct, frozen=True):
    """What may be put together freely for this shop, simplest first."""

    market: Market
    goods: tuple[Goods, ...]
    qualities: tuple[str, ...]
    materials: tuple[str, ...]
    uses: tuple[str, ...]
    vendors: tuple[str, ...]
    sentences: tuple[str, ...]
    image_sizes: tuple[tuple[int, int], ...]

    def __repr__(self) -> str:
        return f"Pools({self.market.currency})"


_WORDS: Mapping[str, tuple[str, Sequence[Any]]] = {
    "qualities": ("quality", goods.QUALITIES),
    "materials": ("material", goods.MATERIALS),
    "uses": ("use", goods.USES),
    "vendors": ("vendor", goods.VENDORS),
    "sentences": ("sentences", tuple((sentence,) for sentence in goods.SENTENCES)),
    "image_sizes": ("image_size", goods.IMAGE_SIZES),
}
"""For each pool but the goods, the field of a Design that its values go to, and all that there is."""


@lru_cache(maxsize=256)
def pools_for(shop: Shop, rules: RuleSet | None = None) -> Pools:
    """ShopError, naming the rules, where this shop refuses every product that we can make."""
    checker = checker_for(rules or bundled_rules(), shop)
    market = Market.of(shop, checker.rules)
    start = _starting_design(checker, market)
    kinds = _kept(checker, market, start, "goods", goods.GOODS)
    if all(_clean(checker, market, design) for design in _everything(start)):
        kept = {pool: tuple(values) for pool, (_, values) in _WORDS.items()}
    else:
        kept = {pool: _kept(checker, market, start, field, values) for pool, (field, values) in _WORDS.items()}
    kept["sentences"] = tuple(sentence for (sentence,) in kept["sentences"])
    return Pools(market=market, goods=kinds, **kept)


def _everything(start: Design) -> Iterator[Design]:
    """A few products that hold all words between them."""
    for row in zip_longest(*(values for _, values in _WORDS.values())):
        chosen = zip(_WORDS.values(), row, strict=True)
        yield replace(start, **{field: value for (field, _), value in chosen if value is not None})


def _starting_design(checker: Checker, market: Market) -> Design:
    """The simplest product that the shop takes; everything else is tried out on it."""
    designs = [Design(goods=kind, vendor=vendor) for kind in goods.GOODS for vendor in goods.VENDORS]
    for design in designs:
        if _clean(checker, market, design):
            return design
    report = _report(checker, market, designs[0])
    told = "; ".join(f"{failure.rule}: {failure.reason}" for failure in report.failures)
    raise ShopError(f"no product is clean in this shop, not even the simplest: {told}")


def _kept(checker: Checker, market: Market, start: Design, field: str, values: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(value for value in values if _clean(checker, market, replace(start, **{field: value})))


def _clean(checker: Checker, market: Market, design: Design) -> bool:
    return not _report(checker, market, design).failures


def _report(checker: Checker, market: Market, design: Design) -> Report:
    # GraphQL carries the most facts, so most rules have their say.
    return checker.check(read_product(WRITERS["graphql"](neutral_product(design, market))))
