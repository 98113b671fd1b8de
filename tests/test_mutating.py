"""Mutants of rule files: what the examples notice, and what survives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from each_rule import EACH_RULE
from listing_rules.cli import cli
from listing_rules.examples import for_examples, words_of_example
from listing_rules.rule import Rule
from listing_rules.rules import bundled_folder, load_rules
from listing_rules.schema import explained
from listing_rules.testing.mutants import mutants_of_rule
from listing_rules.testing.mutating import mutate_rules
from listing_rules.testing.score import mutation_score
from listing_rules.testing.tablemutants import mutate_markets, mutate_tables
from listing_rules.yamlfile import parse_yaml, read_yaml
from too_dear import RULE, written

BUNDLED = load_rules()


def survivors(folder: Path, text: str) -> set[str]:
    fates = mutate_rules(written(folder, text), frozenset({"too-dear"}))
    return {fate.mutant.change for fate in fates if not fate.killed}


def test_good_examples_notice_every_mistake(tmp_path: Path) -> None:
    assert survivors(tmp_path, RULE) == set()


@pytest.mark.parametrize(
    ("old", "new", "survivor"),
    [
        ('"50.01"}]}, fails', '"50.02"}]}, fails', "check.number.at_most: 50 -> 50.01"),
        ('price: "50"}', 'price: "49.99"}', "check.number.at_most: 50 -> 49.99"),
        ('price: "50"}', 'price: "49.99"}', "check.number: at_most -> less_than"),
        ("stage: sync_failed, ", "", "stage: sync_failed -> review_failed"),
        ("severity: warning, ", "", "severity: warning -> info"),
        ("name: dear, markets: [US, GB]", "name: dear", "markets: without GB"),
        (
            "name: elsewhere, markets: [DE]",
            "name: fine, given: {variants: [{price: 9}]}, passes: true} #",
            "markets: all",
        ),
        (
            "{name: in what currency, shop: {currency: null},",
            "{name: euros, shop: {currency: USD},",
            "needs.0: without",
        ),
    ],
)
def test_a_gap_in_the_examples_lets_a_mutant_live(tmp_path: Path, old: str, new: str, survivor: str) -> None:
    assert old in RULE
    text = RULE.replace(old, new)
    if "euros" in text:
        text = text.replace('"9"}]}, skips: true', '"51"}]}, fails: ["/skus/0/price/amount"]')
    assert any(change.startswith(survivor) for change in survivors(tmp_path, text))


def test_a_mutant_tells_its_line_and_changes_one_thing() -> None:
    document = parse_yaml(RULE, "too-dear.yaml")
    for mutant in mutants_of_rule(document):
        assert RULE.splitlines()[mutant.line - 1].split(":")[0].strip() in mutant.change
        assert mutant.value != document.value
        assert {key for key in document.value if mutant.value.get(key) != document.value[key]} == {
            mutant.change.split(":")[0].split(".")[0]
        }


def test_a_survivor_may_be_explained_and_a_killed_mutant_may_not(tmp_path: Path) -> None:
    gap = "severity: warning -> info"
    text = RULE.replace("severity: warning, ", "") + (
        f'equivalent:\n  - {{mutants: ["{gap}"], because: nobody looks}}\n'
        '  - {mutants: ["markets: all of them"], because: nor there}\n'
    )
    assert survivors(tmp_path, text) == {gap}
    score = mutation_score(load_rules(tmp_path), [tmp_path], frozenset({"too-dear"}))
    assert (score.share, len(score.gaps), score.explained) == (1.0, 0, 1)
    assert [line.partition(": equivalent")[2] for line in score.needless] == [
        ": 'markets: all of them' does not survive; take it out"
    ]


@pytest.mark.parametrize("market", ["US", "JP"])
def test_a_limit_of_your_own_in_the_markets_table_is_mutated_too(tmp_path: Path, market: str) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "markets.yaml").write_text(f"markets:\n  {market}:\n    max_skus: 2\n")
    fates = list(mutate_tables(load_rules(tmp_path), tmp_path))
    assert [(fate.mutant.change.partition(": ")[2], fate.mutant.line) for fate in fates] == [
        ("2 -> 1", 3),
        ("2 -> 3", 3),
    ]


def test_words_of_your_own_are_mutated_too(tmp_path: Path) -> None:
    folder = tmp_path / "tables" / "terms"
    folder.mkdir(parents=True)
    (folder / "gadgets.yaml").write_text(
        "group: gadgets\nname: gadgets\noutcomes: {all: prohibited}\nsources: [us]\n"
        "terms: {en: {thing_stands: last, strong: [gizmo, gimcrack]}}\nexcuses: [gizmo cheese]\n"
        "examples: {match: [Blue Gizmo], pass: [A Gizmo Cheese]}\n"
    )
    fates = {fate.mutant.change: fate.killed for fate in mutate_tables(load_rules(tmp_path), tmp_path)}
    assert fates["terms.en.strong.0: without gizmo"]
    assert not fates["terms.en.strong.1: without gimcrack"]
    assert fates["excuses.0: without gizmo cheese"]


OWN_RULE = """\
id: gadgets-are-not-sold
title: Gadgets
since: 2026.11.0
stage: review_failed
severity: error
certainty: likely
markets: all
check: {goods: {groups: [gadgets], outcomes: [prohibited]}}
reason: "{evidence}: gadgets."
fix: Take it off.
action: delete_and_never_resync
sources: [{kind: judgement, fact: "We say so."}]
examples:
  - {name: two in a description, given: {body_html: "<p>A gizmo and a doodad</p>"}, fails: [/description]}
  - {name: in the US alone, markets: [US], given: {title: Old Thingamajig}, passes: true}
