"""Whether every documented code has a home: a rule that sees it coming, or a sentence that says why none can."""

from __future__ import annotations

from collections.abc import Iterator

from listing_rules.explaining.index import Index, index_of
from listing_rules.explaining.table import Entry
from listing_rules.ruleset import RuleSet

__all__ = ["homeless", "not_predictable", "not_predictable_page"]

_BEFORE_LISTING = frozenset({"create", "listing_check"})


def homeless(rules: RuleSet) -> list[int]:
    """The documented codes that neither a rule nor the table explains: none, while the table is kept."""
    index = index_of(rules)
    return sorted(code for code in index.table.documented if code not in index.by_code)


def not_predictable(rules: RuleSet) -> dict[int, Entry]:
    """The codes of Create Product and Check Product Listing without a rule, and what stands for each."""
    index = index_of(rules)
    return {code: entry for code, entry in _lines(index) if _BEFORE_LISTING & set(index.table.documented[code].api)}


def not_predictable_page(rules: RuleSet) -> str:
    """docs/not-predictable.md, from the table."""
    index = index_of(rules)
    told = not_predictable(rules)
    listed = [code for code, one in index.table.documented.items() if _BEFORE_LISTING & set(one.api)]
    seen = len(listed) - len(told)
    others = [(code, entry) for code, entry in _lines(index) if code not in told]
    return "\n".join(
        [
            "# What nobody can know beforehand",
            "",
            f"Create Product and Check Product Listing document {len(listed)} codes. Rules foresee {seen} of them,",
            "some only when the shop's facts are given. The others stand here, each with the reason why a product",
            "alone does not show it. `listing-rules explain CODE` says what to do about any of them.",
            "",
            *_by_reason(list(told.items())),
            "## Codes of other endpoints",
            "",
            "Uploads, changes to a listing, stock, recommendations and older codes that connectors show. They come",
            "before or after a listing is sent, so no check of a product foresees them; they are explained all the",
            "same.",
            "",
            *_table(others),
            "",
        ]
    )


def _lines(index: Index) -> Iterator[tuple[int, Entry]]:
    for code in sorted(index.table.documented):
        for target in index.by_code.get(code, ())[:1]:
            if isinstance(target, Entry):
                yield code, target


def _by_reason(told: list[tuple[int, Entry]]) -> Iterator[str]:
    for reason in dict.fromkeys(entry.beforehand for _, entry in told):
        yield f"**{reason}**"
        yield ""
        yield from _table([(code, entry) for code, entry in told if entry.beforehand == reason])
        yield ""


def _table(lines: list[tuple[int, Entry]]) -> list[str]:
    return ["| code | what it means |", "|---|---|", *(f"| {code} | {entry.reason} |" for code, entry in lines)]
