"""What TikTok Shop says that no rule explains: the documented codes, and our own words for them.

The table stands in rules/tables/messages/: `codes.yaml` lists the documented codes, `wordings.yaml` what else users
meet for a code, a rule or an entry, and every other file holds entries that share a fix.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from listing_rules.report import Action, Stage
from listing_rules.yamlfile import parse_yaml

__all__ = ["Documented", "Entry", "MessageTable", "load_messages"]

_CODES = "codes.yaml"
_WORDINGS = "wordings.yaml"
_NO_WORDINGS: Mapping[str, Any] = {"wordings": {}, "predicted_by": {}, "same_words": {}}


class Documented(Struct, frozen=True):
    """A code of TikTok's own error tables: its message (empty where none is public) and the endpoints that list it."""

    code: int
    message: str
    api: tuple[str, ...]


class Entry(Struct, frozen=True, eq=False):
    """A code or message without a rule: what it means, what to do, and why nobody can say so beforehand.

    `generic` marks words that say only that something is wrong; they are told after what is exact.
    """

    id: str
    reason: str
    fix: str
    action: Action
    stage: Stage
    codes: tuple[int, ...]
    messages: tuple[str, ...]
    beforehand: str
    generic: bool


class MessageTable(Struct, frozen=True):
    """`wordings` are pairs of a text and what it speaks of: a code, or the id of a rule or an entry.

    `predicted_by` names the rule that sees the cause of a code which its file does not claim.
    """

    documented: Mapping[int, Documented]
    entries: Mapping[str, Entry]
    wordings: tuple[tuple[str, int | str], ...]
    predicted_by: Mapping[int, str]
    same_words: Mapping[str, str]


def load_messages(files: Mapping[str, bytes]) -> MessageTable:
    """The table from its files; an empty one where there are none. RuleFileError where a file is no YAML."""
    read = {name: parse_yaml(data.decode(), name).value for name, data in sorted(files.items())}
    codes = read.pop(_CODES, {"codes": {}})["codes"]
    wordings = read.pop(_WORDINGS, _NO_WORDINGS)
    entries = [entry for name, file in read.items() for entry in _entries(file)]
    return MessageTable(
        documented={int(code): Documented(int(code), raw["says"], tuple(raw["api"])) for code, raw in codes.items()},
        entries={entry.id: entry for entry in entries},
        wordings=tuple((text, _about(name)) for name, texts in wordings["wordings"].items() for text in texts),
        predicted_by={int(code): rule for code, rule in wordings["predicted_by"].items()},
        same_words={word: meant for meant, words in wordings["same_words"].items() for word in words},
    )


def _about(name: str) -> int | str:
    return int(name) if name.isdigit() else name


def _entries(file: Mapping[str, Any]) -> Iterator[Entry]:
    for group in file["groups"]:
        for code, means in group.get("codes", {}).items():
            yield _entry(group, code, means, codes=(int(code),))
        for raw in group.get("says", ()):
            yield _entry({**group, **raw}, raw["id"], raw["means"], codes=(), messages=tuple(raw["messages"]))


def _entry(
    group: Mapping[str, Any], entry_id: str, means: str, *, codes: tuple[int, ...], messages: tuple[str, ...] = ()
) -> Entry:
    return Entry(
        id=entry_id,
        reason=means,
        fix=group["fix"],
        action=group["action"],
        stage=group["stage"],
        codes=codes,
        messages=messages,
        beforehand=group["beforehand"],
        generic=group.get("generic", False),
    )
