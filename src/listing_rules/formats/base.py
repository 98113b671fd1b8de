"""What every output shares: reports come one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO, Protocol, TypeAlias, runtime_checkable

from listing_rules.locating import Places
from listing_rules.report import Report, Severity
from listing_rules.ruleset import RuleSet
from listing_rules.tally import Tally

__all__ = ["FailOn", "Format", "OfLines", "Run", "Tally"]

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


class Format(Protocol):
    """An output being written: any number of reports, then the end."""

    def add(self, report: Report) -> None:
        """Write one report, or keep what of it is told at the end."""

    def finish(self, tally: Tally, *, partial: str | None = None) -> None:
        """Write the end. `partial` says why the run stopped early, where it did."""


@runtime_checkable
class OfLines(Protocol):
    """An output made of the lines of `jsonl.as_json`, which may come ready from where a report was made."""

    def add_lines(self, lines: Sequence[str]) -> None:
        """The lines of as many reports."""
