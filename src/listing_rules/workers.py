"""Check pieces of a catalog, in this process or in several, in order.

Workers are sent bytes, and read them themselves: cutting a catalog into pieces is a small part of the work. Only a few
chunks are under way, so memory stays flat.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import date
from functools import partial
from itertools import islice
from multiprocessing import get_context
from typing import TypeAlias

from listing_rules.engine import Checker, Key
from listing_rules.errors import ListingRulesError, PayloadError
from listing_rules.inputs import Located
from listing_rules.report import ProductRef, Report, Source, built
from listing_rules.ruleset import RuleSet
from listing_rules.shop import Shop
from listing_rules.shopify import Record
from listing_rules.shopify.subject import Readable

__all__ = ["Checked", "check_here", "check_in_workers"]

Checked: TypeAlias = tuple[Report, tuple[Key, ...], Callable[[], Readable]]
"""A report, the keys that the whole catalog is asked about, and how to come by the product again."""

_Sent: TypeAlias = list[list[tuple[Report, tuple[Key, ...]]]]
_CHUNK = 64
_CHUNK_BYTES = 2**20
_CHUNKS_PER_WORKER = 4


def check_here(pieces: Iterable[Located], checker: Checker) -> Iterator[Iterator[Checked]]:
    """For each piece what was found in it."""
    return (_checked(located, checker) for located in pieces)


def _checked(located: Located, checker: Checker) -> Iterator[Checked]:
    for record in located.piece.records():
        yield *_check(checker, record, located.file), partial(_product_of, record)


def _product_of(record: Record) -> Readable:
    if record.product is None:
        raise PayloadError(record.error or "the product cannot be read")
    return record.product


def _check(checker: Checker, record: Record, file: str | None) -> tuple[Report, tuple[Key, ...]]:
    source = built(Source, file=file, line=record.line)
    if record.product is not None:
        return checker.check_in_catalog(record.product, source)
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
        unreadable=record.error,
    )
    return unreadable, ()


def check_in_workers(
    pieces: Iterator[Located], rules: RuleSet, shop: Shop, as_of: date | None, jobs: int
) -> Iterator[Iterator[Checked]]:
    """The same from `jobs` processes. ListingRulesError where one of them dies."""
    under_way: deque[tuple[list[Located], Future[_Sent]]] = deque()
    pool = ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_start_worker, initargs=(rules, shop, as_of)
    )
    try:
        while True:
            while len(under_way) < jobs * _CHUNKS_PER_WORKER and (chunk := _chunk(pieces)):
                with _not_for_children():
                    under_way.append((chunk, pool.submit(_check_chunk, chunk)))
            if not under_way:
                return
            sent, answer = under_way.popleft()
            for located, found in zip(sent, answer.result(), strict=True):
                yield ((*one, partial(_again, located, place)) for place, one in enumerate(found))
    except BrokenProcessPool:
        raise ListingRulesError(
            "a worker process died, perhaps for want of memory; the reports so far are whole. Try fewer --jobs"
        ) from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _chunk(pieces: Iterator[Located]) -> list[Located]:
    chunk, size = [], 0
    for located in islice(pieces, _CHUNK):
        chunk.append(located)
        size += len(getattr(located.piece, "data", None) or b"")
        if size >= _CHUNK_BYTES:
            break
    return chunk


def _again(located: Located, place: int) -> Readable:
    """The product of a report, read a second time: it stayed with the worker."""
    return _product_of(next(islice(located.piece.records(), place, None)))


@contextmanager
def _not_for_children() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal. Workers that start now leave it to us."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# One checker for each worker process, made once when it starts.
_worker: Checker | None = None


def _start_worker(rules: RuleSet, shop: Shop, as_of: date | None) -> None:
    global _worker  # noqa: PLW0603 - the process is ours alone, and this is how a pool hands state to its tasks
    _worker = Checker(rules, shop, as_of)


def _check_chunk(chunk: list[Located]) -> _Sent:
    if _worker is None:
        raise ListingRulesError("a worker process was not started as it should be")
    return [[_check(_worker, record, one.file) for record in one.piece.records()] for one in chunk]
