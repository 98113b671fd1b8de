"""Make rules ready for one shop on one day: limits looked up, checks built, needs known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import chain
from typing import Any

from msgspec import Struct

from listing_rules.checks import KINDS, Check, Context
from listing_rules.facts import FACTS
from listing_rules.limits import NoLimitError
from listing_rules.paths import Path
from listing_rules.report import Skipped
from listing_rules.rule import Rule

__all__ = ["NOTICE", "Compiled", "compile_rule"]

_OF_CATEGORY = frozenset({"approval", "prerequisite", "quota", "requirement"})
_OF_LISTING = frozenset({"attributes", "documents"})  # these read what only the shop file can give
_OF_MAPPING = frozenset({"category_id", "category_version"})
_OF_VARIANTS = frozenset({"identifier", "option_names", "option_values", "package_size", "warehouse"})
NOTICE = timedelta(days=30)
"""How long before its first day a limit is told as a warning."""


class Compiled(Struct, frozen=True):
    """A rule made ready: its check, the facts of the product that must be known before it runs, what it takes for
    granted.

    `by_category`: the category alone decides whether it speaks. `coming` is the day on which it starts to hold, for a
    rule or limit that does not hold yet.
    """

    rule: Rule
    params: Mapping[str, Any]
    check: Check
    needs: tuple[tuple[str, Path], ...]
    reads_variants: bool
    by_category: bool
    assumed: tuple[Path, Any] | None
    coming: str | None


def compile_rule(rule: Rule, context: Context) -> Iterator[Compiled | Skipped]:
    """The rule as it holds now and, where it starts or changes within the notice, as it will hold then.

    Skipped where no source states a limit that it needs for this market.
    """
    if not rule.applies_in(context.shop.market):
        return
    lacking = [name for name in rule.needs if FACTS[name].lacks(context.shop)]
    if lacking:
        yield Skipped(rule=rule.id, needs=tuple(lacking), why=FACTS[lacking[0]].unknown(lacking[0]))
        return
    try:
        now = _settings(rule, context) if rule.in_force(context.as_of) else None
        if now is not None:
            yield _compiled(rule, context, now, None)
        coming = _first_change(rule, context, now)
        if coming is not None:
            then = context.on(coming)
            yield _compiled(rule, then, _settings(rule, then), coming.isoformat())
    except NoLimitError as error:
        yield Skipped(rule=rule.id, needs=(error.name,), why=f"{error}.")


def _settings(rule: Rule, context: Context) -> Any:
    """What the rule compares with, here and on this day."""
    return context.limits.resolve_all(rule.params), context.limits.resolve_all(rule.assuming and rule.assuming.equals)


def _compiled(rule: Rule, context: Context, settings: Any, coming: str | None) -> Compiled:
    params, equals = settings
    return Compiled(
        rule=rule,
        params=params,
        check=KINDS[rule.kind].build(params, context),
        needs=tuple((name, path) for name in rule.needs if (path := FACTS[name].path).steps[0] != "shop"),
        reads_variants=_reads_variants(rule),
        by_category=_by_category(rule, context),
        assumed=(Path.parse(rule.assuming.at), equals) if rule.assuming else None,
        coming=coming,
    )


def _first_change(rule: Rule, context: Context, now: Any) -> date | None:
    """The first day within the notice on which the rule starts to hold or compares with something else."""
    days = sorted(context.limits.days | ({rule.starts} if rule.starts else set()))
    for text in days:
        day = date.fromisoformat(text)
        if context.as_of < day <= context.as_of + NOTICE and rule.in_force(day):
            then = context.on(day)
            if _settings(rule, then) != now:
                return day
    return None


def _by_category(rule: Rule, context: Context) -> bool:
    """Whether the category alone, or the shop, decides if a product breaks the rule."""
    if rule.kind == "category":
        return rule.params["finds"] != "misfit" or context.shop.category_mapping is None
    if rule.kind in _OF_LISTING:
        return context.shop.listing is None
    return rule.kind in _OF_CATEGORY or str(rule.params.get("at")) in _OF_MAPPING


def _reads_variants(rule: Rule) -> bool:
    """Whether variants that the payload leaves out could break the rule."""
    named = chain.from_iterable(one if isinstance(one, list) else (one,) for one in rule.params.values())
    return (
        rule.kind in _OF_VARIANTS
        or any(isinstance(one, str) and one.startswith("skus") for one in named)
        or rule.params.get("finds") == "unknown_sales"
    )
