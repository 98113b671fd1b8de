"""What became tighter or looser between two rule sets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import PurePath
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from listing_rules.limits import Limits, NoLimitError
from listing_rules.report import SEVERITIES
from listing_rules.rule import Rule
from listing_rules.ruleset import RuleSet
from listing_rules.shop import MARKETS
from listing_rules.wording import some_of

__all__ = ["DIRECTIONS", "Change", "Direction", "compare_rules"]

Direction: TypeAlias = Literal["tighter", "looser", "changed", "words"]
DIRECTIONS: Mapping[Direction, str] = {
    "tighter": "Tighter",
    "looser": "Looser",
    "changed": "Changed otherwise",
    "words": "Only words, examples or sources",
}

# What a parameter does as it grows; of a list, as it gains entries. The others only differ.
_GROWING: Mapping[str, Direction] = {
    "at_most": "looser",
    "less_than": "looser",
    "one_of": "looser",
    "excuses": "looser",
    "excused": "looser",
    "unless": "looser",
    "at_least": "tighter",
    "more_than": "tighter",
    "without": "tighter",
    "at": "tighter",
    "phrases": "tighter",
    "tags": "tighter",
    "words": "tighter",
    "refused": "tighter",
    "none_of": "tighter",
    "groups": "tighter",
    "outcomes": "tighter",
    "terms": "tighter",
}
_OPPOSITE: Mapping[Direction, Direction] = {"tighter": "looser", "looser": "tighter", "changed": "changed"}
_NOT_SAID = "(not stated)"
_MAX_SHOWN = 60


class Change(Struct, frozen=True):
    """One difference. `part` is a rule's id, or a table's name."""

    direction: Direction
    part: str
    what: str


def compare_rules(old: RuleSet, new: RuleSet) -> list[Change]:
    """Every difference from `old` to `new`, limits on the day of the newer release."""
    day = max(old.tables.released, new.tables.released)
    found = [*_rules(old, new, day), *_turned_off(old, new, day), *_terms(old, new), *_tables(old, new)]
    order = list(DIRECTIONS)
    return sorted(found, key=lambda change: (order.index(change.direction), change.part, change.what))


def _rules(old: RuleSet, new: RuleSet, day: date) -> Iterator[Change]:
    for rule in new.rules:
        before = old.get(rule.id)
        if before is None:
            yield Change("tighter", rule.id, f"is new: {rule.title}")
        elif found := [*_fields(before, rule), *_settings(old, before, new, rule, day)]:
            yield from found
        elif before.raw != rule.raw:
            yield Change("words", rule.id, "other words, examples or sources")
    yield from (Change("looser", rule.id, f"is gone: {rule.title}") for rule in old.rules if not new.get(rule.id))


def _fields(before: Rule, now: Rule) -> Iterator[Change]:
    if before.severity != now.severity:
        worse = SEVERITIES.index(now.severity) < SEVERITIES.index(before.severity)
        yield Change("tighter" if worse else "looser", now.id, f"severity {before.severity} -> {now.severity}")
    was, is_now = (frozenset(rule.markets or MARKETS) for rule in (before, now))
    yield from _gained(now.id, "markets", was, is_now, "tighter")
    yield from _gained(now.id, "needs", before.needs, now.needs, "looser")
    yield from _gained(now.id, "yields_to", before.yields_to, now.yields_to, "looser")
    for name in ("stage", "certainty", "action", "kind", "starts", "ends", "mandatory"):
        one, other = getattr(before, name), getattr(now, name)
        if one != other:
            yield Change("changed", now.id, f"{name} {one} -> {other}")


def _settings(old: RuleSet, before: Rule, new: RuleSet, now: Rule, day: date) -> Iterator[Change]:
    """Parameters as they are resolved in each market; the same change in several markets is one."""
    changes: dict[tuple[Direction, str], list[str]] = {}
    for market in MARKETS:
        if not (before.applies_in(market) and now.applies_in(market)):
            continue
        one, other = _resolved(old, before, market, day), _resolved(new, now, market, day)
        for name in sorted(one.keys() | other.keys()):
            for direction, what in _differs(name, one.get(name, _NOT_SAID), other.get(name, _NOT_SAID)):
                changes.setdefault((direction, what), []).append(market)
    everywhere = sum(before.applies_in(market) and now.applies_in(market) for market in MARKETS)
    for (direction, what), markets in changes.items():
        yield Change(direction, now.id, what if len(markets) == everywhere else f"{what} in {', '.join(markets)}")


def _resolved(rules: RuleSet, rule: Rule, market: str, day: date) -> dict[str, Any]:
    """A rule's parameters by name, and by name and seller where sellers differ; lists by language each by itself."""
    found: dict[str, Any] = {}
    for name, value in _listed(rule.params):
        local, abroad = (
            _limit(Limits(market, seller, day, rules.tables.markets[market]), value) for seller in _SELLERS
        )
        found |= {name: local} if local == abroad else {name: local, f"{name} (cross-border)": abroad}
    return found


