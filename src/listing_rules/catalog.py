"""Check a whole catalog: stream it, on one core or several, and give the reports in the catalog's order."""

from __future__ import annotations

import io
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import BinaryIO, TypeAlias

from msgspec import Struct

from listing_rules.api import Payload, bundled_rules, checker_for
from listing_rules.catalog_pass import CatalogPass
from listing_rules.engine import Checker, Key
from listing_rules.errors import ListingRulesError, PayloadError
from listing_rules.report import ProductRef, Report, Source, built
from listing_rules.ruleset import RuleSet
from listing_rules.shop import Shop
from listing_rules.shopify import Product, iter_products, read_products

__all__ = ["CatalogSource", "check_catalog", "check_files", "files_of"]

CatalogSource: TypeAlias = str | os.PathLike[str] | BinaryIO | Iterable[Payload]

_Checked: TypeAlias = tuple[Report, tuple[Key, ...]]
_CHUNK = 64
_CHUNKS_PER_WORKER = 4
_SUFFIXES = (".json", ".jsonl", ".ndjson", ".csv", ".js")


class _Item(Struct, frozen=True):
    """One product of the catalog, or why it cannot be read."""

    product: Product | None
    error: str | None
    file: str | None
    line: int | None


def check_catalog(
    source: CatalogSource,
    *,
    shop: Shop,
    rules: RuleSet | None = None,
    jobs: int = 1,
    as_of: date | None = None,
    shape: str | None = None,
) -> Iterator[Report]:
    """A report for every product, in the catalog's order.

    `source` is a file or folder, an open binary file, or any iterable of payloads. What cannot be read comes as a
    report with `unreadable` set and does not stop the run. `jobs` is the number of processes. Rules about the whole
    catalog, such as the shop's uploads, take the products in order.
    """
    return _checked(_items(source, shape), shop, rules or bundled_rules(), jobs, as_of)


def check_files(
    sources: Iterable[Path | BinaryIO],
    *,
    shop: Shop,
    rules: RuleSet,
    jobs: int = 1,
    as_of: date | None = None,
    shape: str | None = None,
) -> Iterator[Report]:
    """The same for several files and folders that together are one catalog."""
    return _checked(chain.from_iterable(_items(source, shape) for source in sources), shop, rules, jobs, as_of)


def _checked(items: Iterator[_Item], shop: Shop, rules: RuleSet, jobs: int, as_of: date | None) -> Iterator[Report]:
    if jobs < 1:
        raise ListingRulesError(f"jobs is {jobs}; at least 1 was expected")
    checker = checker_for(rules, shop, as_of)
    checked = _in_this_process(items, checker) if jobs == 1 else _in_workers(items, rules, shop, as_of, jobs)
    return _completed(checked, CatalogPass(checker))


def _completed(checked: Iterable[tuple[_Item, _Checked]], catalog: CatalogPass) -> Iterator[Report]:
    for item, (report, keys) in checked:
        yield report if item.product is None else catalog.add(item.product, report, keys)


def files_of(path: Path) -> list[Path]:
    """The file itself, or every catalog file below a folder, in order."""
    if not path.is_dir():
        return [path]
    names = (file for file in sorted(path.rglob("*")) if file.is_file())
    return [file for file in names if file.name.removesuffix(".gz").endswith(_SUFFIXES)]


def _items(source: CatalogSource, shape: str | None) -> Iterator[_Item]:
    if isinstance(source, (str, os.PathLike)):
        return _from_path(Path(source), shape)
    if isinstance(source, (io.IOBase, io.BufferedIOBase)) or hasattr(source, "read"):
        return _from_file(source, None, shape)  # type: ignore[arg-type]
    return _from_payloads(source, shape)


def _from_path(path: Path, shape: str | None) -> Iterator[_Item]:
    files = files_of(path)
    if not files:
        raise PayloadError(f"{path}: the folder holds no catalog; files ending in {', '.join(_SUFFIXES)} were expected")
    for file in files:
        try:
            with file.open("rb") as opened:
                yield from _from_file(opened, str(file), shape)
        except OSError as error:
            raise PayloadError(f"{file}: cannot be read: {error.strerror or error}") from None


def _from_file(file: BinaryIO, name: str | None, shape: str | None) -> Iterator[_Item]:
    for record in iter_products(file, shape=shape):
        yield _Item(record.product, record.error, name, record.line)


def _from_payloads(payloads: Iterable[Payload], shape: str | None) -> Iterator[_Item]:
    for number, payload in enumerate(payloads, 1):
        try:
            for product in read_products(payload, shape=shape):
                yield _Item(product, None, None, number)
        except PayloadError as error:
            yield _Item(None, str(error), None, number)


def _in_this_process(items: Iterator[_Item], checker: Checker) -> Iterator[tuple[_Item, _Checked]]:
    return ((item, _check(checker, item)) for item in items)


def _check(checker: Checker, item: _Item) -> _Checked:
    source = built(Source, file=item.file, line=item.line)
    if item.product is not None:
        return checker.check_in_catalog(item.product, source)
    unreadable = built(
        Report,
        product=ProductRef(id=None, handle=None, title=None),
        source=source,
        market=checker.shop.market,
        rules_version=checker.rules.version,
        rules_hash=checker.rules.content_hash,
        forecast="not_synced",
        complete=False,
        failures=(),
        skipped=(),
        turned_off=(),
        known=(),
        unreadable=item.error,
    )
    return unreadable, ()


# One checker for each worker process, made once when it starts.
_worker: Checker | None = None


def _start_worker(rules: RuleSet, shop: Shop, as_of: date | None) -> None:
    global _worker  # noqa: PLW0603 - the process is ours alone, and this is how a pool hands state to its tasks
    _worker = Checker(rules, shop, as_of)


def _check_chunk(items: list[_Item]) -> list[_Checked]:
    if _worker is None:
        raise ListingRulesError("a worker process was not started as it should be")
    return [_check(_worker, item) for item in items]


def _in_workers(
    items: Iterator[_Item], rules: RuleSet, shop: Shop, as_of: date | None, jobs: int
) -> Iterator[tuple[_Item, _Checked]]:
    """Chunks go to workers and come back in order; only a few are under way, so memory stays flat."""
    under_way: deque[tuple[list[_Item], Future[list[_Checked]]]] = deque()
    pool = ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_start_worker, initargs=(rules, shop, as_of)
    )
    try:
        while True:
            while len(under_way) < jobs * _CHUNKS_PER_WORKER and (chunk := list(islice(items, _CHUNK))):
                under_way.append((chunk, pool.submit(_check_chunk, chunk)))
            if not under_way:
                return
            sent, answer = under_way.popleft()
            yield from zip(sent, answer.result(), strict=True)
    except BrokenProcessPool:
        raise ListingRulesError(
            "a worker process died, perhaps for want of memory; the reports so far are whole. Try fewer --jobs"
        ) from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
