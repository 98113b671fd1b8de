"""Compare what was foretold with what TikTok Shop really answered.

Both sides are products by their Shopify id or handle: our reports, and lines such as
{"handle": "mug", "codes": [12052073]}, {"id": 632910392, "messages": ["Price out of range"]} or a whole answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from listing_rules.errors import ListingRulesError
from listing_rules.explaining import causes
from listing_rules.ruleset import RuleSet

__all__ = ["Calibration", "RuleScore", "calibrate_with"]

_COUNTS = ("hits", "misses", "skipped", "wrong_alarms", "untested")
_HEADS = ("rule", "hits", "misses", "skipped", "wrong alarms", "untested")


class RuleScore(Struct, frozen=True):
    """How often a rule was right.

    `misses`: TikTok said it and we did not; `skipped`: neither did we, for want of a fact. `wrong_alarms`: we said it
    and TikTok did not; `untested`: it could not say so yet, because the product had not come past the sync.
    """

    rule: str
    hits: int
    misses: int
    skipped: int
    wrong_alarms: int
    untested: int


class Calibration(Struct, frozen=True):
    """`compared` products stood on both sides, `unmatched` answers had no report. `beyond` counts causes that no rule
    foresees, `unexplained` the messages that nothing explains, both the most frequent first."""

    compared: int
    unmatched: int
    rules: tuple[RuleScore, ...]
    beyond: tuple[tuple[str, int], ...]
    unexplained: tuple[tuple[str, int], ...]

    def table(self) -> str:
        """All of it as text."""
        rows = [_HEADS, *((one.rule, *(str(getattr(one, name)) for name in _COUNTS)) for one in self.rules)]
        width = max(len(row[0]) for row in rows)
        lines = [f"{row[0]:<{width}}  " + "  ".join(f"{cell:>12}" for cell in row[1:]) for row in rows]
        lines += ["", f"{self.compared} products compared, {self.unmatched} answers without a report"]
        for head, counted in (("No rule foresees", self.beyond), ("Nothing explains", self.unexplained)):
            lines += ["", f"{head}:", *(f"{count:>7}  {text}" for text, count in counted)] if counted else []
        return "\n".join(line.rstrip() for line in lines) + "\n"


class _Foretold(Struct, frozen=True):
    stages: Mapping[str, str]
    skipped: frozenset[str]


def calibrate_with(
    rules: RuleSet, predicted: Iterable[Mapping[str, Any]], actual: Iterable[Mapping[str, Any]]
) -> Calibration:
    """Score each rule over the products of both sides.

    ListingRulesError, naming the line, where a line is no object or names no product.
    """
    foretold = _foretold(predicted)
    counts: Counter[tuple[str, str]] = Counter()
    beyond: Counter[str] = Counter()
    unexplained: Counter[str] = Counter()
    compared = unmatched = 0
    for number, answer in enumerate(actual, 1):
        keys = _keys(answer, f"line {number} of the answers")
        ours = next((foretold[key] for key in keys if key in foretold), None)
        if ours is None:
            unmatched += 1
            continue
        compared += 1
        said = causes(rules, {key: value for key, value in answer.items() if key not in _NAMES})
        counts.update(_scores(ours, [cause.rules for cause in said.causes], said.stopped_at_sync))
        beyond.update(cause.reason for cause in said.causes if not cause.rules)
        unexplained.update(said.unexplained)
    return Calibration(
        compared, unmatched, _rule_scores(counts), tuple(beyond.most_common()), tuple(unexplained.most_common())
    )


_NAMES = frozenset({"product", "id", "handle", "title", "product_id"})


def _foretold(predicted: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], _Foretold]:
    found: dict[tuple[str, str], _Foretold] = {}
    for number, report in enumerate(predicted, 1):
        where = f"line {number} of the reports"
        if isinstance(report, Mapping) and report.get("unreadable"):
            continue
        keys = _keys(report, where)
        failures = [one for one in _objects(report, "failures") if one.get("severity") != "info"]
        foretold = _Foretold(
            {str(one.get("rule")): str(one.get("stage")) for one in failures},
            frozenset(str(one.get("rule")) for one in _objects(report, "skipped")),
        )
        found.update(dict.fromkeys(keys, foretold))
    return found


def _objects(report: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    listed = report.get(name)
    return [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []


def _keys(line: Any, where: str) -> list[tuple[str, str]]:
    """By what the line names its product; an id of Shopify's GraphQL is the same as its number."""
    if not isinstance(line, Mapping):
        raise ListingRulesError(f"{where} is {type(line).__name__}; an object was expected")
    inner = line.get("product")
    named = {**line, **inner} if isinstance(inner, Mapping) else line
    pairs = (("id", named.get("id", named.get("product_id"))), ("handle", named.get("handle")))
    keys = [(name, str(value).rpartition("/")[2]) for name, value in pairs if isinstance(value, (str, int))]
    if not keys:
        raise ListingRulesError(f"{where} names no product; an id or a handle was expected")
    return keys


def _scores(ours: _Foretold, said: list[tuple[str, ...]], stopped_at_sync: bool) -> Iterator[tuple[str, str]]:
    """Each cause counts once: of the rules that may explain it, those that foretold it, or else the first."""
    for alternatives in filter(None, said):
        right = [rule for rule in alternatives if rule in ours.stages]
        yield from ((rule, "hits") for rule in right)
        if not right:
            skipped = [rule for rule in alternatives if rule in ours.skipped]
            yield (skipped[0], "skipped") if skipped else (alternatives[0], "misses")
    told = {rule for alternatives in said for rule in alternatives}
    for rule, stage in ours.stages.items():
        if rule not in told:
            yield rule, "untested" if stopped_at_sync and stage != "sync_failed" else "wrong_alarms"


def _rule_scores(counts: Counter[tuple[str, str]]) -> tuple[RuleScore, ...]:
    rules = sorted({rule for rule, _ in counts})
    return tuple(RuleScore(rule, *(counts[rule, name] for name in _COUNTS)) for rule in rules)
