"""Markdown for a job summary or a comment: the counts, the causes as a table, and products under each cause.

A comment on GitHub holds 65,536 characters, a job summary a mebibyte; what is written fits both. Products are left
out first, never a cause, and what is left out is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import IO

from listing_rules.formats.base import Run, Tally
from listing_rules.formats.findings import Finding, file_of, findings, in_words
from listing_rules.formats.markdown_text import escaped
from listing_rules.formats.silenced import silenced
from listing_rules.formats.words import counted
from listing_rules.report import SEVERITIES, Report

__all__ = ["Markdown"]

_FITS = 65_000
_PRODUCTS = 20
_LONGEST = 600
_SIGNS = {"error": "❌", "warning": "⚠️", "info": "ℹ️"}


class _Cause:
    """A rule, how often it was broken, and the first products."""

    def __init__(self, first: Finding) -> None:
        self.rule = first.rule
        self.severity = first.severity
        self.count = 0
        self.lines: list[str] = []


class Markdown:
    def __init__(self, out: IO[str], run: Run) -> None:
        self._out = out
        self._run = run
        self._causes: dict[str, _Cause] = {}

    def add(self, report: Report) -> None:
        for finding in findings(report):
            cause = self._causes.setdefault(finding.rule, _Cause(finding))
            cause.severity = min(cause.severity, finding.severity, key=SEVERITIES.index)
            cause.count += 1
            if len(cause.lines) < _PRODUCTS:
                cause.lines.append(self._line(finding))

    def finish(self, tally: Tally, *, partial: str | None = None) -> None:
        causes = sorted(self._causes.values(), key=lambda one: (SEVERITIES.index(one.severity), -one.count, one.rule))
        head = "".join(f"{line}\n" for line in self._head(tally, causes, partial))
        foot = "".join(f"{line}\n" for line in _foot(tally))
        room = _FITS - len(head) - len(foot)
        self._out.write(head)
        for number, cause in enumerate(causes):
            details = self._details(cause, room // (len(causes) - number))
            room -= len(details)
            self._out.write(details)
        self._out.write(foot)

    def _head(self, tally: Tally, causes: list[_Cause], partial: str | None) -> Iterator[str]:
        yield f"### {'✅' if not causes else _SIGNS[causes[0].severity]} TikTok Shop: {counted(tally)}"
        yield ""
        if partial:
            yield f"> **Partial:** {escaped(partial)}"
            yield ""
        quiet = list(silenced(tally, self._run.rules))
        yield from (f"> ⚠️ {escaped(one.told)}\n>" for one in quiet[:_PRODUCTS])
        if quiet:
            yield ""
        if causes:
            yield "| | cause | times | rule |"
            yield "|---|---|---:|---|"
        for cause in causes:
            title = escaped(in_words(self._run.rules, cause.rule)[0][:200])
            yield f"| {_SIGNS[cause.severity]} | {title} | {cause.count:,} | `{cause.rule}` |"
        yield ""

    def _details(self, cause: _Cause, room: int) -> str:
        """As many products as there is room for, and how many more there are."""
        title, fix = in_words(self._run.rules, cause.rule)
        opening = f"<details><summary>{_SIGNS[cause.severity]} {escape(title[:200])} ({cause.count:,})</summary>\n\n"
        opening += f"**Fix:** {escaped(fix[:_LONGEST])}\n\n"
        closing = "\n</details>\n\n"
        room -= len(opening) + len(closing) + 40
        lines: list[str] = []
        for line in cause.lines:
            room -= len(line)
            if room < 0:
                break
            lines.append(line)
        more = f"- and {cause.count - len(lines):,} more\n" if cause.count > len(lines) else ""
        return opening + "".join(lines) + more + closing

    def _line(self, finding: Finding) -> str:
        pointer = finding.failure.source_at if finding.failure else None
        file, spot = file_of(finding.report, self._run), self._run.places.of(finding.report, pointer)
        place = "" if file is None else f"{file}:{spot.line}" if spot else file
        where = " · ".join(escaped(part[:_LONGEST]) for part in (place, finding.place) if part)
        product, reason = escaped(finding.product[:200]), escaped(finding.reason[:_LONGEST])
        return f"- **{product}**: {reason}{f' <sub>{where}</sub>' if where else ''}\n"


def _foot(tally: Tally) -> Iterator[str]:
    if tally.missing:
        rules = {rule for found, _ in tally.missing.values() for rule in found}
        facts = ", ".join(f"`{fact}`" for fact in sorted(tally.missing))
        yield f"{len(rules)} rules could not be decided everywhere, for want of {facts}."
