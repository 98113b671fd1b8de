"""How long a check takes, stage by stage, beside decoding the same bytes and beside other engines.

    python benchmarks/speed.py [--peers] [--growth] [--start] [--latency] [--threads CHECKS] [--real FOLDER]

Everything is measured in one run, in interleaved batches, as medians of this process's own time (start-up: by the clock
on the wall); absolute figures mean nothing on a shared machine.
The products are those of `corpus.py`: about 8 KB, 1 to 10 variants, 1 to 3 KB of HTML. `orjson` must be installed.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import orjson
from corpus import CATEGORY_MAPPING, products
from measuring import measured, table
from peers import THE_DOZEN, peers
from shapes import real_shapes

import listing_rules as lr
from listing_rules.api import bundled_rules, checker_for
from listing_rules.categories import misfit
from listing_rules.checks import Facts
from listing_rules.engine import Checker
from listing_rules.running import Runner
from listing_rules.shopify import read_one
from listing_rules.shopify.subject import Lister
from listing_rules.terms import Lexicon

_COUNT = 400
_THREADS = 8
_FULL = lr.Shop(market="US", currency="USD", category_mapping=CATEGORY_MAPPING)
_PLAIN = lr.Shop(market="US", currency="USD")
_OF_THE_PROTOTYPE = 62  # it had so many when the goals were set
_JUDGING = {"goods", "phrases", "language", "category", "gate"}


def stages(documents: list[bytes]) -> str:
    """What each step adds, up to the whole pipeline from bytes to report, with everything on that ships."""
    checker = checker_for(bundled_rules(), _FULL)
    plain = _without_judgement()
    some = _some_of(plain, _OF_THE_PROTOTYPE)
    steps = {
        "orjson.loads": (orjson.loads, documents),
        "read": (read_one, documents),
        "read and scan for all words": (lambda data: _facts(checker, data).found(), documents),
        f"whole pipeline, {_OF_THE_PROTOTYPE} rules, none on words or category": (
            lambda data: some.check(read_one(data)),
            documents,
        ),
        f"whole pipeline, {len(plain.compiled)} rules, none on words or category": (
            lambda data: plain.check(read_one(data)),
            documents,
        ),
        "whole pipeline, no category mapping": (lambda data: lr.check(data, shop=_PLAIN), documents),
        "whole pipeline, everything on": (lambda data: lr.check(data, shop=_FULL), documents),
    }
    rules = sum(rule.applies_in("US") for rule in bundled_rules().rules)
    return table(f"Stages ({rules} rules in force for US)", measured(steps))


def steps(documents: list[bytes]) -> str:
    """What each step takes of the whole, in seconds between having done all before it and it as well."""
    done = measured({"orjson.loads": (orjson.loads, documents)} | {n: (w, documents) for n, w in _steps().items()})
    decoding = done.pop("orjson.loads")
    own = dict(zip(done, (after - before for before, after in pairwise([0.0, *done.values()])), strict=True))
    return table("Where the time goes", {"orjson.loads": decoding, **own, "together": sum(own.values())})


def _steps() -> dict[str, Any]:
    """Each with all before it. The rules ask for the category's fit, so it comes before them and in them."""
    checker = checker_for(bundled_rules(), _FULL)
    runner = Runner(checker.compiled, Lister(_FULL))
    tree, tables = checker.context.categories, checker.context.category_tables

    def map_(data: bytes) -> Facts:
        facts = _facts(checker, data)
        _ = facts.surfaces
        return facts

    def words(data: bytes) -> Facts:
        facts = map_(data)
        facts.found()
        return facts

    def goods(data: bytes) -> Facts:
        facts = words(data)
        facts.findings()
        return facts

    def fit(data: bytes) -> Facts:
        facts = goods(data)
        misfit(facts.surfaces, tree[facts.subject.category_id], tree, tables)
        return facts

    return {
        "read": read_one,
        "map: category and texts": map_,
        "words: look for all": words,
        "goods: judge what was found": goods,
        "fit of the category": fit,
        "the other rules": lambda data: runner.run(goods(data)),
        "the report": lambda data: checker.check(read_one(data)),
    }


