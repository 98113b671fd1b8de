"""Catalogs of any size, made while they are read: time, rate and memory of a run, and the products themselves.

python benchmarks/big.py write 10000000                       products as JSONL on standard output, about 9 KB each
python benchmarks/big.py measure 10000 100000 --jobs 1 2      a Markdown table: a run of the command line for each
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from corpus import products

_TEMPLATES = 500
_FIRST = 7_000_000_000_000
_TICKS = os.sysconf("SC_CLK_TCK")


def templates() -> list[bytes]:
    """Typical products with marks where their numbers stand, so that each can be made any number of times."""
    made = []
    for place, product in enumerate(products(_TEMPLATES)):
        text = product.replace(b"%d" % (_FIRST + place), b"@N")
        for before in (b"Travel ", b"travel-", b"NF-"):
            text = text.replace(before + b"%d" % place, before + b"@S")
        made.append(text + b"\n")
    return made


def lines(count: int) -> Iterator[bytes]:
    """Each product differs in all that a catalog compares, but every hundredth was there before."""
    kinds = templates()
    for number in range(count):
        one = number // 2 if number % 100 == 99 else number
        yield kinds[one % _TEMPLATES].replace(b"@N", b"%d" % (_FIRST + one)).replace(b"@S", b"%d" % one)


def measure(count: int, jobs: int) -> str:
    """One run, as a row of the table. Memory is the most that any of its processes held at once."""
    write = [sys.executable, __file__, "write", str(count)]
    check = [sys.executable, "-m", "listing_rules", "check", "-", "--market", "US", "--jobs", str(jobs)]
    start = time.monotonic()
    with subprocess.Popen(write, stdout=subprocess.PIPE) as maker:  # noqa: S603
        check += ["--format", "jsonl", "--output", "/dev/null"]
        run = subprocess.Popen(check, stdin=maker.stdout)  # noqa: S603
        watch = Watch(run.pid)
        watch.start()
        if run.wait() not in (0, 1):
            raise SystemExit(f"the run ended with status {run.returncode}")
        seconds = time.monotonic() - start
    watch.join()
    first, *others = (one / count * 1e6 for one in watch.seconds)
    return (
        f"| {count:,} | {jobs} | {seconds:,.0f} | {count / seconds:,.0f} | {first:,.0f} | {sum(others):,.0f} | "
        f"{watch.peak[0] / 1024:,.0f} | {max(watch.peak[1:], default=0) / 1024:,.0f} |"
    )


class Watch(threading.Thread):
    """Looks at a process and its children, until it ends: the most memory and the processor time of each."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._peaks: dict[int, int] = {}
        self._times: dict[int, float] = {}

    def run(self) -> None:
        while Path(f"/proc/{self._pid}/status").exists() and self._look(self._pid):
            for pid in Path(f"/proc/{self._pid}/task/{self._pid}/children").read_text().split():
                self._look(int(pid))
            time.sleep(0.2)

    def _look(self, pid: int) -> bool:
        try:
            status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
            times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        except OSError:
            return False
        if "VmHWM" not in status:
            return False
        self._peaks[pid] = int(status["VmHWM"].split()[0])
        self._times[pid] = sum(map(int, times)) / _TICKS
        return True

    @property
    def peak(self) -> list[int]:
        return list(self._peaks.values())

    @property
    def seconds(self) -> list[float]:
        return list(self._times.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["write", "measure"])
    parser.add_argument("counts", type=int, nargs="+")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1])
    given = parser.parse_args()
    if given.what == "write":
        sys.stdout.buffer.writelines(lines(given.counts[0]))
        return
    print(
        "| products | jobs | seconds | products a second | CPU µs a product, first process | all workers "
        "| MB, first process | MB, a worker |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    for count in given.counts:
        for jobs in given.jobs:
            print(measure(count, jobs), flush=True)


if __name__ == "__main__":
    main()
