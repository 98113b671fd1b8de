"""A folder of your own on top: rules changed, rules turned off, limits and words of your own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import listing_rules as lr
from listing_rules.examples import base_product, base_shop, run_examples
from listing_rules.rules import bundled_folder, load_rules

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


def failures(rules: lr.RuleSet, as_of: date | None = None, market: str = "US", **patch: object) -> lr.Report:
    product = base_product(rules, market, {"handle": "a-mug", **patch})
    return lr.check(product, shop=base_shop(rules, market, {}), rules=rules, as_of=as_of)


def test_severity_texts_and_limits_of_a_bundled_rule_can_be_changed(folder: Folder) -> None:
    rules = load_rules(
        folder(
            changes="""
change:
  - {rule: title-too-long, severity: warning, check: {at_most: 30}, reason: "{length} characters", fix: Shorten it.}
"""
        )
    )
    (failure,) = failures(rules, title="A mug with a title of 40 characters, so").failures
    assert (failure.rule, failure.severity) == ("title-too-long", "warning")
    assert (failure.reason, failure.fix) == ("39 characters", "Shorten it.")


def test_examples_of_a_changed_rule_are_run_and_can_be_replaced(folder: Folder) -> None:
    change = "{rule: title-too-long, check: {at_most: 30}"
    without = load_rules(folder(changes=f"change: [{change}}}]"))
    broken = [result for result in run_examples(without, frozenset({"title-too-long"})) if result.problem]
    assert broken
    assert all(Path(result.file).name == "changes.yaml" for result in broken)
    given = "{name: just over it, given: {title: 'A mug that has one letter too m'}, fails: [/title]}"
    with_own = load_rules(folder(changes=f"change: [{change}, examples: [{given}]}}]"))
    assert [result.problem for result in run_examples(with_own, frozenset({"title-too-long"}))] == [None] * 16


def test_a_rule_that_is_turned_off_is_silent_and_listed(folder: Folder) -> None:
    rules = load_rules(folder(changes="turn_off: [{rule: missing-description, because: it comes from elsewhere}]"))
    report = failures(rules, body_html="")
    assert report.failures == ()
    (off,) = report.turned_off
    assert (off.rule, off.because, off.until, off.mandatory) == (
        "missing-description",
        "it comes from elsewhere",
        None,
        False,
    )


def test_a_rule_is_on_again_on_the_day_named_and_says_so(folder: Folder) -> None:
    rules = load_rules(
        folder(changes="turn_off: [{rule: missing-description, because: we are late, until: 2026-12-01}]")
    )
    assert failures(rules, date(2026, 11, 30), body_html="").failures == ()
    report = failures(rules, date(2026, 12, 1), body_html="")
    assert report.turned_off == ()
    assert [failure.rule for failure in report.failures] == ["missing-description"]
    assert 'This rule was turned off until 2026-12-01 ("we are late") and is on again.' in report.failures[0].reason


def test_a_rule_can_be_turned_off_for_some_products_only(folder: Folder) -> None:
    rules = load_rules(
        folder(changes="turn_off: [{rule: missing-description, because: a sample, products: [the-sample, 77]}]")
    )
    assert [failure.rule for failure in failures(rules, body_html="").failures] == ["missing-description"]
    for waived in (failures(rules, body_html="", handle="the-sample"), failures(rules, body_html="", id=77)):
        assert waived.failures == ()
        assert [off.rule for off in waived.turned_off] == ["missing-description"]
    assert failures(rules, handle="the-sample").turned_off == ()


def test_only_the_product_that_it_was_turned_off_for_hears_that_it_is_on_again(folder: Folder) -> None:
    entry = "{rule: missing-description, because: this one is late, until: 2026-11-01, products: [a-mug]}"
    rules = load_rules(folder(changes=f"turn_off: [{entry}]"))
    (mug,), (vase,) = (failures(rules, body_html="", handle=name).failures for name in ("a-mug", "a-vase"))
    assert "is on again" in mug.reason
    assert "is on again" not in vase.reason


def test_mandatory_rules_can_be_turned_off_but_not_silently(folder: Folder) -> None:
    rules = load_rules(folder(changes="turn_off: [{rule: alcohol-tobacco-vapes, because: we only sell glasses}]"))
    report = failures(rules, title="Disposable Vape Pen 600 Puffs")
    assert [(off.rule, off.mandatory) for off in report.turned_off] == [("alcohol-tobacco-vapes", True)]


@pytest.mark.parametrize(
    "change",
    ["severity: info", "check: {groups: [knives]}", "certainty: possible"],
)
def test_mandatory_rules_cannot_be_weakened(folder: Folder, change: str) -> None:
    path = folder(changes=f"change:\n  - {{rule: prohibited-goods, {change}}}")
    with pytest.raises(lr.RuleFileError, match=r"changes\.yaml.*2.*mandatory"):
        load_rules(path)


def test_mandatory_rules_cannot_be_replaced(folder: Folder) -> None:
    text = (bundled_folder() / "prohibited" / "prohibited-goods.yaml").read_text()
    with pytest.raises(lr.RuleFileError, match="mandatory and cannot be replaced"):
        load_rules(folder(**{"prohibited__prohibited-goods": text}))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ("change: [{rule: zero-prize, severity: info}]", "there is no rule 'zero-prize'"),
        ("change: [{rule: zero-price, severty: info}]", "did you mean 'severity'"),
        ("change: [{rule: zero-price, check: {more_then: 1}}]", "did you mean 'more_than'"),
        ("change: [{rule: zero-price, fix: 'Do {nothing}'}]", "nothing"),
        ("turn_off: [{rule: zero-price}]", "'because' is missing"),
        ("turn_off: [{rule: zero-price, because: we are brave, until: soon}]", "until"),
        ("turn_on: [{rule: zero-price}]", "turn_on"),
    ],
)
def test_what_cannot_be_followed_is_told_at_its_line(folder: Folder, changes: str, said: str) -> None:
    with pytest.raises(lr.RuleFileError, match=r"changes\.yaml:1") as told:
        load_rules(folder(changes=changes))
    assert said in str(told.value)


def test_limits_of_your_own_are_laid_over_the_bundled_ones(folder: Folder) -> None:
    rules = load_rules(folder(tables__markets="markets: {US: {price: {max: 50}}}"))
    assert [failure.rule for failure in failures(rules, variants=[{"price": "50.01"}]).failures] == [
        "price-above-market-maximum"
    ]
    assert rules.tables.markets["US"]["price"]["min"] == load_rules().tables.markets["US"]["price"]["min"]
    assert rules.tables.markets["GB"] == load_rules().tables.markets["GB"]


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ("markets: {XX: {max_skus: 5}}", "XX"),
        ("markets: {US: {max_sku: 5}}", "did you mean 'max_skus'"),
        ("markets: {US: {max_skus: many}}", "many"),
    ],
)
def test_limits_that_nothing_reads_are_refused(folder: Folder, limits: str, said: str) -> None:
    with pytest.raises(lr.RuleFileError, match=said):
        load_rules(folder(tables__markets=limits))


def test_words_of_your_own_extend_a_group_of_goods(folder: Folder) -> None:
    words = """
