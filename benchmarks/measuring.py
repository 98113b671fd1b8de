"""Measure stages side by side: interleaved batches, the median of each, as multiples of the first stage.

Time is that of this process alone, so that what else the machine does falls out; work that is done `elsewhere`, in
another process, is timed by the clock on the wall.
"""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter, process_time
from typing import Any

__all__ = ["Stage", "measured", "table"]

Stage = tuple[Callable[[Any], Any], Sequence[Any]]
_BATCH = 20


def measured(stages: Mapping[str, Stage], rounds: int = 40, *, warm: bool = False) -> dict[str, float]:
    """Seconds for one item of each stage. Every stage has as many items; a batch of one follows that of another.

    With `warm` each batch is worked through once before it is timed, so that no stage pays for what slower ones beside
    it drove out of the processor's caches.
    """
    count = min(len(items) for _, items in stages.values())
    times: dict[str, list[float]] = {name: [] for name in stages}
    gc.collect()
    for number in range(rounds):
        start = number * _BATCH % max(count - _BATCH + 1, 1)
        for name, (work, items) in stages.items():
            batch = items[start : start + _BATCH]
            if warm:
                _work_through(batch, work)
            clock = perf_counter if getattr(work, "elsewhere", False) else process_time
            before = clock()
            _work_through(batch, work)
            times[name].append((clock() - before) / len(batch))
    return {name: statistics.median(taken) for name, taken in times.items()}


def _work_through(batch: Sequence[Any], work: Callable[[Any], Any]) -> None:
    for item in batch:
        work(item)


def table(title: str, seconds: Mapping[str, float], unit: float | None = None) -> str:
    """The figures as a Markdown table; ratios are to the first row, or to `unit` seconds."""
    base = unit or next(iter(seconds.values()))
    rows = [f"| {name} | {taken * 1e6:.1f} | {taken / base:.2f} |" for name, taken in seconds.items()]
    return "\n".join([f"\n### {title}\n", "| what | µs | × orjson.loads |", "|---|---:|---:|", *rows])
