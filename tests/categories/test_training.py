"""`train-categories`, as a connector uses it on its own live listings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

import listing_rules as lr
from listing_rules.categories import teaching
from listing_rules.cli import cli

COLOURS = [f"{one} {other}" for one in "red blue green tall wide new old".split() for other in "soft dark fine".split()]
KITCHEN = [f"{colour} flumbo mug number {number}" for number, colour in enumerate(COLOURS * 6)]
GARDEN = [f"{colour} zarbot hose number {number}" for number, colour in enumerate(COLOURS * 6)]
SHOP = lr.Shop(market="US")


@pytest.fixture(autouse=True)
def _one_short_lesson(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundled phrases and names would take their time to learn; they are not what is tested here."""
    monkeypatch.setattr(teaching, "_names", lambda tree: iter(()))
    monkeypatch.setattr(lr.load_rules().tables.categories.__class__, "phrases", [])
    monkeypatch.setattr("listing_rules.commands.training.ProcessPoolExecutor", _Here)


class _Here:
    """Work done in this process, where the fixture's changes hold."""

    map = staticmethod(map)

    def __init__(self, jobs: int) -> None:
        assert jobs == 1

    def __enter__(self) -> _Here:
        return self

    def __exit__(self, *problem: object) -> None:
        pass


def tsv(folder: Path, rows: Sequence[tuple[str, str]]) -> Path:
    file = folder / "live.tsv"
    file.write_text("title\tcategory\n" + "".join(f"{title}\t{category}\n" for title, category in rows), "utf-8")
    return file


def run(*arguments: str | Path) -> tuple[int, str]:
    found = CliRunner().invoke(cli, ["train-categories", *map(str, arguments)])
    error = found.exception if isinstance(found.exception, lr.ListingRulesError) else None
    return found.exit_code, found.output + (str(error) if error else "")


def test_a_table_of_ones_own_replaces_the_bundled_one(tmp_path: Path) -> None:
    named = [(title, "Kitchenware") for title in KITCHEN] + [(title, "Home Improvement") for title in GARDEN]
    table = tmp_path / "mine" / "tables" / "categories" / "words.tsv"
    _, said = run(tsv(tmp_path, named), "--output", table)
    assert "252 titles in 2 level-1 categories" in said
    assert f"Use it with --rules {tmp_path / 'mine'}" in said
    assert "flumbo" in table.read_text("utf-8")
    assert KITCHEN[0] not in table.read_text("utf-8")
    mine, product = lr.load_rules(tmp_path / "mine"), {"id": 1, "title": "Large flumbo mug", "variants": [{"id": 2}]}
    assert lr.category_fit(product, "Kitchenware", shop=SHOP, rules=mine).verdict == "fits"
    assert lr.category_fit(product, "Home Improvement", shop=SHOP, rules=mine).verdict == "misfit"


def test_json_lines_with_ids_and_paths_of_any_level_are_read(tmp_path: Path) -> None:
    file = tmp_path / "live.jsonl"
    rows = [{"title": title, "category": "600042", "tags": ["tea"], "product_type": "Mug"} for title in KITCHEN]
    rows += [{"title": title, "category": "Home Improvement > Garden Supplies"} for title in GARDEN]
    bad = ["[1]", "{", json.dumps({"title": "", "category": "600042"}), json.dumps({"title": "x", "category": "77"})]
    file.write_text("\n".join([*map(json.dumps, rows), *bad]), "utf-8")
    _, said = run(file, "--output", tmp_path / "words.tsv")
    assert "line 256: has the category '77', not in the bundled US category tree" in said
    assert "4 lines were left out" in said
    assert "<tea>" in (tmp_path / "words.tsv").read_text("utf-8")
    assert "put it at tables/categories/words.tsv" in said


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name\tplace\nx\ty\n", "'title' and 'category' were expected"),
        ("title\tcategory\nMug\tKitchenware\n", "1 titles could be read; at least 200"),
        ("", "has the columns none"),
    ],
)
def test_what_teaches_nothing_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "live.tsv").write_text(text, "utf-8")
    code, said = run(tmp_path / "live.tsv", "--output", tmp_path / "words.tsv")
    assert code != 0
    assert problem in said
    assert not (tmp_path / "words.tsv").exists()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is no whole table of words"),
        ("@category\ta\t1\tKitchen\t9\t5\n@set\tunit\t0.1\n@bias\t0\n<mug>\tb3\n", "says 'b3' in the row '<mug>'"),
        ("@category\ta\t1\tKitchen\t9\t5\n@set\tunit\t0.1\n@bias\t0\n<mug>\ta99999\n", "says 'a99999'"),
    ],
)
def test_a_broken_table_is_told_when_it_is_loaded(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "tables" / "categories" / "words.tsv"
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    (tmp_path / "changes.yaml").write_text("turn_off: []\n", "utf-8")
    with pytest.raises(lr.RuleFileError, match=problem):
        lr.load_rules(tmp_path)
