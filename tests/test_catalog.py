from __future__ import annotations

import contextlib
import io
import json
import multiprocessing
import os
from collections import deque
from collections.abc import Iterator
from functools import partial
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

import msgspec
import pytest

import listing_rules as lr
from listing_rules import catalog, workers
from listing_rules.engine import Checker
from listing_rules.examples import base_product
from listing_rules.report import Report
from listing_rules.shopify import Product, iter_products
from listing_rules.shopify.subject import product_of

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


@pytest.mark.slow
def test_a_worker_that_dies_is_said_after_what_is_whole() -> None:
    def payloads() -> Iterator[dict[str, Any]]:
        for number in range(3000):
            if number == 1000:
                multiprocessing.active_children()[0].kill()
            yield product(id=number)

    reports: list[Report] = []
    with pytest.raises(lr.ListingRulesError, match="a worker process died"):
        deque(map(reports.append, lr.check_catalog(payloads(), shop=US, jobs=2)))
    assert [report.product.id for report in reports] == [str(number) for number in range(len(reports))]
    assert len(reports) < 3000
    assert not multiprocessing.active_children()


@pytest.mark.slow
@pytest.mark.slow
def test_a_worker_that_dies_before_it_works_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules are more than a pipe holds: whoever waits for a dead process to take them waits without end."""
    resource_tracker.ensure_running()  # type: ignore[attr-defined]
    monkeypatch.setenv("PYTHONHOME", os.devnull)  # no Python starts with it
    with pytest.raises(lr.ListingRulesError, match="a worker process died"):
        workers.Worker(partial(Checker, RULES, US))


def test_what_goes_wrong_in_a_worker_is_raised_here() -> None:
    worker = workers.Worker(partial(Checker, RULES, US))
    worker.send([])
    worker.send([None])  # type: ignore[list-item]
    assert worker.answer().hashes == []
    with pytest.raises(AttributeError):
        worker.answer()
    worker.end()


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


def reordered(product: Product) -> Product:
    """The same product with its variants and images the other way round."""
    images = list(reversed(product.images)) if product.images else product.images
    return msgspec.structs.replace(product, variants=list(reversed(product.variants)), images=images)


@pytest.mark.shared_data
@pytest.mark.slow
def test_ten_thousand_real_products_are_told_the_same_twice_and_in_any_order(shared_data: Path) -> None:
    checker = Checker(RULES, lr.Shop(market="US"))
    checked = 0
    for file in catalog.files_of(shared_data / "shopify"):
        with file.open("rb") as opened:
            for record in iter_products(opened):
                if record.product is not None and checked < 10_000:
                    checked += 1
                    first = checker.check(record.product)
                    assert checker.check(record.product) == first
                    other = checker.check(reordered(product_of(record.product)))
                    assert {one.fingerprint for one in other.failures} == {one.fingerprint for one in first.failures}
                    assert other.forecast == first.forecast
    assert checked == 10_000


HOSTILE = {
    "truncated": b'{"id": 1, "title": "Mug", "variants": [{"pri',
    "brackets": b"[" * 10_000,
    "nan": b'{"id": 1, "title": "Mug", "variants": [{"price": NaN}]}',
    "infinity": b'{"id": 1, "title": "Mug", "variants": [{"price": -Infinity}]}',
    "surrogate": b'{"id": 1, "title": "\\ud800", "variants": []}',
    "bytes": b"\xff\xfe\x00\x01\x02",
    "deleted": b'{"id": 788032119674292922}',
    "nothing": b"null",
    "list for text": b'{"id": 1, "title": ["Mug"], "variants": [{"price": "1", "inventory_item_id": 2}]}',
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_bad_input_is_an_unreadable_line_and_stops_nothing(name: str) -> None:
    good = json.dumps(product()).encode()
    source = io.BytesIO(good + b"\n" + HOSTILE[name] + b"\n" + good + b"\n")
    reports = list(lr.check_catalog(source, shop=US))
    assert forecasts(reports) == ["synced", "unreadable", "synced"]
    assert reports[1].unreadable
    assert reports[1].source.line == 2  # type: ignore[union-attr]


@pytest.mark.parametrize("value", [None, [], {}, "", "text", 7, True, 1e400, float("nan")])
@pytest.mark.parametrize(
    "key", ["title", "variants", "options", "images", "tags", "body_html", "status", "id", "handle"]
)
def test_any_value_in_any_place_is_read_or_refused(key: str, value: Any) -> None:
    with contextlib.suppress(lr.PayloadError):
        lr.check(product() | {key: value}, shop=US)


@pytest.mark.parametrize("value", [None, [], {}, "", "text", 7, True, 1e400, 19.99, "1e3", -1])
@pytest.mark.parametrize("key", ["price", "sku", "option1", "grams", "weight", "inventory_quantity", "barcode", "id"])
def test_any_value_in_a_variant_is_read_or_refused(key: str, value: Any) -> None:
    with contextlib.suppress(lr.PayloadError):
        lr.check(product(variants=[{key: value}]), shop=US)
