"""Every code that TikTok Shop documents has a home: a rule, or a line that says why none can foresee it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

import listing_rules as lr
from listing_rules.api import bundled_rules
from listing_rules.explaining.homes import homeless, not_predictable, not_predictable_page
from listing_rules.explaining.index import index_of
from listing_rules.explaining.table import Entry, load_messages

RULES = bundled_rules()
TABLE = index_of(RULES).table


def test_every_documented_code_has_a_home() -> None:
    assert homeless(RULES) == []


def test_a_code_without_a_home_is_found() -> None:
    files = dict(RULES.tables.message_files)
    files["codes.yaml"] += b'  "12999999": {says: "something new", api: [create]}\n'
    assert homeless(replace(RULES, tables=replace(RULES.tables, message_files=files))) == [12999999]


@pytest.mark.parametrize("code", sorted(TABLE.documented))
def test_a_documented_code_is_explained(code: int) -> None:
    found = lr.explain(code)
    assert found
    assert not found[0].guess
    assert code in found[0].platform_codes


@pytest.mark.parametrize(
    "code", [code for code, documented in sorted(TABLE.documented.items()) if documented.message], ids=str
)
def test_a_documented_message_leads_where_its_code_leads(code: int) -> None:
    by_message = lr.explain(TABLE.documented[code].message)
    assert not by_message[0].guess
    same_words = [other for other, one in TABLE.documented.items() if one.message == TABLE.documented[code].message]
    homes = {(one.rule, one.fix) for other in same_words for one in lr.explain(other)}
    assert homes & {(one.rule, one.fix) for one in by_message}


def test_the_page_has_a_line_for_each_code_that_no_rule_foresees() -> None:
    page = not_predictable_page(RULES)
    for code, entry in not_predictable(RULES).items():
        assert f"| {code} | {entry.reason} |" in page
        assert f"**{entry.beforehand}**" in page


def test_an_entry_says_what_to_do() -> None:
    for entry in TABLE.entries.values():
        assert entry.reason.endswith("."), entry.id
        assert entry.fix.endswith("."), entry.id
        assert entry.beforehand.endswith("."), entry.id
        assert entry.codes or entry.messages, entry.id


def test_an_entry_stands_once() -> None:
    codes = [code for entry in TABLE.entries.values() for code in entry.codes]
    assert len(codes) == len(set(codes))
    assert set(codes) <= set(TABLE.documented) | {12019028, 12052037}


def test_what_a_wording_speaks_of_is_there() -> None:
    known = {rule.id for rule in RULES.rules} | set(TABLE.entries)
    for text, about in TABLE.wordings:
        assert about in known or about in index_of(RULES).by_code, text
    assert set(TABLE.predicted_by.values()) <= known


def test_a_rule_wins_over_the_table() -> None:
    for code, targets in index_of(RULES).by_code.items():
        assert not (any(isinstance(one, Entry) for one in targets) and len(targets) > 1), code


def test_a_set_without_the_table_explains_by_its_rules() -> None:
    assert load_messages({}).documented == {}


@pytest.mark.shared_data
def test_our_list_of_codes_is_that_of_the_collection(shared_data: Path) -> None:
    file = shared_data.parent / "facts" / "errors.yaml"
    if not file.is_file():
        pytest.skip(f"the collected error tables are not at {file}")
    collected = yaml.safe_load(file.read_text(encoding="utf-8"))
    numbered = [one for one in collected["errors"] if isinstance(one.get("code"), int)]
    assert {one["code"] for one in numbered} == set(TABLE.documented)
    assert {one["message"] or "" for one in numbered} >= {one.message for one in TABLE.documented.values()}


@pytest.mark.shared_data
def test_every_label_and_message_of_the_collection_is_explained(shared_data: Path) -> None:
    file = shared_data.parent / "facts" / "errors.yaml"
    if not file.is_file():
        pytest.skip(f"the collected error tables are not at {file}")
    collected = yaml.safe_load(file.read_text(encoding="utf-8"))
    labels = [one["code"] for one in collected["errors"] if isinstance(one.get("code"), str)]
    messages = [one["message"] for one in collected["errors"] if one["message"] and not one["message"].startswith("(")]
    for said in [*labels, *messages]:
        found = lr.explain(said)
        assert found, said
        assert not found[0].guess, said
