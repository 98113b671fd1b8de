"""How well goods are judged by their words: `python benchmarks/judgement.py ../shared/data [--flags N]`.

`titles/traps_dev.yaml` gives recall and wrong alarms. Real titles give how often each group is flagged; `--flags N`
prints N flagged titles of each group, to be read by hand. Categories: `judgement_category.py`.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import yaml

import listing_rules as lr
from listing_rules.surfaces import Surfaces
from listing_rules.terms import TermTable

MARKET = {"UK": "GB", "EU": "DE"}
GONE = {"prohibited", "unsupported"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--flags", type=int, default=0, help="print so many flagged titles of each group")
    options = parser.parse_args()
    table = lr.load_rules().tables.terms
    labelled(table, options.data / "titles" / "traps_dev.yaml")
    real(table, options.data, options.flags)


def labelled(table: TermTable, file: Path) -> None:
    """Recall on what must be flagged, wrong alarms on what must not."""
    counts: Counter[tuple[str, bool]] = Counter()
    for item in yaml.safe_load(file.read_text(encoding="utf-8"))["items"]:
        market = MARKET.get(item["region"], item["region"])
        found = {finding.outcome for finding in table.find(Surfaces(title=item["title"]), market)}
        right = {"prohibited": bool(found & GONE), "restricted": "restricted" in found, "allowed": bool(found)}
        counts[item["label"], right[item["label"]]] += 1
    for label, said in (("prohibited", "found"), ("restricted", "found"), ("allowed", "wrongly flagged")):
        hits, total = counts[label, True], counts[label, True] + counts[label, False]
        print(f"{label:<11} {said:<16} {hits:>4} of {total:>4}  {hits / total:.3f}")


def real(table: TermTable, data: Path, shown: int) -> None:
    """How often each group is flagged on the titles of real shops, with product type and tags."""
    flagged: dict[str, list[str]] = defaultdict(list)
    products = list(dict.fromkeys(_products(data / "shopify")))
    start = time.perf_counter()
    for product in products:
        for finding in table.find(product, "US"):
            flagged[finding.group].append(f"{finding.certainty[0]} {product.title} | {finding.why}")
    spent = (time.perf_counter() - start) / max(1, len(products)) * 1e6
    print(f"\n{len(products)} real products, US, {spent:.0f} µs each (title, type and tags)")
    for group, titles in sorted(flagged.items(), key=lambda one: -len(one[1])):
        print(f"{group:<28} {len(titles):>6}  {len(titles) / len(products):.4f}")
        chance = random.Random(7)  # noqa: S311
        for title in chance.sample(titles, min(shown, len(titles))):
            print(f"    {title[:150]}")


def _products(folder: Path) -> Iterator[Surfaces]:
    csv.field_size_limit(sys.maxsize)
    for file in sorted(folder.glob("*/*.csv")):
        with file.open(encoding="utf-8", errors="replace", newline="") as rows:
            for row in csv.DictReader(rows):
                if row.get("Title"):
                    tags = tuple(tag for tag in (row.get("Tags") or "").split(", ") if tag)
                    yield Surfaces(title=row["Title"], product_type=row.get("Type") or None, tags=tags)


if __name__ == "__main__":
    main()