def _facts(checker: Checker, data: bytes) -> Facts:
    return checker.facts_of(read_one(data))


def _without_judgement() -> Checker:
    rules = bundled_rules()
    kept = tuple(rule for rule in rules.rules if rule.kind not in _JUDGING)
    return Checker(lr.RuleSet(rules=kept, tables=rules.tables), _PLAIN)


def _some_of(checker: Checker, count: int) -> Checker:
    """As many of its rules that decide something, by chance."""
    deciding = {one.rule.id for one in checker.compiled}
    chosen = set(random.Random(2).sample(sorted(deciding), count))  # noqa: S311
    kept = tuple(rule for rule in checker.rules.rules if rule.id in chosen)
    return Checker(lr.RuleSet(rules=kept, tables=checker.rules.tables), checker.shop)


def beside_peers(documents: list[bytes]) -> str:
    """A dozen checks in each engine on the decoded product, ours as well, and all of ours from the bytes on."""
    decoded = [json.loads(data) for data in documents]
    read = [read_one(data) for data in documents]
    steps: dict[str, Any] = {"orjson.loads": (orjson.loads, documents)}
    steps |= {f"{name} ({count} checks)": (check, decoded) for name, count, check in peers()}
    steps |= {f"listing-rules, {name}": (check, read) for name, check in _the_dozen().items()}
    steps["listing-rules, bytes to report, everything on"] = (lambda data: lr.check(data, shop=_FULL), documents)
    return table("Beside other engines", measured(steps, rounds=12, warm=True))


def _the_dozen() -> dict[str, Any]:
    """The rules that say what the others' twelve checks say: what they find, and a report of it."""
    rules = bundled_rules()
    kept = tuple(rule for rule in rules.rules if rule.id in THE_DOZEN)
    checker = Checker(lr.RuleSet(rules=kept, tables=rules.tables), _PLAIN)
    runner = Runner(checker.compiled, Lister(_PLAIN))
    said = f"{len(kept)} rules for the twelve checks"
    return {
        f"{said}, on the product as read": lambda product: runner.run(checker.facts_of(product)),
        f"{said}, up to the report": checker.check,
    }


def growth(document: bytes) -> str:
    unit = measured({"orjson.loads": (orjson.loads, [document] * 20)})["orjson.loads"]
    seconds = dict(_growing(json.loads(document)))
    return table("Growth (× orjson.loads of one typical product)", seconds, unit)


def _growing(product: dict[str, Any]) -> Iterator[tuple[str, float]]:
    for count in (1, 16, 128, 1024, 2048):
        data = json.dumps(_with_variants(product, count)).encode()
        yield f"{count} variants", _once(lambda data=data: lr.check(data, shop=_PLAIN))
    for count in (0, 250, 500, 1_000):
        data = json.dumps(_with_failures(product, count)).encode()
        yield f"{count} failures in 2000 variants", _once(lambda data=data: lr.check(data, shop=_PLAIN))
    chance = random.Random(1)  # noqa: S311
    subject = _facts(checker_for(bundled_rules(), _PLAIN), json.dumps(product).encode())
    for count in (100, 1_000, 10_000, 100_000):
        lexicon = Lexicon("".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=9)) for _ in range(count))
        lexicon.scan(subject.surfaces)
        yield f"scan for {count} words", _once(lambda lexicon=lexicon: lexicon.scan(subject.surfaces))
    for count in (0, 500, 2_000):
        checker = _with_rules(count)
        data = json.dumps(product).encode()
        yield (
            f"{count} more rules that are quiet",
            _once(lambda checker=checker, data=data: checker.check(read_one(data))),
        )


def _with_variants(product: dict[str, Any], count: int) -> dict[str, Any]:
    first = product["variants"][0]
    named = [{**first, "id": number, "option1": f"Colour {number}", "sku": f"S-{number}"} for number in range(count)]
    return {**product, "variants": named}


