"""A rule of one's own with examples that leave nothing out, and the way into a folder of rules."""

from __future__ import annotations

from pathlib import Path

from listing_rules.rules import load_rules
from listing_rules.ruleset import RuleSet

__all__ = ["RULE", "write", "written"]

RULE = """
id: too-dear
title: "Dearer than <we> want"
since: 2026.11.0
stage: sync_failed
severity: warning
certainty: certain
markets: [US, GB]
needs: [currency]
check:
  number: {at: "skus[*].price.amount", at_most: 50}
reason: "{sku} costs {value}, more than {limit}."
fix: Lower it.
action: update_and_resync
sources: [{kind: judgement, fact: house rule}]
examples:
  - {name: dear, markets: [US, GB], stage: sync_failed, severity: warning, says: more,
     given: {variants: [{price: "50.01"}]}, fails: ["/skus/0/price/amount"]}
  - {name: cheap, given: {variants: [{price: "50"}]}, passes: true}
  - {name: elsewhere, markets: [DE], given: {variants: [{price: "51"}]}, passes: true}
  - {name: in what currency, shop: {currency: null}, given: {variants: [{price: "9"}]}, skips: true}
"""


def write(folder: Path, text: str, area: str = "price", name: str = "too-dear.yaml") -> Path:
    """The folder of rules, with this one in it."""
    (folder / area).mkdir(parents=True, exist_ok=True)
    (folder / area / name).write_text(text)
    return folder


def written(folder: Path, text: str = RULE) -> RuleSet:
    """The bundled rules and this one, which is put into the folder."""
    return load_rules(write(folder, text))
