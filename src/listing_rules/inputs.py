"""Where products come from: files, folders, globs, standard input, Parquet, any iterable of payloads.

All end as `Located` pieces, in order, which are cheap to cut and are read later, perhaps in another process.
"""

from __future__ import annotations

import glob
import io
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

from msgspec import Struct

from listing_rules.api import Payload
from listing_rules.errors import PayloadError
from listing_rules.parquet import PARQUET, parquet_pieces
from listing_rules.shopify import Piece, Record, is_packed, iter_pieces, iter_products, read_any

__all__ = ["CatalogSource", "Inputs", "Located", "files_of", "found_at"]

CatalogSource: TypeAlias = str | os.PathLike[str] | BinaryIO | Iterable[Payload]

_SUFFIXES = (".json", ".jsonl", ".ndjson", ".csv", ".js", ".parquet")
_PACKED = (".gz", ".zst")
_SMALL = 2**20


class Located(Struct, frozen=True):
    """A piece and the name of the file that it was cut from."""

    file: str | None
    piece: Piece


class _Files(Struct, frozen=True):
    """What has a name; all else is taken as it is given."""

    paths: list[Path]


class Inputs:
    """Several sources that together are one catalog; iterate once. It knows how far it has come.

    `total` is the size of all files in bytes, None where it is not known (standard input, an iterable). `column` names
    the payloads of a Parquet file. `changed` names the files that somebody wrote to while they were read.
    """

    def __init__(self, sources: Iterable[CatalogSource], shape: str | None = None, column: str | None = None) -> None:
        self._sources = [_resolved(source) for source in sources]
        self._shape = shape
        self._column = column
        self._done = 0
        self._current: BinaryIO | None = None
        self.changed: list[str] = []
        self.total = _size_of(self._sources)

    @property
    def position(self) -> int:
        """How many bytes have been read of `total`."""
        return self._done + (self._current.tell() if self._current and not self._current.closed else 0)

    def __iter__(self) -> Iterator[Located]:
        for source in self._sources:
            if isinstance(source, _Files):
                for file in source.paths:
                    yield from self._from_path(file)
            elif hasattr(source, "read"):
                yield from (Located(None, piece) for piece in iter_pieces(cast(BinaryIO, source), shape=self._shape))
            else:
                yield from (Located(None, _Given(one, n, self._shape)) for n, one in enumerate(source, 1))

    def _from_path(self, path: Path) -> Iterator[Located]:
        name = str(path)
        try:
            with path.open("rb") as file:
                before = os.fstat(file.fileno())
                self._current = file
                yield from (Located(name, piece) for piece in self._cut(file, before))
                if os.fstat(file.fileno()).st_size != before.st_size:
                    self.changed.append(name)
            self._done += before.st_size
        except OSError as error:
            raise PayloadError(f"{name}: cannot be read: {error.strerror or error}") from None

    def _cut(self, file: io.BufferedReader, status: os.stat_result) -> Iterator[Piece]:
        head = file.peek(4)[:4]
        if head == PARQUET:
            return parquet_pieces(file, self._column, self._shape)
        if stat.S_ISREG(status.st_mode) and status.st_size <= _SMALL and not is_packed(head):
            return iter((_Whole(file.read(), self._shape),))
        return iter_pieces(file, shape=self._shape)


class _Whole(Struct, frozen=True):
    """A small file, which one process reads from its first byte to its last."""

    data: bytes
    shape: str | None

    def records(self) -> Iterator[Record]:
        return iter_products(io.BytesIO(self.data), shape=self.shape)


class _Given(Struct, frozen=True):
    """A payload that the caller has; it may hold several products, or be no product at all."""

    payload: Payload
    number: int
    shape: str | None

    def records(self) -> Iterator[Record]:
        try:
            yield from (Record(self.number, product) for product in read_any(self.payload, shape=self.shape))
        except PayloadError as error:
            yield Record(self.number, error=str(error))


def found_at(pattern: str) -> list[Path]:
    """The file or folder of this name or, where there is none, everything that the glob matches, in order."""
    path = Path(pattern)
    if path.exists() or not glob.has_magic(pattern):
        return [path]
    found = [Path(name) for name in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207 - Path knows no absolute ones
    if not found:
        raise PayloadError(f"{pattern}: nothing matches")
    return found


def files_of(path: Path) -> list[Path]:
    """The file itself, or every catalog file below a folder, in order."""
    if not path.is_dir():
        return [path]
    names = (file for file in sorted(path.rglob("*")) if file.is_file())
    return [file for file in names if _unpacked_name(file).endswith(_SUFFIXES)]


def _unpacked_name(file: Path) -> str:
    return next((file.name.removesuffix(end) for end in _PACKED if file.name.endswith(end)), file.name)


def _resolved(source: CatalogSource) -> _Files | BinaryIO | Iterable[Payload]:
    if not isinstance(source, (str, os.PathLike)):
        return source
    return _Files([file for path in found_at(os.fspath(source)) for file in _catalog_files(path)])


def _catalog_files(path: Path) -> list[Path]:
    files = files_of(path)
    if not files:
        raise PayloadError(f"{path}: the folder holds no catalog; files ending in {', '.join(_SUFFIXES)} were expected")
    return files


def _size_of(sources: Iterable[object]) -> int | None:
    """The bytes of all files; None where something has no size."""
    total = 0
    for source in sources:
        paths = source.paths if isinstance(source, _Files) else []
        if not paths or not all(path.is_file() for path in paths):
            return None
        total += sum(path.stat().st_size for path in paths)
    return total
