"""Rules that somebody turned off, on one day: which do not run, for which products, and which are on again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from listing_rules.report import TurnedOff
from listing_rules.rule import TurnOff

__all__ = ["Waivers"]


class Waivers:
    """What is turned off on a day. `everywhere` lists what no product is checked for."""

    def __init__(self, turned_off: Iterable[TurnOff], day: date) -> None:
        off = tuple(turned_off)
        holding = [one for one in off if one.holds(day)]
        self.everywhere = tuple(_told(one) for one in holding if one.products is None)
        self._rules = frozenset(one.rule for one in self.everywhere)
        self._by_product = [one for one in holding if one.products is not None]
        self._over = {one.rule: one for one in off if not one.holds(day)}

    def covers(self, rule: str) -> bool:
        """Whether no product is checked for the rule."""
        return rule in self._rules

    def of_product(self, *names: str | None) -> dict[str, TurnedOff]:
        """What is turned off for the product with this id or handle, by rule."""
        named = {name for name in names if name}
        return {one.rule: _told(one) for one in self._by_product if named & (one.products or frozenset())}

    def note(self, rule: str) -> str:
        """What is said with a failure of a rule that was turned off until a day that has come."""
        over = self._over.get(rule)
        return f' This rule was turned off until {over.until} ("{over.because}") and is on again.' if over else ""


def _told(one: TurnOff) -> TurnedOff:
    return TurnedOff(rule=one.rule, because=one.because, until=one.until, mandatory=one.mandatory)
