"""Rule files that load, and whose examples hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml
from hypothesis import strategies as st
from msgspec import Struct

from listing_rules.api import bundled_rules
from listing_rules.checks import KINDS
from listing_rules.report import ACTIONS, STAGES
from listing_rules.rule import Rule
from listing_rules.shop import MARKETS
from listing_rules.wording import COMMON_WORDS

__all__ = ["RuleFile", "rule_files"]

_TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=30)
_HOW_SURE = st.sampled_from(
    [("error", "certain"), ("error", "likely"), ("warning", "certain"), ("warning", "possible"), ("info", "possible")]
)
_SINCE = st.sampled_from(["2026.11.0", "2026.1.12", "1999.12.31"])
_OPTIONAL = st.fixed_dictionaries(
    {}, optional={"from": st.just("2020-01-01"), "until": st.just("2099-12-31"), "mandatory": st.just(True)}
)
# What an example says of the words and the stage holds for the rule that it was written for.
_NOT_KEPT = frozenset({"markets", "says", "stage", "severity", "forecast"})


class RuleFile(Struct, frozen=True):
    """A rule as YAML `text`, and the `path` below a folder of rules where it belongs: `price/my-rule.yaml`."""

    path: str
    text: str


@st.composite
def rule_files(draw: st.DrawFn, *, kind: str | None = None) -> RuleFile:
    """Rules that check what a bundled rule checks, told in other words, at another stage, in fewer markets.

    `kind` holds them to one kind of check. They load on top of the bundled rules, and their examples hold.
    """
    rules = [rule for rule in bundled_rules().rules if kind in (None, rule.kind)]
    rule = draw(st.sampled_from(rules))
    severity, certainty = draw(_HOW_SURE)
    number = draw(st.integers(1, 10**6))
    markets, examples = _where(rule, draw(_some_markets(rule)))
    raw = {
        **draw(_OPTIONAL),
        **{key: value for key, value in rule.raw.items() if key not in ("platform", "history", "mandatory")},
        "id": f"a-rule-{number}",
        "title": draw(_TEXT),
        "since": draw(_SINCE),
        "stage": draw(st.sampled_from(STAGES)),
        "severity": severity,
        "certainty": certainty,
        "markets": markets,
        "reason": draw(_words(COMMON_WORDS | KINDS[rule.kind].WORDS)),
        "fix": draw(_words(COMMON_WORDS)),
        "action": draw(st.sampled_from(ACTIONS)),
        "sources": [{"kind": "judgement", "fact": draw(_TEXT)}],
        "examples": examples,
    }
    return RuleFile(f"{rule.area}/{raw['id']}.yaml", yaml.safe_dump(raw, allow_unicode=True, sort_keys=False))


def _some_markets(rule: Rule) -> st.SearchStrategy[list[str]]:
    own = [market for market in MARKETS if rule.applies_in(market)]
    return st.lists(st.sampled_from(own), min_size=1, unique=True)


def _where(rule: Rule, markets: list[str]) -> tuple[Any, list[dict[str, Any]]]:
    """These markets and the examples that hold there, or the rule's own where it has examples for none of these."""
    held = [_example(example, markets) for example in rule.examples if _named(example, markets)]
    if held:
        return markets, held
    return rule.raw["markets"], [_example(example, list(MARKETS)) for example in rule.examples]


def _named(example: Mapping[str, Any], markets: list[str]) -> list[str]:
    """Which of these markets an example speaks of."""
    own = example.get("markets", "all")
    return [market for market in markets if own == "all" or market in own]


def _example(example: Mapping[str, Any], markets: list[str]) -> dict[str, Any]:
    named = {"markets": _named(example, markets)} if isinstance(example.get("markets"), list) else {}
    return {key: value for key, value in example.items() if key not in _NOT_KEPT} | named


def _words(names: frozenset[str]) -> st.SearchStrategy[str]:
    literal = _TEXT.map(lambda text: text.replace("{", "{{").replace("}", "}}"))
    name = st.sampled_from(sorted(names)).map("{{{}}}".format)
    return st.lists(literal | name, min_size=1, max_size=5).map(" ".join)
