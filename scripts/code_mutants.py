"""Make small mistakes in the code, one at a time, and say which of them no test notices.

python scripts/code_mutants.py MODULE... [--each N] [--seed N]     such as checks/text.py, checks, engine.py
python scripts/code_mutants.py checks --each 8

Of the mistakes that can be made in each module, N are tried, drawn with the seed. Each runs in a fork of one process
that has loaded everything: the changed function is put in place of the one that stands there, and the module's tests
(`TESTS`) run until one fails. Prints what survives, with its line, and a score for each module.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import sys
from functools import partial
from pathlib import Path

from code_edits import Edit, edits_of
from code_trying import noticed, put_in_place

from listing_rules.api import bundled_rules
from listing_rules.checks import KINDS
from listing_rules.examples import markets_of, run_example

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "listing_rules"
ENGINE = "tests/test_engine.py tests/test_compiling.py tests/test_catalog_pass.py tests/test_waivers.py"
PAGES = "tests/test_published.py::test_the_page_of_a_rule_shows_what_is_said"
TESTS = {
    "checks": f"{PAGES} tests/checks tests/test_parameters.py tests/test_told_why_skipped.py tests/test_screening.py"
    " tests/test_catalog_pass.py",
    "shopify/readers/csv": "tests/shopify/test_csv_file.py tests/shopify/test_every_shape.py tests/test_inputs.py",
    "shopify/readers": "tests/shopify tests/locating/test_places.py",
    "shopify": "tests/shopify tests/test_candidate.py tests/test_shop_mapping.py tests/locating/test_places.py",
    "": f"{PAGES} tests/test_told_why_skipped.py {ENGINE} tests/test_screening.py",
}
"""Which tests run, by the beginning of the module's place: the first one that fits. Rules' examples run before them."""


def main() -> int:
    arguments = _arguments()
    files = [file for name in arguments.modules for file in _files(PACKAGE / name)]
    os.environ["CI"] = "true"  # the same examples each time
    os.chdir(ROOT)
    total = killed = 0
    for file in files:
        fates = _fates(file, arguments.each, arguments.seed)
        died = sum(fates.values())
        for edit in (edit for edit, died_of_it in fates.items() if not died_of_it):
            print(f"{file.relative_to(ROOT)}:{edit.line}: survived: {edit.what}", flush=True)
        print(f"{_name(file):32} {died:4} of {len(fates):4} killed", flush=True)
        total, killed = total + len(fates), killed + died
    print(f"{total} mutants: {killed} killed, {total - killed} survived; {killed / max(total, 1):.1%}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("modules", nargs="+", help="files or folders below src/listing_rules")
    parser.add_argument("--each", type=int, default=40, help="how many of each module's mistakes are tried")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _files(place: Path) -> list[Path]:
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


def _name(file: Path) -> str:
    return str(file.relative_to(PACKAGE))


def _fates(file: Path, each: int, seed: int) -> dict[Edit, bool]:
    """The mistakes that are tried, and whether each is noticed."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    edits = list(edits_of(tree))
    chosen = random.Random(f"{seed} {_name(file)}").sample(edits, min(each, len(edits)))  # noqa: S311
    chosen.sort(key=lambda edit: (edit.line, edit.what))
    mistakes = [partial(_make, file, edit.applied_to(copy.deepcopy(tree))) for edit in chosen]
    return dict(zip(chosen, noticed(_tests_of(file), mistakes) if chosen else [], strict=True))


def _make(file: Path, tree: ast.Module) -> bool:
    put_in_place(file, compile(tree, str(file), "exec"))
    return _examples_hold(file)


def _examples_hold(file: Path) -> bool:
    """Those of the rules of this kind of check; for any other module, the first failing one of every rule."""
    rules = bundled_rules()
    kind = file.stem if file.parent.name == "checks" and file.stem in KINDS else None
    for rule in rules.rules:
        examples = rule.examples if rule.kind == kind else () if kind else rule.examples[:1]
        for example in examples:
            for market in markets_of(rule, example)[: None if kind else 1]:
                if any(one.problem for one in run_example(rules, rule, example, market=market)):
                    return False
    return True


def _tests_of(file: Path) -> tuple[str, ...]:
    return tuple(next(tests for start, tests in TESTS.items() if _name(file).startswith(start)).split())


if __name__ == "__main__":
    sys.exit(main())
