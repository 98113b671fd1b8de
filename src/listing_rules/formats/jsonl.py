"""One report a line, as `report.model_dump(mode="json")` gives it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import IO

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from listing_rules.formats.base import Run, Tally
from listing_rules.formats.visible import in_json
from listing_rules.report import Failure, Report, Skipped, built

__all__ = ["JsonLines", "as_json", "skipped_json"]

_FAILURES = TypeAdapter(tuple[Failure, ...])
_SKIPPED = TypeAdapter(tuple[Skipped, ...])
_BETWEEN = '"failures":[],"skipped":[]'  # no text of JSON holds this: its quotation marks are escaped
_MAX_WRITTEN = 256
_WRITTEN: dict[tuple[int, ...], tuple[tuple[Skipped, ...], str]] = {}


class JsonLines:
    def __init__(self, out: IO[str], run: Run) -> None:
        self._out = out

    def add(self, report: Report) -> None:
        self._out.write(as_json(report) + "\n")

    def add_lines(self, lines: Sequence[str]) -> None:
        self._out.write("\n".join((*lines, "")))

    def finish(self, tally: Tally, *, partial: str | None = None) -> None:
        """Nothing: every line stands by itself."""


def as_json(report: Report) -> str:
    """The report on one line, as pydantic writes it."""
    if report.known:
        return in_json(_dumped(report))
    bare = built(Report, **report.__dict__ | {"failures": (), "skipped": ()})
    before, after = in_json(_dumped(bare)).split(_BETWEEN)
    failures = in_json(_FAILURES.dump_json(report.failures).decode()) if report.failures else "[]"
    return f'{before}"failures":{failures},"skipped":{skipped_json(report.skipped)}{after}'


def _dumped(report: Report) -> str:
    """Bytes of a file's name that are no text are told as escapes."""
    try:
        return report.model_dump_json()
    except PydanticSerializationError:
        source = report.source
        if source is None or source.file is None:
            raise
        name = os.fsencode(source.file).decode(errors="backslashreplace")
        return report.model_copy(update={"source": source.model_copy(update={"file": name})}).model_dump_json()


def skipped_json(skipped: tuple[Skipped, ...]) -> str:
    """What could not be decided is most of a report and the same in most reports, so it is written once."""
    key = tuple(map(id, skipped))
    known = _WRITTEN.get(key)
    if known is None:
        if len(_WRITTEN) >= _MAX_WRITTEN:
            _WRITTEN.clear()
        known = _WRITTEN[key] = skipped, in_json(_SKIPPED.dump_json(skipped).decode())  # held, their ids are their own
    return known[1]
