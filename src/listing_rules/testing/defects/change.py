"""One named change to a clean product, and where its rule must speak."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from listing_rules.rule import Rule
from listing_rules.shop import Shop
from listing_rules.testing.defects.payload import Payload

__all__ = ["Change", "Scene"]


class Change(Struct, frozen=True, kw_only=True):
    """`clean` breaks no rule in `clean_shop`; `changed` stands, in `shop` and behind the products `after`, where the
    rule speaks at `at` (or, for a near miss, does not)."""

    name: str
    clean: Payload
    changed: Payload
    at: str
    clean_shop: Shop
    shop: Shop
    after: tuple[Payload, ...] = ()


class Scene(Struct, frozen=True):
    """What a change is made in: a clean REST payload in a shop, for a rule whose parameters hold the limits of its
    market. `number` chooses among the variants and images."""

    rule: Rule
    params: dict[str, Any]
    shop: Shop
    payload: Payload
    number: int
    currency_unit: str = "0.01"

    def nth(self, things: str) -> int:
        """The variant or image that is changed."""
        return self.number % max(1, len(self.payload[things]))

    def over(self, payload: Payload) -> Scene:
        """The same with another product."""
        return replace(self, payload=payload)

    def change(
        self,
        name: str,
        clean: Payload,
        changed: Payload,
        at: str,
        *,
        shop: Shop | None = None,
        after: tuple[Payload, ...] = (),
    ) -> Change:
        """A change made here; the shop stays where none is given."""
        return Change(
            name=name, clean=clean, changed=changed, at=at, clean_shop=self.shop, shop=shop or self.shop, after=after
        )
