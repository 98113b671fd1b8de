"""Counts over the reports of a run."""

from __future__ import annotations

from collections import Counter
from typing import Any

from listing_rules.report import FORECASTS, SEVERITIES, Report, Severity, Skipped, Source, TurnedOff

__all__ = ["Tally"]


class Tally:
    """Counts over a run. `checked` and `unreadable` together are everything that was met."""

    def __init__(self) -> None:
        self.checked = 0
        self.unreadable = 0
        self.first_unreadable: Source | None = None
        self.truncated = 0
        self.forecasts: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.severities: Counter[str] = Counter()
        self.missing: dict[str, tuple[set[str], str]] = {}
        self.turned_off: dict[TurnedOff, int] = {}
        self.known: Counter[str] = Counter()
        self._skipped: tuple[Skipped, ...] = ()

    def add(self, report: Report) -> None:
        if report.unreadable is not None:
            self.unreadable += 1
            self.first_unreadable = self.first_unreadable or report.source
            return
        self.checked += 1
        self.truncated += report.truncated
        self.forecasts[report.forecast] += 1
        for failure in report.failures:
            self.rules[failure.rule] += 1
            self.severities[failure.severity] += 1
        if report.skipped != self._skipped:
            self._add_skipped(report.skipped)
        # Even if equal: the ones that come with it are the same objects, compared faster.
        self._skipped = report.skipped
        self.known.update(failure.rule for failure in report.known)
        for off in report.turned_off:
            self.turned_off[off] = self.turned_off.get(off, 0) + 1

    def merge(self, other: Tally) -> None:
        """The counts over the reports that come next."""
        self.checked += other.checked
        self.unreadable += other.unreadable
        self.first_unreadable = self.first_unreadable or other.first_unreadable
        self.truncated += other.truncated
        for name in ("forecasts", "rules", "severities", "known"):
            getattr(self, name).update(getattr(other, name))
        for need, (rules, why) in other.missing.items():
            self.missing.setdefault(need, (set(), why))[0].update(rules)
        for off, count in other.turned_off.items():
            self.turned_off[off] = self.turned_off.get(off, 0) + count

    def _add_skipped(self, skipped: tuple[Skipped, ...]) -> None:
        """Most products leave the same rules undecided as the one before, so this is rare."""
        for one in skipped:
            for need in one.needs:
                self.missing.setdefault(need, (set(), one.why))[0].add(one.rule)

    def at_or_above(self, severity: Severity) -> int:
        """How many failures are of this severity or worse."""
        return sum(self.severities[one] for one in SEVERITIES[: SEVERITIES.index(severity) + 1])

    def as_json(self) -> dict[str, Any]:
        """The counts as the JSON outputs give them."""
        return {
            "products": self.checked,
            "unreadable": self.unreadable,
            "forecasts": {name: self.forecasts[name] for name in FORECASTS if self.forecasts[name]},
            "rules": dict(self.rules.most_common()),
            "known": dict(self.known.most_common()),
            "undecided": {need: sorted(rules) for need, (rules, _) in sorted(self.missing.items())},
            "turned_off": [{**off.model_dump(), "products": count} for off, count in self.turned_off.items()],
        }
