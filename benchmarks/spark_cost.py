"""What Spark costs beside plain Python, on one machine: both check the same products, one after the other.

.spark/bin/python benchmarks/spark_cost.py 1000 5000 20000 50000      a Markdown table

The environment is that of tests/test_spark.py.

Seconds are those of the whole program, start-up included. Processor time is that of all its processes, which a busy
machine does not lengthen.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from big import lines

_TICKS = os.sysconf("SC_CLK_TCK")
_HOST = "127.0.0.1"
_NOWHERE = subprocess.DEVNULL
_SPARK = Path(__file__).with_name("spark_run.py")


class Cpu(threading.Thread):
    """Adds up the processor time of every process of a session, until it is told to end."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session = str(session)
        self._times: dict[str, int] = {}
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.1):
            for process in Path("/proc").glob("[0-9]*"):
                self._look(process)

    def _look(self, process: Path) -> None:
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            return
        if fields[3] == self._session:
            self._times[process.name] = int(fields[11]) + int(fields[12])

    @property
    def seconds(self) -> float:
        return sum(self._times.values()) / _TICKS


def measure(command: list[str]) -> tuple[float, float]:
    """Seconds, and seconds of processor time, of one program."""
    start = time.monotonic()
    environment = {**os.environ, "SPARK_LOCAL_IP": _HOST, "PYSPARK_PYTHON": sys.executable}
    with subprocess.Popen(command, start_new_session=True, env=environment, stdout=_NOWHERE, stderr=_NOWHERE) as run:  # noqa: S603
        cpu = Cpu(run.pid)
        cpu.start()
        if run.wait() not in (0, 1):
            raise SystemExit(f"{' '.join(command)} ended with status {run.returncode}")
    cpu.over.set()
    cpu.join()
    return time.monotonic() - start, cpu.seconds


def commands(file: str, cores: int) -> dict[str, list[str]]:
    """Plain Python is the command line."""
    check = ["-m", "listing_rules", "check", file, "--market", "US", "--format", "jsonl", "--output", "/dev/null"]
    return {
        "Python" if cores == 1 else f"Python, {cores} jobs": [*check, "--jobs", str(cores)],
        f"`local[{cores}]`": [str(_SPARK), file, str(cores)],
        f"`local[{cores}]`, each product by itself": [str(_SPARK), file, str(cores), "--alone"],
    }


def compare(counts: list[int]) -> None:
    print("| products | engine | seconds | CPU seconds | CPU µs a product |")
    print("|---:|---|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            file = Path(folder, f"{count}.jsonl")
            file.write_bytes(b"".join(lines(count)))
            for name, command in (*commands(str(file), 1).items(), *commands(str(file), 2).items()):
                seconds, cpu = measure([sys.executable, *command])
                print(f"| {count:,} | {name} | {seconds:,.1f} | {cpu:,.1f} | {cpu / count * 1e6:,.0f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", nargs="*", type=int, default=[1000, 5000, 20000, 50000])
    compare(parser.parse_args().counts)


if __name__ == "__main__":
    main()
