"""The outputs: an explicit table, one module each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO

from listing_rules.formats.base import Format, Tally
from listing_rules.formats.json_document import JsonDocument
from listing_rules.formats.jsonl import JsonLines
from listing_rules.formats.text import Text
from listing_rules.ruleset import RuleSet

__all__ = ["FORMATS", "Format", "Tally"]

FORMATS: Mapping[str, Callable[[IO[str], RuleSet], Format]] = {"text": Text, "json": JsonDocument, "jsonl": JsonLines}
