"""Whatever a payload, a file's name or a rule holds: each reader takes it for text and nothing else."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import click
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import listing_rules as lr
from formats.outputs import NASTY, SHOP, failure, product, report, write
from listing_rules.formats import FORMATS
from listing_rules.report import Source

hostile = st.lists(
    st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=["Cs"]), max_size=4), max_size=4
).map(" ".join)
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufff9-\ufffb]")
LOG_COMMAND = re.compile(r"^\s*::|##(vso|teamcity)?\[", re.MULTILINE)
FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")


def strings(value: Any) -> list[str]:
    """Every text in a JSON value, keys too; only the names of files must be as they are."""
    if isinstance(value, dict):
        return [text for key, item in value.items() if key != "path" for text in (key, *strings(item))]
    return [text for item in value for text in strings(item)] if isinstance(value, list) else [str(value)]


def is_json(text: str) -> None:
    assert text.isascii()
    for found in strings(json.loads(text)):
        assert not UNSEEN.search(found)


def is_jsonl(text: str) -> None:
    """Payload texts are kept as they are here, in JSON's own escapes: this is for programs."""
    for line in text.splitlines():
        lr.Report.model_validate_json(line)
    assert not UNSEEN.search(text)


def is_json_document(text: str) -> None:
    is_jsonl("\n".join(json.dumps(one) for one in json.loads(text)["reports"]))
    assert not UNSEEN.search(text)


def is_text(text: str) -> None:
    assert not UNSEEN.search(click.unstyle(text))
    assert not LOG_COMMAND.search(click.unstyle(text))


def is_junit(text: str) -> None:
    assert not UNSEEN.search(text)
    known = {"testsuites", "testsuite", "testcase", "failure", "error", "skipped", "system-out"}
    assert {element.tag for element in ET.fromstring(text).iter()} <= known  # noqa: S314 - our own text


def is_github(text: str) -> None:
    command = re.compile(r"::(error|warning|notice) ([a-zA-Z]+=[^:,\r\n]*)(,[a-zA-Z]+=[^:,\r\n]*)*::[^\r\n]*")
    for line in text.splitlines():
        assert command.fullmatch(line)
    assert not UNSEEN.search(text)


def is_csv(text: str) -> None:
    assert text.startswith("\ufeff")
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    for row in rows:
        assert len(row) == len(header)
        for cell in row:
            assert not UNSEEN.search(cell)
            assert not FORMULA.match(cell) or re.fullmatch(r"[+-]?[\d.,]+", cell)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        assert tag in {"th", "td"} or not attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def is_markdown(text: str) -> None:
    assert not UNSEEN.search(text)
    tags = Tags()
    markdown_it = pytest.importorskip("markdown_it")
    tags.feed(markdown_it.MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text))
    own = "h3 table thead tbody tr th td details summary p strong ul li sub code blockquote"
    assert tags.found <= set(own.split())
    for link in (r"https?://(?!\S*`)", r"www\.", r"@\w", r"(?<!&)#\d", r"GH-\d"):
        assert not re.search(link, text)


HOLDS: dict[str, Callable[[str], None]] = {
    "text": is_text,
    "json": is_json_document,
    "jsonl": is_jsonl,
    "sarif": is_json,
    "junit": is_junit,
    "github": is_github,
    "gitlab": is_json,
    "rdjson": is_json,
    "markdown": is_markdown,
    "csv": is_csv,
}


def test_every_format_is_put_to_the_test() -> None:
    assert set(HOLDS) == set(FORMATS) - {"html"}


@pytest.mark.parametrize("name", HOLDS)
@settings(max_examples=30)
@given(title=hostile, option=hostile, handle=hostile)
def test_a_hostile_payload_is_text(name: str, title: str, option: str, handle: str) -> None:
    payload = product(title=title, handle=handle, variants=[{"price": "0", "option1": option}])
    checked = lr.check(payload, shop=SHOP).model_copy(update={"source": Source(file="a.jsonl", line=1)})
    unreadable = report(unreadable=title or "?", title=title)
    HOLDS[name](write(name, [checked, unreadable, report(failure(reason=title, fix=option))], partial=title).text)


@pytest.mark.parametrize("name", HOLDS)
@settings(max_examples=30)
@given(file=hostile.filter(lambda name: "\0" not in name and bool(name)))
@example(file="my folder/a\nb:c,d%.jsonl")
def test_a_hostile_file_name_is_text(name: str, file: str) -> None:
    HOLDS[name](write(name, [report(failure(), file=file)]).text)
