"""Payloads as nobody should send them: a document with some of its values replaced, or its text damaged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from hypothesis import strategies as st

__all__ = ["damaged"]

Place: TypeAlias = tuple[str | int, ...]

_GONE = "\x00gone"
_ODD_VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        _GONE,
        "",
        " ",
        "null",
        "call us",
        "0.00",
        "1,234.56",
        "1e999",
        "NaN",
        "-1",
        "١٢",
        "gid://shopify/Product/1",
        "=HYPERLINK(0)",
        "<script>alert(1)</script>",
        "\x1b[2J\u202e\u0000\uffff",
        "\ud800",
        "Z\u0300" * 500,
        "9" * 5000,
        "<b>" * 2000,
        "&" * 5000,
        True,
        -1,
        2**70,
        1e308,
        float("nan"),
        float("inf"),
        [],
        {},
        [None],
        [[[[[[]]]]]],
        {"nodes": None},
        {"edges": [{}]},
        {"amount": {}},
    ]
)
_ODD_TEXT = st.sampled_from(
    ["", '"', ",", "\n", "\r", "\x00", "\ufeff", ";", "\\u0000", "}", "[" * 300, "é", "'", "\t"]
)


@st.composite
def damaged(draw: st.DrawFn, payload: Any) -> Any:
    """The payload with one to three places damaged; a dict stays a document, text stays text.

    Every reader must give products of it, or refuse it as a PayloadError.
    """
    for _ in range(draw(st.integers(1, 3))):
        if isinstance(payload, str):
            start, length = draw(st.integers(0, len(payload))), draw(st.integers(0, 30))
            payload = payload[:start] + draw(_ODD_TEXT) + payload[start + length :]
        else:
            # The document itself stays: what is no document is no payload.
            below = list(_places(payload))[1:]
            payload = _replaced(payload, draw(st.sampled_from(below)), draw(_ODD_VALUES)) if below else payload
    return payload


def _places(value: Any, path: Place = ()) -> Iterator[Place]:
    yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in children:
        yield from _places(item, (*path, key))


def _replaced(value: Any, path: Place, new: Any) -> Any:
    """A copy with this place replaced, or left out."""
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    key, *below = path
    if below:
        copy[key] = _replaced(value[key], tuple(below), new)
    elif new == _GONE:
        del copy[key]
    else:
        copy[key] = new
    return copy
