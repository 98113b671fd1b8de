"""Make small mistakes in the code, one at a time, and say which of them no test notices.

python scripts/code_mutants.py MODULE... [--each N] [--seed N]     such as checks/text.py, checks, engine.py
python scripts/code_mutants.py checks --each 8

Of the mistakes that can be made in each module, N are tried, drawn with the seed. Each runs in a fork of one process
that has loaded everything: the changed function is put in place of the one that stands there, and the module's tests
(`TESTS`) and the rules' examples run until one fails. Prints what survives, with its line, and a score for each module.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import sys
from functools import partial
from pathlib import Path

from code_edits import Edit, edits_of
from code_trying import Mistake, each_noticed, put_in_place

from listing_rules.api import bundled_rules
from listing_rules.checks import KINDS
from listing_rules.examples import markets_of, run_example

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "listing_rules"
ENGINE = "tests/test_engine.py tests/test_compiling.py tests/test_catalog_pass.py tests/test_waivers.py"
PAGES = "tests/test_published.py::test_the_page_of_a_rule_shows_what_is_said"
PLAIN = "tests/checks/test_quiet.py tests/test_screening.py tests/shopify/test_same_failures.py tests/test_candidate.py"
TESTS = {
    "checks": "tests/checks tests/test_parameters.py tests/test_told_why_skipped.py tests/test_screening.py"
    f" tests/test_catalog_pass.py tests/test_shop_mapping.py {PAGES}",
    "shopify/readers/csv": "tests/shopify/test_csv_file.py tests/shopify/test_every_shape.py tests/test_inputs.py",
    "shopify/readers": "tests/shopify tests/locating/test_places.py",
    "shopify/plain_columns": PLAIN,
    "shopify/subject": PLAIN,
    "shopify": "tests/shopify tests/test_candidate.py tests/test_shop_mapping.py tests/locating/test_places.py",
    "": f"{ENGINE} tests/test_told_why_skipped.py tests/checks/test_quiet.py tests/test_parameters.py"
    f" tests/test_screening.py {PAGES}",
}
"""Which tests run, by the beginning of the module's place: the first one that fits. Rules' examples run after them."""


def main() -> int:
    arguments = _arguments()
    files = [file for name in arguments.modules for file in _files(PACKAGE / name)]
    # The same examples each time; and what a mistake takes for right is not to be remembered.
    os.environ |= {"CI": "true", "LISTING_RULES_CACHE": "off"}
    os.chdir(ROOT)
    killed: dict[str, list[bool]] = {}
    for tests in dict.fromkeys(map(_tests_of, files)):
        together = [file for file in files if _tests_of(file) == tests]
        tried = [(file, edit) for file in together for edit in _chosen(file, arguments.each, arguments.seed)]

        def tell(place: int, noticed: bool, tried: list[tuple[Path, Edit]] = tried) -> None:
            file, edit = tried[place]
            fates = killed.setdefault(_name(file), [])
            fates.append(noticed)
            if not noticed:
                _say(f"{file.relative_to(ROOT)}:{edit.line}: survived: {edit.what}")
            if file not in (one for one, _ in tried[place + 1 :]):
                _say(f"{_name(file):32} {sum(fates):4} of {len(fates):4} killed")

        each_noticed(tests, [_mistake(*one) for one in tried], tell)
    every = [fate for fates in killed.values() for fate in fates]
    print(f"{len(every)} mutants: {sum(every)} killed, {every.count(False)} survived; {sum(every) / len(every):.1%}")
    return 0


def _say(line: str) -> None:
    """At once, although what pytest says goes elsewhere."""
    print(line, file=sys.__stdout__, flush=True)


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


def _chosen(file: Path, each: int, seed: int) -> list[Edit]:
    edits = list(edits_of(ast.parse(file.read_text(encoding="utf-8"))))
    chosen = random.Random(f"{seed} {_name(file)}").sample(edits, min(each, len(edits)))  # noqa: S311
    return sorted(chosen, key=lambda edit: (edit.line, edit.what))


def _mistake(file: Path, edit: Edit) -> Mistake:
    def make() -> None:
        tree = edit.applied_to(ast.parse(file.read_text(encoding="utf-8")))
        put_in_place(file, compile(tree, str(file), "exec"))

    of_the_kind = tuple(f"[{rule.id}]" for rule in bundled_rules().rules if rule.kind == file.stem)

    def near(test: str) -> bool:
        return f"/test_{file.stem}.py" in test or test.endswith(of_the_kind)

    return Mistake(make, near, partial(_examples_hold, file))


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
