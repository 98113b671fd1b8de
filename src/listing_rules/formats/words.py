"""The words of the verdicts, for people."""

from __future__ import annotations

from collections.abc import Mapping

from listing_rules.formats.base import Tally
from listing_rules.formats.visible import visible
from listing_rules.report import FORECASTS, Source

__all__ = ["STAGES", "VERDICTS", "counted", "placed"]

STAGES: Mapping[str, str] = {
    "sync_failed": "TikTok Shop refuses the product when it is synced.",
    "review_failed": "TikTok Shop rejects the product in review.",
    "in_review": "The product stays in review.",
    "listed": "The product is listed, or left alone; nothing stops it.",
}
VERDICTS: Mapping[str, str] = {
    "sync_failed": "Sync failed",
    "review_failed": "Review failed",
    "in_review": "Stuck in review",
    "not_synced": "Not synced",
    "synced": "Synced",
}


def counted(tally: Tally) -> str:
    """`11 products: 5 sync failed, 6 synced; 1 unreadable`."""
    counts = [f"{tally.forecasts[name]:,} {VERDICTS[name].lower()}" for name in FORECASTS if tally.forecasts[name]]
    products = "1 product" if tally.checked == 1 else f"{tally.checked:,} products"
    unreadable = f"; {tally.unreadable:,} unreadable" if tally.unreadable else ""
    return f"{products}: {', '.join(counts) or 'none'}{unreadable}"


def placed(source: Source | None) -> str:
    """`catalog.jsonl:3`, `line 3` of what has no name; empty for what stands nowhere."""
    if source is None or (source.file is None and source.line is None):
        return ""
    if source.file is None:
        return f"line {source.line}"
    return visible(source.file if source.line is None else f"{source.file}:{source.line}")
