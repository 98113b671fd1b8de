"""When two texts are the same to TikTok Shop: case, white space, Unicode form and width do not tell them apart.

Punctuation and accents do: wire gauge "10" is not "1/0", "S20" is not "S20+".
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["fold"]

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)


def fold(text: str) -> str:
    """The text as it is compared: NFKC, no invisible characters, white space collapsed, case folded."""
    if text.isascii():
        return " ".join(text.split()).lower()
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    # Folding case can undo the normal form ("ᾳ", "ŉ"), so it is made once more.
    return " ".join(unicodedata.normalize("NFKC", visible.casefold()).split())
