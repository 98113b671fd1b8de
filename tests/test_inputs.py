"""Where products come from, and what the user is told where something is wrong with it."""

from __future__ import annotations

import decimal
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

import listing_rules as lr
from listing_rules.examples import base_product
from listing_rules.inputs import Inputs, found_at
from listing_rules.parquet import payload_column
from listing_rules.shopify.readers import packed

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
zstandard = pytest.importorskip("zstandard")
RULES = lr.load_rules()
US = lr.Shop(market="US", currency="USD")


def product(**patch: Any) -> dict[str, Any]:
    return base_product(RULES, "US", patch)


def lines(count: int) -> bytes:
    return b"".join(json.dumps(product(id=number)).encode() + b"\n" for number in range(count))


def found(source: Any) -> list[str | None]:
    """The ids of products; "unreadable" where there is none."""
    reports = lr.check_catalog(source, shop=US)
    return ["unreadable" if report.unreadable else report.product.id for report in reports]


def why(source: Any) -> str:
    return " ".join(report.unreadable or "" for report in lr.check_catalog(source, shop=US))


def test_a_glob_finds_what_no_shell_has_expanded(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "b.jsonl").write_bytes(lines(1))
    (tmp_path / "deep" / "a.jsonl").write_bytes(lines(2))
    assert found(tmp_path / "*.jsonl") == ["0"]
    assert found(str(tmp_path / "**" / "*.jsonl")) == ["0", "0", "1"]
    with pytest.raises(lr.PayloadError, match="nothing matches"):
        found(tmp_path / "*.csv")


def test_a_name_with_brackets_is_a_name_first(tmp_path: Path) -> None:
    (tmp_path / "export[1].jsonl").write_bytes(lines(1))
    assert found(tmp_path / "export[1].jsonl") == ["0"]
    assert found_at("no-such-file.json") == [Path("no-such-file.json")]


@pytest.mark.parametrize("count", [1, 300])
def test_zstd_reads_as_the_file_itself(tmp_path: Path, count: int) -> None:
    pack = zstandard.ZstdCompressor()
    (tmp_path / "catalog.jsonl.zst").write_bytes(pack.compress(lines(count)) + pack.compress(lines(2)))
    assert found(tmp_path) == [str(number) for number in (*range(count), 0, 1)]


def test_zstd_that_breaks_off_is_told_after_what_could_be_read(tmp_path: Path) -> None:
    file = tmp_path / "catalog.jsonl.zst"
    file.write_bytes(zstandard.ZstdCompressor(level=1).compress(os.urandom(400_000).hex().encode())[:-9])
    assert "the zstd data is damaged or breaks off: it ends within a frame" in why(file)
    file.write_bytes(b"\x28\xb5\x2f\xfd" + b"\xff" * 99)
    assert "the zstd data is damaged" in why(file)


def test_little_that_unpacks_to_very_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "FREE_UNPACKED", 1_000_000)
    file = tmp_path / "bomb.jsonl.zst"
    file.write_bytes(zstandard.ZstdCompressor().compress(b"\n" * 5_000_000))
    assert file.stat().st_size < 2_000
    assert why(file) == "the zstd data unpacks to more than 250 times its size: no catalog does"


def test_without_the_extras_the_message_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "zstandard", None)
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    (tmp_path / "a.zst").write_bytes(zstandard.ZstdCompressor().compress(b"{}"))
    assert "pip install 'listing-rules[zstd]'" in why(tmp_path / "a.zst")
    pq.write_table(pa.table({"payload": ["{}"]}), tmp_path / "a.parquet")
    with pytest.raises(lr.PayloadError, match=r"pip install 'listing-rules\[parquet\]'"):
        found(tmp_path / "a.parquet")


def test_parquet_has_a_payload_on_each_row(tmp_path: Path) -> None:
    payloads = [json.dumps(product(id=number)) for number in range(150)]
    table = pa.table({"shop": ["a"] * 152, "payload": [*payloads, None, "{"]})
    pq.write_table(table, tmp_path / "catalog.parquet")
    assert found(tmp_path) == [*(str(number) for number in range(150)), "unreadable", "unreadable"]
    last = list(lr.check_catalog(tmp_path, shop=US))[-2]
    assert (last.source and last.source.line, last.unreadable) == (151, "the row holds no payload")


def test_parquet_may_hold_the_products_as_structs_or_as_its_rows(tmp_path: Path) -> None:
    one = product(id=7, variants=[{"price": decimal.Decimal("0.00")}])
    for name, table in {"structs": pa.table({"it": [one]}), "rows": pa.Table.from_pylist([one])}.items():
        pq.write_table(table, tmp_path / f"{name}.parquet")
        (report,) = lr.check_catalog(tmp_path / f"{name}.parquet", shop=US)
        assert (report.product.id, report.failures[0].rule, report.failures[0].value) == ("7", "zero-price", "0.00")


def test_the_payload_column_is_found_or_asked_for() -> None:
    assert payload_column(["id", "payload"], None) == "payload"
    assert payload_column(["anything"], None) == "anything"
    assert payload_column(["id", "other"], "other") == "other"
    with pytest.raises(lr.PayloadError, match=r"which column .* \(--column\); the columns are id, other"):
        payload_column(["id", "other"], None)
    with pytest.raises(lr.PayloadError, match="there is no column 'x'; the columns are id"):
        payload_column(["id"], "x")


def test_damaged_parquet_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + b"\0" * 50)
    with pytest.raises(lr.PayloadError, match="the Parquet file cannot be read"):
        found(tmp_path / "a.parquet")


def test_a_file_cut_off_in_a_line_says_so_and_loses_nothing(tmp_path: Path) -> None:
    file = tmp_path / "catalog.jsonl"
    file.write_bytes(lines(3)[:-40])
    assert found(file) == ["0", "1", "unreadable"]
    assert "was it cut off, or is it still being written?" in why(file)


def test_a_file_that_somebody_writes_to_is_named(tmp_path: Path) -> None:
    file = tmp_path / "catalog.jsonl"
    file.write_bytes(lines(2))
    inputs = Inputs([file])
    for _ in inputs:
        with file.open("ab") as more:
            more.write(lines(1))
    assert inputs.changed == [str(file)]


def test_how_far_it_has_come_is_known_in_bytes(tmp_path: Path) -> None:
    big, small = tmp_path / "big.jsonl", tmp_path / "small.json"
    big.write_bytes(lines(1000))
    small.write_bytes(lines(1))
    inputs = Inputs([big, small])
    assert big.stat().st_size > 2**20
    places = [inputs.position for _ in inputs]
    assert places == sorted(places)
    assert inputs.position == inputs.total == big.stat().st_size + small.stat().st_size
    assert Inputs([io.BytesIO(b"{}")]).total is None
