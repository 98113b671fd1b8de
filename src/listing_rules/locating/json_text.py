"""From a JSON Pointer to the bytes of the value, without decoding more than the levels on the way to it."""

from __future__ import annotations

import re
from typing import TypeAlias

import msgspec
from msgspec import Raw

from listing_rules.locating.spot import Spot, Text

__all__ = ["JsonText"]

_OBJECT = msgspec.json.Decoder(dict[str, Raw])
_ARRAY = msgspec.json.Decoder(list[Raw])
_GAP = re.compile(rb"[\s,]*+")
_KEY = re.compile(rb'[\s,]*+"(?:[^"\\]++|\\.)*+"\s*+:\s*+', re.DOTALL)
_Span: TypeAlias = tuple[int, int]
_Children: TypeAlias = "dict[str, _Span] | list[_Span]"


class JsonText:
    """One JSON document. Each level that was looked into is remembered, as failures of a product lie close together."""

    def __init__(self, text: Text, start: int = 0) -> None:
        """`start` is the byte of the text where the document begins."""
        self._text = text
        self._seen: dict[int, _Children] = {}
        self._whole = (_GAP.match(text.data, start).end(), len(text.data))  # type: ignore[union-attr]

    def spot(self, pointer: str) -> Spot:
        """The place of the value, or of the nearest thing around it that is there."""
        span = self._whole
        for step in pointer.split("/")[1:]:
            child = self._child(span, step.replace("~1", "/").replace("~0", "~"))
            if child is None:
                break
            span = child
        return self._text.spot(span[0], None if self._opening(span) in (b"{", b"[") else span[1])

    def leads(self, pointer: str) -> bool:
        """Whether there is anything where the pointer begins."""
        return self._child(self._whole, pointer.split("/")[1]) is not None

    def _opening(self, span: _Span) -> bytes:
        return self._text.data[span[0] : span[0] + 1]

    def _child(self, span: _Span, step: str) -> _Span | None:
        children = self._seen.get(span[0])
        if children is None:
            children = self._seen[span[0]] = self._children(span)
        if isinstance(children, dict):
            return children.get(step)
        return children[int(step)] if step.isdigit() and int(step) < len(children) else None

    def _children(self, span: _Span) -> _Children:
        data = memoryview(self._text.data)[span[0] : span[1]]
        opening = self._opening(span)
        try:
            if opening == b"{":
                return self._members(_OBJECT.decode(data), span[0] + 1)
            return self._items(_ARRAY.decode(data), span[0] + 1) if opening == b"[" else {}
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            return {}

    def _members(self, members: dict[str, Raw], at: int) -> dict[str, _Span]:
        """Keys come back in the order of the text, and no key stands twice: payloads that repeat one are refused."""
        found: dict[str, _Span] = {}
        for key, raw in members.items():
            named = _KEY.match(self._text.data, at)
            if named is None:
                return {}
            at = named.end() + len(raw)
            found[key] = (named.end(), at)
        return found

    def _items(self, items: list[Raw], at: int) -> list[_Span]:
        found = []
        for raw in items:
            start = _GAP.match(self._text.data, at).end()  # type: ignore[union-attr]
            at = start + len(raw)
            found.append((start, at))
        return found
