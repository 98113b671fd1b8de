"""The fuzzer's own targets, for a moment in every run of the tests: its corpus, and what Hypothesis makes of it.

`scripts/fuzz.sh SECONDS` runs them guided by coverage.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from listing_rules.terms.phrasing import Finder
from listing_rules.testing.strategies import damaged, rule_files

FUZZ = Path(__file__).resolve().parent.parent / "fuzz"
sys.path.insert(0, str(FUZZ))
from targets import TARGETS  # noqa: E402 - a folder of programs, no package

SEEDS = [(name, file) for name in TARGETS for file in sorted((FUZZ / "corpus" / name).iterdir())]
PRODUCTS = [file.read_bytes() for name, file in SEEDS if name == "payload"]
DOCUMENTS = [json.loads(data) for data in PRODUCTS if data.startswith(b"{") and data.count(b"\n") < 2]


@pytest.mark.parametrize(("name", "file"), SEEDS, ids=lambda value: getattr(value, "name", value))
def test_the_corpus(name: str, file: Path) -> None:
    TARGETS[name](file.read_bytes())


@st.composite
def mutated(draw: st.DrawFn, name: str) -> bytes:
    """An input of the corpus with a few places of it overwritten, repeated or cut."""
    data = bytearray(draw(st.sampled_from([file for target, file in SEEDS if target == name])).read_bytes())
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        data[start:end] = draw(st.binary(max_size=6) | st.just(bytes(data[start:end]) * 3))
    return bytes(data)


@pytest.mark.parametrize("name", TARGETS)
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_what_is_damaged_ends_in_an_answer(name: str, data: st.DataObject) -> None:
    TARGETS[name](data.draw(mutated(name)))


@given(st.sampled_from(DOCUMENTS).flatmap(damaged))
@settings(max_examples=40, deadline=None)
def test_damaged_documents_end_in_an_answer(document: object) -> None:
    data = json.dumps(document).encode()
    TARGETS["payload"](data)
    TARGETS["outputs"](b"catalog.jsonl\n" + data)


@given(rule_files().map(lambda one: yaml.safe_load(one.text)).flatmap(damaged))
@settings(max_examples=40, deadline=None)
def test_damaged_rules_end_in_an_answer(document: object) -> None:
    renamed = {**document, "id": "my-rule"} if isinstance(document, dict) else document
    TARGETS["rule"](yaml.safe_dump(renamed, allow_unicode=True).encode("utf-8", "replace"))


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n" + "".join(f"d{n}: [*c, *c]\n" for n in range(9)),
        "[" * 5000,
        "a: !!python/object/apply:os.system [echo]",
        "&a [*a]",
        "? [1]\n: 2",
        "- " * 3000,
        "a: 0x" + "f" * 9000,
        "a: 1" + "0" * 9000,
        "a: " + "9:" * 4000 + "9",
        "a: 2001-99-99",
        "a: .nan\n<<: {b: 1}",
    ],
)
def test_yaml_that_means_harm_ends_in_an_answer(bomb: str) -> None:
    TARGETS["rule"](bomb.encode())


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 50_000, "9" * 100_000, '"' * 9_999, "(" * 50_000, "\ud7ff" * 9_999]
)
def test_messages_that_mean_harm_end_in_an_answer(text: str) -> None:
    TARGETS["message"](text.encode())


@pytest.mark.parametrize(
    "pattern", ["/(a*)*b/", "/((a{1,99}){1,9}){1,9}/", "/(?=a)/", r"/(a)\1/", "/[/", "/a{1000}{1000}/"]
)
def test_patterns_that_mean_harm_end_in_an_answer(pattern: str) -> None:
    TARGETS["phrase"](f"{pattern}\n{'a' * 50_000}".encode())


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [("/!{3,}/", "buy now!!!!", "!!!!"), ("//+/", "a // b", "//"), ("/ sale!/", "a sale!", "sale")],
)
def test_a_pattern_may_look_for_nothing_but_signs(pattern: str, text: str, found: str) -> None:
    assert [text[start:end] for start, end in Finder((pattern,)).spans(text)] == [found]
