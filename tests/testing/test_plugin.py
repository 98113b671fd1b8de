"""The pytest plugin, as a project that uses it sees it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import listing_rules as lr
from listing_rules.api import bundled_rules
from listing_rules.examples import base_product
from listing_rules.testing import assert_lists_clean

CLEAN = base_product(bundled_rules(), "US", {})
FREE = base_product(bundled_rules(), "US", {"handle": "a-gift", "variants": [{"price": "0.00"}]})
INI = """
[pytest]
testpaths = . rules
listing_rules_folders = rules
listing_rules_shop = shop.yaml
"""
DEAR = """
id: dear
title: Dearer than 50
since: 2026.11.0
stage: sync_failed
severity: error
certainty: certain
markets: [US, GB]
check: {number: {at: "skus[*].price.amount", at_most: 50}}
reason: "{value} on {sku} is too dear for us."
fix: Lower the price.
action: update_and_resync
sources: [{kind: judgement, fact: "Our buyers say so."}]
examples:
  - {name: fifty and a cent, given: {variants: [{price: "50.01"}, {}]}, fails: [/skus/0/price/amount]}
  - {name: fifty, given: {variants: [{price: "50.00"}]}, passes: true}
"""


DRINKS = """
group: drinks
name: drinks
outcomes: {all: prohibited}
terms:
  en: {thing_stands: last, strong: [mead]}
  fr: {thing_stands: first, strong: [hydromel]}
examples: {match: [Sweet Mead], pass: [Velvet Robe]}
sources: [us]
"""
TITLES = """
match:
  en: [Dry Mead]
  fr:
    - Hydromel doux
    - Tasse bleue
pass: [Dry Mead]
"""


class Project:
    """A project with rules of its own and one test file."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester = pytester
        self.write("pytest.ini", INI)
        self.write("shop.yaml", "market: US\ncurrency: USD\n")
        self.write("rules/price/dear.yaml", DEAR)

    def write(self, name: str, text: str) -> None:
        path = self.pytester.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> pytest.RunResult:
        return self.pytester.runpytest_inprocess("-p", "no:randomly", "-p", "no:cacheprovider", *arguments)


@pytest.fixture(autouse=True)
def installed(pytestconfig: pytest.Config) -> None:
    if not pytestconfig.pluginmanager.has_plugin("listing_rules"):
        pytest.fail("pytest does not know the plugin: install the package again (pip install --no-deps -e .)")


@pytest.fixture
def project(pytester: pytest.Pytester) -> Project:
    return Project(pytester)


def test_the_examples_of_a_folder_of_rules_are_tests_with_names(project: Project) -> None:
    ran = project.run("-v")
    ran.assert_outcomes(passed=2)
    ran.stdout.fnmatch_lines(
        ["rules/price/dear.yaml::fifty and a cent PASSED*", "rules/price/dear.yaml::fifty PASSED*"]
    )


def test_an_example_that_does_not_hold_says_what_happened_instead(project: Project) -> None:
    project.write("rules/price/dear.yaml", DEAR.replace("at_most: 50", "at_most: 60"))
    ran = project.run()
    ran.assert_outcomes(passed=1, failed=1)
    ran.stdout.fnmatch_lines(
        [
            "dear, example 'fifty and a cent':",
            "  in US it should fail at ['/skus/0/price/amount']; it fails at no place",
        ]
    )


def test_a_broken_rule_file_is_told_with_its_line(project: Project) -> None:
    project.write("rules/price/dear.yaml", DEAR.replace("action: update_and_resync", "action: pray"))
    ran = project.run()
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines(["*rules/price/dear.yaml:12:9:*"])
    assert "Traceback" not in ran.stdout.str()


def test_yaml_of_strangers_is_left_alone(project: Project) -> None:
    project.write("pytest.ini", "[pytest]\n")
    project.write("docker-compose.yaml", "services: {")
    assert project.run().ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_tables_and_changes_in_a_folder_of_rules_are_no_tests(project: Project) -> None:
    project.write("rules/changes.yaml", 'turn_off: [{rule: zero-price, because: "We sell nothing for free."}]\n')
    project.write("rules/tables/markets.yaml", "markets: {US: {price: {max: 100}}}\n")
    project.run().assert_outcomes(passed=2)


