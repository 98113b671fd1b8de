"""What an interrupted run leaves beside its JSONL output, so that another goes on where it ended.

`reports.jsonl.part` holds the reports so far, `reports.jsonl.resume` how far that is and what the catalog was found to
hold. Both are gone when the output is whole.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

import msgspec
from pydantic import TypeAdapter

from listing_rules.errors import ListingRulesError
from listing_rules.inputs import Located
from listing_rules.output import written
from listing_rules.report import ProductRef, Report, built
from listing_rules.seen import Seen

__all__ = ["Journal"]

_EVERY = 10.0
_MAX_LINE = 2**24
_LARGEST = 2**15  # bytes of a field that is remembered


class _State(msgspec.Struct, frozen=True):
    """How far a run is: pieces of the catalog, uploads used up, bytes of output. `asked` is what it was asked to do."""

    asked: dict[str, str]
    pieces: int = 0
    taken: int = 0
    size: int = 0


class Journal:
    """The memory of one run, which one process at a time may have.

    `asked` names what a run depends on, in the words in which a person is told that it is not the same any more.
    """

    def __init__(self, output: Path, asked: Mapping[str, str], *, resume: bool) -> None:
        self.part = output.with_name(f"{output.name}.part")
        self._file = output.with_name(f"{output.name}.resume")
        self.output = output
        self.part.open("ab").close()
        self.seen = self._opened()
        try:
            state = self._begun(dict(asked), resume=resume)
        except ListingRulesError:
            self.seen.close()  # another run may have it
            raise
        self._state = state
        self._last = time.monotonic()
        self._out: IO[str] | None = None

    def _begun(self, asked: dict[str, str], *, resume: bool) -> _State:
        state = self._read()
        if not resume or state is None:
            return self._anew(asked)
        if changed := sorted(name for name, value in state.asked.items() if asked.get(name) != value):
            raise ListingRulesError(f"{self.output}: cannot be resumed: {' and '.join(changed)} changed since")
        return state

    @property
    def pieces(self) -> int:
        return self._state.pieces

    @property
    def taken(self) -> int:
        return self._state.taken

    def _opened(self) -> Seen:
        try:
            return Seen(self._file)
        except ListingRulesError as error:
            busy = "another run writes to it now" if "locked" in str(error) else str(error)
            raise ListingRulesError(f"{self.output}: {busy} ({self._file.name})") from None

    def _anew(self, asked: dict[str, str]) -> _State:
        self.seen.close()
        self._file.unlink()
        self.seen = self._opened()
        return _State(asked)

    def _read(self) -> _State | None:
        saved = self.seen.saved()
        try:
            state = None if saved is None else msgspec.json.decode(saved, type=_State)
        except msgspec.MsgspecError:
            raise ListingRulesError(f"{self._file}: is damaged; start again without --resume") from None
        if state is not None and (not self.part.is_file() or self.part.stat().st_size < state.size):
            raise ListingRulesError(f"{self.part}: is not what the interrupted run wrote; start again without --resume")
        return state

    @contextmanager
    def opened(self) -> Iterator[IO[str]]:
        """The output, after what is there already; under its own name when it is whole."""
        try:
            with written(self.part, "a") as self._out:
                self._out.truncate(self._state.size)
                yield self._out
        except BaseException:
            _cut(self.part)
            self.close()
            raise
        self.part.replace(self.output)
        self._forget()

    def reports(self) -> Iterator[Report]:
        """Those that the interrupted run wrote."""
        if self._state.size:
            with self.part.open("rb") as file:
                while file.tell() < self._state.size:
                    yield _read(file.readline())

    def passed_over(self, pieces: Iterator[Located], last: Report | None) -> Iterator[Located]:
        """The pieces that are still to be checked. ListingRulesError where those before are not what they were."""
        before = None
        for number in range(self.pieces):
            before = next(pieces, None)
            if before is None:
                raise ListingRulesError(f"the input has only {number:,} pieces now, {self.pieces:,} were read before")
        found = _last_of(before) if before is not None else None
        if found is not None and last is not None and found != last.product:
            raise ListingRulesError(
                f"the input is not what it was: where {_name(last.product)} stood is now {_name(found)}; "
                "start again without --resume"
            )
        return pieces

    def step(self, pieces: int, taken: int) -> None:
        """A piece is written; now and then all is made to last."""
        self._state = msgspec.structs.replace(self._state, pieces=pieces, taken=taken)
        if time.monotonic() - self._last >= _EVERY:
            self.save()

    def save(self) -> None:
        """Make it last that everything so far is written."""
        if self._out is None or not self._state.pieces:
            return
        self._out.flush()
        os.fsync(self._out.fileno())
        self._state = msgspec.structs.replace(self._state, size=os.fstat(self._out.fileno()).st_size)
        self.seen.save(msgspec.json.encode(self._state).decode())
        self._last = time.monotonic()

    @property
    def goes_on(self) -> bool:
        """Whether there is anything to go on from."""
        return self.seen.saved() is not None

    def close(self) -> None:
        """Leave what there is to go on from, and nothing else."""
        if not self.goes_on:
            self._forget()
        self.seen.close()
        if self.part.exists() and not self.part.stat().st_size:
            self.part.unlink()

    def _forget(self) -> None:
        self.seen.close()
        self._file.unlink(missing_ok=True)


_FIELDS: dict[str, TypeAdapter[Any]] = {
    name: TypeAdapter(field.annotation or Any) for name, field in Report.model_fields.items()
}


def _read(line: bytes) -> Report:
    """A report from its line. What could not be decided is most of it, and the same in most lines."""
    given = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    fields = Report.model_fields.items()
    return built(Report, **{n: _value(n, bytes(given[n])) if n in given else field.default for n, field in fields})


def _value(name: str, data: bytes) -> Any:
    return _remembered(name, data) if len(data) <= _LARGEST else _FIELDS[name].validate_json(data)


@lru_cache(maxsize=1024)
def _remembered(name: str, data: bytes) -> Any:
    return _FIELDS[name].validate_json(data)


def _cut(part: Path) -> None:
    """Leave whole lines only: a full disk took half of the last one."""
    with part.open("rb+") as file:
        end = file.seek(0, os.SEEK_END)
        start = max(0, end - _MAX_LINE)
        file.seek(start)
        whole = file.read().rfind(b"\n") + 1
        if whole or not start:
            file.truncate(start + whole)


def _last_of(located: Located) -> ProductRef | None:
    records = deque(located.piece.records(), maxlen=1)
    if not records:
        return None
    product = records[0].product
    if product is None:
        return ProductRef(id=None, handle=None, title=None)
    return ProductRef(id=product.id or None, handle=product.handle or None, title=product.title or None)


def _name(product: ProductRef) -> str:
    return f'"{product.title or product.handle or product.id or "(no title)"}"'
