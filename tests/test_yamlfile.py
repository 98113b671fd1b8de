from __future__ import annotations

from pathlib import Path

import pytest

from listing_rules.errors import RuleFileError
from listing_rules.yamlfile import MAX_BYTES, parse_yaml, read_yaml


def test_values_come_with_their_places() -> None:
    document = parse_yaml("a:\n  - b: 1\n    c: 2026-11-24\n", "x.yaml")
    assert document.value == {"a": [{"b": 1, "c": "2026-11-24"}]}
    assert document.marks["a", 0, "c"] == (3, 8)


def test_an_error_stands_at_the_nearest_place_that_exists() -> None:
    error = parse_yaml("a:\n  b: 1\n", "x.yaml").error("is wrong", ("a", "b", "c"))
    assert (error.line, error.column, str(error)) == (2, 6, "x.yaml:2:6: is wrong")


def test_an_empty_file_is_nothing() -> None:
    assert parse_yaml("", "x.yaml").value is None


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{after}: &{after} [{', '.join(['*' + before] * 10)}]\n"
    for before, after in zip("abcdefg", "bcdefgh", strict=True)
)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\na: 2", r"x.yaml:2:1: the key 'a' stands twice"),
        ("a:\n\t- b", r"x.yaml:2:1: is not YAML: found character"),
        ("a: [1, 2", r"x.yaml:[12]:[19]: is not YAML"),
        ("1: a", r"x.yaml:1:1: a key must be text"),
        ("? [a]\n: b", r"a key must be text"),
        ("a: !!python/object/apply:os.system [ls]", r"x.yaml:1:4: the tag .* is not known"),
        ("a: !!set {b, c}", r"the tag .* is not known"),
        ("a: !!python/name:os.system x", r"the tag .* is not known"),
        ("a: 1\n---\nb: 2", r"is not YAML"),
        ("a: " + "[" * 60 + "]" * 60, r"is nested deeper than 40 levels"),
        ("[" * 2_000_000, r"x.yaml:1:41: is nested deeper than 40 levels"),  # its parser alone would take hours
        ("{a: " * 100_000, r"x.yaml:1:161: is nested deeper than 40 levels"),
        ("- " * 100_000, r"x.yaml:1:81: is nested deeper than 40 levels"),
        ("&a [*a]", r"is nested deeper than 40 levels|is not YAML"),
        ("a: \x00", r"x.yaml"),
        (BOMB, r"holds more than 200,000 values once its aliases are expanded"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(text: str, problem: str) -> None:
    with pytest.raises(RuleFileError, match=problem):
        parse_yaml(text, "x.yaml")


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match=r"none.yaml: cannot be read: No such file"):
        read_yaml(tmp_path / "none.yaml")


def test_a_file_in_another_encoding_is_said(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"a: caf\xe9")
    with pytest.raises(RuleFileError, match=r"is not UTF-8 \(byte 6\)"):
        read_yaml(file)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(RuleFileError, match="at most 4,194,304 are read"):
        read_yaml(file)


def test_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: 1")
    assert read_yaml(file).value == {"a": 1}
