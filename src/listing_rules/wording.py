"""The words of a failure: a rule's reason and fix with the product's own facts filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from string import Formatter
from typing import Any

from msgspec import Struct

__all__ = ["COMMON_WORDS", "Template", "plain", "some_of"]

COMMON_WORDS = frozenset({"count", "currency", "market", "sku", "title", "value"})
"""The names that every rule may use; each kind of check adds its own."""

_EMPTY = "(empty)"
_SHOWN = 3
_MAX_SHOWN = 600


class Template(Struct, frozen=True):
    """Text with {names}; nothing but plain names stands between the braces."""

    text: str
    parts: tuple[tuple[str, str | None], ...]
    names: frozenset[str]

    @classmethod
    def parse(cls, text: str, names: frozenset[str]) -> Template:
        """ValueError, saying what is wrong, where the text uses anything but these names."""
        parts = []
        for literal, name, spec, conversion in Formatter().parse(text):
            if name is not None and (name not in names or spec or conversion):
                raise ValueError(f"{{{name}}} is not a name that this rule can fill in; use {', '.join(sorted(names))}")
            parts.append((literal, name))
        return cls(text, tuple(parts), frozenset(name for _, name in parts if name))

    def fill(self, words: Mapping[str, Any]) -> str:
        """The finished sentence. A kind of check names all words that it may give; a finding has those that fit it."""
        return "".join(text + ("" if name is None else plain(words.get(name, ""))) for text, name in self.parts)


def plain(value: Any) -> str:
    """A value as a person writes it: no exponents, long text cut, several values listed; no text, no words."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (list, tuple)):
        return some_of([f'"{plain(part) or _EMPTY}"' for part in value])
    text = _EMPTY if value is None else str(value)
    return text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…"


def some_of(texts: Iterable[str]) -> str:
    """The first few, and how many more there are."""
    distinct = list(dict.fromkeys(texts))
    shown = ", ".join(distinct[:_SHOWN])
    rest = len(distinct) - _SHOWN
    return f"{shown} and {rest} more" if rest > 0 else shown
