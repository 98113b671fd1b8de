"""reviewdog's diagnostic format: one JSON object, columns in bytes of UTF-8, the end of a range exclusive."""

from __future__ import annotations

import json
from typing import IO, Any

from listing_rules.formats.base import Run, Tally
from listing_rules.formats.findings import Finding, file_of, findings
from listing_rules.formats.silenced import silenced
from listing_rules.locating import Mark, Spot
from listing_rules.report import Report

__all__ = ["RdJson"]

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


class RdJson:
    """A diagnostic needs a file, so what comes from standard input is counted and left out."""

    def __init__(self, out: IO[str], run: Run) -> None:
        self._out = out
        self._run = run
        self._separator = '{"source": {"name": "listing-rules"}, "diagnostics": ['
        self._nowhere = 0

    def add(self, report: Report) -> None:
        file = file_of(report, self._run)
        for finding in findings(report):
            if file is None:
                self._nowhere += 1
                continue
            self._out.write(f"{self._separator}\n{json.dumps(self._diagnostic(finding, file))}")
            self._separator = ","

    def finish(self, tally: Tally, *, partial: str | None = None) -> None:
        self._out.write(("" if self._separator == "," else self._separator) + "\n]}\n")
        if self._nowhere:
            self._run.say(f"rdjson: {self._nowhere:,} failures come from no file and are left out: reviewdog needs one")
        for one in silenced(tally, self._run.rules):
            self._run.say(f"rdjson: {one.told}")
        if partial:
            self._run.say("rdjson: the run ended early, so diagnostics are missing")

    def _diagnostic(self, finding: Finding, file: str) -> dict[str, Any]:
        spot = self._run.places.of(finding.report, finding.failure.source_at if finding.failure else None)
        return {
            "message": finding.told,
            "location": {"path": file, **({"range": _range(spot)} if spot else {})},
            "severity": _SEVERITIES[finding.severity],
            "code": {"value": finding.rule},
        }


def _range(spot: Spot) -> dict[str, Any]:
    if spot.start is None:
        return {"start": {"line": spot.line}}
    ends = {"end": _position(spot.end)} if spot.end else {}
    return {"start": _position(spot.start), **ends}


def _position(mark: Mark) -> dict[str, int]:
    return {"line": mark.line, "column": mark.byte_column}