"""


def test_words_of_your_own_are_noticed_by_the_examples_of_rules_that_speak_of_them(tmp_path: Path) -> None:
    (tmp_path / "tables" / "terms").mkdir(parents=True)
    (tmp_path / "prohibited").mkdir()
    (tmp_path / "prohibited" / "gadgets-are-not-sold.yaml").write_text(OWN_RULE)
    (tmp_path / "tables" / "terms" / "gadgets.yaml").write_text(
        "group: gadgets\nname: gadgets\noutcomes: {all: prohibited, US: allowed, GB: allowed}\nsources: [us]\n"
        "terms: {en: {thing_stands: last, strong: [gizmo, doodad, gimcrack, thingamajig]}}\n"
        "examples: {match: [], pass: []}\n"
    )
    fates = {fate.mutant.change: fate.killed for fate in mutate_tables(load_rules(tmp_path), tmp_path)}
    assert fates == {
        "terms.en.strong.0: without gizmo": True,
        "terms.en.strong.1: without doodad": True,
        "terms.en.strong.2: without gimcrack": False,
        "terms.en.strong.3: without thingamajig": False,
        "terms.en.thing_stands: last -> first": True,
        "outcomes.US: without US": True,
        "outcomes.GB: without GB": False,
    }


def test_examples_come_out_the_same_with_no_other_words_than_theirs() -> None:
    few, whole = for_examples(BUNDLED).tables.terms, BUNDLED.tables.terms
    words = [words for rule in BUNDLED.rules for one in rule.examples for words in words_of_example(BUNDLED, rule, one)]
    for market in ("US", "DE", "TH"):
        found = [whole.find(one, market) for one in set(words)]
        assert [few.find(one, market) for one in set(words)] == found
        assert any(found)
    assert sum(len(group.terms) for group in few.groups) < 1000 < sum(len(group.terms) for group in whole.groups)


def run(*arguments: Any) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["test", *map(str, arguments)], standalone_mode=False)
    assert result.exception is None, result.exception
    return result.return_value, result.output


def test_the_command_tells_survivors_with_file_and_line(tmp_path: Path) -> None:
    survivors(tmp_path, RULE.replace("severity: warning, ", ""))
    status, said = run(tmp_path, "--mutate")
    assert status == 1
    assert "too-dear.yaml:6:11: survived: severity: warning -> info" in said
    assert "what would notice more: 'severity' in an example that fails" in said
    survivors(tmp_path, RULE)
    status, said = run(tmp_path, "--mutate")
    assert status == 0
    assert "Mutation score: 100.0%" in said


def test_nothing_is_mutated_where_an_example_does_not_hold(tmp_path: Path) -> None:
    survivors(tmp_path, RULE.replace('"50.01"}]}, fails', '"49"}]}, fails'))
    status, said = run(tmp_path, "--mutate")
    assert status == 1
    assert "should fail at" in said
    assert "utants" not in said


@EACH_RULE
def test_the_examples_of_a_bundled_rule_notice_every_mistake(rule: Rule) -> None:
    score = mutation_score(BUNDLED, [], frozenset({rule.id}))
    assert [f"{gap.mutant.file}:{gap.mutant.line}: {gap.mutant.change}" for gap in score.gaps] == []
    assert score.needless == ()


def test_the_examples_notice_every_limit_of_the_markets() -> None:
    file = bundled_folder() / "tables" / "markets.yaml"
    survivors = {fate.mutant.change for fate in mutate_markets(BUNDLED, file) if not fate.killed}
    assert survivors == set(explained(read_yaml(file).value))
