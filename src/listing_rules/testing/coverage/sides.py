"""On which side of a rule's limit a product lies: below, on or above. Found by asking the check with other limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from listing_rules.checks import KINDS, Facts, Hit
from listing_rules.engine import Checker
from listing_rules.limits import NoLimitError
from listing_rules.rule import Rule
from listing_rules.testing.mutants import step_of, unit_of

__all__ = ["SIDES", "limits_of", "sides_of"]

SIDES = ("below", "on", "above")
_FAR = 10**12
_WHOLE_CURRENCIES = frozenset({"JPY", "IDR", "VND"})
# For each kind of limit: which way is broken, and whether the limit itself is fine.
_LIMITS = {"at_most": (1, True), "less_than": (1, False), "at_least": (-1, True), "more_than": (-1, False)}


def limits_of(rule: Rule) -> Mapping[str, str]:
    """The rule's limits by the name of the parameter, each as it is told: "at_most 50", "at_most price.max"."""
    found = {}
    for name in _LIMITS:
        value = rule.params.get(name)
        if isinstance(value, int | float):
            found[name] = f"{name} {value}"
        elif isinstance(value, Mapping):
            found[name] = f"{name} {value['market']}"
    return found


def sides_of(rule: Rule, checker: Checker, facts: Facts) -> Iterator[tuple[str, str]]:
    """For each limit that something here is compared with: its parameter, and the side."""
    for name in limits_of(rule):
        try:
            limit = Decimal(str(checker.context.limits.resolve(rule.params[name])))
        except NoLimitError:
            continue
        side = _side(rule, checker, facts, name, limit)
        if side:
            yield name, side


def _side(rule: Rule, checker: Checker, facts: Facts, name: str, limit: Decimal) -> str | None:
    toward, inclusive = _LIMITS[name]
    unit = step_of(rule.kind, name, _unit(rule, checker))

    def broken(where: Decimal) -> bool:
        return _breaks(rule, checker, facts, name, where)

    if not broken(limit - toward * _FAR):
        return None  # nothing is compared
    # `at_most` breaks above its limit and `less_than` from it on, so one step tells who stands on it.
    outside = broken(limit) if inclusive else broken(limit + toward * unit)
    on = not outside and (broken(limit - toward * unit) if inclusive else broken(limit))
    return "on" if on else _beyond(toward, broken=outside)


def _beyond(toward: int, *, broken: bool) -> str:
    return "above" if (toward > 0) is broken else "below"


def _breaks(rule: Rule, checker: Checker, facts: Facts, name: str, limit: Decimal) -> bool:
    """Whether the rule is broken with this limit; one that has several is asked about one of them at a time."""
    alone = {key: value for key, value in rule.params.items() if key not in _LIMITS}
    alone[name] = int(limit) if limit == limit.to_integral_value() else float(limit)
    check = KINDS[rule.kind].build(checker.context.limits.resolve_all(alone), checker.context)
    return any(type(one) is Hit for one in check(facts))


def _unit(rule: Rule, checker: Checker) -> Decimal:
    at = str(rule.params.get("at", ""))
    currency = checker.rules.tables.markets[checker.shop.market].get("currency")
    return Decimal(1) if at.endswith(".amount") and currency in _WHOLE_CURRENCIES else unit_of(at)
