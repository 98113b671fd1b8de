"""What Hypothesis runs when it is imported, so that `st.from_type(ListingCandidate)` and `st.from_type(Shop)` work.

It runs in every process that imports Hypothesis, and most of them have nothing to do with listings: importing our types
would take as long as Hypothesis itself. So a type is registered when somebody imports it, before or after Hypothesis.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

__all__ = ["register"]

_STRATEGIES = {
    "listing_rules.candidate": ("ListingCandidate", "listing_candidates"),
    "listing_rules.shop.model": ("Shop", "shops"),
}
"""By the module that holds the type: its name, and that of the strategy for it."""


def register() -> None:
    """For the entry point `hypothesis`."""
    later = set()
    for name in _STRATEGIES:
        module = sys.modules.get(name)
        if module is None:
            later.add(name)
        else:
            _register(module)
    if later:
        sys.meta_path.insert(0, _WhenImported(later))


class _WhenImported:
    """Finds no module itself: it lets the others find ours, and registers the type once it is there."""

    def __init__(self, names: set[str]) -> None:
        self._names = names

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name not in self._names:
            return None
        self._names.discard(name)
        spec = find_spec(name)
        loader: Any = spec and spec.loader
        if loader is not None:
            execute = loader.exec_module

            def then_register(module: ModuleType) -> None:
                execute(module)
                _register(module)

            loader.exec_module = then_register
        return spec


def _register(module: ModuleType) -> None:
    from hypothesis.strategies import SearchStrategy, register_type_strategy

    type_name, strategy_name = _STRATEGIES[module.__name__]

    def made_when_asked(_: type) -> SearchStrategy[Any]:
        from listing_rules.testing import strategies

        made: SearchStrategy[Any] = getattr(strategies, strategy_name)()
        return made

    register_type_strategy(getattr(module, type_name), made_when_asked)
