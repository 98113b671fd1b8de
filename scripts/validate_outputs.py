"""Every output and every CI file before validators that others wrote.

python scripts/validate_outputs.py SCRATCH [PATH...]     PATH: products to check, the examples by default

SCRATCH/validators is an environment with requirements/validators.txt, SCRATCH/node a folder with the npm packages
@microsoft/sarif-multitool-linux and @umbrelladocs/rdformat-validator; without it what they check is left out, and said.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = [
    "\x1b[31m",
    "\u202eevil",
    "::error::x",
    "=1+1",
    "<b>&",
    "]]>",
    "[a](https://example.invalid)",
    "\ufffe",
    "é\n",
]
OUTPUTS = {
    "sarif": "out.sarif",
    "junit": "out.xml",
    "gitlab": "gitlab.json",
    "rdjson": "rd.json",
    "json": "out.json",
    "csv": "out.csv",
}


def main() -> int:
    scratch = Path(sys.argv[1]).resolve()
    out = scratch / "outputs"
    out.mkdir(exist_ok=True)
    _check(out, [Path(path).resolve() for path in sys.argv[2:]] or [ROOT / "examples" / "catalog.jsonl", _hostile(out)])
    _others(scratch / "validators" / "bin", out)
    if (scratch / "node").is_dir():
        _node(scratch / "node" / "node_modules", scratch / "validators" / "bin", out)
    else:
        print("skipped: the SARIF multitool and the reviewdog validator, which npm installs")
    return 0


def _check(out: Path, paths: list[Path]) -> None:
    formats = [f"--format={name}={out / file}" for name, file in OUTPUTS.items()]
    shop = ["--shop", ROOT / "examples" / "shop.yaml"]
    _run(sys.executable, "-m", "listing_rules", "check", *paths, *shop, *formats, ends=(1, 2))
    for platform in ("github", "gitlab", "pre-commit"):
        _run(sys.executable, "-m", "listing_rules", "init", out / platform, "--ci", platform, "--force")


def _hostile(out: Path) -> Path:
    """A catalog whose every text is an attack, under a name that needs quoting."""
    file = out / "hostile & catalog.jsonl"
    product = {"vendor": "v", "body_html": "<p>x</p>", "images": [], "options": [{"name": "Color"}]}
    lines = [
        {
            **product,
            "id": number,
            "title": text,
            "handle": text,
            "variants": [{"price": "0", "option1": text, "sku": text}],
        }
        for number, text in enumerate(HOSTILE)
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines) + '{"cut off', encoding="utf-8")
    return file


def _others(tools: Path, out: Path) -> None:
    schema = tools / "check-jsonschema"
    _run(schema, "--schemafile", ROOT / "docs" / "schemas" / "document.schema.json", out / "out.json")
    _run(schema, "--builtin-schema", "vendor.github-actions", ROOT / "action.yml")
    workflow = out / "github" / ".github" / "workflows" / "listing-rules.yml"
    _run(schema, "--builtin-schema", "vendor.github-workflows", workflow)
    component = out / "component.yml"
    _, job = (ROOT / "templates" / "listing-rules.yml").read_text(encoding="utf-8").split("\n---\n")
    component.write_text(job, encoding="utf-8")
    for file in (component, out / "gitlab" / ".gitlab-ci.yml"):
        _run(schema, "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", file)
    _run(tools / "pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml")
    _run(tools / "pre-commit", "validate-config", out / "pre-commit" / ".pre-commit-config.yaml")
    _run(tools / "python", "-c", JUNIT, ROOT / "tests" / "formats" / "junit.xsd", out / "out.xml")


JUNIT = """
import sys
from junitparser import JUnitXml
from lxml import etree
etree.XMLSchema(etree.parse(sys.argv[1])).assertValid(etree.parse(sys.argv[2], etree.XMLParser(huge_tree=True)))
for suite in JUnitXml.fromfile(sys.argv[2]):
    told = (suite.tests, suite.failures, suite.errors, suite.skipped)
    suite.update_statistics()
    assert told == (suite.tests, suite.failures, suite.errors, suite.skipped), told
    print("junit:", told)
"""


def _node(modules: Path, tools: Path, out: Path) -> None:
    multitool = modules / "@microsoft" / "sarif-multitool-linux"
    _run(tools / "check-jsonschema", "--schemafile", multitool / "sarif-2.1.0.json", out / "out.sarif")
    # The tool would fetch the pages that help addresses name.
    log = json.loads((out / "out.sarif").read_text(encoding="utf-8"))
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:
        rule.pop("helpUri", None)
    (out / "offline.sarif").write_text(json.dumps(log), encoding="utf-8")
    found = out / "found.sarif"
    (multitool / "Sarif.Multitool").chmod(0o755)
    options = ["--rule-kind", "Sarif;Ghas", "--log", "ForceOverwrite", "--output", found]
    options += ["--max-file-size-in-kb", "1000000"]
    _run(multitool / "Sarif.Multitool", "validate", out / "offline.sarif", *options)
    results = json.loads(found.read_text(encoding="utf-8-sig"))["runs"][0].get("results", [])
    wrong = [one for one in results if one.get("level") == "error"]
    print(f"sarif multitool: {len(wrong)} errors, {len(results)} findings in all")
    if wrong:
        sys.exit(json.dumps(wrong[0], indent=2))
    _run("node", modules / ".bin" / "rdformat-validator", out / "rd.json")


def _run(*command: object, ends: tuple[int, ...] = (0,)) -> None:
    """Run a command that must end well: with 1 where it finds what it looks for, with 2 where a product is cut off."""
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    arguments = [str(part) for part in command]
    run = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    words = [Path(part).name for part in arguments if part[:1] != "-" and "\n" not in part]
    print(f"{'ok ' if run.returncode in ends else 'NOT'} {' '.join(words)[:100]}")
    print("".join(f"    {line}\n" for line in run.stdout.splitlines() if line.startswith("junit:")), end="")
    if run.returncode not in ends:
        sys.exit(run.stdout[-4000:] + run.stderr[-4000:])


if __name__ == "__main__":
    sys.exit(main())
