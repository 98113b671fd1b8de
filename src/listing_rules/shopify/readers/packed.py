"""gzip and zstd streams, within bounds: whoever packs little to unpack to very much is refused."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, Protocol, cast

from listing_rules.errors import PayloadError

__all__ = ["Unpacked", "is_packed"]

MAX_UNPACKED = 2**40
"""The most bytes that a stream is unpacked to."""
MAX_RATIO = 250
"""How many bytes may come of one, once a stream has given FREE_UNPACKED. Catalogs pack to a fifth or a twentieth."""
FREE_UNPACKED = 2**30

_MAX_WINDOW = 2**27
_STEP = 2**11  # a block of zstd gives up to 32,768 times its size, so this much gives 64 MB at most


class _Stream(Protocol):
    def read1(self, size: int, /) -> bytes: ...


class Unpacked(io.RawIOBase):
    """A packed stream whose faults are PayloadErrors. It can start again if the file below can."""

    def __init__(self, packed: BinaryIO, head: bytes) -> None:
        self._packed = _Counted(packed)
        self._name, self._opener = next(found for magic, found in _PACKERS.items() if head.startswith(magic))
        self._can_rewind = packed.seekable()
        self._start = packed.tell() if self._can_rewind else 0
        self._open()

    def _open(self) -> None:
        self._packed.count = 0
        self._stream = self._opener(self._packed)
        self._read = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._can_rewind

    def tell(self) -> int:
        return self._read

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Only back to the start."""
        if offset or whence:
            raise io.UnsupportedOperation("a packed stream is only read from its start")
        self._packed.file.seek(self._start)
        self._open()
        return 0

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        try:
            data = self._stream.read1(len(view))
        except (OSError, EOFError, zlib.error) as error:
            raise PayloadError(f"the {self._name} data is damaged or breaks off: {error}") from None
        self._read += len(data)
        self._hold_bounds()
        view[: len(data)] = data
        return len(data)

    def _hold_bounds(self) -> None:
        if self._read > MAX_UNPACKED:
            raise PayloadError(f"the {self._name} data unpacks to more than {MAX_UNPACKED} bytes")
        if self._read > FREE_UNPACKED and self._read > MAX_RATIO * self._packed.count:
            raise PayloadError(
                f"the {self._name} data unpacks to more than {MAX_RATIO} times its size: no catalog does"
            )


class _Counted:
    """What the packers read from; `count` is how many bytes they took."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.count += len(data)
        return data


class _Zstd:
    """One frame after the other; that the last one is whole is ours to watch."""

    def __init__(self, packed: _Counted) -> None:
        try:
            import zstandard  # noqa: PLC0415 - an extra
        except ImportError:
            raise PayloadError("to read zstd, install the extra: pip install 'listing-rules[zstd]'") from None
        self._error = zstandard.ZstdError
        self._frames = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW)
        self._packed = packed
        self._frame: Any = None
        self._rest = b""
        self._ready = memoryview(b"")

    def read1(self, size: int) -> bytes:
        while not self._ready and self._step():
            pass
        data, self._ready = self._ready[:size], self._ready[size:]
        return bytes(data)

    def _step(self) -> bool:
        """Unpack a little more; False at the end."""
        data = self._rest or self._packed.read(_STEP)
        if not data:
            if self._frame is not None:
                raise EOFError("it ends within a frame")
            return False
        self._frame = self._frame or self._frames.decompressobj()
        try:
            self._ready = memoryview(self._frame.decompress(data))
        except self._error as error:
            raise OSError(str(error)) from None
        self._rest = self._frame.unused_data
        if self._frame.eof:
            self._frame = None
        return True


_PACKERS: Mapping[bytes, tuple[str, Callable[[_Counted], _Stream]]] = {
    b"\x1f\x8b": ("gzip", lambda packed: gzip.GzipFile(fileobj=cast(Any, packed), mode="rb")),
    b"\x28\xb5\x2f\xfd": ("zstd", _Zstd),
}


def is_packed(head: bytes) -> bool:
    """By the first four bytes of a file."""
    return head.startswith(tuple(_PACKERS))
