"""Put real bugs into a copy of the library, one at a time, and say which part of the suite catches each.

python scripts/seeded_bugs.py [NUMBER...]     exit status 1 where one is not caught
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from msgspec import Struct

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = "tests/test_rules.py::test_the_examples_of_a_rule_hold"
MUTANTS = "tests/test_mutating.py"
DEFECTS = "tests/testing/test_defects.py"
COVERAGE = "tests/testing/test_coverage.py"


class Bug(Struct, frozen=True):
    """`old` becomes `new` in `file`; `tests` is where it should be noticed, and `only` picks the rules for speed."""

    what: str
    file: str
    old: str
    new: str
    tests: str
    only: str = ""


BUGS = (
    Bug("a limit is off by one in the check", "src/listing_rules/checks/text.py", "if len(text) > limit else None",
        "if len(text) >= limit else None", "tests/test_screening.py tests/checks", ""),
    Bug("a limit is off by a cent in the table", "rules/tables/markets.yaml", "price: {min: 0.50, max: 10000}",
        "price: {min: 0.50, max: 10000.01}", EXAMPLES, "price-above-market-maximum"),
    Bug("a market is forgotten", "rules/text/chinese-in-title.yaml",
        "\nmarkets: [US, GB, DE, FR, IT, ES, IE, BR, ", "\nmarkets: [US, GB, DE, FR, IT, ES, IE, ", EXAMPLES,
        "chinese-in-title"),
    Bug("folding is dropped", "src/listing_rules/fold.py", "visible.casefold()", "visible", DEFECTS,
        "makes_this_rule_fire and duplicate-option-value"),
    Bug("a path is one level too high", "rules/price/zero-price.yaml", '"skus[*].price.amount", more_than',
        '"skus[*].price", more_than', EXAMPLES, "zero-price"),
    Bug("a limit that no source states counts as kept", "src/listing_rules/compiling.py",
        'yield Skipped(rule=rule.id, needs=(error.name,), why=f"{error}.")', "return", EXAMPLES,
        "price-above-market-maximum"),
    Bug("yields_to is not heeded", "src/listing_rules/engine.py", "if taken else hits", "if not taken else hits",
        EXAMPLES, "image-low"),
    Bug("the limit of sellers from abroad holds for all", "src/listing_rules/limits.py", 'self.seller or "local"',
        '"cross_border"', EXAMPLES, "price-above-market-maximum"),
    Bug("the lightest variant decides the weight", "src/listing_rules/shopify/mapping.py", "return max(weighed",
        "return min(weighed", EXAMPLES, "no-weight"),
    Bug("excuses excuse nothing", "src/listing_rules/terms/judging.py",
        "                    return True\n        return False",
        "                    return False\n        return False",
        "tests/terms", "must_not_match"),
    Bug("the worst stage is the mildest", "src/listing_rules/report.py",
        '("sync_failed", "review_failed", "in_review")', '("in_review", "review_failed", "sync_failed")',
        "tests/test_engine.py", ""),
    Bug("a severity is lowered", "rules/price/zero-price.yaml", "\nseverity: error\n", "\nseverity: warning\n",
        EXAMPLES, "zero-price"),
)  # fmt: skip


def main(numbers: list[int]) -> int:
    missed = 0
    for number, bug in enumerate(BUGS, 1):
        if not numbers or number in numbers:
            caught = _caught_by(bug)
            missed += caught is None
            print(f"{number:>2}  {bug.what}: {caught or 'NOT CAUGHT'}", flush=True)
    return 1 if missed else 0


def _caught_by(bug: Bug) -> str | None:
    """The first test that fails with the bug in; None where none does."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(
            ROOT, copy, ignore=shutil.ignore_patterns(".venv", ".git", ".*_cache", "__pycache__", ".hypothesis")
        )
        file = copy / bug.file
        text = file.read_text(encoding="utf-8")
        if text.count(bug.old) != 1:
            raise SystemExit(f"{bug.file} holds {bug.old!r} {text.count(bug.old)} times, not once")
        file.write_text(text.replace(bug.old, bug.new), encoding="utf-8")
        return _first_failure(copy, bug)


def _first_failure(copy: Path, bug: Bug) -> str | None:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", "--no-header", *bug.tests.split()]
    run = subprocess.run(  # noqa: S603
        command + (["-k", bug.only] if bug.only else []),
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    failed = [line for line in run.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    if any("RuleFileError" in line for line in failed):
        return "the rule file is refused when it is loaded"
    if run.returncode not in (0, 1) or (run.returncode == 1 and not failed):
        raise SystemExit(f"{bug.what}: the tests did not run:\n{run.stdout[-2000:]}{run.stderr[-500:]}")
    return failed[0].split(" - ")[0].split(" ", 1)[1] if failed else None


if __name__ == "__main__":
    sys.exit(main([int(number) for number in sys.argv[1:]]))
