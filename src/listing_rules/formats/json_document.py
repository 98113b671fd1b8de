"""One JSON document: the reports as they come, then a summary. Written as a stream, so that size does not matter."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import IO, Any

from listing_rules.formats.base import Run, Tally
from listing_rules.formats.jsonl import as_json
from listing_rules.report import Report

__all__ = ["JsonDocument", "document_schema"]

_COUNTS = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}}


def document_schema() -> dict[str, Any]:
    """The JSON Schema of the document."""
    report = Report.model_json_schema(mode="serialization")
    shared = report.pop("$defs")
    off = shared["TurnedOff"]
    turned_off = {**off, "properties": {**off["properties"], "products": {"type": "integer", "minimum": 1}}}
    summary = {
        "products": {"type": "integer", "minimum": 0, "description": "How many were read."},
        "unreadable": {"type": "integer", "minimum": 0, "description": "How many could not be read."},
        "forecasts": {**_COUNTS, "description": "How many products have each forecast."},
        "rules": {**_COUNTS, "description": "How many failures each rule found, the commonest first."},
        "known": {**_COUNTS, "description": "How many failures of each rule the baseline holds."},
        "undecided": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
            "description": "For each fact that was not given, the rules that could not be decided everywhere.",
        },
        "turned_off": {"type": "array", "items": turned_off},
        "partial": {"type": ["string", "null"], "description": "Why the run ended early, where it did."},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A run of listing-rules check --format json",
        "type": "object",
        "properties": {
            "rules_version": {"type": "string"},
            "reports": {"type": "array", "items": {"$ref": "#/$defs/Report"}},
            "summary": {"type": "object", "properties": summary, "required": list(summary)},
        },
        "required": ["rules_version", "reports", "summary"],
        "$defs": {**shared, "Report": report},
    }


class JsonDocument:
    def __init__(self, out: IO[str], run: Run) -> None:
        self._out = out
        self._opening = f'{{"rules_version": {json.dumps(run.rules.version)}, "reports": ['

    def add(self, report: Report) -> None:
        self.add_lines((as_json(report),))

    def add_lines(self, lines: Sequence[str]) -> None:
        for line in lines:
            self._out.write(f"{self._opening}\n{line}")
            self._opening = ","

    def finish(self, tally: Tally, *, partial: str | None = None) -> None:
        if self._opening != ",":
            self._out.write(self._opening)
        summary = {**tally.as_json(), "partial": partial}
        self._out.write(f'\n], "summary": {json.dumps(summary)}}}\n')
