"""JUnit XML: a test case for each product, so that a CI system lists products as it lists tests.

A product fails where something at or above --fail-on stands in its report; the rest is in its output. Systems read
one failure of a test case, so one tells all. The counts stand at the top of the file, and the cases wait in a spool.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from html import escape
from typing import IO

from listing_rules.formats.base import Run, Tally
from listing_rules.formats.findings import Finding, file_of, findings
from listing_rules.formats.silenced import silenced
from listing_rules.formats.visible import visible
from listing_rules.report import SEVERITIES, Report

__all__ = ["JUnit"]

_NO_XML = re.compile("[\ufffe\uffff]")


class JUnit:
    def __init__(self, out: IO[str], run: Run) -> None:
        self._out = out
        self._run = run
        self._stack = ExitStack()
        self._cases = self._stack.enter_context(run.spool())
        self._fatal = 0 if run.fail_on is None else SEVERITIES.index(run.fail_on) + 1
        self._failed = 0
        self._left_alone = 0

    def add(self, report: Report) -> None:
        told = list(findings(report))
        self._cases.write(f"<testcase {self._name(report)}>{self._outcome(report, told)}</testcase>\n")

    def _outcome(self, report: Report, told: list[Finding]) -> str:
        fatal = [one for one in told if one.severity in SEVERITIES[: self._fatal]]
        rest = [one for one in told if one not in fatal]
        output = f"<system-out>{_text(_lines(rest))}</system-out>" if rest else ""
        if report.unreadable is not None:
            return f"<error {_summary(told)}>{_text(_lines(told))}</error>"
        if fatal:
            self._failed += 1
            return f"<failure {_summary(fatal)}>{_text(_lines(fatal))}</failure>{output}"
        if report.forecast == "not_synced":
            self._left_alone += 1
            return f"<skipped {_attributes(message=told[0].reason if told else 'It is not synced.')}/>{output}"
        return output

    def _name(self, report: Report) -> str:
        file, spot = file_of(report, self._run), self._run.places.of(report, None)
        product = report.product
        key = product.handle or product.id or ""
        name = f"{product.title or '(no title)'} [{key}]" if key else (product.title or "(unknown product)")
        place = {"file": file, "line": str(spot.line) if spot else None}
        return _attributes(classname=file or "standard input", name=name, **place)

    def finish(self, tally: Tally, *, partial: str | None = None) -> None:
        quiet = list(silenced(tally, self._run.rules))
        more = len(quiet) + (partial is not None)
        counts = _attributes(
            name="listing-rules",
            tests=str(tally.checked + tally.unreadable + more),
            failures=str(self._failed),
            errors=str(tally.unreadable + (partial is not None)),
            skipped=str(self._left_alone + len(quiet)),
        )
        self._out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n<testsuite {counts}>\n')
        self._cases.seek(0)
        shutil.copyfileobj(self._cases, self._out)
        for one in quiet:
            self._of_run("skipped", one.rule, one.told)
        if partial is not None:
            self._of_run("error", "the whole run", partial)
        self._out.write("</testsuite>\n</testsuites>\n")
        self._stack.close()

    def _of_run(self, outcome: str, name: str, message: str) -> None:
        """A test case of its own for what is about no product."""
        named = _attributes(classname="listing-rules", name=name)
        self._out.write(f"<testcase {named}><{outcome} {_attributes(message=message)}/></testcase>\n")


def _summary(told: list[Finding]) -> str:
    more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
    return _attributes(type=told[0].rule, message=f"{told[0].reason}{more}")


def _lines(told: Iterable[Finding]) -> str:
    return "\n".join(f"{one.severity} {one.rule}: {one.reason} Fix: {one.fix} ({one.place})" for one in told)


def _attributes(**values: str | None) -> str:
    return " ".join(f'{name}="{escape(_plain(value))}"' for name, value in values.items() if value is not None)


def _text(text: str) -> str:
    return escape("\n".join(_plain(line) for line in text.split("\n")))


def _plain(text: str) -> str:
    """Without what XML cannot hold: control characters, and two code points that are none."""
    return _NO_XML.sub(lambda match: f"\\u{ord(match.group()):04x}", visible(text))
