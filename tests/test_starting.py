"""`init` and what it writes: the shop file loads, the workflows run, nothing is written over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from listing_rules.cli import cli
from listing_rules.examples import base_product
from listing_rules.rules import load_rules
from listing_rules.shop import MARKETS, Shop

PLATFORMS = {
    "github": ".github/workflows/listing-rules.yml",
    "gitlab": ".gitlab-ci.yml",
    "pre-commit": ".pre-commit-config.yaml",
}


def init(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["init", *map(str, arguments)])


@pytest.mark.parametrize("market", MARKETS)
def test_the_shop_file_loads_in_every_market(tmp_path: Path, market: str) -> None:
    assert init(tmp_path, "--market", market).exit_code == 0
    shop = Shop.load(tmp_path / "shop.yaml")
    assert shop.market == market
    assert shop.currency == load_rules().tables.markets[market]["currency"]


def test_every_suggestion_in_the_shop_file_can_be_taken(tmp_path: Path) -> None:
    init(tmp_path)
    file = tmp_path / "shop.yaml"
    lines = [
        line.removeprefix("# ") if ":" in line and not line.removeprefix("# ")[:1].isupper() else line
        for line in file.read_text().splitlines()
    ]
    file.write_text("\n".join(lines))
    given = yaml.safe_load(file.read_text())
    assert {
        "category_mapping",
        "listing",
        "approvals",
        "approved_categories",
        "uploads_left",
        "uploads_per_day",
    } <= set(given)
    assert Shop.load(file).uploads_left == 100


@pytest.mark.parametrize("platform", PLATFORMS)
def test_nothing_is_written_over_without_force(tmp_path: Path, platform: str) -> None:
    standing = tmp_path / PLATFORMS[platform]
    standing.parent.mkdir(parents=True, exist_ok=True)
    standing.write_text("mine")
    refused = init(tmp_path, "--ci", platform)
    assert refused.exit_code == 2
    assert f"nothing was written over: --force would write {standing} anew" in " ".join(refused.output.split())
    assert standing.read_text() == "mine"
    assert not (tmp_path / "shop.yaml").exists()
    assert init(tmp_path, "--ci", platform, "--force").exit_code == 0
    assert "listing-rules" in standing.read_text()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_shop_file_that_is_filled_in_stays_when_a_workflow_is_asked_for(tmp_path: Path, platform: str) -> None:
    (tmp_path / "shop.yaml").write_text("market: GB\n")
    assert init(tmp_path).exit_code == 2
    assert init(tmp_path, "--ci", platform).exit_code == 0
    assert (tmp_path / "shop.yaml").read_text() == "market: GB\n"
    assert "listing-rules" in (tmp_path / PLATFORMS[platform]).read_text()


@pytest.mark.parametrize("products", ["a b", "$(date)", "../up", "-x", "a'b", ""])
def test_what_a_shell_would_read_is_refused_as_a_path(tmp_path: Path, products: str) -> None:
    assert init(tmp_path, "--products", products).exit_code == 2
    assert init(tmp_path, "--market", "XX").exit_code == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("products", "glob"), [("shop/items/", "shop/items/**/*"), ("catalog.jsonl", "catalog.jsonl")])
def test_a_workflow_looks_at_the_products(tmp_path: Path, products: str, glob: str) -> None:
    init(tmp_path, "--ci", "gitlab", "--products", products)
    job = yaml.safe_load((tmp_path / ".gitlab-ci.yml").read_text())["listing-rules"]
    assert job["rules"][0]["changes"][0] == glob
    assert f"check {products.rstrip('/')} --shop shop.yaml" in job["script"][1]


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A folder with one bad product, and commands that stand for those that a CI machine has."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "products").mkdir()
    bad = base_product(load_rules(), "US", {"variants": [{"price": "0"}]})
    (tmp_path / "products" / "one.json").write_text(json.dumps(bad, indent=2))
    for name, does in {
        "python": "exit 0",
        "python3": "exit 0",
        "listing-rules": f'exec "{sys.executable}" -m listing_rules "$@"',
    }.items():
        command = tmp_path / "bin" / name
        command.write_text(f"#!/bin/sh\n{does}\n")
        command.chmod(0o755)
    return tmp_path


def shell(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        ["bash", "-e", "-o", "pipefail", "-c", script],  # noqa: S607
        cwd=folder,
        env={**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_the_github_workflow_runs(workplace: Path) -> None:
    init(workplace, "--ci", "github")
    workflow = yaml.safe_load((workplace / PLATFORMS["github"]).read_text())
    steps: list[dict[str, Any]] = workflow["jobs"]["check"]["steps"]
    summary = workplace / "summary.md"
    runs = [shell(step["run"], workplace, GITHUB_STEP_SUMMARY=str(summary)) for step in steps if "run" in step]
    assert [run.returncode for run in runs] == [0, 1, 0]
    assert runs[1].stdout.startswith("::error file=products/one.json,line=")
    assert "zero-price" in summary.read_text()
    uploaded = next(step["with"]["sarif_file"] for step in steps if "upload-sarif" in step.get("uses", ""))
    assert json.loads((workplace / uploaded).read_text())["version"] == "2.1.0"


@pytest.mark.slow
def test_the_gitlab_job_runs(workplace: Path) -> None:
    init(workplace, "--ci", "gitlab")
    job = yaml.safe_load((workplace / PLATFORMS["gitlab"]).read_text())["listing-rules"]
    assert shell("\n".join(job["script"]), workplace).returncode == 1
    reports = job["artifacts"]["reports"]
    assert json.loads((workplace / reports["codequality"]).read_text())[0]["location"]["path"] == "products/one.json"
    assert "<failure" in (workplace / reports["junit"]).read_text()
