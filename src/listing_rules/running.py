"""Compiled rules over one product's facts: what they find, and what they cannot decide.

Most products break few rules, so the common way is short. What depends on the category alone is decided once for
each category, and what is missing in a shape is said in the same words for all its products.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, TypeAlias, TypeVar

from listing_rules.checks import UNSET, Facts, Hit, Unknown
from listing_rules.checks.base import Subject
from listing_rules.compiling import Compiled
from listing_rules.facts import FACTS, IN_PAYLOAD, fact_name
from listing_rules.paths import Path, scope_of
from listing_rules.report import Skipped
from listing_rules.rule import Rule
from listing_rules.screening import Screened, screened
from listing_rules.shopify.plain_columns import names_for
from listing_rules.shopify.subject import Lister

__all__ = ["Found", "Runner"]

Found: TypeAlias = tuple[Compiled, Sequence[Hit]]
_MAX_KEPT = 4096
_Kind: TypeAlias = tuple[Any, str]
"""A category and a payload shape: what many products have in common."""

_K = TypeVar("_K")
_V = TypeVar("_V")


class Runner:
    """Rules that run together. Thread safe: what it keeps is the same whoever puts it there."""

    def __init__(self, rules: Sequence[Compiled], lister: Lister) -> None:
        self._places = {one.rule.id: place for place, one in enumerate(rules)}
        self._of_category = [one for one in rules if one.by_category]
        self._screens = _Screens([one for one in rules if not one.by_category], lister)
        self._quiet: dict[_Kind, tuple[list[Compiled], tuple[Skipped, ...]]] = {}
        self._lacking: dict[tuple[object, ...], tuple[Skipped, ...]] = {}
        self._made: dict[tuple[object, ...], Skipped] = {}

    def text(self, *, plain: bool) -> str:
        """The function that rules are screened by, for plain products or for all others."""
        return (self._screens.plain if plain else self._screens.general).text

    def run(self, facts: Facts) -> tuple[list[Found], Sequence[Skipped]]:
        """What is found, and what cannot be decided, in the order of the rules."""
        kind = facts.subject.category_id, facts.subject.shape
        loud, quiet = self._quiet.get(kind) or self._by_category(facts, kind)
        if facts.subject.complete:
            closely, lacking = self._screened(facts, kind, quiet)
        else:
            closely, lacking = self._screens.rules, quiet
        if not closely and not loud:
            return [], lacking
        skipped: list[Skipped] = []
        found = [(one, hits) for one in (*closely, *loud) if (hits := self._one(one, facts, skipped))]
        found.sort(key=lambda one: self._places[one[0].rule.id])
        return found, self._in_order((*lacking, *skipped)) if skipped else lacking

    def _screened(
        self, facts: Facts, kind: _Kind, quiet: tuple[Skipped, ...]
    ) -> tuple[list[Compiled], tuple[Skipped, ...]]:
        """The rules that are not surely quiet, and what this product lacks for others."""
        screened = self._screens.of(facts.subject)
        look = [*screened.always]
        missing: list[int] = []
        screened.run(facts, look, missing)
        key = (kind, id(screened), *missing)
        lacking = self._lacking.get(key)
        if lacking is None:
            lacks = [*screened.never, *(lack for number in missing for lack in screened.lacks[number])]
            made = [self._skipped(self._screens.rules[place].rule, (Unknown(fact),), facts) for place, fact in lacks]
            lacking = _keep(self._lacking, key, self._in_order((*quiet, *made)))
        closely = [self._screens.rules[place] for place in dict.fromkeys(look)] if look else []
        return closely, lacking

    def _in_order(self, skipped: Sequence[Skipped]) -> tuple[Skipped, ...]:
        return tuple(sorted(skipped, key=lambda one: self._places[one.rule]))

    def _by_category(self, facts: Facts, kind: _Kind) -> tuple[list[Compiled], tuple[Skipped, ...]]:
        """The rules that find something in this category, and what cannot be decided about it."""
        skipped: list[Skipped] = []
        loud = [one for one in self._of_category if self._one(one, facts, skipped)]
        silent = {one.rule.id for one in self._of_category} - {one.rule.id for one in loud}
        return _keep(self._quiet, kind, (loud, tuple(one for one in skipped if one.rule in silent)))

    def _one(self, compiled: Compiled, facts: Facts, skipped: list[Skipped]) -> Sequence[Hit]:
        """The hits of one rule; what it could not decide is added to `skipped`."""
        for name, path in compiled.needs:
            if facts.lacks(path):
                skipped.append(self._skipped(compiled.rule, (Unknown(name),), facts))
                return ()
        found = compiled.check(facts)
        unsure = compiled.reads_variants and not facts.subject.complete
        return self._sorted(compiled, found, facts, skipped, unsure) if found or unsure else ()

    def _sorted(
        self, compiled: Compiled, found: Iterable[Hit | Unknown], facts: Facts, skipped: list[Skipped], unsure: bool
    ) -> Sequence[Hit]:
        hits: list[Hit] = []
        unknown: list[Unknown] = []
        for one in found:
            (hits if type(one) is Hit else unknown).append(one)  # type: ignore[arg-type]
        if unsure:
            unknown.append(Unknown("variants"))
        if unknown:
            skipped.append(self._skipped(compiled.rule, unknown, facts))
        return _assume(*compiled.assumed, hits, facts) if hits and compiled.assumed else hits

    def _skipped(self, rule: Rule, unknown: Sequence[Unknown], facts: Facts) -> Skipped:
        """The same for every product of a shape that lacks the same facts, so it is made once."""
        key = (rule.id, *unknown, facts.subject.shape)
        made = self._made.get(key)
        if made is None:
            needs = tuple(dict.fromkeys(fact_name(one.fact) for one in unknown))
            why = next((one.why for one in unknown if one.why), None)
            made = _keep(self._made, key, Skipped(rule=rule.id, needs=needs, why=why or _why(needs[0], facts)))
        return made


class _Screens:
    """The rules that are screened, and their functions: one for plain products, one for all others."""

    def __init__(self, rules: list[Compiled], lister: Lister) -> None:
        self.rules = rules
        self._lister = lister

    def of(self, subject: Subject) -> Screened:
        return self.general if subject.plain is None else self.plain

    @cached_property
    def plain(self) -> Screened:
        shop, columns = self._lister.shop, self._lister.plain_columns
        return screened(self.rules, shop.market, columns, names_for(shop), self._lister.plain_holds)

    @cached_property
    def general(self) -> Screened:
        return screened(self.rules, self._lister.shop.market, None, {}, self._lister.plain_holds)


def _keep(kept: dict[_K, _V], key: _K, value: _V) -> _V:
    """Keep what is the same for many products; hostile ones cannot make it grow for ever."""
    if len(kept) < _MAX_KEPT:
        kept[key] = value
    return value


def _assume(path: Path, expected: Any, hits: Sequence[Hit], facts: Facts) -> list[Hit]:
    """Keep hits where the assumption holds, weaken those where it is not known."""
    known = {scope_of(at): value for at, value in facts.places(path) if value is not UNSET}
    kept = []
    for hit in hits:
        value = known.get(scope_of(hit.at))
        if value is None:
            kept.append(Hit(hit.at, hit.value, hit.cause, hit.words, "likely", assumed=True))
        elif value == expected:
            kept.append(hit)
    return kept


def _why(name: str, facts: Facts) -> str:
    fact = FACTS.get(name)
    if fact is not None and fact.path.steps[0] == "shop":
        return fact.unknown(name)
    shape, mapping = facts.subject.shape, facts.shop.category_mapping
    if name == "category" and mapping is not None:
        return (
            f"A payload of the shape {shape} does not hold what category_mapping looks at "
            f"({', '.join(mapping.looked_at)}). To decide it, {IN_PAYLOAD}."
        )
    return f"A payload of the shape {shape} does not hold: {name}. To decide it, {fact.supply if fact else 'send it'}."
