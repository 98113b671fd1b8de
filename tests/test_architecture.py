"""The house keeps its shape: who imports whom, who touches files, how large a room may be."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "listing_rules"
MODULES = sorted(SOURCE.rglob("*.py"))

# A module imports only from its own row or from rows above it.
ROWS = [
    {"errors", "_version"},
    {"yamlfile", "fold", "lookup", "paths", "surfaces", "taxonomy", "wording", "limits", "report", "candidate"},
    {"schema", "shop", "tree_columns"},
    {"marketlimits"},
    {"fields"},
    {"shopify", "terms", "categories"},
    {"checks", "facts"},
    {"rule", "ruleset"},
    {"parameters"},
    {"rulefile", "waivers", "compiling", "screening", "telling"},
    {"running"},
    {"overlay"},
    {"remembered"},
    {"rules", "rulediff", "rulelock"},
    {"engine", "explaining", "seen", "tally"},
    {"catalog_pass", "known"},
    {"baseline", "comparing"},
    {"examples", "calibrating", "api"},
    {"parquet"},
    {"inputs"},
    {"blocks"},
    {"workers"},
    {"locating", "catalog", "formats", "output", "progress"},
    {"journal", "spark"},
    {"course"},
    {"testing"},
    {"commands"},
    {"options"},
    {"cli", "__main__", "__init__"},
]
ROW_OF = {name: number for number, row in enumerate(ROWS) for name in row}
MAY_TOUCH_FILES = {
    "remembered",
    "yamlfile",
    "shop",
    "rules",
    "inputs",
    "output",
    "journal",
    "testing",
    "commands",
    "cli",
}
FILE_CALLS = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "rglob", "glob", "is_dir", "is_file"}


def room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("listing_rules."):
            found.add((node.module or "").split(".")[1])
        elif isinstance(node, ast.ImportFrom) and node.module == "listing_rules":
            found |= {alias.name for alias in node.names}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_imports_only_from_its_own_row_or_above(path: Path) -> None:
    here = ROW_OF[room(path)]
    assert {name for name in imported(path) if ROW_OF[name] > here} == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_only_a_few_modules_touch_files(path: Path) -> None:
    calls = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }
    assert room(path) in MAY_TOUCH_FILES or not calls & FILE_CALLS


def test_checks_never_see_a_payload_and_shopify_never_sees_a_rule() -> None:
    for path in MODULES:
        if room(path) == "checks":
            assert "shopify" not in imported(path), path
        if room(path) == "shopify":
            assert not imported(path) & {"rule", "rules", "ruleset", "engine", "checks"}, path


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_rooms_are_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert (node.end_lineno or 0) - node.lineno < 50, node.name


def test_the_median_function_fits_in_a_glance() -> None:
    lengths = sorted(
        (node.end_lineno or 0) - node.lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    )
    assert lengths[len(lengths) // 2] <= 10


@pytest.mark.parametrize(
    "code", ["import listing_rules", "import listing_rules as lr; lr.check; lr.Shop; lr.check_catalog"]
)
def test_importing_the_library_pulls_in_nothing_that_it_does_not_need(code: str) -> None:
    ask = f"{code}\nimport sys\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    run = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)  # noqa: S603
    assert not set(run.stdout.split()) & {"hypothesis", "pytest", "rich", "requests", "httpx", "urllib3", "pyspark"}


def test_the_public_names_are_listed_and_there() -> None:
    import listing_rules

    assert listing_rules.__all__ == sorted(listing_rules.__all__, key=lambda name: (not name[0].isupper(), name))
    for name in listing_rules.__all__:
        assert getattr(listing_rules, name) is not None
    assert dir(listing_rules) == sorted(listing_rules.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        listing_rules.nothing  # noqa: B018
