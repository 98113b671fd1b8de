"""Rule files that were read and found right before: remembered by their content, so that they need not be again.

Reading YAML, checking it against its schema and compiling its patterns takes most of the time that a first check takes.
What is kept is plain data under the SHA-256 of each file's bytes, of this version of the library alone; it is read as
data, never run. A file that anybody but its owner may write to, or whose own digest does not fit, is not believed.
`LISTING_RULES_CACHE` names another folder, or says `off`.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgspec

from listing_rules._version import __version__
from listing_rules.yamlfile import Document, read_bytes, read_yaml

__all__ = ["Memory", "cache_folder"]

_VARIABLE = "LISTING_RULES_CACHE"
_FORMAT = b"listing-rules 2\n"
_DIGEST = 64
_MOST = 64 * 2**20


def cache_folder() -> Path | None:
    """Where it is kept: the user's cache, unless the environment says otherwise. None for nowhere."""
    said = os.environ.get(_VARIABLE, "")
    if said.lower() == "off":
        return None
    if said:
        return Path(said)
    home = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    with suppress(RuntimeError):  # nobody's home
        return (Path(home) if home else Path.home() / ".cache") / "listing-rules"
    return None


class Memory:
    """Reads rule files, from memory where it can; `keep` remembers what was new. Never fails for want of a cache."""

    def __init__(self, folder: Path | None) -> None:
        self._file = None if folder is None else folder / f"rules-{__version__}-{sys.version_info[0]}.bin"
        self._known: dict[bytes, bytes] = {}
        self._new: dict[bytes, bytes] = {}
        if self._file is not None:
            self._known = _read(self._file)

    def read(self, path: Path, role: str) -> Document:
        """The file's document; `known` where one of the same content was found right in the same role before."""
        if self._file is None:
            return read_yaml(path)
        data = read_bytes(path)
        key = hashlib.sha256(b"%b\0%b" % (role.encode(), data)).digest()
        known = self._known.get(key)
        if known:
            return Document(str(path), msgspec.msgpack.decode(known), {}, known=True)
        document = read_yaml(path)
        if known is not None:
            return replace(document, known=True)
        try:
            self._new[key] = msgspec.msgpack.encode(document.value)
        except OverflowError:  # a number is too long for this way of writing: read anew each time, but not checked
            self._new[key] = b""
        return document

    def keep(self) -> None:
        """Call it when everything that was read is right."""
        if self._file is None or not self._new:
            return
        # Somebody without a home that can be written to loses nothing but time.
        with suppress(OSError):
            body = msgspec.msgpack.encode({**self._known, **self._new})
            if len(body) <= _MOST:
                _write(self._file, _FORMAT + _digest(body) + body)


def _digest(body: bytes) -> bytes:
    return hashlib.sha256(_FORMAT + __version__.encode() + body).hexdigest().encode()


def _read(file: Path) -> dict[bytes, bytes]:
    try:
        with file.open("rb") as opened:
            if not _is_ours(os.fstat(opened.fileno())):
                return {}
            data = opened.read(_MOST + 1)
    except OSError:
        return {}
    start = len(_FORMAT) + _DIGEST
    body = data[start:]
    if data[:start] != _FORMAT + _digest(body):
        return {}
    return msgspec.msgpack.decode(body, type=dict[bytes, bytes])


def _is_ours(status: os.stat_result) -> bool:
    """A plain file of the user's own, that nobody else may write to."""
    if not hasattr(os, "getuid"):
        return stat.S_ISREG(status.st_mode)
    mine = status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return stat.S_ISREG(status.st_mode) and mine


def _write(file: Path, data: bytes) -> None:
    """All of it or nothing, however many processes do the same."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(data)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
