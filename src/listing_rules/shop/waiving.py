"""Rules that the shop does not want applied: why, for which products, and until when."""

from __future__ import annotations

from datetime import date
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field

from listing_rules.shop.mapping import Identifier, ShopFacts

__all__ = ["Waiver"]


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text


def _as_text(value: object) -> object:
    return value.isoformat() if type(value) is date else value


Day: TypeAlias = Annotated[str, BeforeValidator(_as_text), Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_day)]


class Waiver(ShopFacts):
    """A rule that is turned off: for every product, or for those whose id or handle is named.

    `until` is the day on which it is on again. Every report says so, and why.
    """

    rule: Annotated[str, Field(min_length=1, max_length=60)]
    because: Annotated[str, Field(min_length=3, max_length=500)]
    until: Day | None = None
    products: Annotated[tuple[Identifier, ...], Field(min_length=1)] | None = None
