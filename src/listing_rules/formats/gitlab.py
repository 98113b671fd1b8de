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
from listing_rules.formats.silenced import SILENCED, silenced
from listing_rules.formats.worst import Worst
from listing_rules.report import Report
from listing_rules.telling import fingerprint

__all__ = ["GitLab"]

_KEPT = 50_000
_WORST = (0, 0, 0)
_STOPPING = {"sync_failed": "blocker", "review_failed": "critical", "in_review": "major", "listed": "major"}
_SEVERITIES = {"warning": "minor", "info": "info"}


class GitLab:
    def __init__(self, out: IO[str], run: Run) -> None:
        self._out = out
        self._run = run
        self._issues = Worst(_KEPT)
        self._seen: Counter[str] = Counter()
        self._nowhere = 0
        self._first: str | None = None

    def add(self, report: Report) -> None:
        file = file_of(report, self._run)
        self._first = self._first or file
        for finding in findings(report):
            if file is None:
                self._nowhere += 1
            elif self._issues.takes(finding.rank):
                self._issues.keep(finding.rank, self._issue(finding, file))

    def finish(self, tally: Tally, *, partial: str | None = None) -> None:
        self._add_silenced(tally)
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
        severity = _SEVERITIES.get(finding.severity, stopping)
        mark = self._own(finding.fingerprint)
        return _issue(finding.rule, finding.told, mark, severity, file, spot.line if spot else 1)

    def _add_silenced(self, tally: Tally) -> None:
        """Mandatory rules that are kept quiet, at the head of the first file: an issue must stand somewhere."""
        for one in silenced(tally, self._run.rules):
            if self._first is not None and self._issues.takes(_WORST):
                mark = self._own(fingerprint(SILENCED, one.rule))
                self._issues.keep(_WORST, _issue(SILENCED, one.told, mark, "major", self._first, 1))
            else:
                self._run.say(f"gitlab: {one.told}")

    def _own(self, mark: str) -> str:
        """The fingerprint, or one made of it where another issue has it already."""
        self._seen[mark] += 1
        number = self._seen[mark]
        return mark if number == 1 else fingerprint(mark, str(number))


def _issue(name: str, words: str, mark: str, severity: str, file: str, line: int) -> str:
    place = {"path": file, "lines": {"begin": line}}
    return json.dumps(
        {"description": words, "check_name": name, "fingerprint": mark, "severity": severity, "location": place}
    )
