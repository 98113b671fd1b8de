"""Run a rule set over one product for one shop."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from listing_rules.categories import CategoryTree
from listing_rules.checks import Context, Facts, Hit
from listing_rules.checks.repeated_in_catalog import InCatalog
from listing_rules.compiling import Compiled, compile_rule
from listing_rules.limits import Limits
from listing_rules.paths import scope_of
from listing_rules.report import Failure, Forecast, ProductRef, Report, Skipped, Source, TurnedOff, built, forecast_of
from listing_rules.ruleset import RuleSet
from listing_rules.running import Found, Runner
from listing_rules.shop import Bounds, Shop
from listing_rules.shopify.subject import Lister, Readable
from listing_rules.telling import Told, tell, worst_first
from listing_rules.terms import Lexicon
from listing_rules.waivers import Waivers, turned_off_by

__all__ = ["Checker", "Key", "check_product"]


def check_product(
    product: Readable, shop: Shop, rules: RuleSet, *, as_of: date | None = None, source: Source | None = None
) -> Report:
    """The verdict on one product. `as_of` is the day whose limits hold; the rule set's release by default."""
    return Checker(rules, shop, as_of).check(product, source)


class Key(Struct, frozen=True):
    """What no other product of the catalog may hold: a rule's 64-bit hash of it, and where it stands on this one."""

    rule: str
    hash: int
    at: str
    value: str


