"""Rules that somebody turned off, on one day: which do not run, for which products, and which are on again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches

from listing_rules.errors import ShopError
from listing_rules.report import TurnedOff
from listing_rules.rule import TurnOff
from listing_rules.ruleset import RuleSet
from listing_rules.shop import Shop

__all__ = ["Waivers", "turned_off_by"]


def turned_off_by(rules: RuleSet, shop: Shop) -> tuple[TurnOff, ...]:
    """What the rule set turns off and what the shop does. ShopError where the shop names a rule that there is not."""
    return (*rules.turned_off, *_of_shop(rules, shop))


def _of_shop(rules: RuleSet, shop: Shop) -> Iterator[TurnOff]:
    for index, waiver in enumerate(shop.turn_off or ()):
        rule = rules.get(waiver.rule)
        if rule is None:
            near = get_close_matches(waiver.rule, [one.id for one in rules.rules], n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise ShopError(f"turn_off.{index}.rule: there is no rule {waiver.rule!r}{hint}")
        products = frozenset(waiver.products) if waiver.products else None
        yield TurnOff(rule.id, waiver.because, waiver.until, products, rule.mandatory)


class Waivers:
    """What is turned off on a day. `everywhere` lists what no product is checked for."""

    def __init__(self, turned_off: Iterable[TurnOff], day: date) -> None:
        off = tuple(turned_off)
        holding = [one for one in off if one.holds(day)]
        self.everywhere = tuple(_told(one) for one in holding if one.products is None)
        self._rules = frozenset(one.rule for one in self.everywhere)
        self._by_product = [one for one in holding if one.products is not None]
        self._over = [one for one in off if not one.holds(day)]

    def covers(self, rule: str) -> bool:
        """Whether no product is checked for the rule."""
        return rule in self._rules

    def of_product(self, *names: str | None) -> dict[str, TurnedOff]:
        """What is turned off for the product with this id or handle, by rule."""
        return {one.rule: _told(one) for one in self._by_product if _is_for(one, names)}

    def notes(self, *names: str | None) -> dict[str, str]:
        """What is said with this product's failures of rules that were turned off until a day that has come."""
        return {
            one.rule: f' This rule was turned off until {one.until} ("{one.because}") and is on again.'
            for one in self._over
            if _is_for(one, names)
        }


def _is_for(one: TurnOff, names: Iterable[str | None]) -> bool:
    return one.products is None or any(name in one.products for name in names if name)


def _told(one: TurnOff) -> TurnedOff:
    return TurnedOff(rule=one.rule, because=one.because, until=one.until, mandatory=one.mandatory)
