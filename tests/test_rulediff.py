"""What became tighter or looser between two rule sets, and the lock that insists on one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from listing_rules.cli import cli
from listing_rules.errors import ListingRulesError
from listing_rules.rulediff import Change, compare_rules
from listing_rules.rulelock import check_lock, lock_of
from listing_rules.rules import bundled_folder, load_rules
from listing_rules.ruleset import RuleSet

BUNDLED = load_rules()
Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    def write(**files: str) -> Path:
        for name, text in files.items():
            file = tmp_path / (name.replace("__", "/") + ".yaml")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return tmp_path

    return write


def changes(folder: Path) -> list[tuple[str, str, str]]:
    return [(change.direction, change.part, change.what) for change in compare_rules(BUNDLED, load_rules(folder))]


def test_the_same_rules_do_not_differ() -> None:
    assert compare_rules(BUNDLED, load_rules()) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("{rule: title-too-short, check: {at_least: 1}}", "looser"),
        ("{rule: missing-description, severity: info}", "looser"),
        ("{rule: unknown-barcode-type, severity: error}", "tighter"),
        ("{rule: title-formatting, check: {without: [emoji]}}", "looser"),
        ("{rule: zero-price, certainty: likely}", "changed"),
        ("{rule: dupe-claim, check: {phrases: {en: [dupe]}}}", "looser"),
        ("{rule: contact-details, check: {excused: [nobody]}}", "looser"),
        ("{rule: zero-price, fix: Set a price.}", "words"),
    ],
)
def test_a_change_is_tighter_or_looser(folder: Folder, change: str, expected: str) -> None:
    found = changes(folder(changes=f"change: [{change}]"))
    assert found
    assert {direction for direction, _, _ in found} == {expected}


def test_limits_are_told_market_by_market(folder: Folder) -> None:
    limits = "markets: {US: {price: {max: 100}}, GB: {price: {max: {local: 5600, cross_border: 900}}}}"
    found = changes(folder(tables__markets=limits))
    assert ("tighter", "price-above-market-maximum", "at_most 7600 -> 100 in US") in found
    assert ("looser", "price-above-market-maximum", "at_most (cross-border) 134.5 -> 900 in GB") in found


def test_new_rules_and_those_turned_off_are_told_and_the_way_back_is_the_opposite(folder: Folder) -> None:
    rule = (bundled_folder() / "price" / "zero-price.yaml").read_text().replace("id: zero-price", "id: my-price")
    path = folder(price__my_price="")
    (path / "price" / "my_price.yaml").unlink()
    (path / "price" / "my-price.yaml").write_text(rule)
    (path / "changes.yaml").write_text("turn_off: [{rule: no-weight, because: it is a default}]")
    found = changes(path)
    assert ("looser", "no-weight", "is turned off") in found
    assert ("tighter", "my-price", "is new: A variant is priced at zero") in found
    back = [change.direction for change in compare_rules(load_rules(path), BUNDLED)]
    assert sorted(back) == ["looser", "tighter"]


def test_words_for_goods_are_told_by_group(folder: Folder) -> None:
    words = "{group: tobacco, terms: {en: {thing_stands: last, strong: [wozzleweed]}}, excuses: [wozzleweed doll]}"
    assert changes(folder(tables__terms__tobacco=words)) == [
        ("tighter", "terms/tobacco", "terms + wozzleweed"),
        ("looser", "terms/tobacco", "excuses + wozzleweed doll"),
    ]


def test_a_limit_that_becomes_known_is_tighter(folder: Folder) -> None:
    found = changes(folder(tables__markets="markets: {JP: {price: {min: 1, max: 900000}}}"))
    assert ("tighter", "price-above-market-maximum", "at_most (not stated) -> 900000 in JP") in found


def test_a_lock_names_what_differs(folder: Folder) -> None:
    lock = json.loads(json.dumps(lock_of(BUNDLED)))
    check_lock(lock, load_rules())
    other = load_rules(folder(changes="change: [{rule: zero-price, severity: info}]"))
    with pytest.raises(ListingRulesError, match="rule/zero-price differs"):
        check_lock(lock, other)
    del lock["parts"]["rule/no-weight"]
    with pytest.raises(ListingRulesError, match="rule/no-weight is new"):
        check_lock({**lock, "hash": "x"}, BUNDLED)
    with pytest.raises(ListingRulesError, match="rule/gone is gone"):
        check_lock({**lock, "hash": "x", "parts": {**BUNDLED.parts, "rule/gone": "x"}}, BUNDLED)


@pytest.mark.parametrize("lock", [None, [], {}, {"hash": 1, "parts": {}}, {"hash": "x", "parts": []}])
def test_what_is_no_lock_is_told(lock: object) -> None:
    with pytest.raises(ListingRulesError, match="is no lock"):
        check_lock(lock, BUNDLED)


def run(*words: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(cli, [str(word) for word in words], standalone_mode=False)
    if result.exception and not isinstance(result.exception, SystemExit):
        return 2, str(result.exception)
    return int(result.return_value or 0), result.output


def test_the_command_tells_changes_and_the_products_they_concern(folder: Folder, tmp_path: Path) -> None:
    path = folder(
        changes="{change: [{rule: no-weight, severity: error}], turn_off: [{rule: zero-price, because: free}]}"
    )
    catalog = "examples/catalog.jsonl"
    status, said = run("rules", "--diff", "bundled", path, "--catalog", catalog, "--market", "US")
    assert status == 0
    assert "zero-price" in said.partition("Looser")[2]
    assert "3 products lose a failure" in said
    status, said = run("rules", "--diff", "bundled", path, "--catalog", catalog, "--market", "US", "--format", "json")
    found = json.loads(said)
    assert found["old"]["hash"] == BUNDLED.content_hash
    assert {change["part"] for change in found["changes"]} == {"no-weight", "zero-price"}
    assert len([row for row in found["products"] if "zero-price" in row["gone"]]) == 3
    status, said = run("rules", "--diff", path, "bundled", "--catalog", catalog, "--market", "US")
    assert "3 products newly fail" in said
    assert run("rules", "--diff", "bundled", "bundled")[1].endswith("The rules are the same.\n")


def test_the_command_names_what_it_lacks() -> None:
    assert run("rules", "--catalog", "examples/catalog.jsonl") == (2, "--catalog goes with --diff OLD NEW")
    assert "say which market" in run("rules", "--diff", "bundled", "bundled", "--catalog", "examples/catalog.jsonl")[1]


def test_a_run_insists_on_the_locked_rules(folder: Folder, tmp_path: Path) -> None:
    lock = tmp_path / "rules.lock"
    assert run("rules", "--write-lock", lock)[0] == 0
    check = ("check", "examples/catalog.jsonl", "--market", "US", "--lock", lock, "--fail-on", "never")
    assert run(*check)[0] == 0
    own = folder(changes="change: [{rule: zero-price, severity: info}]")
    status, said = run(*check, "--rules", own)
    assert status == 2
    assert "rules.lock: the rules are not the locked ones" in said
    lock.write_text("{")
    assert "rules.lock: " in run(*check)[1]


def test_every_direction_has_a_heading() -> None:
    found = compare_rules(BUNDLED, RuleSet(rules=BUNDLED.rules[1:], tables=BUNDLED.tables))
    assert found == [Change("looser", BUNDLED.rules[0].id, f"is gone: {BUNDLED.rules[0].title}")]
