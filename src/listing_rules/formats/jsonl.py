"""One report a line, as `report.model_dump(mode="json")` gives it."""

from __future__ import annotations

from typing import IO

from listing_rules.formats.base import Run, Tally
from listing_rules.report import Report

__all__ = ["JsonLines"]


class JsonLines:
    def __init__(self, out: IO[str], run: Run) -> None:
        self._out = out

    def add(self, report: Report) -> None:
        self._out.write(report.model_dump_json() + "\n")

    def finish(self, tally: Tally, *, partial: str | None = None) -> None:
        """Nothing: every line stands by itself."""
