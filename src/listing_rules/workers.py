"""Check pieces of a catalog, in this process or in several, in order.

Workers are sent bytes, and read them themselves: cutting a catalog into pieces is a small part of the work. Only a few
chunks are under way, so memory stays flat.
"""

from __future__ import annotations

import gc
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import partial
from itertools import count, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import TypeAlias

from listing_rules.engine import Checker, Key
from listing_rules.errors import ListingRulesError, PayloadError
from listing_rules.inputs import Located
from listing_rules.report import ProductRef, Report, Source, built
from listing_rules.ruleset import RuleSet
from listing_rules.shop import Shop
from listing_rules.shopify import Piece, Record
from listing_rules.shopify.subject import Readable

__all__ = ["Checked", "check_here", "check_in_workers", "check_record", "records_of"]

Checked: TypeAlias = tuple[Report, tuple[int, ...], Callable[[], Readable]]
"""A report, the hashes of what the whole catalog is asked about, and how to come by the product again."""

_Sent: TypeAlias = list[list[tuple[Report, tuple[int, ...]]]]
_CHUNK = 64
_CHUNK_BYTES = 2**20
_CHUNKS_PER_WORKER = 4


def check_here(pieces: Iterable[Located], checker: Checker) -> Iterator[Iterator[Checked]]:
    """For each piece what was found in it."""
    return (_checked(located, checker) for located in pieces)


def _checked(located: Located, checker: Checker) -> Iterator[Checked]:
    for record in records_of(located.piece, checker):
        yield *_hashed(*check_record(checker, record, located.file)), partial(_product_of, record)


def _hashed(report: Report, keys: tuple[Key, ...]) -> tuple[Report, tuple[int, ...]]:
    """The keys themselves are made again where one of them is met twice."""
    return report, tuple([key.hash for key in keys])


def records_of(piece: Piece, checker: Checker) -> Iterator[Record]:
    """What the piece holds; its text alone where that is beyond the shop's bounds."""
    try:
        checker.bounds.hold_text(getattr(piece, "data", None) or getattr(piece, "payload", None))
    except PayloadError as error:
        return iter((Record(getattr(piece, "number", None), error=str(error)),))
    return piece.records()


def _product_of(record: Record) -> Readable:
    if record.product is None:
        raise PayloadError(record.error or "the product cannot be read")
    return record.product


def check_record(checker: Checker, record: Record, file: str | None) -> tuple[Report, tuple[Key, ...]]:
    """The verdict on a product of a catalog, and its keys; a report of its own for what cannot be read."""
    source = built(Source, file=file, line=record.line)
    if record.product is None:
        return _unreadable(checker, source, record.error), ()
    try:
        return checker.check_in_catalog(record.product, source)
    except PayloadError as error:  # beyond the shop's bounds
        return _unreadable(checker, source, str(error)), ()


def _unreadable(checker: Checker, source: Source, why: str | None) -> Report:
    return built(
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
        unreadable=why,
        truncated=0,
    )


def check_in_workers(
    pieces: Iterator[Located], rules: RuleSet, shop: Shop, as_of: date | None, jobs: int
) -> Iterator[Iterator[Checked]]:
    """The same from `jobs` processes. ListingRulesError where one of them dies."""
    workers: list[Worker] = []
    under_way: deque[tuple[list[Located], Worker]] = deque()
    turn = count()
    try:
        while True:
            while len(under_way) < jobs * _CHUNKS_PER_WORKER and (chunk := _chunk(pieces)):
                if len(workers) < jobs:
                    workers.append(Worker(partial(Checker, rules, shop, as_of)))
                worker = workers[next(turn) % jobs]
                worker.send(chunk)
                under_way.append((chunk, worker))
            if not under_way:
                return
            sent, worker = under_way.popleft()
            for located, found in zip(sent, worker.answer(), strict=True):
                yield ((*one, partial(_again, located, place)) for place, one in enumerate(found))
    finally:
        for worker in workers:
            worker.end()


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


class Worker:
    """A process that answers what it is sent, in order. It dies with us, and we are told if it dies."""

    def __init__(self, make_checker: Callable[[], Checker]) -> None:
        spawn = get_context("spawn")
        self._ours, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_work, args=(theirs,), daemon=True)
        with _watched(), _not_for_children():
            self._process.start()
        theirs.close()
        # Not as an argument: that much would be waited for without end where the process dies before it reads it.
        self.send(make_checker)

    def send(self, what: list[Located] | Callable[[], Checker]) -> None:
        with _watched():
            self._ours.send(what)

    def answer(self) -> _Sent:
        """The answer to the earliest chunk that has none yet. What went wrong there is raised here."""
        with _watched():
            answer = self._ours.recv()
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[no-any-return]

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._ours.close()


@contextmanager
def _watched() -> Iterator[None]:
    try:
        yield
    except (EOFError, OSError):
        raise ListingRulesError(
            "a worker process died, perhaps for want of memory; the reports so far are whole. Try fewer --jobs"
        ) from None


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


def _work(ours: Connection) -> None:
    """What a worker does: a thread takes in chunks, so that whoever sends them never waits for an answer to be read."""
    try:
        make_checker = ours.recv()
    except (EOFError, OSError):
        return
    chunks: SimpleQueue[list[Located] | None] = SimpleQueue()
    Thread(target=_take_in, args=(ours, chunks), daemon=True).start()
    checker = make_checker()
    gc.freeze()  # what was compiled stays to the end, and need not be looked through again
    while (chunk := chunks.get()) is not None:
        try:
            ours.send(_check_chunk(checker, chunk))
        except BrokenPipeError:
            return
        except Exception as error:  # noqa: BLE001 - raised again by `answer`
            ours.send(error)


def _take_in(ours: Connection, chunks: SimpleQueue[list[Located] | None]) -> None:
    with suppress(EOFError, OSError):
        while True:
            chunks.put(ours.recv())
    chunks.put(None)


def _check_chunk(checker: Checker, chunk: list[Located]) -> _Sent:
    return [
        [_hashed(*check_record(checker, record, one.file)) for record in records_of(one.piece, checker)]
        for one in chunk
    ]
