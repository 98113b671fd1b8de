"""Shopify products in every shape: as real shops have them, or hostile."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from listing_rules.api import bundled_rules
from listing_rules.shop import MARKETS
from listing_rules.testing.shapes import WRITERS
from listing_rules.testing.strategies.everyday import everyday_neutrals
from listing_rules.testing.strategies.hostile import damaged

__all__ = ["shopify_products"]


@st.composite
def shopify_products(
    draw: st.DrawFn, *, shape: str | None = None, market: str | None = None, hostile: bool = False
) -> Any:
    """Payloads of one product: dicts, or text for `csv_classic`, `csv_new` and `bulk`.

    `shape` and `market` (whose currency the prices are in) are any where not named. What is not hostile can be read in
    full, and breaks whatever rules real products break. What is hostile has up to three of its values or some of its
    text replaced by what nobody should send; it is read, or refused with a PayloadError.
    """
    chosen = market or draw(st.sampled_from(MARKETS))
    currency = bundled_rules().tables.markets[chosen]["currency"]
    write = WRITERS[shape or draw(st.sampled_from(list(WRITERS)))]
    payload = write(draw(everyday_neutrals(currency=currency)))
    return draw(damaged(payload)) if hostile else payload
