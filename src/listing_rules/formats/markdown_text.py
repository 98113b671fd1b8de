"""Text from a payload or a rule file inside Markdown, where nothing in it is markup, a link or a mention."""

from __future__ import annotations

import re

from listing_rules.formats.visible import visible

__all__ = ["escaped"]

_MARKUP = re.compile(r"[\\`*_{}\[\]<|~#$]|:(?=//)|&(?=[#\w])")
_MENTION = re.compile(r"@|\\#|(?<=www)(?=\.)|GH(?=-\d)", re.IGNORECASE)
_LIST = re.compile(r"^(\s*\d*)([.)+=>-])")


def escaped(text: str) -> str:
    """The text so that Markdown shows it as it is. The HTML comment parts what would ping people or link to issues."""
    marked = _MARKUP.sub(r"\\\g<0>", visible(text).strip())
    return _MENTION.sub(r"\g<0><!-- -->", _LIST.sub(r"\1\\\2", marked))
