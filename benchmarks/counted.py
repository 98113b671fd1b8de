"""How many instructions a check takes, beside decoding the same bytes: a count that no busy machine moves.

    python benchmarks/counted.py

Needs valgrind. The steps run in one process under callgrind, which counts only while a step runs. Ends with 1 where a
step takes more than `MOST` says for this version of Python: a change has made it slower, or the limit is to be moved
by whoever knows why.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from corpus import CATEGORY_MAPPING, products

import listing_rules as lr
from listing_rules.shopify import read_one

MOST = {(3, 11): {"read": 0.95, "everything on": 4.7}}
"""How many times the instructions of decoding a step may take, by version of Python: a tenth above what was counted."""

_COUNT = 100
_FULL = lr.Shop(market="US", currency="USD", category_mapping=CATEGORY_MAPPING)
_STEPS: dict[str, Callable[[bytes], Any]] = {
    "nothing": lambda data: None,  # what the counting itself takes
    "decode": msgspec.json.Decoder().decode,
    "read": read_one,
    "everything on": lambda data: lr.check(data, shop=_FULL),
}
_TOTAL = re.compile(r"^summary: (\d+)", re.MULTILINE)


def main() -> int:
    if "--inside" in sys.argv:
        return _inside()
    if shutil.which("valgrind") is None:
        print("SKIPPED: valgrind is not installed")
        return 0
    counts = _counted()
    most = MOST.get(sys.version_info[:2], {})
    print("| step | instructions a product | × decode | at most |\n|---|---:|---:|---:|")
    failed = False
    for name, count in counts.items():
        ratio = count / counts["decode"]
        failed |= ratio > most.get(name, ratio)
        print(f"| {name} | {count:,.0f} | {ratio:.2f} | {most.get(name, '')} |")
    return int(failed)


def _counted() -> dict[str, float]:
    """Instructions for one product, by step."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "counts"
        options = ["--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={out}"]
        subprocess.run(  # noqa: S603
            ["valgrind", "-q", *options, sys.executable, __file__, "--inside"],  # noqa: S607
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": "0", "PYTHONMALLOC": "pymalloc"},
        )
        dumps = [Path(f"{out}.{number}").read_text() for number in range(1, len(_STEPS) + 1)]
    totals = [int(found[1]) if (found := _TOTAL.search(text)) else 0 for text in dumps]
    nothing, *others = totals
    return {name: (total - nothing) / _COUNT for name, total in zip(list(_STEPS)[1:], others, strict=True)}


def _inside() -> int:
    """Each step over all products, once to be warm and once to be counted."""
    documents = list(products(_COUNT))
    for work in _STEPS.values():
        for data in documents:
            work(data)
        _control("--instr=on")
        _control("--zero")
        for data in documents:
            work(data)
        _control("--dump")
        _control("--instr=off")
    return 0


def _control(order: str) -> None:
    orders = ["callgrind_control", order, str(os.getpid())]
    subprocess.run(orders, check=True, capture_output=True)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
