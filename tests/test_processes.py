"""The same answers in every thread and every process, however it was started."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import pytest

import listing_rules as lr
from formats.outputs import RULES, product
from listing_rules.engine import Checker
from listing_rules.shopify import read_one
from listing_rules.testing.shapes import WRITERS
from listing_rules.testing.shapes.neutral import tee

US = lr.Shop(market="US")
SCOTCH = {"title": "Scotch Whisky Single Malt Bourbon Vodka Gin 40% vol", "product_type": "Spirits"}
PAYLOADS: list[Any] = [
    *(write(tee()) for _, write in sorted(WRITERS.items())),
    product(variants=[{"price": "0"}]),
    product(**SCOTCH),
    product(title="", images=[]),
    product(body_html="<p>Call +1 202 555 0100 <b>now</b>" * 20),
]
_ANSWERS = """
import listing_rules as lr
from test_processes import PAYLOADS, US
for one in PAYLOADS:
    print(lr.check(one, shop=US).model_dump_json())
"""


def answers(_: object = None) -> list[str]:
    return [lr.check(one, shop=US, rules=RULES).model_dump_json() for one in PAYLOADS]


EXPECTED = answers()


def test_eight_threads_that_begin_together_give_the_same_answers() -> None:
    """Nothing is compiled yet when they begin: what is made at first use is made by all of them at once."""
    checker, starting = Checker(RULES, US), threading.Barrier(8)
    products = [read_one(one) for one in PAYLOADS]

    def many(turn: int) -> set[tuple[int, str]]:
        starting.wait()
        places = [(turn + step) % len(products) for step in range(8 * len(products))]
        return {(place, checker.check(products[place]).model_dump_json()) for place in places}

    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(many, range(8)):
            assert found == set(enumerate(EXPECTED))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_child_that_was_forked_gives_the_same_answers() -> None:
    """From a process with one thread, as fork asks for."""
    code = f"import os{_ANSWERS}\nimport sys; sys.stdout.flush()\nchild = os.fork()\nif not child:\n    " + (
        "\n    ".join(_ANSWERS.strip().splitlines()) + "\n    sys.stdout.flush(); os._exit(0)\nos.waitpid(child, 0)"
    )
    assert told(code, "0") == EXPECTED + EXPECTED


def test_a_process_that_was_spawned_gives_the_same_answers() -> None:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert pool.submit(answers).result() == EXPECTED


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_the_order_of_sets_changes_nothing(seed: str) -> None:
    assert told(_ANSWERS, seed) == EXPECTED


def told(code: str, seed: str) -> list[str]:
    """The lines that a Python of its own prints."""
    environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
