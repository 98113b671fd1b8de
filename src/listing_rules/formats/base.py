"""What every output shares: reports come one by one, and are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO, Any, Protocol, TypeAlias

from listing_rules.locating import Places
from listing_rules.report import FORECASTS, SEVERITIES, Report, Severity, Skipped, Source, TurnedOff
from listing_rules.ruleset import RuleSet

__all__ = ["FailOn", "Format", "Run", "Tally"]

FailOn: TypeAlias = Severity | None


@dataclass(frozen=True, kw_only=True)
class Run:
    """What an output may need of the run that it tells of.

    `places` finds the line and column of a value. `name_file` gives the name of an input as its repository knows it.
    `say` tells the person who started the run something about an output, such as what a limit of its reader leaves
    out. `spool` gives a text file that is gone when it is closed, for outputs whose beginning depends on their end.
    `fail_on` is the severity from which a product counts as failed, None where nothing does.
    """

    rules: RuleSet
    places: Places
    name_file: Callable[[str], str]
    say: Callable[[str], None]
    spool: Callable[[], AbstractContextManager[IO[str]]]
    fail_on: FailOn = "error"
    verbose: bool = False


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
        self._skipped = (
            report.skipped
        )  # even if equal: the ones that come with it are the same objects, compared faster
        self.known.update(failure.rule for failure in report.known)
        for off in report.turned_off:
            self.turned_off[off] = self.turned_off.get(off, 0) + 1

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


class Format(Protocol):
    """An output being written: any number of reports, then the end."""

    def add(self, report: Report) -> None:
        """Write one report, or keep what of it is told at the end."""

    def finish(self, tally: Tally, *, partial: str | None = None) -> None:
        """Write the end. `partial` says why the run stopped early, where it did."""
