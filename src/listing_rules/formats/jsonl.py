"""One report a line, as `report.model_dump(mode="json")` gives it."""

from __future__ import annotations

import os
from typing import IO

from pydantic_core import PydanticSerializationError

from listing_rules.formats.base import Run, Tally
from listing_rules.formats.visible import in_json
from listing_rules.report import Report

__all__ = ["JsonLines", "as_json"]


class JsonLines:
    def __init__(self, out: IO[str], run: Run) -> None:
        self._out = out

    def add(self, report: Report) -> None:
        self._out.write(as_json(report) + "\n")

    def finish(self, tally: Tally, *, partial: str | None = None) -> None:
        """Nothing: every line stands by itself."""


def as_json(report: Report) -> str:
    """The report on one line. Bytes of a file's name that are no text are told as escapes."""
    try:
        return in_json(report.model_dump_json())
    except PydanticSerializationError:
        source = report.source
        if source is None or source.file is None:
            raise
        name = os.fsencode(source.file).decode(errors="backslashreplace")
        return in_json(report.model_copy(update={"source": source.model_copy(update={"file": name})}).model_dump_json())
