"""What Hypothesis runs when it is imported, so that `st.from_type(ListingCandidate)` and `st.from_type(Shop)` work.

It runs in every process that imports Hypothesis, and most of them have nothing to do with listings: importing our types
would take as long as Hypothesis itself. So a type is registered when somebody imports it, before or after Hypothesis.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader
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
        if spec is not None and spec.loader is not None:
            spec.loader = _ThenRegister(spec.loader)
        return spec


class _ThenRegister(Loader):
    """Loads one module as the loader that was found would; that one may be in charge of others too."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        if module.__spec__ is not None:
            module.__spec__.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        _register(module)


def _register(module: ModuleType) -> None:
    from hypothesis.strategies import SearchStrategy, register_type_strategy

    type_name, strategy_name = _STRATEGIES[module.__name__]

    def made_when_asked(_: type) -> SearchStrategy[Any]:
        from listing_rules.testing import strategies

        made: SearchStrategy[Any] = getattr(strategies, strategy_name)()
        return made

    register_type_strategy(getattr(module, type_name), made_when_asked)
