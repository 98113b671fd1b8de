"""How a run of the command line takes its course: it ends between two products, never within one, and keeps its place.

A signal that comes while a product is being written waits until it is written. Before that, it ends the run at once.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Any

from listing_rules.catalog import Course
from listing_rules.journal import Journal

__all__ = ["Interruptible", "Stopped"]

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stopped(KeyboardInterrupt):
    """The run was told to end. `status` is what shells expect a program to exit with then."""

    def __init__(self, number: int) -> None:
        super().__init__("interrupted" if number == signal.SIGINT else "told to end")
        self.status = 128 + number


class Interruptible(Course):
    """Holds signals off while it is entered; `journal` is told of each piece that is done."""

    def __init__(self, journal: Journal | None = None) -> None:
        self.journal = journal
        if journal is not None:
            self.pieces, self.taken, self.seen = journal.pieces, journal.taken, journal.seen
        self._within = False
        self._waiting: int | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Interruptible:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._signalled) for number in _SIGNALS}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    @property
    def between(self) -> bool:
        """Whether all that was begun is written."""
        return not self._within

    def begin(self) -> None:
        """A block is begun."""
        self._within = True

    def end(self, pieces: int, taken: int) -> None:
        """It is written. `pieces` were done so far, `taken` uploads used up. Raises Stopped where a signal waits."""
        if self.journal is not None:
            self.journal.step(pieces, taken)
        self._within = False
        if self._waiting is not None:
            raise Stopped(self._waiting)

    def _signalled(self, number: int, frame: FrameType | None) -> None:
        if self._within and self._waiting is None:
            self._waiting = number
        else:
            self._within = False
            raise Stopped(number)
