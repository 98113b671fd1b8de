"""How well goods are judged by their words: `python benchmarks/judgement.py ../shared/data [--market US] [--flags N]`.

`titles/traps_dev.yaml` gives recall and wrong alarms. Products of real shops (title, type and tags) and live listings
(titles) give how often each group is flagged; `--flags N` prints N of each group's flags, to be read by hand.
Categories: `judgement_category.py`.
"""

from __future__ import annotations

import argparse
import csv
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml
from real import real_products

import listing_rules as lr
from listing_rules.surfaces import Surfaces
from listing_rules.terms import TermTable

MARKET = {"UK": "GB", "EU": "DE"}
_WIDTH = 170
GONE = {"prohibited", "unsupported"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--flags", type=int, default=0, help="print so many flagged titles of each group")
    parser.add_argument("--market", default="US", help="where the real products are listed")
    options = parser.parse_args()
    table = lr.load_rules().tables.terms
    labelled(table, options.data / "titles" / "traps_dev.yaml")
    print("\nproducts of real shops")
    real(table, list(products(options.data / "shopify")), options.market, options.flags)
    print("\nlive listings of TikTok Shop")
    live = [title for market, title in listings(options.data / "categories") if market == options.market]
    real(table, live, options.market, options.flags)


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


def real(table: TermTable, titles: Sequence[Surfaces], market: str, shown: int) -> None:
    """How often each group is flagged; a sample of the flags, likely ones (`l`) and possible ones (`p`)."""
    flagged: dict[str, list[str]] = defaultdict(list)
    start = time.perf_counter()
    for product in titles:
        for finding in table.find(product, market):
            kind = product.product_type or ""
            flagged[finding.group].append(f"{finding.certainty[0]} {product.title} [{kind}] | {finding.why}")
    spent = (time.perf_counter() - start) / max(1, len(titles)) * 1e6
    print(f"{len(titles)} titles, {market}, {spent:.0f} µs each")
    for group, found in sorted(flagged.items(), key=lambda one: -len(one[1])):
        likely = sum(one.startswith("l") for one in found)
        print(f"{group:<28} {len(found):>6}  {likely:>6} likely  {len(found) / len(titles):.4f}")
        chance = random.Random(7)  # noqa: S311
        for title in chance.sample(found, min(shown, len(found))):
            print(f"    {title[:_WIDTH]}")


def products(folder: Path) -> Iterator[Surfaces]:
    """Titles with product type and tags."""
    for found in real_products(folder):
        yield Surfaces(title=found.title, product_type=found.product_type, tags=found.tags)


def listings(folder: Path) -> Iterator[tuple[str, Surfaces]]:
    """Live titles with the market that they were listed in."""
    for file in sorted(folder.glob("labelled_*.tsv")):
        with file.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield MARKET.get(row["region"], row["region"]), Surfaces(title=row["title"].strip('"'))


if __name__ == "__main__":
    main()
