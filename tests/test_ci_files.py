"""The GitHub Action, the GitLab component and the pre-commit hooks, run as their systems run them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from listing_rules.examples import base_product
from listing_rules.rules import load_rules

ROOT = Path(__file__).resolve().parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A repository with one bad product, and the tool where the action's first step puts it."""
    bad = base_product(load_rules(), "US", {"variants": [{"price": "0"}]})
    folder = tmp_path / "my products"
    folder.mkdir()
    (folder / "one.json").write_text(json.dumps(bad, indent=2))
    for place in ("temp/listing-rules/bin", "bin"):
        command = tmp_path / place / "listing-rules"
        command.parent.mkdir(parents=True)
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m listing_rules "$@"\n')
        command.chmod(0o755)
    pip = tmp_path / "bin" / "python3"
    pip.write_text("#!/bin/sh\nexit 0\n")
    pip.chmod(0o755)
    return tmp_path


def bash(script: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script],  # noqa: S607
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def act(folder: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    """Run the action's check with these inputs; its outputs are what the runner would read."""
    given = {name: str(value.get("default", "")) for name, value in ACTION["inputs"].items()} | inputs
    step = next(step for step in ACTION["runs"]["steps"] if step.get("id") == "check")
    values = {
        name: re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda match: given[match[1]], value)
        for name, value in step["env"].items()
    }
    files = {name: str(folder / name.lower()) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    run = bash(step["run"], folder, {**values, **files, "RUNNER_TEMP": str(folder / "temp")})
    return run, files


@pytest.mark.slow
def test_the_action_annotates_summarises_and_fails(workplace: Path) -> None:
    run, files = act(workplace, paths="my products\n", market="US")
    assert run.returncode == 1
    assert "::error file=my products/one.json,line=" in run.stdout
    assert "::group::What TikTok Shop would do" in run.stdout
    assert "zero-price" in Path(files["GITHUB_STEP_SUMMARY"]).read_text()
    told = Path(files["GITHUB_OUTPUT"]).read_text()
    assert "status=1\n" in told
    assert "listing-rules.sarif" in told
    [result] = [
        one
        for one in json.loads((workplace / "listing-rules.sarif").read_text())["runs"][0]["results"]
        if one["level"] == "error"
    ]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "my%20products/one.json"


@pytest.mark.slow
def test_the_action_takes_every_input_as_one_argument(workplace: Path) -> None:
    run, _ = act(workplace, paths="my products/one.json\nmissing; touch hacked", market='US"; touch hacked; "')
    assert run.returncode == 2
    assert not (workplace / "hacked").exists()
    run, files = act(workplace, paths="my products", market="US", **{"fail-on": "never"}, sarif="out file.sarif")
    assert run.returncode == 0
    assert "out file.sarif" in Path(files["GITHUB_OUTPUT"]).read_text()


def test_inputs_reach_scripts_through_the_environment_only() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]
        used = set(re.findall(r"inputs\.([a-z-]+)", str(step["env"])))
        assert used <= set(ACTION["inputs"])


@pytest.mark.slow
def test_the_gitlab_component_runs(workplace: Path) -> None:
    head, job = yaml.safe_load_all((ROOT / "templates" / "listing-rules.yml").read_text(encoding="utf-8"))
    given = {name: value.get("default", "") for name, value in head["spec"]["inputs"].items()}
    given |= {"paths": '"my products"', "market": "US"}

    def filled(value: Any) -> str:
        return re.sub(r"\$\[\[ inputs\.([a-z]+) \]\]", lambda match: given[match[1]], str(value))

    [(name, steps)] = job.items()
    assert filled(name) == "listing-rules"
    variables = {key: filled(value) for key, value in steps["variables"].items()}
    script = "\n".join(filled(line) for line in steps["script"])
    run = bash(script, workplace, {**variables, "PATH": f"{workplace / 'bin'}:{os.environ['PATH']}"})
    assert run.returncode == 1
    found = json.loads((workplace / steps["artifacts"]["reports"]["codequality"]).read_text())
    assert found[0]["location"]["path"] == "my products/one.json"
    assert (workplace / steps["artifacts"]["reports"]["junit"]).exists()


def test_the_hooks_call_commands_that_are_there() -> None:
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")):
        assert hook["language"] == "python"
        command = [sys.executable, "-m", *hook["entry"].replace("-", "_", 1).split(), "--help"]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603
        if hook["id"] == "listing-rules":
            assert re.search(hook["files"], "products/a.jsonl.gz")
            assert hook["require_serial"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_shells_complete_commands_formats_and_markets(name: str) -> None:
    def complete(words: str, index: int) -> str:
        environment = {**os.environ, "_LISTING_RULES_COMPLETE": f"{name}_complete", "COMP_WORDS": words}
        environment |= {"COMP_CWORD": words.rsplit(maxsplit=1)[-1] if name == "fish" else str(index)}
        code = "import sys; sys.argv = ['listing-rules']; from listing_rules.cli import main; main()"
        run = subprocess.run(  # noqa: S603
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
        )
        return run.stdout

    assert "check" in complete("listing-rules ch", 1)
    assert "sarif" in complete("listing-rules check --format sa", 3)
    assert "GB" in complete("listing-rules check --market G", 3)
