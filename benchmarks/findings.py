"""What the rules say of real products: findings for each thousand products by rule and market, and samples to read.

python benchmarks/findings.py ../shared/data/shopify                          a Markdown table
python benchmarks/findings.py ../shared/data/shopify --read no-images -n 50   findings of a rule, to hunt false alarms
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path

import listing_rules as lr


def reports(folder: Path, market: str) -> list[tuple[str, lr.Report]]:
    """Each folder below is a shop of its own, so its files are one catalog."""
    shop = lr.Shop(market=market)
    shops = sorted(one for one in folder.iterdir() if one.is_dir())
    return [(one.name, report) for one in shops for report in lr.check_catalog(one, shop=shop) if not report.unreadable]


def table(folder: Path, markets: list[str]) -> None:
    rules = lr.load_rules()
    counts: dict[str, Counter[str]] = {}
    forecasts: dict[str, Counter[str]] = {}
    for market in markets:
        found = [report for _, report in reports(folder, market)]
        counts[market] = Counter(rule for report in found for rule in {one.rule for one in report.failures})
        forecasts[market] = Counter(report.forecast for report in found)
    products = {market: sum(forecasts[market].values()) for market in markets}
    print(f"{max(products.values()):,} products, rules {rules.version} ({rules.content_hash}).\n")
    row("forecast", markets, [name for counter in forecasts.values() for name in counter], forecasts, products)
    row("rule", markets, [rule.id for rule in rules.rules], counts, products)


def row(
    head: str, markets: list[str], names: list[str], counts: dict[str, Counter[str]], products: dict[str, int]
) -> None:
    print(f"| {head} | {' | '.join(markets)} |\n|---|{'---:|' * len(markets)}")
    found = sorted(dict.fromkeys(names), key=lambda name: -max(counts[market][name] for market in markets))
    for name in found:
        shares = [1000 * counts[market][name] / products[market] for market in markets]
        if any(shares):
            print(f"| {name} | {' | '.join(f'{share:.1f}' for share in shares)} |")
    print()


def read(folder: Path, market: str, rule: str, count: int, seed: int) -> None:
    found = [
        f"{shop[:28]:<28} | {report.product.title} | {failure.reason} | {failure.source_label or failure.source_at}"
        for shop, report in reports(folder, market)
        for failure in report.failures
        if failure.rule == rule
    ]
    print(f"{len(found)} findings of {rule} in {market}")
    for line in random.Random(seed).sample(found, min(count, len(found))):  # noqa: S311
        print(" ", line.encode("utf-8", "backslashreplace").decode())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder with a folder for each shop")
    parser.add_argument("--markets", nargs="+", default=["US", "GB", "DE", "ID"])
    parser.add_argument("--read", metavar="RULE", help="print findings of one rule in the first market")
    parser.add_argument("-n", type=int, default=50, help="how many")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.read:
        read(given.folder, given.markets[0], given.read, given.n, given.seed)
    else:
        table(given.folder, given.markets)


if __name__ == "__main__":
    main()
