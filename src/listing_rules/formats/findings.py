"""What the outputs for other programs tell of a report: each failure, and that a product cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from listing_rules.explaining import in_general
from listing_rules.formats.base import Run
from listing_rules.formats.visible import visible
from listing_rules.report import CERTAINTIES, SEVERITIES, STAGES, Failure, Report, Severity
from listing_rules.ruleset import RuleSet
from listing_rules.telling import fingerprint

__all__ = ["UNREADABLE", "Finding", "file_of", "findings", "in_words", "left_out", "name_of"]

UNREADABLE = "unreadable-product"
"""The name under which outputs tell a product that cannot be read. No rule has it."""

_UNREADABLE_IN_GENERAL = ("A product cannot be read", "Repair the file or export it again, then check it.")


class Finding(Struct, frozen=True):
    """One thing to tell. All texts are safe to show; `failure` is None for a product that cannot be read."""

    report: Report
    failure: Failure | None
    rule: str
    severity: Severity
    product: str
    reason: str
    fix: str
    place: str
    fingerprint: str

    @property
    def told(self) -> str:
        """Product, reason and fix in one line."""
        return f"{self.product}: {self.reason} Fix: {self.fix}"

    @property
    def rank(self) -> tuple[int, int, int]:
        """Worst first."""
        if self.failure is None:
            return (0, 0, 0)
        one = self.failure
        return SEVERITIES.index(one.severity), STAGES.index(one.stage), CERTAINTIES.index(one.certainty)


def findings(report: Report) -> Iterator[Finding]:
    """The failures of a report in its order, or the one finding that it cannot be read."""
    if report.unreadable is not None:
        yield _unreadable(report, report.unreadable)
    for failure in report.failures:
        yield Finding(
            report=report,
            failure=failure,
            rule=failure.rule,
            severity=failure.severity,
            product=name_of(report),
            reason=visible(failure.reason) + left_out(report, failure),
            fix=visible(failure.fix),
            place=visible(failure.source_label or failure.source_at or ""),
            fingerprint=failure.fingerprint,
        )


def left_out(report: Report, failure: Failure) -> str:
    """What the last failure that is told adds, where there are more than the shop's bounds let be told."""
    last = report.truncated and failure is report.failures[-1]
    return f" ({report.truncated:,} more failures of this product are not told.)" if last else ""


def _unreadable(report: Report, why: str) -> Finding:
    source = report.source
    line = source.line if source else None
    return Finding(
        report=report,
        failure=None,
        rule=UNREADABLE,
        severity="error",
        product="A product" if line is None else f"The product in line {line}",
        reason=f"It cannot be read: {visible(why)}.",
        fix=_UNREADABLE_IN_GENERAL[1],
        place="" if line is None else f"line {line}",
        fingerprint=fingerprint(UNREADABLE, (source and source.file) or "", str(line)),
    )


def name_of(report: Report) -> str:
    """The product as people call it."""
    product = report.product
    return visible(product.title or product.handle or product.id or "(no title)")


def in_words(rules: RuleSet, rule: str) -> tuple[str, str]:
    """What a rule is about and what to do, without a product."""
    title, fix = _UNREADABLE_IN_GENERAL if rule == UNREADABLE else in_general(rules, rule) or (rule, "")
    return visible(title), visible(fix)


def file_of(report: Report, run: Run) -> str | None:
    """The report's file as its repository names it; None for standard input."""
    return None if report.source is None or report.source.file is None else run.name_file(report.source.file)
