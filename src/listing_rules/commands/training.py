"""`train-categories`: a word table from live listings of one's own, to lay over the bundled one."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import click
import msgspec

from listing_rules.categories import Category, CategoryTree
from listing_rules.categories.teaching import Trained, lesson, train
from listing_rules.errors import ListingRulesError
from listing_rules.output import opened_output
from listing_rules.rules import load_rules
from listing_rules.shop import Shop

__all__ = ["train_categories"]

_FEWEST = 200
_TOLD = 5
_PLACES = ("title", "product_type", "tags")


def train_categories(*, paths: tuple[Path, ...], output: Path, shop_file: Path | None, jobs: int) -> int:
    tables = load_rules().tables.categories
    tree = _tree(shop_file) or tables.tree("US")
    titles = list(_titles(paths, tree, tables.tree("US")))
    if len(titles) < _FEWEST:
        raise ListingRulesError(f"{len(titles)} titles could be read; at least {_FEWEST} are needed to teach anything")
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
    notes = [f"Made by listing-rules train-categories from {len(titles)} titles.", f"sha256 of the inputs: {digest}"]
    with ProcessPoolExecutor(jobs) as pool:
        found = train(lesson(titles, tables), notes, pool.map)
    output.parent.mkdir(parents=True, exist_ok=True)
    with opened_output(output) as file:
        file.write(found.text)
    _tell(found, output)
    return 0


def _tell(found: Trained, output: Path) -> None:
    click.echo(f"{output}: learnt from {found.titles:,} titles in {found.categories} level-1 categories")
    click.echo(
        f"Of titles that it had not seen it told {found.first:.1%} right, {found.fifth:.1%} among the best five."
    )
    if output.parts[-3:] == ("tables", "categories", "words.tsv"):
        click.echo(f"Use it with --rules {output.parent.parent.parent}")
    else:
        click.echo("To use it, put it at tables/categories/words.tsv in a folder that you name with --rules.")


def _tree(shop_file: Path | None) -> CategoryTree | None:
    shop = Shop.load(shop_file) if shop_file else None
    return CategoryTree.from_get_categories(shop.categories) if shop and shop.categories is not None else None


def _titles(paths: tuple[Path, ...], tree: CategoryTree, bundled: CategoryTree) -> Iterator[tuple[str, Category]]:
    """Texts and level-1 categories; what cannot be used is said and counted, and does not stop the run."""
    unusable = 0
    for path in paths:
        for number, row in _rows(path):
            top, text = _top(row.get("category"), tree, bundled), _text(row)
            if top and text:
                yield text, top
                continue
            unusable += 1
            if unusable <= _TOLD:
                what = "has no title" if not text else f"has the category {row.get('category')!r}, not in {tree.source}"
                click.echo(f"{path}, line {number}: {what}; left out", err=True)
    if unusable:
        click.echo(f"{unusable} lines were left out.", err=True)


def _top(category: Any, tree: CategoryTree, bundled: CategoryTree) -> Category | None:
    """The level-1 category as the bundled tree has it; `category` is an id of any level, a path or a name."""
    said = str(category or "").strip()
    for one in (tree, bundled):
        found = one.get(said) or one.by_path(said)
        top = one.level1(found.id) if found else None
        if top:
            return bundled.get(top.id)
    return None


def _text(row: Mapping[str, Any]) -> str:
    """What the check will read of such a product: title, product type and tags."""
    tags = row.get("tags")
    parts = [*(row.get(place) for place in _PLACES[:2]), " ".join(map(str, tags)) if isinstance(tags, list) else tags]
    return " ".join(str(part) for part in parts if part).strip()


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _json_rows(file) if path.suffix in (".jsonl", ".ndjson") else _table_rows(path, file)
    except (OSError, UnicodeDecodeError) as error:
        raise ListingRulesError(f"{path}: {error}") from None


def _json_rows(lines: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = msgspec.json.decode(line)
            except (ValueError, msgspec.DecodeError, RecursionError):
                row = {}
            yield number, row if isinstance(row, dict) else {}


def _table_rows(path: Path, lines: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    if not {"title", "category"} <= set(reader.fieldnames or ()):
        raise ListingRulesError(
            f"{path}: has the columns {', '.join(reader.fieldnames or ['none'])}; tab-separated 'title' and 'category' "
            "were expected (also product_type and tags), or JSON lines in a file that ends with .jsonl"
        )
    yield from enumerate(reader, 2)
