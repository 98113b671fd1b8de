"""Titles beside a table of words: each word is shown by one, or is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from listing_rules.cli import cli
from listing_rules.errors import RuleFileError
from listing_rules.rules import bundled_folder, load_rules
from listing_rules.terms.table import read_group
from listing_rules.testing.mutants import DROP, applied
from listing_rules.testing.score import mutation_score
from listing_rules.testing.words.changes import Words
from listing_rules.testing.words.mutants import mutate_group, word_of, words_without_title
from listing_rules.yamlfile import read_yaml

TABLE = """\
group: drinks
name: drinks
outcomes: {all: prohibited, FR: allowed}
terms:
  en:
    thing_stands: last
    strong: [mead, honey mead]
    head: [wine]
    pairs: [{one: [oak], other: [plank, beam]}]
excuses: [wine red]
not_beside: [candle]
proof: ["# ml"]
ambiguous: [wine]
examples: {match: [Sweet Mead], pass: [Wine Red Dress]}
sources: [us]
"""
TITLES = """\
complete: true
match:
  en: [Dry Wine, Oak Plank 2 m, Rustic Oak Beam, Wine Batch Nine 750 ml]
pass: [Oak Plank Candle, Wine Red 200 ml, Teal Shelf Wine]
equivalent: [{mutants: [honey mead], because: the longer name is told where it stands}]
"""


def folder(tmp_path: Path, titles: str = TITLES) -> Path:
    for name, text in (("terms", TABLE), ("titles", titles)):
        (tmp_path / "tables" / name).mkdir(parents=True)
        (tmp_path / "tables" / name / "drinks.yaml").write_text(text)
    return tmp_path


def run(*arguments: Any) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["test", *map(str, arguments)], standalone_mode=False)
    assert result.exception is None, result.exception
    return result.return_value, result.output


def test_every_word_has_its_title(tmp_path: Path) -> None:
    assert run(folder(tmp_path)) == (0, "0 examples hold, 0 do not (0 rules)\n")


@pytest.mark.parametrize(
    ("title", "word", "line"),
    [
        ("Oak Plank 2 m, ", "plank", 9),
        (", Wine Batch Nine 750 ml", "# ml", 12),
        ("Oak Plank Candle, ", "candle", 11),
        (", Teal Shelf Wine", "wine", 13),
        ("Wine Red 200 ml, ", "wine red", 10),
    ],
)
def test_a_word_without_a_title_is_told_with_its_line(tmp_path: Path, title: str, word: str, line: int) -> None:
    assert title in TITLES
    status, said = run(folder(tmp_path, TITLES.replace(title, "")))
    assert status == 1
    assert f"drinks.yaml:{line}:" in said
    assert f"no title shows {word!r}\n" in said


def test_titles_that_are_not_said_to_be_complete_need_not_be(tmp_path: Path) -> None:
    assert run(folder(tmp_path, TITLES.replace("complete: true\n", "").replace("Oak Plank 2 m, ", "")))[0] == 0


def test_a_title_that_does_otherwise_is_told_with_its_markets(tmp_path: Path) -> None:
    titles = TITLES.replace("Dry Wine", "Dry Wine, Silk Robe").replace("Oak Plank Candle", "Oak Plank Candle, Oak Beam")
    status, said = run(folder(tmp_path, titles))
    assert status == 1
    assert f"{tmp_path}/tables/titles/drinks.yaml:3: 'Silk Robe' should match; it is not found in IE" in said
    assert f"{tmp_path}/tables/titles/drinks.yaml:4: 'Oak Beam' should pass; it is found in IE" in said


def test_titles_of_no_table_are_told(tmp_path: Path) -> None:
    own = folder(tmp_path)
    (own / "tables" / "titles" / "drink.yaml").write_text(TITLES)
    status, said = run(own)
    assert status == 1
    assert f"{own}/tables/titles/drink.yaml: there is no tables/terms/drink.yaml whose words these titles show" in said


@pytest.mark.parametrize(
    ("titles", "said"),
    [
        ("match: [Dry Wine]\n", "match"),
        ("match: {xx: [Dry Wine]}\n", "xx"),
        ("matches: {}\n", "did you mean 'match'?"),
        ("match:\n  fr: [Vin rouge]\n", "2:7: no market that does not allow drinks reads 'fr'"),
    ],
)
def test_a_broken_file_of_titles_is_told(tmp_path: Path, titles: str, said: str) -> None:
    result = CliRunner().invoke(cli, ["test", str(folder(tmp_path, titles))], standalone_mode=False)
    assert isinstance(result.exception, RuleFileError) or said in result.output
    assert said in f"{result.exception}{result.output}"


def test_a_needless_explanation_is_told(tmp_path: Path) -> None:
    titles = TITLES.replace("[honey mead]", "[honey mead, mead]")
    own = folder(tmp_path, titles)
    score = mutation_score(load_rules(own), [own], frozenset())
    assert [line.partition(": equivalent: ")[2] for line in score.needless] == ["'mead' does not survive; take it out"]


def test_words_laid_over_a_bundled_group_are_mutated_at_their_own_lines(tmp_path: Path) -> None:
    terms = tmp_path / "tables" / "terms"
    terms.mkdir(parents=True)
    (terms / "alcohol.yaml").write_text(
        "group: alcohol\nterms: {en: {thing_stands: last, strong: [zorble brew, florble]}}\n"
        "examples: {match: [Fresh Zorble Brew], pass: []}\n"
    )
    fates = {
        fate.mutant.change: (fate.killed, fate.mutant.line)
        for fate in mutate_group(load_rules(tmp_path), terms / "alcohol.yaml")
    }
    assert fates["terms.en.strong.0: without zorble brew"] == (True, 2)
    assert fates["terms.en.strong.1: without florble"] == (False, 2)


def test_every_word_of_a_bundled_table_whose_titles_are_complete_is_shown() -> None:
    gaps = words_without_title(load_rules(), bundled_folder())
    assert [f"{gap.mutant.file}:{gap.mutant.line}: {gap.mutant.change}" for gap in gaps] == []


NOUNS = "contexts: {designs: {en: [zorble, florble]}, things: {de: [gnurpel]}}\n"


def nouns(tmp_path: Path, titles: str) -> Path:
    for name, text in (("terms", NOUNS), ("titles", titles)):
        (tmp_path / "tables" / name).mkdir(parents=True)
        (tmp_path / "tables" / name / "contexts.yaml").write_text(text)
    return tmp_path


SHOWN = (
    "groups: {alcohol: {pass: [Malt Whisky Zorble, Malt Whisky Florble], pass_in: {de: [Gnurpel Champagne 200 ml]}}}\n"
)


def test_nouns_that_turn_words_into_other_goods_are_shown_by_titles_of_any_group(tmp_path: Path) -> None:
    assert run(nouns(tmp_path, "complete: true\n" + SHOWN)) == (0, "0 examples hold, 0 do not (0 rules)\n")


@pytest.mark.parametrize(
    ("title", "word", "column"), [(", Malt Whisky Florble", "florble", 35), ("Gnurpel Champagne 200 ml", "gnurpel", 60)]
)
def test_a_noun_without_a_title_is_told_with_its_place(tmp_path: Path, title: str, word: str, column: int) -> None:
    own = nouns(tmp_path, "complete: true\n" + SHOWN.replace(title, ""))
    said = f"{own}/tables/terms/contexts.yaml:1:{column}: no title shows {word!r}\n"
    assert run(own) == (1, f"{said}0 examples hold, 1 do not (0 rules)\n")


def test_a_title_of_any_table_notices_a_noun(tmp_path: Path) -> None:
    own = nouns(tmp_path, SHOWN.replace("Malt Whisky Florble", "").replace("[Malt Whisky Zorble, ]", "[]"))
    (own / "tables" / "terms" / "drinks.yaml").write_text(TABLE)
    (own / "tables" / "titles" / "drinks.yaml").write_text("pass: [Oak Plank Zorble]\n")
    rules = load_rules(own)
    fates = list(mutate_group(rules, own / "tables" / "terms" / "contexts.yaml"))
    assert [(word_of(fate.mutant), fate.killed) for fate in fates] == [
        ("zorble", True),
        ("florble", False),
        ("gnurpel", True),
    ]


def test_a_noun_may_be_explained_and_no_other_may(tmp_path: Path) -> None:
    own = nouns(
        tmp_path,
        SHOWN.replace(", Malt Whisky Florble", "") + "equivalent: [{mutants: [florble, zorble], because: rare}]\n",
    )
    score = mutation_score(load_rules(own), [own], frozenset())
    assert (score.killed, score.explained, score.gaps) == (2, 1, ())
    assert [line.partition(": equivalent: ")[2] for line in score.needless] == [
        "'zorble' does not survive; take it out"
    ]


@pytest.mark.parametrize(
    ("file", "titles", "said"),
    [
        ("contexts.yaml", "groups:\n  alcohl: {pass: []}\n", "2:11: groups: 'alcohl' is no group of goods"),
        ("alcohol.yaml", "groups: {alcohol: {pass: []}}\n", "1:9: groups: stands in the titles of contexts.yaml alone"),
        ("contexts.yaml", "groups: {food_us: {pass_in: {th: [Xyz]}}}\n", "no market that does not allow"),
    ],
)
def test_titles_by_group_stand_beside_the_nouns_alone(tmp_path: Path, file: str, titles: str, said: str) -> None:
    own = nouns(tmp_path, SHOWN)
    (own / "tables" / "terms" / "alcohol.yaml").write_text("group: alcohol\n")
    (own / "tables" / "titles" / file).write_text(titles)
    result = CliRunner().invoke(cli, ["test", str(own)], standalone_mode=False)
    assert said in f"{result.exception}{result.output}"


@pytest.mark.parametrize("at", [("terms", "en", "strong", 0), ("terms", "en", "weak", 1), ("excuses", 0), ("proof", 0)])
def test_a_group_without_a_word_is_what_the_table_would_give(at: tuple[str | int, ...]) -> None:
    document = read_yaml(bundled_folder() / "tables" / "terms" / "alcohol.yaml")
    whole = read_group(document.file, document.value)
    word = document.value
    for step in at:
        word = word[step]
    change = Words(whole, document.value).without(at, word)
    afresh = read_group(document.file, applied(document.value, at, DROP))
    assert change.group.vocabulary == afresh.vocabulary
    assert change.group.nouns == afresh.nouns
    assert change.group.proof == afresh.proof
    assert change.group.excuses == afresh.excuses
    left = [change.instead.get(id(term), term) for term in whole.terms]
    assert tuple(term for term in left if term) == afresh.terms
