"""Words of your own for a group of goods, laid over those that lie below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from listing_rules.errors import RuleFileError

__all__ = ["extended"]


def extended(below: Mapping[str, Any], above: Any, file: str) -> Mapping[str, Any]:
    """The group with the words of both. What TikTok Shop does with the goods stays as it is below.

    RuleFileError where `above` is another group or decides otherwise.
    """
    if "contexts" in below:
        words: dict[str, Any] = _joined(below, above)
        return words
    if not isinstance(above, Mapping) or above.get("group") != below["group"]:
        raise RuleFileError(f"extends the group {below['group']!r} and must name it", file=file)
    if above.get("outcomes", below["outcomes"]) != below["outcomes"]:
        raise RuleFileError("outcomes: cannot differ from those of the group that the file extends", file=file)
    added: dict[str, Any] = _joined(below, above)
    return added


def _joined(below: Any, above: Any) -> Any:
    """Lists one after the other, mappings key by key; of two single values the upper one."""
    if isinstance(below, Mapping) and isinstance(above, Mapping):
        joined = dict(below)
        for name, value in above.items():
            joined[name] = _joined(below[name], value) if name in below else value
        return joined
    if isinstance(below, list) and isinstance(above, list):
        return [*below, *(item for item in above if item not in below)]
    return above
