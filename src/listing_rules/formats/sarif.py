"""SARIF 2.1.0 as GitHub code scanning takes it: one run, the worst results first, a physical location for each.

GitHub shows 5,000 results of a run and refuses a file with more than 25,000. So at most 25,000 are kept, and the
file and standard error say what is beyond either number.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import IO, Any
from urllib.parse import quote

from listing_rules._version import __version__
from listing_rules.formats.base import Run, Tally
from listing_rules.formats.findings import Finding, file_of, findings
from listing_rules.formats.sarif_rules import LEVELS, descriptor
from listing_rules.formats.silenced import silenced
from listing_rules.formats.visible import visible
from listing_rules.formats.worst import Worst
from listing_rules.locating import Spot
from listing_rules.report import Failure, Report

__all__ = ["Sarif"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_SHOWN = 5_000
_TAKEN = 25_000
_RELATED = 20
# Not "primaryLocationLineHash", which GitHub's uploader makes of the line itself and wants to find nowhere else.
_FINGERPRINT = "listingRules/v1"


class Sarif:
    def __init__(self, out: IO[str], run: Run) -> None:
        self._out = out
        self._run = run
        self._results = Worst(_TAKEN)
        self._rules: dict[str, int] = {}
        self._market = ""
        self._nowhere = 0

    def add(self, report: Report) -> None:
        self._market = report.market
        for finding in findings(report):
            if self._results.takes(finding.rank):
                self._results.keep(finding.rank, json.dumps(self._result(finding)))
            self._nowhere += finding.report.source is None or finding.report.source.file is None

    def finish(self, tally: Tally, *, partial: str | None = None) -> None:
        notes = list(self._notes(partial))
        for note in notes:
            self._run.say(f"sarif: {note}")
        write = self._out.write
        write(f'{{"$schema": {json.dumps(_SCHEMA)}, "version": "2.1.0", "runs": [{{\n')
        for name, value in self._head(tally, notes, partial).items():
            write(f"{json.dumps(name)}: {json.dumps(value)},\n")
        write('"results": [')
        for number, result in enumerate(self._results):
            write(f"{',' if number else ''}\n{result}")
        write("\n]}]}\n")

    def _head(self, tally: Tally, notes: list[str], partial: str | None) -> dict[str, Any]:
        driver = {
            "name": "listing-rules",
            "semanticVersion": __version__,
            "rules": [descriptor(self._run.rules, rule) for rule in self._rules],
        }
        invocation = {
            "executionSuccessful": partial is None,
            "toolExecutionNotifications": [_notification(note) for note in notes],
            "toolConfigurationNotifications": [_notification(quiet.told) for quiet in silenced(tally, self._run.rules)],
        }
        return {
            "tool": {"driver": driver},
            "automationDetails": {"id": f"listing-rules/{self._market}/"},
            "invocations": [invocation],
            "columnKind": "unicodeCodePoints",
        }

    def _notes(self, partial: str | None) -> Iterator[str]:
        met, kept = self._results.met, len(self._results)
        if met > kept:
            yield f"{met - kept:,} of {met:,} results are left out, the least severe: GitHub takes {_TAKEN:,} in a run"
        if kept > _SHOWN:
            yield f"GitHub shows the first {_SHOWN:,} of {kept:,} results, which are the worst"
        if self._nowhere:
            yield f"{self._nowhere:,} results come from no file; GitHub shows those in files only"
        if partial:
            yield f"the run ended early, so results are missing: {visible(partial)}"

    def _result(self, finding: Finding) -> dict[str, Any]:
        self._rules.setdefault(finding.rule, len(self._rules))
        result = {
            "ruleId": finding.rule,
            "ruleIndex": self._rules[finding.rule],
            "level": LEVELS[finding.severity],
            "message": {"text": _plain(finding.told)},
            "partialFingerprints": {_FINGERPRINT: finding.fingerprint},
            "properties": _properties(finding),
        }
        failure = finding.failure
        location = self._location(finding.report, failure.source_at if failure else None)
        if location:
            result["locations"] = [location]
        if location and failure and failure.also_at:
            result["relatedLocations"] = list(self._related(finding.report, failure))
        return result

    def _related(self, report: Report, failure: Failure) -> Iterator[dict[str, Any]]:
        """The other places of the same cause."""
        for number, place in enumerate(failure.also_at[:_RELATED]):
            location = self._location(report, place.source_at)
            words = _plain(visible(place.source_label or place.source_at or place.at))
            yield {"id": number, **location, "message": {"text": words}}

    def _location(self, report: Report, pointer: str | None) -> dict[str, Any]:
        """Empty for what stands in no file."""
        file, spot = file_of(report, self._run), self._run.places.of(report, pointer)
        if file is None or spot is None:
            return {}
        return {"physicalLocation": {"artifactLocation": _artifact(file), "region": _region(spot)}}


def _notification(text: str) -> dict[str, Any]:
    return {"level": "warning", "message": {"text": _plain(text)}}


def _artifact(file: str) -> dict[str, str]:
    address = quote(os.fsencode(file), safe="/")
    return {"uri": f"file://{address}"} if file.startswith("/") else {"uri": address, "uriBaseId": "%SRCROOT%"}


def _region(spot: Spot) -> dict[str, int]:
    region = {"startLine": spot.line}
    if spot.start:
        region["startColumn"] = spot.start.column
    if spot.end:
        region |= {"endLine": spot.end.line, "endColumn": spot.end.column}
    return region


def _plain(text: str) -> str:
    """SARIF reads `[words](address)` in plain text as a link."""
    return text.replace("](", "]\\(").replace("[", "\\[") if "](" in text else text


def _properties(finding: Finding) -> dict[str, Any]:
    failure = finding.failure
    if failure is None:
        return {}
    told = {"product": finding.product, "place": finding.place, "stage": failure.stage, "action": failure.action}
    return {**told, "at": failure.at, "platformCodes": list(failure.platform_codes)}