def test_titles_that_show_words_of_goods_are_tests_with_names(project: Project) -> None:
    project.write("rules/tables/terms/drinks.yaml", DRINKS)
    project.write("rules/tables/titles/drinks.yaml", TITLES)
    ran = project.run("-v", "rules/tables")
    ran.assert_outcomes(passed=4, failed=2)
    ran.stdout.fnmatch_lines_random(
        [
            "rules/tables/terms/drinks.yaml::Sweet Mead PASSED*",
            "rules/tables/terms/drinks.yaml::Velvet Robe PASSED*",
            "rules/tables/titles/drinks.yaml::Hydromel doux PASSED*",
            "rules/tables/titles/drinks.yaml::Dry Mead FAILED*",
            "rules/tables/titles/drinks.yaml::Dry Mead ?2? PASSED*",
            "*rules/tables/titles/drinks.yaml:6: 'Tasse bleue' should match; it is not found in FR",
            "*rules/tables/titles/drinks.yaml:7: 'Dry Mead' should pass; it is found in *IE*",
        ]
    )


def test_titles_that_show_nouns_are_tests_too(project: Project) -> None:
    project.write("rules/tables/terms/contexts.yaml", "contexts: {designs: {en: [zorble]}}")
    shown = "groups: {alcohol: {pass: [Malt Whisky Zorble, Malt Whisky]}, tobacco: {pass: [Cigar Zorble]}}"
    project.write("rules/tables/titles/contexts.yaml", shown)
    ran = project.run("-v", "rules/tables")
    ran.assert_outcomes(passed=2, failed=1)
    ran.stdout.fnmatch_lines(["*titles/contexts.yaml:1: 'Malt Whisky' should pass; it is found in *"])


def test_a_broken_file_of_titles_is_told_with_its_line(project: Project) -> None:
    project.write("rules/tables/terms/drinks.yaml", DRINKS)
    project.write("rules/tables/titles/drinks.yaml", "match:\n  xx: [Dry Mead]\n")
    ran = project.run("rules/tables")
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines(["*rules/tables/titles/drinks.yaml:2:*xx*"])
    assert "Traceback" not in ran.stdout.str()


def test_a_catalog_makes_a_test_of_each_product(project: Project) -> None:
    project.write("catalog.jsonl", json.dumps(CLEAN) + "\n" + json.dumps(FREE) + "\nno product\n")
    ran = project.run("--listing-rules-catalog=catalog.jsonl", "-v", "catalog.jsonl")
    ran.assert_outcomes(passed=1, failed=2)
    ran.stdout.fnmatch_lines(
        [
            "catalog.jsonl::organic-cotton-crew-neck-t-shirt PASSED*",
            "catalog.jsonl::a-gift FAILED*",
            "catalog.jsonl::line 3 FAILED*",
            "*The price is 0.00 on this product*",
        ]
    )


def test_a_catalog_is_checked_beside_the_projects_own_tests(project: Project) -> None:
    project.write("catalog.jsonl", json.dumps(CLEAN))
    project.run("--listing-rules-catalog=catalog.jsonl").assert_outcomes(passed=3)


def test_products_of_one_name_are_told_apart(project: Project) -> None:
    project.write("catalog.json", json.dumps([CLEAN | {"id": 1}, FREE | {"id": 2, "handle": CLEAN["handle"]}]))
    ran = project.run("--listing-rules-catalog=catalog.json", "-v", "catalog.json", "--listing-rules-fail-on=warning")
    ran.stdout.fnmatch_lines(
        ["*::organic-cotton-crew-neck-t-shirt *", "*::organic-cotton-crew-neck-t-shirt ?2? FAILED*"]
    )


