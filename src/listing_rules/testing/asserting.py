"""The assertion: this product will be listed, or here is our report."""

from __future__ import annotations

import io
from collections.abc import Callable

import click

from listing_rules.api import Payload, bundled_rules, check
from listing_rules.formats import FORMATS, Run, Tally
from listing_rules.locating import Places
from listing_rules.output import spool
from listing_rules.report import SEVERITIES, Report, Severity
from listing_rules.ruleset import RuleSet
from listing_rules.shop import Shop

__all__ = ["OBSERVERS", "as_text", "assert_lists_clean", "lists_clean"]

OBSERVERS: list[Callable[[Report], None]] = []
"""Who is told of every report that an assertion was made of: the plugin, which counts the rules at work."""


def assert_lists_clean(
    product: Payload,
    market: str = "US",
    *,
    shop: Shop | None = None,
    rules: RuleSet | None = None,
    fail_on: Severity = "error",
) -> Report:
    """AssertionError with the text report where TikTok Shop would not list the product as it is; else the report.

    `shop` knows more than the market, and its own market counts then. `fail_on` is the mildest severity that fails.
    A product that the connector would leave alone, such as a draft, is not listed either. PayloadError where it cannot
    be read.
    """
    __tracebackhide__ = True
    report = check(product, shop=shop or Shop(market=market), rules=rules)
    for observer in OBSERVERS:
        observer(report)
    if not lists_clean(report, fail_on):
        raise AssertionError(as_text(report, rules or bundled_rules(), advice=fail_on == "info"))
    return report


def lists_clean(report: Report, fail_on: Severity = "error") -> bool:
    """Whether the product is listed, and nothing as bad as this is to be said about it."""
    bad = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    listed = report.unreadable is None and report.forecast == "synced"
    return listed and not any(failure.severity in bad for failure in report.failures)


def as_text(report: Report, rules: RuleSet, *, advice: bool = False) -> str:
    """One report as `listing-rules check` tells it, without colours; with what is only advice, as with --verbose."""
    out, tally = io.StringIO(), Tally()
    run = Run(
        rules=rules, places=Places(lambda _: None), name_file=str, say=lambda _: None, spool=spool, verbose=advice
    )
    writer = FORMATS["text"](out, run)
    tally.add(report)
    writer.add(report)
    writer.finish(tally)
    return click.unstyle(out.getvalue()).rstrip()
