"""`repeated`: the same thing stands twice where it may stand once.

`of` is what must not repeat: a value, or a list of objects of which `key` counts (the combination of option values
of a SKU). `within: sku` looks for repeats inside each SKU, otherwise in the whole product. Empty things do not repeat,
but two combinations that are both empty do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.fold import fold
from listing_rules.paths import PATH_PATTERN, Path, scope_of

__all__ = ["SCHEMA", "WORDS", "build"]

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "of": {"type": "string", "pattern": PATH_PATTERN, "description": "What must not stand twice."},
        "key": {"type": "string", "description": "The field of each object that counts, where `of` is a list."},
        "within": {"enum": ["product", "sku"], "default": "product"},
        "cut": {"type": "integer", "minimum": 1, "description": "Compare this many characters only."},
        "as_spelled": {"type": "boolean", "description": "Compare the text as it is, without folding."},
    },
    "required": ["of"],
    "additionalProperties": False,
}
WORDS = frozenset({"repeated", "first"})


def build(params: Mapping[str, Any], context: Context) -> Check:
    spell: Callable[[str], str] = str if params.get("as_spelled") else fold
    cut = params.get("cut")
    same = spell if cut is None else lambda text: spell(text)[:cut].rstrip()
    return _Repeated(Path.parse(params["of"]), params.get("key"), params.get("within") == "sku", same)


class _Repeated:
    def __init__(self, path: Path, key: str | None, per_sku: bool, same: Callable[[str], str]) -> None:
        self.path = path
        self.key = key
        self.per_sku = per_sku
        self.same = same

    def __call__(self, facts: Facts) -> Iterator[Hit | Unknown]:
        column = facts.column(self.path)
        if UNSET in column:
            yield Unknown(self.path.text)
        if len(column) < 2:
            return
        seen: dict[Any, str] = {}
        for at, value in facts.places(self.path):
            identity = self._identity(value)
            if identity is None:
                continue
            key = (scope_of(at), identity) if self.per_sku else identity
            first = seen.setdefault(key, at)
            if first != at:
                shown = self._shown(value)
                yield Hit(at, shown, cause=str(identity), words={"repeated": shown, "first": first})

    def _identity(self, value: Any) -> str | tuple[str, ...] | None:
        """What is compared; None for a value that is empty or unknown."""
        if self.key is not None and type(value) is list:
            return tuple(self.same(row[self.key] or "") for row in value)
        return self.same(value) or None if isinstance(value, str) else None

    def _shown(self, value: Any) -> str:
        if self.key is None:
            return str(value)
        return " / ".join(str(row[self.key] or "(empty)") for row in value) or "(no options)"
