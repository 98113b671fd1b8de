"""One named change that makes a rule fire at one place, and one that comes closest without: derived from the rule.

A rule of your own gets its defects for free: its kind of check and its limits say how to break it, or its examples do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from hypothesis import strategies as st
from msgspec import Struct

from listing_rules.api import bundled_rules
from listing_rules.errors import ListingRulesError
from listing_rules.examples import base_product
from listing_rules.rule import Rule
from listing_rules.ruleset import RuleSet
from listing_rules.shop import Shop
from listing_rules.testing.defects.change import Change, Scene
from listing_rules.testing.defects.companions import COMPANIONS, JUDGEMENT
from listing_rules.testing.defects.making import breaking, nearly, scene_of
from listing_rules.testing.defects.payload import Payload
from listing_rules.testing.strategies import clean_products

__all__ = ["COMPANIONS", "Defect", "defects", "near_misses"]

_Changes: TypeAlias = Callable[[Scene, RuleSet], list[Change]]


class Defect(Struct, frozen=True):
    """A clean product and the same with one change; unpacks into the two and the place (a pointer of the candidate).

    Where the fault is the shop's, `shop` differs from `clean_shop`; where it is the catalog's, the products of `after`
    stand before this one. `companions` are the rules that may speak of the same change.
    """

    rule: str
    name: str
    clean: Payload
    broken: Payload
    at: str
    clean_shop: Shop
    shop: Shop
    after: tuple[Payload, ...]
    companions: frozenset[str]

    def __iter__(self) -> Iterator[Any]:
        return iter((self.clean, self.broken, self.at))


def defects(rule_id: str, shop: Shop, *, rules: RuleSet | None = None) -> st.SearchStrategy[Defect]:
    """Changes that make this rule fire in this shop, at `at`, and no other rule but the declared companions.

    ListingRulesError where there is no such rule, or it has nothing to say in the shop's market.
    """
    return _changed(rule_id, shop, rules or bundled_rules(), breaking)


def near_misses(rule_id: str, shop: Shop, *, rules: RuleSet | None = None) -> st.SearchStrategy[Defect]:
    """Changes that come closest to breaking this rule without: the limit itself, a look-alike, the excused context."""
    return _changed(rule_id, shop, rules or bundled_rules(), nearly)


def _changed(rule_id: str, shop: Shop, rules: RuleSet, changes: _Changes) -> st.SearchStrategy[Defect]:
    rule = rules.get(rule_id)
    if rule is None:
        raise ListingRulesError(f"there is no rule {rule_id!r}")
    base = base_product(rules, shop.market, {})
    if not changes(scene_of(rules, rule, shop, base, 0), rules):
        raise ListingRulesError(f"nothing breaks the rule {rule.id} in {shop.market}, by its limits or its examples")
    return _drawn(rule, shop, rules, changes)


def _of_titles(rule: Rule, rules: RuleSet) -> frozenset[str]:
    """Another title, which is how goods are named, may hold what content rules look for too."""
    return frozenset(one.id for one in rules.rules if rule.kind == "goods" and one.area == "content")


@st.composite
def _drawn(draw: st.DrawFn, rule: Rule, shop: Shop, rules: RuleSet, changes: _Changes) -> Defect:
    payload, number = draw(clean_products(shop, rules=rules)), draw(st.integers(0, 11))
    found = changes(scene_of(rules, rule, shop, payload, number), rules)
    one = found[draw(st.integers(0, len(found) - 1))]
    return Defect(
        rule=rule.id,
        name=one.name,
        clean=one.clean,
        broken=one.changed,
        at=one.at,
        clean_shop=one.clean_shop,
        shop=one.shop,
        after=one.after,
        companions=COMPANIONS.get(rule.id, frozenset()) | JUDGEMENT | _of_titles(rule, rules),
    )
