"""Annotations of GitHub Actions: workflow commands that put a red cross next to the line.

GitHub shows ten of a kind for a step. So ten are written: the first of every cause, the commonest cause first, and
then more of each in turn. What is not annotated is counted in a notice.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, zip_longest
from typing import IO

from listing_rules.formats.base import Run, Tally
from listing_rules.formats.findings import Finding, file_of, findings, in_words
from listing_rules.formats.silenced import silenced
from listing_rules.formats.visible import visible
from listing_rules.formats.words import counted
from listing_rules.report import Report, Severity

__all__ = ["GitHub"]

_SHOWN = 10
_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


class GitHub:
    def __init__(self, out: IO[str], run: Run) -> None:
        self._out = out
        self._run = run
        self._kept: dict[Severity, dict[str, list[str]]] = {severity: {} for severity in _COMMANDS}
        self._met: dict[Severity, dict[str, int]] = {severity: {} for severity in _COMMANDS}

    def add(self, report: Report) -> None:
        for finding in findings(report):
            met = self._met[finding.severity]
            met[finding.rule] = met.get(finding.rule, 0) + 1
            kept = self._kept[finding.severity].setdefault(finding.rule, [])
            if len(kept) < _SHOWN:
                kept.append(self._command(finding))

    def finish(self, tally: Tally, *, partial: str | None = None) -> None:
        quiet = "\n".join(one.told for one in silenced(tally, self._run.rules))
        if quiet:
            self._out.write(f"::warning title=Mandatory rules kept quiet::{_data(quiet)}\n")
        room = {"error": _SHOWN, "warning": _SHOWN - bool(quiet), "info": _SHOWN - 1}  # a notice counts the rest
        left_out = 0
        for severity in _COMMANDS:
            chosen = list(self._chosen(severity, room[severity]))
            left_out += sum(self._met[severity].values()) - len(chosen)
            self._out.writelines(f"{command}\n" for command in chosen)
        if left_out:
            more = f"{left_out:,} more failures are not annotated: GitHub shows {_SHOWN} of a kind."
            self._out.write(f"::notice title=listing-rules::{_data(f'{counted(tally)}. {more}')}\n")
        if partial:
            self._out.write(f"::error title=listing-rules::{_data(f'The run ended early: {visible(partial)}')}\n")

    def _chosen(self, severity: Severity, room: int) -> Iterator[str]:
        """One of every cause, then a second of each, and so on."""
        by_count = sorted(self._kept[severity].items(), key=lambda item: -self._met[severity][item[0]])
        in_turn = chain.from_iterable(zip_longest(*(commands for _, commands in by_count)))
        yield from [command for command in in_turn if command is not None][:room]

    def _command(self, finding: Finding) -> str:
        title, _ = in_words(self._run.rules, finding.rule)
        pointer = finding.failure.source_at if finding.failure else None
        properties = {**self._place(finding.report, pointer), "title": f"{title} ({finding.rule})"}
        listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
        message = f"{finding.product}: {finding.reason}\nFix: {finding.fix}"
        return f"::{_COMMANDS[finding.severity]} {listed}::{_data(message)}"

    def _place(self, report: Report, pointer: str | None) -> dict[str, object]:
        file, spot = file_of(report, self._run), self._run.places.of(report, pointer)
        if file is None or spot is None:
            return {}
        place: dict[str, object] = {"file": "\n".join(map(visible, file.split("\n"))), "line": spot.line}
        if spot.start:
            place["col"] = spot.start.column
        if spot.end and spot.start and spot.end.line == spot.line and spot.end.column > spot.start.column:
            place["endColumn"] = spot.end.column
        return place


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