class Checker:
    """A rule set compiled for one shop on one day. Make it once, check any number of products; thread safe."""

    def __init__(self, rules: RuleSet, shop: Shop, as_of: date | None = None) -> None:
        self.shop = shop
        self.rules = rules
        tables = rules.tables
        day = as_of or tables.released
        limits = Limits(shop.market, shop.seller, day, tables.markets[shop.market])
        self.context = Context(
            shop=shop,
            as_of=day,
            limits=limits,
            terms=tables.terms,
            lexicon=Lexicon(),
            categories=_categories(rules, shop),
            category_tables=tables.categories,
            approvals=tables.approvals,
            requirements=tables.requirements.get("requirements", {}),
        )
        self.compiled: list[Compiled] = []
        self._undecidable: list[Skipped] = []
        self._waivers = Waivers(turned_off_by(rules, shop), day)
        for rule in rules.rules:
            if self._waivers.covers(rule.id):
                continue
            for ready in compile_rule(rule, self.context):
                (self.compiled if isinstance(ready, Compiled) else self._undecidable).append(ready)  # type: ignore[arg-type]
        # The pass over the catalog knows who is first in line.
        counted = shop.uploads_left is not None
        self._lister = Lister(shop)
        self._alone = Runner(self.compiled, self._lister)
        beside = [one for one in self.compiled if not (counted and one.rule.kind == "quota")]
        self._beside_others = Runner(beside, self._lister) if counted else self._alone
        self._comparing = [(one.rule.id, one.check) for one in self.compiled if isinstance(one.check, InCatalog)]

    @property
    def bounds(self) -> Bounds:
        """How much of a product is looked at."""
        return self._lister.bounds

    def check(self, product: Readable, source: Source | None = None) -> Report:
        """The verdict on one product by itself."""
        return self._report(self.facts_of(product), source, self._alone)

    def check_in_catalog(self, product: Readable, source: Source | None = None) -> tuple[Report, tuple[Key, ...]]:
        """The verdict on one product of a catalog, for `CatalogPass` to complete, and the keys that it compares."""
        facts = self.facts_of(product)
        report = self._report(facts, source, self._beside_others)
        return report, tuple(self._keys(facts)) if report.forecast != "not_synced" else ()

    def keys_of(self, product: Readable) -> Iterator[Key]:
        """What the product brings into the comparison with all others."""
        return self._keys(self.facts_of(product))

    def add_hits(self, product: Readable, report: Report, hits: Mapping[str, Sequence[Hit]]) -> Report:
        """The report with what the pass over the catalog found, by rule."""
        facts = self.facts_of(product)
        found = [(one, hits[one.rule.id]) for one in self.compiled if one.rule.id in hits]
        told, turned_off = self._decide(found, facts)
        failures = worst_first((*report.failures, *tell(told, facts)))
        most = self.bounds.failures
        update = {
            "failures": failures[:most],
            "forecast": _forecast(told, failures),
            "turned_off": report.turned_off + turned_off,
            "truncated": report.truncated + max(0, len(failures) - most),
        }
        return report.model_copy(update=update)

    def compiled_text(self, *, plain: bool = False) -> str:
        """The function that clears the rules which are quiet on a product, as Python to read (see `screening`)."""
        return self._alone.text(plain=plain)

    def facts_of(self, product: Readable) -> Facts:
        """What rules read of this product, in this shop."""
        return Facts(self._lister.subject(product), self.context)

    def _report(self, facts: Facts, source: Source | None, runner: Runner) -> Report:
        found, skipped = runner.run(facts)
        skipped = (*self._undecidable, *skipped)
        told, turned_off = self._decide(found, facts)
        failures = tell(told, facts) if told else ()
        most = self.bounds.failures
        return built(
            Report,
            product=built(ProductRef, **facts.subject.known_by()),
            source=source,
            market=self.shop.market,
            rules_version=self.rules.version,
            rules_hash=self.rules.content_hash,
            forecast=_forecast(told, failures),
            complete=not skipped,
            failures=failures[:most],
            skipped=skipped,
            turned_off=self._waivers.everywhere + turned_off,
            known=(),
            unreadable=None,
            truncated=max(0, len(failures) - most),
        )

    def _decide(self, found: Sequence[Found], facts: Facts) -> tuple[list[Told], tuple[TurnedOff, ...]]:
        """What is told of what was found, and which of it somebody turned off for this product."""
        if not found:
            return [], ()
        known_by = facts.subject.known_by()
        names = known_by["id"], known_by["handle"]
        told = self._settle(found, self._waivers.notes(*names))
        waived = self._waivers.of_product(*names)
        turned_off = tuple(waived[one.rule.id] for one in told if one.rule.id in waived)
        return [one for one in told if one.rule.id not in waived], turned_off

    def _keys(self, facts: Facts) -> Iterator[Key]:
        for rule, check in self._comparing:
            for at, value, key in check.keys(facts):
                yield Key(rule, _hash(rule, key), at, value)

    def _settle(self, found: Sequence[Found], notes: Mapping[str, str]) -> list[Told]:
        """Leave out what another rule tells already: one cause is told once."""
        fired = [(compiled.rule.id, compiled.coming, hits) for compiled, hits in found]
        told = []
        for compiled, hits in found:
            taken = {scope_of(hit.at) for rule, _, others in fired if rule in compiled.rule.yields_to for hit in others}
            if compiled.coming:
                taken |= {
                    scope_of(hit.at) for rule, day, now in fired if rule == compiled.rule.id and not day for hit in now
                }
            left = [hit for hit in hits if "" not in taken and scope_of(hit.at) not in taken] if taken else hits
            if left:
                told.append(Told(compiled.rule, left, compiled.coming, notes.get(compiled.rule.id, "")))
        return told


def _hash(rule: str, key: str) -> int:
    """The same in every process; signed, as databases keep integers."""
    digest = hashlib.blake2b(f"{rule}\0{key}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _categories(rules: RuleSet, shop: Shop) -> CategoryTree:
    """The shop's own answer from TikTok wins over the bundled snapshot."""
    if shop.categories is not None:
        return CategoryTree.from_get_categories(shop.categories)
    return rules.tables.categories.tree(shop.market)


def _forecast(told: list[Told], failures: tuple[Failure, ...]) -> Forecast:
    if not failures:
        return "synced"
    if any(one.rule.not_synced for one in told):
        return "not_synced"
    return forecast_of({failure.stage for failure in failures if failure.severity == "error"})