def _with_failures(product: dict[str, Any], count: int) -> dict[str, Any]:
    """As many option values in two spellings, each told by itself."""
    several = _with_variants(product, 2_000)
    for number in range(count):
        several["variants"][2 * number + 1]["option1"] = f"COLOUR {2 * number}"
    return several


def _with_rules(count: int) -> Checker:
    """The bundled set with copies of one simple rule, each with a limit of its own."""
    rules = bundled_rules()
    model = rules.get("too-heavy") or rules.rules[0]
    from msgspec.structs import replace  # noqa: PLC0415

    more = (
        replace(model, id=f"copy-{n}", params={"at": "package_weight.value", "at_most": 1000 + n}) for n in range(count)
    )
    return Checker(lr.RuleSet(rules=(*rules.rules, *more), tables=rules.tables), _PLAIN)


def _once(work: Any, clock: Any = process_time) -> float:
    work()
    times = []
    for _ in range(15):
        before = clock()
        work()
        times.append(clock() - before)
    return sorted(times)[len(times) // 2]


def latency(documents: list[bytes]) -> str:
    """One product at a time, from Python values, in a process that is warm: how far the slowest lie from the middle."""
    decoded = [json.loads(data) for data in documents]
    for product in decoded:
        lr.check(product, shop=_FULL)
    times = []
    for product in decoded * 10:
        before = process_time()
        lr.check(product, shop=_FULL)
        times.append(process_time() - before)
    times.sort()
    shares = {"half": 0.5, "9 of 10": 0.9, "99 of 100": 0.99, "999 of 1,000": 0.999}
    seconds = {f"{name} are faster than": times[int(len(times) * share)] for name, share in shares.items()}
    return table("One check from Python values", seconds).replace("× orjson.loads", "× half")


def threads(documents: list[bytes], checks: int) -> str:
    """One rule set and eight threads: every answer has to be that of one thread by itself."""
    expected = [lr.check(data, shop=_FULL) for data in documents]
    share = checks // _THREADS

    def run(thread: int) -> int:
        wrong = 0
        for number in range(thread, thread + share):
            place = number % len(documents)
            wrong += lr.check(documents[place], shop=_FULL) != expected[place]
        return wrong

    with ThreadPoolExecutor(_THREADS) as pool:
        wrong = sum(pool.map(run, range(_THREADS)))
    return f"\n{share * _THREADS:,} checks in {_THREADS} threads: {wrong} answers differ from those of one thread\n"


def start() -> str:
    """New processes, one after the other; the rules are remembered from the second on."""
    first = "import listing_rules as lr; lr.check('{}', shop=lr.Shop(market='US'))"
    commands = {
        "python -c pass": ["-c", "pass"],
        "import listing_rules": ["-c", "import listing_rules"],
        "listing-rules --version": ["-m", "listing_rules", "--version"],
        "load_rules()": ["-c", "import listing_rules as lr; lr.load_rules()"],
        "first check": ["-c", first.replace("'{}'", repr(next(products(1)).decode()))],
    }
    seconds = {}
    for name, arguments in commands.items():
        seconds[name] = _once(partial(_process, arguments), perf_counter)
    return table("Start-up", seconds).replace("× orjson.loads", "× python -c pass")


def _process(arguments: list[str]) -> None:
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ourselves


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("peers", "growth", "start", "latency"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--threads", type=int, default=0, metavar="CHECKS")
    parser.add_argument("--real", type=Path, metavar="FOLDER")
    asked = parser.parse_args()
    documents = list(products(_COUNT))
    print(f"orjson {orjson.__version__}, Python {sys.version.split()[0]}, {len(documents)} products")
    print(stages(documents))
    print(steps(documents))
    if asked.peers:
        print(beside_peers(documents))
    if asked.real:
        print(real_shapes(asked.real, checker_for(bundled_rules(), _PLAIN)))
    if asked.growth:
        print(growth(documents[0]))
    if asked.latency:
        print(latency(documents))
    if asked.threads:
        print(threads(documents, asked.threads))
    if asked.start:
        print(start())


if __name__ == "__main__":
    main()
