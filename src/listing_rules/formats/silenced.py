"""Mandatory rules that somebody keeps quiet, by turning them off or by a baseline: no output passes over that."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from listing_rules.formats.base import Tally
from listing_rules.formats.visible import visible
from listing_rules.ruleset import RuleSet

__all__ = ["SILENCED", "Silenced", "silenced"]

SILENCED = "mandatory-rule-silenced"
"""The name under which outputs that name a rule for everything tell it. No rule has it."""

_LONGEST = 300


class Silenced(Struct, frozen=True):
    """A mandatory rule, and in one line who is not checked for it and why."""

    rule: str
    told: str


def silenced(tally: Tally, rules: RuleSet) -> Iterator[Silenced]:
    """What is turned off first, then what a baseline holds back."""
    for off, count in tally.turned_off.items():
        if off.mandatory:
            until = f" until {off.until}" if off.until else ""
            where = "" if count == tally.checked else f" for {count:,} of {tally.checked:,} products"
            because = visible(off.because)[:_LONGEST]
            yield Silenced(off.rule, f"The mandatory rule {off.rule} is turned off{where}{until}: {because}")
    for name, count in tally.known.most_common():
        rule = rules.get(name)
        if rule is not None and rule.mandatory:
            failures = "1 failure" if count == 1 else f"{count:,} failures"
            yield Silenced(name, f"The baseline holds back {failures} of the mandatory rule {name}")
