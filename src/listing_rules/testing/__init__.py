"""For those who test their listings or their rules. Needs the extra `testing`.

`assert_lists_clean` for one product; `strategies` for Hypothesis; `relations` for a mapping or rules of your own.
pytest finds its plugin by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from listing_rules.testing.asserting import assert_lists_clean

__all__ = ["assert_lists_clean"]


def __getattr__(name: str) -> Any:
    # The plugin lies in this package and is imported by every run of pytest; it must cost nothing.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from listing_rules.testing.asserting import assert_lists_clean

    return assert_lists_clean
