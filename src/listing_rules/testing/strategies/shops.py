"""Shops that know much or little, in every market."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from listing_rules.api import bundled_rules
from listing_rules.examples import base_shop
from listing_rules.ruleset import RuleSet
from listing_rules.shop import MARKETS, Shop

__all__ = ["shops"]

_SELLERS = (None, "local", "cross_border")


@st.composite
def shops(draw: st.DrawFn, *, market: str | None = None, complete: bool = False, rules: RuleSet | None = None) -> Shop:
    """Shops in which a product can be clean. Shrinks to one that knows nothing but its market, the United States.

    `market` holds it to one market. `complete` gives every fact, so that no rule is skipped for want of one.
    """
    rules = rules or bundled_rules()
    chosen = market or draw(st.sampled_from(MARKETS))
    seller = draw(st.sampled_from(_SELLERS))
    if complete:
        return base_shop(rules, chosen, {"seller": seller})
    known = draw(st.integers(0, 2 ** (len(rules.tables.base["shop"]) + 1) - 1))
    facts: dict[str, Any] = {"currency": rules.tables.markets[chosen]["currency"], **rules.tables.base["shop"]}
    told = {name: value for place, (name, value) in enumerate(facts.items()) if known >> place & 1}
    return Shop(market=chosen, seller=seller, **told)
