"""The command line as a person or a pipeline uses it."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from listing_rules import cli
from listing_rules.examples import base_product
from listing_rules.rules import load_rules

RULES = load_rules()
ROOT = Path(__file__).resolve().parent.parent


def product(**patch: Any) -> dict[str, Any]:
    return base_product(RULES, "US", patch)


def lines(*products: Any) -> str:
    return "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in products)


class Run:
    def __init__(self, status: int, out: str, err: str) -> None:
        self.status = status
        self.out = out
        self.err = err


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["listing-rules", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        told = capfd.readouterr()
        return Run(int(ended.value.code or 0), told.out, told.err)

    return call


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    file = tmp_path / "catalog.jsonl"
    file.write_text(lines(product(), product(id=2, variants=[{"price": "0"}]), '{"id": 3, "title"'))
    return file


def test_the_exit_status_says_whether_anything_fails(run: Any, tmp_path: Path) -> None:
    clean, failing = tmp_path / "clean.jsonl", tmp_path / "failing.jsonl"
    clean.write_text(lines(product()))
    failing.write_text(lines(product(), product(id=2, variants=[{"price": "0"}])))
    assert run("check", clean, "--market", "US").status == 0
    assert run("check", failing, "--market", "US").status == 1
    assert run("check", failing, "--market", "US", "--fail-on", "never").status == 0


@pytest.mark.parametrize("fail_on", ["error", "never"])
@pytest.mark.parametrize("price", ["0", "9.95"])
def test_one_broken_line_among_a_thousand_is_told_by_the_status(
    run: Any, tmp_path: Path, price: str, fail_on: str
) -> None:
    """All others are checked. Whatever is wrong with it is not among the failures, so it outweighs them."""
    file, reports = tmp_path / "catalog.jsonl", tmp_path / "reports.jsonl"
    broken = lines(product(variants=[{"price": price}])).replace('"variants"', '"variants')
    file.write_text(lines(*[product(id=number, variants=[{"price": price}]) for number in range(1, 1000)]) + broken)
    told = run("check", file, "--market", "US", "--fail-on", fail_on, "--format", f"jsonl={reports}")
    assert told.status == 2
    assert told.err == f"listing-rules: 1 of 1,000 products could not be read, the first at {file}:1000\n"
    assert len(reports.read_text().splitlines()) == 1000


def test_fail_on_names_the_severity(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "draft.jsonl"
    file.write_text(lines(product(status="draft", title="20000mAh Power Bank with two USB ports")))
    expected = {"error": 0, "warning": 1, "info": 1, "never": 0}
    assert {level: run("check", file, "--market", "US", "--fail-on", level).status for level in expected} == expected


def test_what_cannot_be_read_is_counted_and_stops_nothing(run: Any, catalog: Path) -> None:
    told = run("check", catalog, "--market", "US")
    assert "2 products: 1 sync failed, 1 synced; 1 unreadable" in told.out
    assert "catalog.jsonl:3" in told.out
    assert "cannot be read" in " ".join(told.out.split())


def test_a_healthy_product_is_one_line(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "product.json"
    file.write_text(json.dumps(product()))
    told = run("check", file, "--market", "US")
    assert told.out.count("\n") == 1
    assert told.out.startswith("✓ Synced  Organic Cotton Crew Neck T-Shirt")


def test_verbose_says_how_to_supply_what_is_missing(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "product.json"
    file.write_text(json.dumps(product()))
    assert "'currency: USD' in the shop file" in run("check", file, "--market", "US", "-v").out


def test_jsonl_is_one_report_a_line(run: Any, catalog: Path) -> None:
    reports = [
        json.loads(line) for line in run("check", catalog, "--market", "US", "--format", "jsonl").out.splitlines()
    ]
    assert [report["forecast"] for report in reports] == ["synced", "sync_failed", "not_synced"]
    assert reports[1]["source"] == {"file": str(catalog), "line": 2}
    assert reports[2]["unreadable"]


@pytest.mark.parametrize("content", ["", lines(product())])
def test_json_is_one_document(run: Any, tmp_path: Path, content: str) -> None:
    file = tmp_path / "catalog.jsonl"
    file.write_text(content)
    document = json.loads(run("check", file, "--market", "US", "--format", "json").out)
    assert document["summary"]["products"] + document["summary"]["unreadable"] == len(document["reports"])
    assert document["summary"]["partial"] is None


def test_several_outputs_at_once(run: Any, catalog: Path, tmp_path: Path) -> None:
    out = tmp_path / "reports.jsonl"
    told = run("check", catalog, "--market", "US", "--format", f"jsonl={out}", "--format", "text")
    assert len(out.read_text().splitlines()) == 3
    assert "1 unreadable" in told.out


def test_an_output_appears_only_when_it_is_whole(run: Any, catalog: Path, tmp_path: Path) -> None:
    out = tmp_path / "no" / "folder" / "reports.jsonl"
    told = run("check", catalog, "--market", "US", "--format", "jsonl", "--output", out)
    assert told.status == 2
    assert "No such file or directory" in told.err


def test_two_outputs_to_one_place_are_refused(run: Any, catalog: Path) -> None:
    told = run("check", catalog, "--market", "US", "--format", "text", "--format", "json")
    assert (told.status, "name a file for one" in told.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("check", "none.json", "--market", "US"), "none.json: there is no such file or folder"),
        (("check", "{catalog}"), "say which market: --market US"),
        (("check", "{catalog}", "--market", "XX"), "market: Input should be 'US', 'GB'"),
        (("check", "{catalog}", "--market", "US", "--format", "xml"), "--format 'xml' is not known"),
        (("check", "{catalog}", "--market", "US", "--shape", "odd"), "odd"),
        (("check", "{catalog}", "--market", "US", "--rules", "none"), "none: is no folder"),
        (("check", "{catalog}", "--shop", "none.yaml"), "none.yaml: cannot be read"),
        (("check", "{catalog}", "--market", "US", "--as-of", "tomorrow"), "tomorrow"),
        (("check", "{catalog}", "--market", "US", "--jobs", "0"), "0"),
        (("check",), "Missing argument"),
        (("chek",), "No such command"),
    ],
)
def test_wrong_use_is_one_clear_line(run: Any, catalog: Path, arguments: tuple[str, ...], problem: str) -> None:
    told = run(*(one.replace("{catalog}", str(catalog)) for one in arguments))
    assert told.status == 2
    assert problem in told.err
    assert "Traceback" not in told.err


def test_a_fault_of_ours_is_no_traceback(run: Any, catalog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("listing_rules.commands.checking.check_blocks", broken)
    told = run("check", catalog, "--market", "US")
    assert (told.status, "RuntimeError: boom" in told.err, "Traceback" in told.err) == (2, True, False)
    monkeypatch.setenv("LISTING_RULES_DEBUG", "1")
    monkeypatch.setattr(sys, "argv", ["listing-rules", "check", str(catalog), "--market", "US"])
    with pytest.raises(RuntimeError):
        cli.main()


def test_an_interrupt_says_so(run: Any, catalog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("listing_rules.commands.checking.check_blocks", interrupted)
    told = run("check", catalog, "--market", "US")
    assert (told.status, "interrupted" in told.err) == (130, True)


def test_folders_are_read_in_order(run: Any, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.json").write_text(json.dumps(product(id=2)))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines(product(id=1)).encode()))
    (tmp_path / "notes.txt").write_text("not a catalog")
    told = run("check", tmp_path, "--market", "US", "--format", "jsonl")
    assert [json.loads(line)["product"]["id"] for line in told.out.splitlines()] == ["1", "2"]


def test_an_empty_folder_is_said(run: Any, tmp_path: Path) -> None:
    told = run("check", tmp_path, "--market", "US")
    assert (told.status, "the folder holds no catalog" in told.err) == (2, True)


def test_your_own_rules_are_used(run: Any, tmp_path: Path, catalog: Path) -> None:
    folder = tmp_path / "mine" / "text"
    folder.mkdir(parents=True)
    rule = (ROOT / "rules" / "price" / "missing-price.yaml").read_text()
    (folder / "no-vendor.yaml").write_text(
        rule.replace("missing-price", "no-vendor").replace("skus[*].price.amount", "shopify.vendor")
    )
    catalog.write_text(lines(product(vendor="")))
    told = run("check", catalog, "--market", "US", "--rules", tmp_path / "mine")
    assert (told.status, "no-vendor" in told.out) == (1, True)
    failing = run("test", tmp_path / "mine")
    assert failing.status == 1
    assert "no-vendor.yaml" in failing.out
    assert "do not (1 rules)" in failing.out


def test_candidate_prints_the_body(run: Any, catalog: Path) -> None:
    told = run("candidate", catalog, "--market", "US")
    bodies = [json.loads(line) for line in told.out.splitlines()]
    assert [len(body["skus"]) for body in bodies] == [2, 1]
    assert "shopify" not in bodies[0]
    assert told.status == 2
    assert "line 3" in told.err


def test_explain_reads_codes_messages_and_rules(run: Any) -> None:
    for said in ("12052251", 'Remove or modify the duplicated value: "white"', "duplicate-option-value"):
        told = run("explain", said)
        assert told.status == 0
        assert told.out.startswith("Two option values are the same to TikTok Shop")
    assert json.loads(run("explain", "12052251", "--json").out)[0]["guess"] is False
    assert "We do not know this text" in run("explain", "the price is somehow odd").out
    assert run("explain", "xyzzy").status == 1


def test_rules_are_listed(run: Any) -> None:
    assert "zero-price" in run("rules").out
    listed = json.loads(run("rules", "--format", "json").out)
    assert {rule["id"] for rule in listed["rules"]} == {rule.id for rule in RULES.rules}


HOSTILE = [
    "\x1b[31mred\x1b[0m",
    "\u202eevil\u202c",
    "a\r\nb",
    "\x00nul",
    "::error::x",
    "=1+1",
    "<script>alert(1)</script>",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_does_nothing_to_the_terminal(run: Any, tmp_path: Path, title: str) -> None:
    file = tmp_path / "catalog.jsonl"
    file.write_text(lines(product(title=title, variants=[{"price": "0", "option1": title}]), product()))
    out = run("check", file, "--market", "US").out
    assert not set(out) & set("\x1b\x00\r\u202e\u202c")


def command(*arguments: object, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "listing_rules", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        **more,
    )


@pytest.mark.slow
def test_standard_input_and_workers(catalog: Path) -> None:
    alone = command("check", "-", "--market", "US", "--format", "jsonl", input=catalog.read_text())
    several = command("check", "-", "--market", "US", "--format", "jsonl", "--jobs", "2", input=catalog.read_text())
    unread = "listing-rules: 1 of 3 products could not be read, the first at line 3\n"
    assert (alone.returncode, alone.stderr) == (2, unread)
    assert several.stdout == alone.stdout


@pytest.mark.slow
def test_a_closed_pipe_is_no_traceback(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_text(lines(*[product(id=number) for number in range(3000)]))
    run = subprocess.run(  # noqa: S602
        f"{sys.executable} -m listing_rules check {file} --market US --format jsonl | head -n 1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ},
    )
    assert run.stdout.count("\n") == 1
    assert "Traceback" not in run.stderr
    assert "the output was closed before the end" in run.stderr
