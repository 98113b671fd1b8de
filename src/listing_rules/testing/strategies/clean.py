"""Products that break no rule, put together from parts that break none: nothing is tried and thrown away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

from listing_rules.ruleset import RuleSet
from listing_rules.shop import Shop
from listing_rules.testing.shapes import WRITERS, Neutral
from listing_rules.testing.strategies import goods
from listing_rules.testing.strategies.building import MAX_STOCK, Design, neutral_product
from listing_rules.testing.strategies.pools import Pools, pools_for

__all__ = ["clean_neutrals", "clean_products"]

_OFFERS = ((), (1,), (2,), (3,), (2, 2), (3, 2), (2, 2, 2), (9,), (3, 3, 2))
_MAX_IMAGES = 9
_FEW = st.integers(0, 3)
_ANYWHERE = st.integers(0, 7)
_BITS = st.integers(0, 2**18 - 1)  # one for each variant that the largest offer makes


def clean_products(shop: Shop, *, rules: RuleSet | None = None, shape: str = "rest") -> st.SearchStrategy[Any]:
    """Products that break no rule in this shop, as payloads of the shape (`rest`: dicts; CSV and bulk: text).

    Shrinks to one T-shirt with one variant. `rules` is the bundled set by default. ShopError where the shop refuses
    every product, naming the rules.
    """
    return _payloads(pools_for(shop, rules), WRITERS[shape])


def clean_neutrals(shop: Shop, *, rules: RuleSet | None = None) -> st.SearchStrategy[Neutral]:
    """The same in no shape of Shopify's; `listing_rules.testing.shapes.WRITERS` writes them in each."""
    return _payloads(pools_for(shop, rules), dict)


@st.composite
def _payloads(draw: st.DrawFn, pools: Pools, write: Callable[[Neutral], Any]) -> Any:
    """A handful of draws makes a whole product, which is what makes it quick to generate and to shrink."""
    design = Design(
        goods=draw(st.sampled_from(pools.goods)),
        quality=draw(st.sampled_from(pools.qualities)),
        material=draw(st.sampled_from(pools.materials)),
        use=draw(st.sampled_from(pools.uses)),
        vendor=draw(st.sampled_from(pools.vendors)),
        sentences=_some_of(pools.sentences, 1 + draw(_FEW), draw(_ANYWHERE)),
        tags=_some_of(goods.TAGS, draw(_FEW), draw(_ANYWHERE)),
        image_size=draw(st.sampled_from(pools.image_sizes)),
        images=draw(st.integers(1, _MAX_IMAGES)),
        offers=draw(st.sampled_from(_OFFERS)),
        first_value=draw(_ANYWHERE),
        percent=100 + draw(st.integers(-90, 900)),
        percent_step=draw(st.integers(0, 20)),
        stock=draw(st.integers(1, MAX_STOCK)),
        reduced=draw(_BITS),
        coded=draw(_BITS),
        number=draw(st.integers(1, 10**6)),
    )
    return write(neutral_product(design, pools.market))


def _some_of(values: Sequence[str], count: int, first: int) -> tuple[str, ...]:
    """So many in a row, from the first one on and round to the beginning: two draws instead of one for each."""
    return tuple(values[(first + place) % len(values)] for place in range(min(count, len(values))))
