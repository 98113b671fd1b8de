"""A sign of life on standard error: how many products (or what else), how fast, how long still."""

from __future__ import annotations

import sys
import time
from typing import Protocol

__all__ = ["Progress", "duration"]

_TERMINAL_EVERY = 0.25
_LOG_EVERY = 30.0
_WINDOW = 10.0


class _Way(Protocol):
    """What is known of how far a run has come, in bytes."""

    @property
    def total(self) -> int | None: ...

    @property
    def position(self) -> int: ...


class Progress:
    """One line that changes on a terminal, a line every half minute elsewhere. `before` were done by an earlier run;
    without a `way` nobody knows how many come."""

    def __init__(self, way: _Way | None, before: int = 0, what: str = "products") -> None:
        self._way = way
        self._what = what
        self._terminal = sys.stderr.isatty()
        self._every = _TERMINAL_EVERY if self._terminal else _LOG_EVERY
        self._count = self._counted = before
        self._start = self._last = self._since = time.monotonic()
        self._from = way.position if way else 0
        self._shown = 0

    def step(self, count: int = 1) -> None:
        before, self._count = self._count, self._count + count
        if before // 16 == self._count // 16:
            return
        now = time.monotonic()
        if now - self._last >= self._every:
            self._last = now
            self._show(self._line(now))

    def done(self) -> None:
        if self._terminal and self._shown:
            self._show("")

    def _line(self, now: float) -> str:
        """The rate is that of the last seconds, so that it tells of now."""
        rate = (self._count - self._counted) / (now - self._since)
        line = f"{self._count:,} {self._what}, {rate:,.0f} a second"
        total, place = (self._way.total, self._way.position) if self._way else (None, 0)
        if total and self._from < place <= total:
            left = (total - place) * (now - self._start) / (place - self._from)
            line += f", {100 * place // total} %, {duration(left)} left"
        if now - self._since >= _WINDOW:
            self._since, self._counted = now, self._count
        return line

    def _show(self, line: str) -> None:
        if self._terminal:
            sys.stderr.write(f"\r{line:{self._shown}}" + ("" if line else "\r"))
            self._shown = len(line)
        else:
            sys.stderr.write(f"listing-rules: {line}\n")
        sys.stderr.flush()


def duration(seconds: float) -> str:
    """In the two largest units: 3 h 20 min, 4 min, 12 s."""
    minutes, rest = divmod(int(seconds), 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes} min" if minutes >= 2 else f"{60 * minutes + rest} s"
