"""Check pieces of a catalog in several processes, in order.

Workers are sent bytes, and read them themselves: cutting a catalog into pieces is a small part of the work. Only a few
chunks are under way, so memory stays flat.
"""

from __future__ import annotations

import gc
import signal
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread

from listing_rules.blocks import Block, Line, Sent, packed, unpacked
from listing_rules.engine import Checker
from listing_rules.errors import ListingRulesError
from listing_rules.inputs import Located

__all__ = ["Worker", "check_in_workers"]

_CHUNK = 64
_CHUNK_BYTES = 2**20
_CHUNKS_PER_WORKER = 4


def check_in_workers(
    pieces: Iterator[Located], make_checker: Callable[[], Checker], jobs: int, line: Line | None = None
) -> Iterator[Block]:
    """Blocks from `jobs` processes, in order; with lines, where `line` writes them. ListingRulesError if one dies."""
    workers: list[Worker] = []
    under_way: deque[tuple[list[Located], Worker]] = deque()
    turn = count()
    try:
        while True:
            while len(under_way) < jobs * _CHUNKS_PER_WORKER and (chunk := _chunk(pieces)):
                if len(workers) < jobs:
                    workers.append(Worker(make_checker, line))
                worker = workers[next(turn) % jobs]
                worker.send(chunk)
                under_way.append((chunk, worker))
            if not under_way:
                return
            sent, worker = under_way.popleft()
            yield unpacked(sent, worker.answer(), line)
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


class Worker:
    """A process that answers what it is sent, in order. It dies with us, and we are told if it dies."""

    def __init__(self, make_checker: Callable[[], Checker], line: Line | None = None) -> None:
        spawn = get_context("spawn")
        self._ours, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_work, args=(theirs,), daemon=True)
        with _watched(), _not_for_children():
            self._process.start()
        theirs.close()
        # Not as an argument: that much would be waited for without end where the process dies before it reads it.
        self.send((make_checker, line))

    def send(self, what: list[Located] | tuple[Callable[[], Checker], Line | None]) -> None:
        with _watched():
            self._ours.send(what)

    def answer(self) -> Sent:
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
        make_checker, line = ours.recv()
    except (EOFError, OSError):
        return
    chunks: SimpleQueue[list[Located] | None] = SimpleQueue()
    Thread(target=_take_in, args=(ours, chunks), daemon=True).start()
    checker = make_checker()
    gc.freeze()  # what was compiled stays to the end, and need not be looked through again
    while (chunk := chunks.get()) is not None:
        try:
            ours.send(packed(chunk, checker, line))
        except BrokenPipeError:
            return
        except Exception as error:  # noqa: BLE001 - raised again by `answer`
            ours.send(error)


def _take_in(ours: Connection, chunks: SimpleQueue[list[Located] | None]) -> None:
    with suppress(EOFError, OSError):
        while True:
            chunks.put(ours.recv())
    chunks.put(None)