group: tobacco
terms: {en: {thing_stands: last, strong: [wozzleweed]}}
excuses: [wozzleweed vase]
"""
    rules = load_rules(folder(tables__terms__tobacco=words))
    found = failures(rules, title="Fine Wozzleweed from the Hills").failures
    assert [failure.rule for failure in found] == ["alcohol-tobacco-vapes"]
    assert failures(rules, title="Wozzleweed Vase").failures == ()
    assert failures(load_rules(), title="Fine Wozzleweed from the Hills").failures == ()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("group: knives", "must name it"),
        ("{group: tobacco, outcomes: {all: allowed}}", "outcomes"),
        ("[tobacco]", "must name it"),
    ],
)
def test_words_that_change_what_tiktok_does_are_refused(folder: Folder, words: str, said: str) -> None:
    with pytest.raises(lr.RuleFileError, match=said):
        load_rules(folder(tables__terms__tobacco=words))


def test_other_tables_cannot_be_laid_on_top(folder: Folder) -> None:
    with pytest.raises(lr.RuleFileError, match="no table that can be laid on top"):
        load_rules(folder(tables__approvals="{}"))


@pytest.mark.parametrize("release", ["version: 1", "[]", "{version: 1, date: soon}"])
def test_a_whole_rule_set_names_its_release(folder: Folder, release: str) -> None:
    with pytest.raises(lr.RuleFileError, match="names no release"):
        load_rules(folder(tables__release=release))


def test_a_first_folder_that_is_a_whole_rule_set_stands_in_for_the_bundled_one() -> None:
    assert load_rules(bundled_folder()).content_hash == load_rules().content_hash


def test_the_content_hash_names_the_content_and_not_the_place(folder: Folder, tmp_path: Path) -> None:
    assert load_rules().content_hash == load_rules().content_hash
    rules = load_rules(folder(changes="turn_off: [{rule: zero-price, because: we give it away}]"))
    assert rules.content_hash != load_rules().content_hash
    changed = {name for name, part in rules.parts.items() if load_rules().parts.get(name) != part}
    assert changed == {"turned_off/0"}
    report = failures(rules)
    assert report.rules_hash == rules.content_hash


def test_examples_of_a_changed_rule_hold_without_what_was_changed(tmp_path: Path) -> None:
    """Who changes words or severity need not write the rule's examples anew; a limit of one's own has its own."""
    (tmp_path / "changes.yaml").write_text(
        "change:\n"
        "  - {rule: title-too-long, severity: warning, because: house style}\n"
        "  - {rule: zero-price, reason: 'Nobody gives {title} away.', because: clearer words}\n"
    )
    changed = load_rules(tmp_path)
    results = [one for one in run_examples(changed, frozenset({"title-too-long", "zero-price"})) if one.problem]
    assert results == []
