"""`repeated`: the same thing stands twice where it may stand once.

`of` is what must not repeat: a value, or a list of objects of which `key` counts (the combination of option values
of a SKU). Empty values do not repeat, but two combinations that are both empty do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from listing_rules.checks.base import Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import Screen, differ
from listing_rules.fields import held_at
from listing_rules.fold import fold
from listing_rules.paths import Path, place

__all__ = ["SCHEMA", "WORDS", "build", "problem", "quiet"]

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "of": place("What must not stand twice.", "text", "list"),
        "key": {"type": "string", "description": "The field of each object that counts, where `of` is a list."},
        "as_spelled": {"type": "boolean", "description": "Compare the text as it is, without folding."},
    },
    "required": ["of"],
    "additionalProperties": False,
}
WORDS = frozenset({"repeated", "first"})


def build(params: Mapping[str, Any], context: Context) -> Check:
    return _Repeated(Path.parse(params["of"]), params.get("key"), str if params.get("as_spelled") else fold)


def problem(params: Mapping[str, Any]) -> str | None:
    """Texts are compared as they are, objects by a text in them."""
    of, key = params["of"], params.get("key")
    if (held_at(of) == "list") is (key is None):
        return f"{of} is a list; say which field of its objects counts: 'key'" if key is None else f"{of} has no fields"
    if "[*]" not in of:
        return f"{of} stands once in a product, so nothing in it stands twice"
    if key is not None and held_at(f"{of}[*].{key}") != "text":
        return f"{of} holds no objects with a text {key!r}"
    return None


def quiet(params: Mapping[str, Any], screen: Screen) -> str | None:
    column = screen.column(params["of"])
    if "key" not in params:
        return f"len({column}) < 2 or not any({column})"
    return f"len({column}) < 2 or {screen.constant(differ)}({column})" if params.get("as_spelled") else None


class _Repeated:
    def __init__(self, path: Path, key: str | None, same: Callable[[str], str]) -> None:
        self.path = path
        self.key = key
        self.same = same

    def __call__(self, facts: Facts) -> Iterable[Hit | Unknown]:
        column = facts.column(self.path)
        identities = [identity for value in column if (identity := self._identity(value)) is not None]
        if len(set(identities)) == len(identities) and not facts.lacks(self.path):
            return ()
        return self._repeats(facts)

    def _repeats(self, facts: Facts) -> Iterator[Hit | Unknown]:
        if facts.lacks(self.path):
            yield Unknown(self.path.text)
        seen: dict[Any, str] = {}
        for at, value in facts.places(self.path):
            identity = self._identity(value)
            if identity is None:
                continue
            first = seen.setdefault(identity, at)
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
