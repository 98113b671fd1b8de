"""One JSON document: the reports as they come, then a summary. Written as a stream, so that size does not matter."""

from __future__ import annotations

import json
from typing import IO

from listing_rules.formats.base import Run, Tally
from listing_rules.formats.jsonl import as_json
from listing_rules.report import Report

__all__ = ["JsonDocument"]


class JsonDocument:
    def __init__(self, out: IO[str], run: Run) -> None:
        self._out = out
        self._opening = f'{{"rules_version": {json.dumps(run.rules.version)}, "reports": ['

    def add(self, report: Report) -> None:
        self._out.write(f"{self._opening}\n{as_json(report)}")
        self._opening = ","

    def finish(self, tally: Tally, *, partial: str | None = None) -> None:
        if self._opening != ",":
            self._out.write(self._opening)
        summary = {**tally.as_json(), "partial": partial}
        self._out.write(f'\n], "summary": {json.dumps(summary)}}}\n')
