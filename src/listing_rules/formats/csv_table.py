"""A table for merchants: one row for each thing to mend, for a spreadsheet.

It begins with a byte order mark: Excel, which opens it with a double click, reads it as anything but UTF-8 without
one, and other spreadsheets and csv libraries know to pass over it. Programs have JSONL.
"""

from __future__ import annotations

import csv
import re
from typing import IO

from listing_rules.formats.base import Run, Tally
from listing_rules.formats.findings import Finding, file_of, findings, in_words
from listing_rules.formats.silenced import silenced
from listing_rules.formats.visible import visible
from listing_rules.formats.words import VERDICTS
from listing_rules.report import Report

__all__ = ["CsvTable"]

_COLUMNS = (
    *("Product", "Handle", "Product ID", "Verdict", "Severity", "Problem", "What is wrong", "What to do"),
    *("Where", "Value", "Certainty", "Market", "Rule", "File", "Line", "Fingerprint"),
)
_CELL = 32_767
_SHEET = 1_048_575
_FORMULA = re.compile(r"\s*[=+\-@|%\t\r\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?\d{1,30}([.,]\d{1,30})?")


class CsvTable:
    def __init__(self, out: IO[str], run: Run) -> None:
        self._run = run
        self._rows = 0
        out.write("\ufeff")
        self._table = csv.writer(out, lineterminator="\r\n")
        self._table.writerow(_COLUMNS)

    def add(self, report: Report) -> None:
        for finding in findings(report):
            self._rows += 1
            self._table.writerow([_cell(text) for text in self._row(finding)])

    def finish(self, tally: Tally, *, partial: str | None = None) -> None:
        if self._rows > _SHEET:
            self._run.say(f"csv: {self._rows:,} rows; a spreadsheet shows the first {_SHEET:,}")
        for one in silenced(tally, self._run.rules):
            self._run.say(f"csv: {one.told}")
        if partial:
            self._run.say("csv: the run ended early, so rows are missing")

    def _row(self, finding: Finding) -> tuple[str, ...]:
        report, failure = finding.report, finding.failure
        spot = self._run.places.of(report, failure.source_at if failure else None)
        return (
            report.product.title or "",
            report.product.handle or "",
            report.product.id or "",
            VERDICTS[report.forecast] if report.unreadable is None else "Cannot be read",
            finding.severity,
            in_words(self._run.rules, finding.rule)[0],
            finding.reason,
            finding.fix,
            finding.place,
            "" if failure is None or failure.value is None else str(failure.value),
            failure.certainty if failure else "certain",
            report.market,
            finding.rule,
            file_of(report, self._run) or "",
            str(spot.line) if spot else "",
            finding.fingerprint,
        )


def _cell(text: str) -> str:
    """What a spreadsheet would take for a formula is marked as text with an apostrophe; numbers stay numbers."""
    shown = visible(text)
    if _FORMULA.match(shown) and not _NUMBER.fullmatch(shown):
        shown = f"'{shown}"
    return shown[:_CELL]