def test_a_catalog_that_is_not_there_is_told_before_anything_runs(project: Project) -> None:
    ran = project.run("--listing-rules-catalog=nowhere.jsonl")
    assert ran.ret == pytest.ExitCode.USAGE_ERROR
    ran.stderr.fnmatch_lines(["ERROR: --listing-rules-catalog: there is no *nowhere.jsonl"])


USES = """
import json

def test_fixture(assert_lists_clean):
    assert_lists_clean(json.loads({product!r}))

def test_elsewhere(assert_lists_clean):
    assert assert_lists_clean(json.loads({product!r}), market="GB").market == "GB"

def test_shop(listing_rules_shop, listing_rules_set):
    assert listing_rules_shop.currency == "USD"
    assert listing_rules_set.get("dear")
"""


def test_fixtures_know_the_shop_and_the_rules_of_the_project(project: Project) -> None:
    dear = base_product(bundled_rules(), "US", {"variants": [{"price": "50.01"}]})
    project.write("test_uses.py", USES.format(product=json.dumps(dear)))
    ran = project.run("test_uses.py", "--listing-rules-coverage")
    ran.assert_outcomes(passed=1, failed=2)
    ran.stdout.fnmatch_lines(
        ["E *Sync failed *", "E *50.01 on this product is too dear for us.", "1 of * rules found something in this run"]
    )


def test_a_shop_file_that_is_wrong_is_told_in_its_own_words(project: Project) -> None:
    project.write("shop.yaml", "market: Mars\n")
    project.write("test_uses.py", "def test_it(assert_lists_clean): pass\n")
    ran = project.run("test_uses.py")
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines(["*shop.yaml*market*"])
    assert "Traceback" not in ran.stdout.str()
    assert "During handling" not in ran.stdout.str()


def test_the_summary_names_rules_of_ones_own_that_never_fired(project: Project) -> None:
    project.write("test_nothing.py", "def test_nothing(): pass\n")
    ran = project.run("test_nothing.py", "--listing-rules-coverage")
    ran.stdout.fnmatch_lines(["*rules at work*", "0 of *", "rules of your own that never did: dear"])


def test_the_summary_says_what_the_examples_leave_open(project: Project) -> None:
    project.write("rules/price/dear.yaml", DEAR.replace("{name: fifty,", "{name: fifty, markets: [GB],"))
    ran = project.run("rules", "--listing-rules-coverage")
    ran.stdout.fnmatch_lines(["the examples of your own show *% of what they do"])
    project.write("rules/price/dear.yaml", DEAR.replace("{name: fifty and a cent,", "{name: above, markets: [GB],"))
    ran = project.run("rules", "--listing-rules-coverage")
    ran.stdout.fnmatch_lines(["dear: not seen that it fires in US*"])


def test_workers_hand_on_what_they_saw(project: Project) -> None:
    pytest.importorskip("xdist", reason="needs pytest-xdist")
    ran = project.run("rules", "-n", "1", "--listing-rules-coverage")
    ran.stdout.fnmatch_lines(["1 of * rules found something in this run"])


def test_the_assertion_gives_the_report_or_tells_it() -> None:
    assert assert_lists_clean(CLEAN).forecast == "synced"
    with pytest.raises(AssertionError, match=r"(?s)^✗ Sync failed .*The price is 0\.00 on this product.*zero-price$"):
        assert_lists_clean(FREE)
    with pytest.raises(AssertionError, match="Not synced"):
        assert_lists_clean(CLEAN | {"status": "draft"})
    with pytest.raises(lr.PayloadError, match="no product"):
        assert_lists_clean({"products": []})


def test_a_run_that_asks_for_nothing_imports_nothing_of_ours(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "import sys\ndef test_it():\n    ours = {name for name in sys.modules if name.startswith('listing_rules')}\n"
        "    assert ours == {'listing_rules', 'listing_rules._version', 'listing_rules.testing', "
        "'listing_rules.testing.plugin'}\n    assert 'pydantic' not in sys.modules\n"
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
        str(tmp_path),
    ]
    plain = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=plain)  # noqa: S603
    assert run.returncode == 0, run.stdout
