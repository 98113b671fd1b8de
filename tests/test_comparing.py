"""What is new, fixed and unchanged between two runs."""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import listing_rules as lr
from listing_rules import cli
from listing_rules.comparing import compare_runs, reports_of
from listing_rules.errors import ListingRulesError
from listing_rules.examples import base_product
from listing_rules.report import Report
from listing_rules.rules import load_rules

RULES = load_rules()
US = lr.Shop(market="US", currency="USD")


def checked(number: int, shop: lr.Shop = US, **patch: Any) -> Report:
    named = {"id": number, "handle": f"shirt-{number}", "title": f"Organic Cotton Crew Neck T-Shirt number {number}"}
    payload = copy.deepcopy(base_product(RULES, "US", {**named, **patch}))
    return lr.check(payload, shop=shop, rules=RULES)


def jsonl(*reports: Report) -> list[bytes]:
    return [f"{report.model_dump_json()}\n".encode() for report in reports]


def compared(before: list[Report], now: list[Report]) -> Any:
    return compare_runs(reports_of(jsonl(*before)), reports_of(jsonl(*now)), RULES)


FREE = {"variants": [{"price": "0"}]}


def test_each_failure_is_new_fixed_or_unchanged() -> None:
    before = [checked(1, **FREE), checked(2, **FREE), checked(3)]
    now = [checked(3, title=""), checked(2), checked(1, **FREE)]
    found = compared(before, now)
    assert (found.new, found.fixed, found.unchanged) == ({"missing-title": 1}, {"zero-price": 1}, {"zero-price": 1})
    assert found.at_or_above("error") == 1
    assert [entry.product for entry in found.fresh.all()] == ["3"]
    assert [entry.product for entry in found.fixed_entries()] == ["2"]


def test_the_same_run_has_nothing_new() -> None:
    run = [checked(number, **FREE) for number in range(4)]
    found = compared(run, run[::-1])
    assert (found.new, found.fixed, found.unchanged) == ({}, {}, {"zero-price": 4})
    assert found.at_or_above("info") == 0


def test_what_the_later_run_could_not_see_is_not_fixed() -> None:
    mapped = lr.Shop(market="US", currency="USD", category_mapping={"default": "123"})
    found = compared([checked(1, mapped), checked(2, **FREE)], [checked(1)])
    assert found.fixed == {}
    assert found.undecided == {"unknown-category": 1}
    assert found.not_met == {"zero-price": 1}


def test_a_warning_that_became_an_error_is_new() -> None:
    report = checked(1, **FREE)
    milder = report.model_copy(update={"failures": (report.failures[0].model_copy(update={"severity": "warning"}),)})
    found = compared([milder], [report])
    assert (found.new, found.fixed) == ({"zero-price": 1}, {})


def test_failures_of_a_baseline_count_like_others() -> None:
    report = checked(1, **FREE)
    known = report.model_copy(update={"failures": (), "known": report.failures})
    assert compared([known], [report]).unchanged == {"zero-price": 1}
    assert compared([report], [known]).unchanged == {"zero-price": 1}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    for command in ("checking", "comparing"):
        monkeypatch.setattr(f"listing_rules.commands.{command}.load_rules", lambda: RULES)

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["listing-rules", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        told = capfd.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return call


@pytest.fixture
def runs(tmp_path: Path) -> tuple[Path, Path]:
    files = tmp_path / "before.jsonl", tmp_path / "now.jsonl"
    files[0].write_bytes(b"".join(jsonl(checked(1, **FREE), checked(2, **FREE))))
    files[1].write_bytes(b"".join(jsonl(checked(1), checked(2, **FREE), checked(3, title="", **FREE))))
    return files


def test_the_table_is_by_rule_and_new_failures_are_shown(run: Any, runs: tuple[Path, Path]) -> None:
    status, out, _ = run("compare", *runs)
    assert status == 1
    rows = {line.split()[0]: line.split()[1:] for line in out.splitlines() if line.strip()}
    assert (rows["zero-price"], rows["missing-title"], rows["all"]) == (
        ["1", "1", "1"],
        ["1", "0", "0"],
        ["2", "1", "1"],
    )
    assert "✗ missing-title  shirt-3" in out
    assert "US, rules" in out


def test_the_exit_status_is_about_what_is_new(run: Any, runs: tuple[Path, Path]) -> None:
    before, now = runs
    assert run("compare", before, now, "--fail-on", "never")[0] == 0
    assert run("compare", now, now)[0] == 0


def test_json_lists_all(run: Any, runs: tuple[Path, Path]) -> None:
    found = json.loads(run("compare", *runs, "--format", "json")[1])
    assert found["rules"]["zero-price"] == {"new": 1, "fixed": 1, "unchanged": 1, "undecided": 0, "not_met": 0}
    assert sorted(one["rule"] for one in found["new"]) == ["missing-title", "zero-price"]
    assert [one["product"] for one in found["fixed"]] == ["1"]
    assert found["now"]["products"] == 3


def test_both_formats_of_a_run_are_read(run: Any, tmp_path: Path) -> None:
    catalog = tmp_path / "catalog.jsonl"
    catalog.write_text(json.dumps(base_product(RULES, "US", FREE)) + '\n{"id": 3, "title"\n')
    outputs = [tmp_path / "run.json", tmp_path / "run.jsonl"]
    run("check", catalog, "--market", "US", "--format", f"json={outputs[0]}", "--format", f"jsonl={outputs[1]}")
    assert run("compare", *outputs)[0] == 0
    outputs[0].write_text(json.dumps(json.loads(outputs[0].read_text()), indent=2))
    status, out, _ = run("compare", *outputs)
    assert (status, "1 unreadable" in out) == (0, True)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("nothing of the kind", "line 1: JSON is malformed"),
        ('{"id": 1, "title": "A mug"}\n', "line 1: Object missing required field"),
        ("{\n}", "Object missing required field"),
    ],
)
def test_what_is_no_run_is_said_with_its_line(run: Any, runs: tuple[Path, Path], content: str, problem: str) -> None:
    runs[1].write_text(content)
    status, _, err = run("compare", *runs)
    assert (status, problem in err, "'check --format jsonl'" in err) == (2, True, True)
    status, _, err = run("compare", runs[0], runs[1].with_name("none.jsonl"))
    assert (status, "No such file" in err) == (2, True)


def test_a_run_that_is_cut_off_is_no_run(runs: tuple[Path, Path]) -> None:
    with pytest.raises(ListingRulesError, match="line 2"):
        list(reports_of(runs[0].read_bytes()[:-300].splitlines(keepends=True)))


def test_runs_of_different_markets_are_told_apart(run: Any, tmp_path: Path) -> None:
    files = []
    for market, currency in (("US", "USD"), ("GB", "GBP")):
        files.append(tmp_path / f"{market}.jsonl")
        files[-1].write_bytes(b"".join(jsonl(checked(1, lr.Shop(market=market, currency=currency)))))
    assert "different markets" in run("compare", *files)[1]


def test_hostile_text_is_shown_as_escapes(run: Any, tmp_path: Path) -> None:
    files = [tmp_path / "before.jsonl", tmp_path / "now.jsonl"]
    files[0].write_text("")
    files[1].write_bytes(b"".join(jsonl(checked(1, title="\x1b[31m\u202eevil", **FREE))))
    assert "\\x1b[31m\\u202eevil" in run("compare", *files)[1]
