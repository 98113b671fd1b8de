"""What stands to be explained in JSON that TikTok Shop or a connector returned, whatever its envelope."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from msgspec import Struct

__all__ = ["LONGEST_INTEGER", "Statement", "parsed", "statements"]

MAX_JSON = 1_000_000
MAX_DEPTH = 40
MAX_VALUES = 20_000
MAX_STATEMENTS = 200
LONGEST_INTEGER = 10**12

_CODE_KEYS = frozenset({"code", "error_code", "errorcode", "err_code", "sub_code", "codes"})
# Words under these keys name the cause; those under the second set only tell more about one.
_CAUSE_KEYS = frozenset(
    """message messages msg error error_message errormessage error_msg err_msg reason reasons fail_reason fail_reasons
    failed_reason failed_reasons audit_failed_reasons suspended_reason short_reason pre_check_item check_item status
    pre_approved_reason pre_approved_reasons not_submitted_reason not_submitted_reasons warning warnings
    errors extra_errors title detail""".split()
)
_MORE_KEYS = frozenset({"long_reason", "suggestion", "suggestions", "description"})
# A check that did not fail says nothing.
_PASSED = ("is_failed", False)


class Statement(Struct, frozen=True):
    """A text that names a cause, or only tells more about one; codes are texts too.

    `object` counts the objects of the answer: what stands in the same one speaks of the same thing.
    """

    text: str
    tells_more: bool
    object: int = 0


def parsed(text: str) -> Any:
    """The JSON that the text is or holds; None where it holds none."""
    starts = [at for at in (text.find("{"), text.find("[")) if at >= 0]
    if not starts or len(text) > MAX_JSON:
        return None
    try:
        value, _ = json.JSONDecoder().raw_decode(text, min(starts))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, (dict, list)) else None


def statements(answer: Any) -> list[Statement]:
    """All that the answer says, causes first."""
    return sorted(islice(_walk(answer), MAX_STATEMENTS), key=lambda one: one.tells_more)


def _walk(answer: Any) -> Iterator[Statement]:
    """In the order in which the answer is written, without recursion. Parts of a list stand for themselves."""
    waiting: list[tuple[str, Any, int, int]] = [("reasons", answer, 0, 0)]
    for count in range(1, MAX_VALUES):
        if not waiting:
            return
        key, value, depth, holder = waiting.pop()
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            yield from _statement(key, value, holder or count)
        elif depth < MAX_DEPTH:
            holder = count if isinstance(value, Mapping) else 0
            waiting.extend((name, inner, depth + 1, holder) for name, inner in reversed(_inside(key, value)))


def _inside(key: str, value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, Mapping):
        name, passed = _PASSED
        return [] if value.get(name) is passed else [(str(name).lower(), inner) for name, inner in value.items()]
    return [(key, inner) for inner in value[:MAX_VALUES]] if isinstance(value, (list, tuple)) else []


def _statement(key: str, value: str | int, holder: int) -> Iterator[Statement]:
    text = str(value) if isinstance(value, str) or abs(value) < LONGEST_INTEGER else ""
    if text and (key in _CODE_KEYS or (isinstance(value, str) and key in _CAUSE_KEYS)):
        yield Statement(text, tells_more=False, object=holder)
    elif text and isinstance(value, str) and key in _MORE_KEYS:
        yield Statement(text, tells_more=True, object=holder)