def _listed(params: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in params.items():
        if isinstance(value, Mapping) and all(isinstance(part, list) for part in value.values()):
            yield from ((f"{name} {language}", listed) for language, listed in value.items())
        else:
            yield name, value


_SELLERS = ("local", "cross_border")


def _limit(limits: Limits, value: Any) -> Any:
    try:
        return limits.resolve_all(value)
    except NoLimitError:
        return _NOT_SAID


def _differs(name: str, one: Any, other: Any) -> Iterator[tuple[Direction, str]]:
    if one == other:
        return
    growing = _GROWING.get(name.partition(" ")[0], "changed")
    if isinstance(one, list) and isinstance(other, list):
        yield from ((change.direction, change.what) for change in _gained("", name, one, other, growing))
    elif isinstance(one, int | float) and isinstance(other, int | float):
        yield growing if other > one else _OPPOSITE[growing], f"{name} {one} -> {other}"
    elif _NOT_SAID in (one, other):
        listed = isinstance(one, list) or isinstance(other, list)
        stated: Direction = "looser" if listed and growing == "looser" else "tighter"
        yield stated if one == _NOT_SAID else _OPPOSITE[stated], f"{name} {_shown(one)} -> {_shown(other)}"
    else:
        yield "changed", f"{name} {one} -> {other}"


def _gained(part: str, name: str, one: Any, other: Any, growing: Direction) -> Iterator[Change]:
    for sign, direction, values in (
        ("+", growing, [value for value in other if value not in one]),
        ("-", _OPPOSITE[growing], [value for value in one if value not in other]),
    ):
        if values:
            yield Change(direction, part, f"{name} {sign} {some_of(sorted(map(_shown, values)))}")


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…"


def _turned_off(old: RuleSet, new: RuleSet, day: date) -> Iterator[Change]:
    one, other = ({_off(turn) for turn in rules.turned_off if turn.holds(day)} for rules in (old, new))
    yield from (Change("looser", rule, f"is turned off{products}") for rule, products in sorted(other - one))
    yield from (Change("tighter", rule, f"is on again{products}") for rule, products in sorted(one - other))


def _off(turn: Any) -> tuple[str, str]:
    return turn.rule, f" for {some_of(sorted(turn.products))}" if turn.products else ""


def _terms(old: RuleSet, new: RuleSet) -> Iterator[Change]:
    one, other = ({PurePath(file).stem: raw for file, raw in rules.tables.term_files} for rules in (old, new))
    for group in sorted(one.keys() | other.keys()):
        part = f"terms/{group}"
        if group not in one or group not in other:
            is_new = group in other
            yield Change("tighter" if is_new else "looser", part, "is new" if is_new else "is gone")
            continue
        for name, read in _OF_GROUPS:
            growing = _GROWING.get(name, "changed")
            yield from _gained(part, name, read(one[group]), read(other[group]), growing)


def _words(raw: Mapping[str, Any]) -> list[str]:
    return [
        str(text)
        for listed in (raw.get("terms") or raw.get("contexts", {})).values()
        for texts in listed.values()
        if type(texts) is list
        for text in texts
    ]


_OF_GROUPS: tuple[tuple[str, Callable[[Mapping[str, Any]], list[str]]], ...] = (
    ("terms", _words),
    ("excuses", lambda raw: raw.get("excuses", [])),
    ("outcomes by market", lambda raw: [f"{market}: {outcome}" for market, outcome in raw.get("outcomes", {}).items()]),
)


def _tables(old: RuleSet, new: RuleSet) -> Iterator[Change]:
    for name in sorted(old.parts.keys() | new.parts.keys()):
        table = name.removeprefix("tables/")
        told_elsewhere = table.startswith(("terms/", "markets"))
        if table != name and not told_elsewhere and old.parts.get(name) != new.parts.get(name):
            yield Change("words" if table.startswith(("messages/", "base")) else "changed", table, "differs")
