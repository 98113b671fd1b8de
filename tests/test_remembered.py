"""Rule files that were found right are remembered by their content, and nothing that is not ours is believed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from listing_rules import RuleFileError
from listing_rules import rules as loading
from listing_rules.remembered import Memory, cache_folder
from listing_rules.rules import bundled_folder
from listing_rules.ruleset import RuleSet


def load_rules(*folders: Path) -> RuleSet:
    """As a new process would: the sets that this one has loaded are forgotten."""
    loading._loaded.cache_clear()
    return loading.load_rules(*folders)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LISTING_RULES_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def file_of(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def own_rule(folder: Path, **changes: str) -> Path:
    """A folder with one rule of one's own: zero-price under another name."""
    text = (bundled_folder() / "price" / "zero-price.yaml").read_text(encoding="utf-8")
    text = text.replace("id: zero-price", "id: my-rule")
    for old, new in changes.items():
        text = text.replace(f"{old}:", f"{new}:", 1)
    file = folder / "price" / "my-rule.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder


def test_a_second_load_reads_no_yaml_of_what_it_knows(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_rules()
    again: list[str] = []
    monkeypatch.setattr("listing_rules.rulefile.check_schema", lambda document, _: again.append(document.file))
    second = load_rules()
    assert again == []  # not even of a file with a number that is too long to be kept
    assert second.content_hash == first.content_hash
    assert [rule.reason for rule in second.rules] == [rule.reason for rule in first.rules]
    assert file_of(kept).stat().st_mode & 0o077 == 0


def test_what_was_changed_is_read_and_told_with_its_place(kept: Path, tmp_path: Path) -> None:
    folder = own_rule(tmp_path / "mine")
    load_rules(folder)
    own_rule(folder, severity="severty")
    with pytest.raises(RuleFileError, match=r"my-rule\.yaml:\d+:\d+: severty: the key is not known"):
        load_rules(folder)


def test_what_is_wrong_is_never_remembered(kept: Path, tmp_path: Path) -> None:
    folder = own_rule(tmp_path / "mine", stage="stag")
    for _ in range(2):
        with pytest.raises(RuleFileError, match="stag"):
            load_rules(folder)


def test_a_known_file_in_another_role_is_looked_at(kept: Path, tmp_path: Path) -> None:
    load_rules()
    wrong = tmp_path / "mine" / "price" / "markets.yaml"
    wrong.parent.mkdir(parents=True)
    shutil.copy(bundled_folder() / "tables" / "markets.yaml", wrong)
    with pytest.raises(RuleFileError, match="markets"):
        load_rules(tmp_path / "mine")


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\0" * 1000])
def test_a_damaged_memory_is_made_anew(kept: Path, damage: bytes) -> None:
    load_rules()
    data = file_of(kept).read_bytes()
    file_of(kept).write_bytes(damage or data[:-1])
    load_rules()
    assert file_of(kept).read_bytes() == data


def test_a_memory_that_others_may_write_to_is_not_believed(kept: Path) -> None:
    load_rules()
    file_of(kept).chmod(0o666)
    memory = Memory(cache_folder())
    assert not memory.read(bundled_folder() / "price" / "zero-price.yaml", "rule").known


def test_it_can_be_turned_off_and_does_without_a_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LISTING_RULES_CACHE", "off")
    assert cache_folder() is None
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setenv("LISTING_RULES_CACHE", str(blocked / "below"))
    assert load_rules().rules


def test_it_lies_in_the_cache_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("LISTING_RULES_CACHE", raising=False)
    monkeypatch.setenv("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "listing-rules"
    assert load_rules().rules
    assert file_of(tmp_path / "listing-rules")


def test_the_same_files_give_the_same_set_in_one_process() -> None:
    assert load_rules() is loading.load_rules()
