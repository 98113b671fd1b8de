"""What one run of pytest knows: the rules, the shop, and which rules it has seen at work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import pytest

from listing_rules.api import Payload
from listing_rules.examples import for_examples
from listing_rules.report import Report, Severity
from listing_rules.rules import load_rules
from listing_rules.ruleset import RuleSet
from listing_rules.shop import Shop
from listing_rules.testing.asserting import OBSERVERS, assert_lists_clean
from listing_rules.testing.coverage import cover_rules, share_of

__all__ = ["TestSession"]

_NAMED = 10


class TestSession:
    """Rules and shop are loaded when they are first asked for; ListingRulesError says what is wrong with them."""

    __test__ = False  # a name for pytest's own collection to pass by

    def __init__(self, folders: list[Path], shop_file: Path | None, market: str | None, fail_on: Severity) -> None:
        self.folders = folders
        self.fail_on = fail_on
        self.seen: Counter[str] = Counter()
        self._shop_file = shop_file
        self._market = market
        OBSERVERS.append(self.saw)

    @classmethod
    def of(cls, config: pytest.Config) -> TestSession:
        files = config.getini("listing_rules_shop")
        named = config.getoption("listing_rules_shop")
        shop_file = config.invocation_params.dir / named if named else next(iter(files), None)
        market = config.getoption("listing_rules_market") or config.getini("listing_rules_market") or None
        return cls(config.getini("listing_rules_folders"), shop_file, market, config.getoption("listing_rules_fail_on"))

    def close(self) -> None:
        OBSERVERS.remove(self.saw)

    @cached_property
    def rules(self) -> RuleSet:
        return load_rules(*self.folders)

    @cached_property
    def for_examples(self) -> RuleSet:
        """The rules, and what their examples need of the tables."""
        return for_examples(self.rules)

    @cached_property
    def shop(self) -> Shop:
        if self._shop_file is not None:
            return Shop.load(self._shop_file, market=self._market)
        return Shop(market=self._market or "US")

    def load(self) -> None:
        """Both, now, so that whoever needs them is told what is wrong before anything is checked."""
        self.rules, self.shop  # noqa: B018

    def saw(self, report: Report) -> None:
        self.seen.update({failure.rule for failure in report.failures})

    def assert_lists_clean(
        self,
        product: Payload,
        market: str | None = None,
        *,
        shop: Shop | None = None,
        rules: RuleSet | None = None,
        fail_on: Severity = "error",
    ) -> Report:
        """As `listing_rules.testing.assert_lists_clean`; what is not named is what the settings say."""
        __tracebackhide__ = True
        elsewhere = market is not None and market != self.shop.market
        chosen = shop or (Shop(market=market) if elsewhere else self.shop)
        return assert_lists_clean(product, shop=chosen, rules=rules or self.rules, fail_on=fail_on)

    def summary(self) -> Iterator[str]:
        """Which rules found something in this run, which never did, and what the examples of your own leave open."""
        known = [rule.id for rule in self.rules.rules]
        never = [rule for rule in known if not self.seen[rule]]
        own = self._own()
        yield f"{len(known) - len(never)} of {len(known)} rules found something in this run"
        yield from _named("rules of your own that never did", [rule for rule in never if rule in own])
        if own:
            covered = list(cover_rules(self.rules, own))
            yield f"the examples of your own show {share_of(covered):.0%} of what they do"
            yield from (f"{one.rule}: not seen that it {', '.join(one.gaps())}" for one in covered if one.gaps())
        else:
            yield from _named("never", never)

    def _own(self) -> frozenset[str]:
        """The rules that lie in folders of the project."""
        folders = {folder.resolve() for folder in self.folders}
        return frozenset(rule.id for rule in self.rules.rules if folders & {*Path(rule.file).resolve().parents})


def _named(what: str, rules: list[str]) -> Iterator[str]:
    if rules:
        more = f" and {len(rules) - _NAMED} more" if len(rules) > _NAMED else ""
        yield f"{what}: {', '.join(rules[:_NAMED])}{more}"
