"""GitLab code quality: one JSON array of issues, each with a fingerprint of its own.

GitLab takes two issues with one fingerprint for the same. Where a catalog holds a product twice, the second issue
gets a fingerprint that says so. An issue needs a file, so what comes from standard input is counted and left out.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import IO

from listing_rules.formats.base import Run, Tally
from listing_rules.formats.findings import Finding, file_of, findings
from listing_rules.formats.worst import Worst
from listing_rules.report import Report
from listing_rules.telling import fingerprint

__all__ = ["GitLab"]

_KEPT = 50_000
_STOPPING = {"sync_failed": "blocker", "review_failed": "critical", "in_review": "major", "listed": "major"}
_SEVERITIES = {"warning": "minor", "info": "info"}


class GitLab:
    def __init__(self, out: IO[str], run: Run) -> None:
        self._out = out
        self._run = run
        self._issues = Worst(_KEPT)
        self._seen: Counter[str] = Counter()
        self._nowhere = 0

    def add(self, report: Report) -> None:
        for finding in findings(report):
            file = file_of(report, self._run)
            if file is None:
                self._nowhere += 1
            elif self._issues.takes(finding.rank):
                self._issues.keep(finding.rank, self._issue(finding, file))

    def finish(self, tally: Tally, *, partial: str | None = None) -> None:
        left_out = self._issues.met - len(self._issues)
        if left_out:
            self._run.say(f"gitlab: {left_out:,} issues are left out, the least severe: at most {_KEPT:,} are written")
        if self._nowhere:
            self._run.say(f"gitlab: {self._nowhere:,} issues come from no file and are left out: GitLab needs one")
        if partial:
            self._run.say("gitlab: the run ended early, so issues are missing")
        self._out.write("[" + ",\n".join(self._issues) + "]\n")

    def _issue(self, finding: Finding, file: str) -> str:
        failure = finding.failure
        spot = self._run.places.of(finding.report, failure.source_at if failure else None)
        stopping = _STOPPING[failure.stage if failure else "sync_failed"]
        issue = {
            "description": finding.told,
            "check_name": finding.rule,
            "fingerprint": self._own(finding.fingerprint),
            "severity": _SEVERITIES.get(finding.severity, stopping),
            "location": {"path": file, "lines": {"begin": spot.line if spot else 1}},
        }
        return json.dumps(issue)

    def _own(self, mark: str) -> str:
        """The fingerprint, or one made of it where another issue has it already."""
        self._seen[mark] += 1
        number = self._seen[mark]
        return mark if number == 1 else fingerprint(mark, str(number))
