"""Listing candidates as our own mapping makes them."""

from __future__ import annotations

from hypothesis import strategies as st

from listing_rules.api import to_candidate
from listing_rules.candidate import ListingCandidate
from listing_rules.shop import Shop
from listing_rules.testing.strategies.products import shopify_products
from listing_rules.testing.strategies.shops import shops

__all__ = ["listing_candidates"]


@st.composite
def listing_candidates(draw: st.DrawFn, *, shop: Shop | None = None) -> ListingCandidate:
    """The candidate of any product in any shape, in this shop or any."""
    shop = shop or draw(shops())
    return to_candidate(draw(shopify_products(market=shop.market)), shop=shop)
