"""The outputs: an explicit table, one module each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO

from listing_rules.formats.base import Format, OfLines, Run, Tally
from listing_rules.formats.csv_table import CsvTable
from listing_rules.formats.github import GitHub
from listing_rules.formats.gitlab import GitLab
from listing_rules.formats.html import Page
from listing_rules.formats.json_document import JsonDocument
from listing_rules.formats.jsonl import JsonLines
from listing_rules.formats.junit import JUnit
from listing_rules.formats.markdown import Markdown
from listing_rules.formats.rdjson import RdJson
from listing_rules.formats.sarif import Sarif
from listing_rules.formats.text import Text

__all__ = ["FORMATS", "Format", "OfLines", "Run", "Tally"]

FORMATS: Mapping[str, Callable[[IO[str], Run], Format]] = {
    "text": Text,
    "json": JsonDocument,
    "jsonl": JsonLines,
    "sarif": Sarif,
    "junit": JUnit,
    "github": GitHub,
    "gitlab": GitLab,
    "rdjson": RdJson,
    "markdown": Markdown,
    "csv": CsvTable,
    "html": Page,
}
