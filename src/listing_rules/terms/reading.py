"""What a buyer reads of a description: its text without the tags."""

from __future__ import annotations

import html
import re
from functools import lru_cache

import re2

from listing_rules.fold import fold

__all__ = ["BREAK", "visible"]

BREAK = " | "
"""What stands where a paragraph, an item or a cell ends, so that no phrase reaches from one into the next."""

_UNSEEN = re2.compile(r"(?is)<!--.*?-->|<(?:script|style)\b.*?</(?:script|style)\s*>")
# These stop at the next "<", so the ordinary engine, whose calls cost less, takes no longer than the text is.
_HIDES = re.compile(r"<(?:!--|script|style)", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:a|b|i|u|em|strong|span|font|small|sup|sub|mark)(?:\s[^<>]*)?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


@lru_cache(maxsize=8)  # several rules read the same description, which may be large
def visible(text: str) -> str:
    """The text of some HTML as it is compared (see `fold`): tags gone, escapes read."""
    if "<" in text:
        if _HIDES.search(text):
            text = _UNSEEN.sub(BREAK, text)
        text = _TAG.sub(BREAK, _INLINE.sub("", text))
    return fold(html.unescape(text) if "&" in text else text).strip(BREAK)
