from __future__ import annotations

import io
import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

import listing_rules as lr
from listing_rules import catalog
from listing_rules.examples import base_product
from listing_rules.report import Report

RULES = lr.load_rules()
US = lr.Shop(market="US", currency="USD")


def product(**patch: Any) -> dict[str, Any]:
    return base_product(RULES, "US", patch)


MIXED: list[Any] = [product(id=1), product(id=2, variants=[{"price": "0"}]), '{"id": ', {"hello": 1}, product(id=5)]


def forecasts(reports: Any) -> list[str]:
    return ["unreadable" if report.unreadable else report.forecast for report in reports]


EXPECTED = ["synced", "sync_failed", "unreadable", "unreadable", "synced"]


def test_payloads_come_from_any_iterable() -> None:
    assert forecasts(lr.check_catalog(MIXED, shop=US)) == EXPECTED
    assert forecasts(lr.check_catalog(iter(MIXED), shop=US, rules=RULES)) == EXPECTED


def test_payloads_come_from_a_file(tmp_path: Path) -> None:
    text = "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in MIXED)
    file = tmp_path / "catalog.jsonl"
    file.write_text(text)
    assert forecasts(lr.check_catalog(file, shop=US)) == EXPECTED
    assert forecasts(lr.check_catalog(str(file), shop=US)) == EXPECTED
    assert forecasts(lr.check_catalog(io.BytesIO(text.encode()), shop=US)) == EXPECTED


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [2, 3])
def test_workers_give_the_same_in_the_same_order(jobs: int) -> None:
    payloads = [product(id=number, variants=[{"price": str(number % 3)}]) for number in range(300)] + MIXED
    alone = list(lr.check_catalog(payloads, shop=US))
    assert list(lr.check_catalog(payloads, shop=US, jobs=jobs)) == alone


def test_payloads_are_read_as_they_are_needed() -> None:
    read = 0

    def endless() -> Any:
        nonlocal read
        while True:
            read += 1
            yield product(id=read)

    reports = lr.check_catalog(endless(), shop=US)
    assert [next(reports).forecast for _ in range(3)] == ["synced"] * 3
    assert read == 3


def test_no_jobs_are_too_few() -> None:
    with pytest.raises(lr.ListingRulesError, match="jobs is 0; at least 1 was expected"):
        lr.check_catalog(MIXED, shop=US, jobs=0)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(lr.PayloadError, match="cannot be read: No such file"):
        list(lr.check_catalog(tmp_path / "none.json", shop=US))


def _die(items: list[Any]) -> list[Report]:
    os.kill(os.getpid(), signal.SIGKILL)
    return []


@pytest.mark.slow
def test_a_worker_that_dies_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "_check_chunk", _die)
    with pytest.raises(lr.ListingRulesError, match="a worker process died"):
        list(lr.check_catalog(MIXED, shop=US, jobs=2))


def test_what_is_wrong_with_the_first_file_does_not_hide_the_second(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[")
    (tmp_path / "b.json").write_text(json.dumps(product()))
    assert forecasts(lr.check_catalog(tmp_path, shop=US)) == ["unreadable", "synced"]


@pytest.mark.shared_data
@pytest.mark.slow
def test_every_real_product_gets_a_report(shared_data: Path) -> None:
    reports = list(lr.check_catalog(shared_data / "shopify", shop=lr.Shop(market="US")))
    unreadable = [report for report in reports if report.unreadable]
    assert len(reports) >= 19_512
    assert len(unreadable) <= len(reports) * 0.02
    assert all(report.source and report.source.file for report in reports)
