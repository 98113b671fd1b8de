"""Keys beyond memory: the same answers whether they are in memory, in tables, or in the tables of an earlier run."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from listing_rules import seen as module
from listing_rules.errors import ListingRulesError
from listing_rules.seen import Seen


def answers(seen: Seen, keys: list[int]) -> list[str | None]:
    return [seen.meet([key], f"place {number}").get(key) for number, key in enumerate(keys)]


def expected(keys: list[int]) -> list[str | None]:
    met: dict[int, str] = {}
    return [None if met.setdefault(key, here := f"place {n}") is here else met[key] for n, key in enumerate(keys)]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """So little memory that everything goes through tables and merges, and the filter grows and is often wrong."""
    for name, value in {"_IN_MEMORY": 7, "_MERGED": 3, "_MIN_FILTER": 8, "_MAX_FILTER": 64, "_GROWTH": 2}.items():
        monkeypatch.setattr(module, name, value)


def some_keys(count: int) -> list[int]:
    chance = random.Random(5)  # noqa: S311
    pool = [chance.getrandbits(64) - 2**63 for _ in range(count // 2)]
    return [chance.choice(pool) for _ in range(count)]


@pytest.mark.usefixtures("small")
def test_tables_remember_what_memory_did() -> None:
    keys = some_keys(2000)
    assert answers(Seen(), keys) == expected(keys)


@pytest.mark.usefixtures("small")
def test_the_keys_of_one_product_may_stand_in_several_tables() -> None:
    seen = Seen()
    for number in range(50):
        place = f"product {number}"
        assert [seen.meet([number * 10 + key], place).get(number * 10 + key) for key in range(10)] == [None] * 10
    assert [seen.meet([key], "again").get(key) for key in range(500)] == [f"product {key // 10}" for key in range(500)]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("cut", [0, 3, 500, 1999])
def test_another_run_goes_on_where_the_last_one_saved(tmp_path: Path, cut: int) -> None:
    keys = some_keys(2000)
    first = Seen(tmp_path / "seen")
    found = answers(first, keys[:cut])
    first.save(str(cut))
    first.meet([12345], "after the last save, so not remembered").get(12345)
    first.close()
    again = Seen(tmp_path / "seen")
    assert again.saved() == str(cut)
    assert again.meet([12345], "first").get(12345) is None
    found += [again.meet([key], f"place {number}").get(key) for number, key in enumerate(keys[cut:], cut)]
    assert found == expected(keys)


def test_two_at_once_are_refused(tmp_path: Path) -> None:
    first = Seen(tmp_path / "seen")
    with pytest.raises(ListingRulesError, match="database is locked"):
        Seen(tmp_path / "seen")
    first.close()
    Seen(tmp_path / "seen").close()


def test_what_is_no_such_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "seen").write_text("something else, and long enough to be looked at as the head of a database" * 9)
    with pytest.raises(ListingRulesError, match="file is not a database"):
        Seen(tmp_path / "seen")
