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
import contextlib
import copy
import gc
import io
import os
import random
import resource
import sys
import types
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from code_edits import Edit, edits_of
from msgspec import Struct

from listing_rules.api import bundled_rules
from listing_rules.checks import KINDS
from listing_rules.examples import markets_of, run_example

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "listing_rules"
SECONDS = 90  # of computing, for all tests of one mutant
ENGINE = "tests/test_engine.py tests/test_compiling.py tests/test_catalog_pass.py tests/test_waivers.py"
PAGES = "tests/test_published.py::test_the_page_of_a_rule_shows_what_is_said"
TESTS = {
    "checks": f"{PAGES} tests/test_told_why_skipped.py tests/checks tests/test_screening.py",
    "shopify/readers/csv": "tests/shopify/test_csv_file.py tests/shopify/test_every_shape.py tests/test_inputs.py",
    "shopify/readers": "tests/shopify tests/locating/test_places.py",
    "shopify": "tests/shopify tests/test_candidate.py tests/test_shop_mapping.py tests/locating/test_places.py",
    "": f"{PAGES} tests/test_told_why_skipped.py {ENGINE} tests/test_screening.py",
}
"""Which tests run, by the beginning of the module's place: the first one that fits. Rules' examples run before them."""


class Fate(Struct, frozen=True):
    """What became of one mistake: `killed`, or not."""

    edit: Edit
    killed: bool


def main() -> int:
    arguments = _arguments()
    files = [file for name in arguments.modules for file in _files(PACKAGE / name)]
    os.environ["CI"] = "true"  # the same examples each time
    os.chdir(ROOT)
    total = killed = 0
    for file in files:
        fates = list(_fates(file, arguments.each, arguments.seed))
        died = sum(fate.killed for fate in fates)
        for fate in fates:
            if not fate.killed:
                print(f"{file.relative_to(ROOT)}:{fate.edit.line}: survived: {fate.edit.what}", flush=True)
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


def _fates(file: Path, each: int, seed: int) -> Iterator[Fate]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    edits = list(edits_of(tree))
    if edits:
        _insist_on(_tests_of(file))
    chosen = random.Random(f"{seed} {_name(file)}").sample(edits, min(each, len(edits)))  # noqa: S311
    for edit in sorted(chosen, key=lambda edit: (edit.line, edit.what)):
        yield Fate(edit, killed=_in_a_fork(file, edit.applied_to(copy.deepcopy(tree)), _tests_of(file)) != 0)


@cache
def _insist_on(tests: tuple[str, ...]) -> None:
    """They hold as long as there is no mistake; from now on no fork has to import them."""
    _quietly(["--collect-only", *tests])
    if _in_a_fork(PACKAGE / "__init__.py", ast.parse(""), tests) != 0:
        raise SystemExit(f"{' '.join(tests)}: they do not hold without a mistake either")


def _in_a_fork(file: Path, tree: ast.Module, tests: tuple[str, ...]) -> int:
    """0 where no test notices."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    status = 1
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        _put_in_place(file, tree)
        status = 0 if _examples_hold(file) and _quietly(tests) == 0 else 1
    finally:
        os._exit(status)


def _put_in_place(file: Path, tree: ast.Module) -> None:
    """Every function of the module that is alive gets the changed code, those that were made by others too."""
    changed = {(code.co_qualname, code.co_firstlineno): code for code in _codes(compile(tree, str(file), "exec"))}
    gc.unfreeze()
    for one in gc.get_objects():
        if isinstance(one, types.FunctionType) and one.__code__.co_filename == str(file):
            code = changed.get((one.__code__.co_qualname, one.__code__.co_firstlineno))
            if code is not None and code.co_freevars == one.__code__.co_freevars:
                one.__code__ = code


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for one in code.co_consts:
        if isinstance(one, types.CodeType):
            yield from _codes(one)


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


def _quietly(arguments: Sequence[str]) -> int:
    options = ["-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider", "-m", "not shared_data and not slow"]
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning", "--hypothesis-profile=quick"]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return int(pytest.main([*options, *arguments]))


if __name__ == "__main__":
    sys.exit(main())
