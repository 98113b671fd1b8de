"""All changes that break one rule, or nearly, in one scene."""

from __future__ import annotations

from collections.abc import Iterator

from listing_rules.api import checker_for
from listing_rules.errors import ListingRulesError
from listing_rules.limits import NoLimitError
from listing_rules.rule import Rule
from listing_rules.ruleset import RuleSet
from listing_rules.shop import Shop
from listing_rules.testing.defects.change import Change, Scene
from listing_rules.testing.defects.lists import LISTS
from listing_rules.testing.defects.others import by_example, in_catalog, words
from listing_rules.testing.defects.payload import FIELDS, Payload, prepared
from listing_rules.testing.defects.values import VALUES

__all__ = ["breaking", "nearly", "scene_of"]

_WHOLE_CURRENCIES = frozenset({"JPY", "IDR", "VND"})


def scene_of(rules: RuleSet, rule: Rule, shop: Shop, payload: Payload, number: int) -> Scene:
    """ListingRulesError where the rule has nothing to say in this shop's market."""
    if not rule.applies_in(shop.market):
        raise ListingRulesError(f"the rule {rule.id} does not hold in {shop.market}")
    try:
        params = checker_for(rules, shop).context.limits.resolve_all(rule.params)
    except NoLimitError as error:
        raise ListingRulesError(f"the rule {rule.id} is never decided in {shop.market}: {error}") from None
    whole = rules.tables.markets[shop.market].get("currency") in _WHOLE_CURRENCIES
    return Scene(rule, params, shop, payload, number, "1" if whole else "0.01")


def breaking(scene: Scene, rules: RuleSet) -> list[Change]:
    """What breaks the rule, by its kind of check; by its own examples where the kind does not tell how."""
    return [one for one, _ in _by_kind(scene, rules) if one] or list(by_example(scene, rules, "fails"))


def nearly(scene: Scene, rules: RuleSet) -> list[Change]:
    """What comes closest without breaking it."""
    return [one for _, one in _by_kind(scene, rules) if one] or list(by_example(scene, rules, "passes"))


def _by_kind(scene: Scene, rules: RuleSet) -> Iterator[tuple[Change | None, Change | None]]:
    kind = scene.rule.kind
    if kind in VALUES:
        yield from _one_value(scene)
    elif kind in LISTS:
        for name, clean, broken, near, at in LISTS[kind](scene):
            yield scene.change(name, clean, broken, at), scene.change(name, clean, near, at)
    elif kind == "goods":
        for name, renamed, names in words(scene, rules):
            changed = scene.change(name, scene.payload, renamed, "/title")
            yield (changed, None) if names else (None, changed)
    elif kind == "repeated_in_catalog":
        yield from in_catalog(scene)


def _one_value(scene: Scene) -> Iterator[tuple[Change, Change]]:
    pairs, place = VALUES[scene.rule.kind]
    path = str(scene.params.get("at", place))
    field = FIELDS.get(path)
    if field is None:
        return
    clean = prepared(scene.payload, path)
    scene = scene.over(clean)
    number = scene.nth("images" if path.startswith("main_images") else "variants")
    for name, broken, near in pairs(scene, field.get(clean, number)):
        at = field.at.format(number)
        one, other = (field.put(clean, number, value) for value in (broken, near))
        yield scene.change(name, clean, one, at), scene.change(name, clean, other, at)
