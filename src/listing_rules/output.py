"""Where a run writes to: standard output or files, in colour or not, and a sign of life on standard error."""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO, BinaryIO

import click

__all__ = ["Progress", "again", "name_in_repository", "opened_output", "spool", "wants_colour"]

_EVERY = 0.25


@contextmanager
def opened_output(path: Path | None, *, for_people: bool = True) -> Iterator[IO[str]]:
    """Standard output, or a file that appears under its name only when it is whole.

    Programs get UTF-8 whatever the terminal speaks; people get what it cannot show as escapes.
    """
    if path is None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")
            if not for_people:
                sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
        yield sys.stdout
        sys.stdout.flush()
        return
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            yield file
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def again(name: str) -> Callable[[], BinaryIO] | None:
    """How to open an input once more; None for pipes and devices, which give their bytes once."""
    path = Path(name)

    def opened() -> BinaryIO:
        return path.open("rb")

    return opened if path.is_file() else None


@lru_cache(maxsize=1024)
def name_in_repository(name: str) -> str:
    """A file as its repository names it, with slashes: from the folder that holds `.git`, or from where we are."""
    here = Path.cwd()
    root = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    file = Path(os.path.abspath(name))  # noqa: PTH100 - a link is known by its own name
    return (file.relative_to(root) if file.is_relative_to(root) else file).as_posix()


@contextmanager
def spool() -> Iterator[IO[str]]:
    """A text file for what must wait for the end of the run; in memory while it is small, gone afterwards."""
    with tempfile.SpooledTemporaryFile(
        max_size=2**22, mode="w+", encoding="utf-8", errors="backslashreplace", newline=""
    ) as file:
        yield file


def wants_colour(out: IO[str]) -> bool:
    """Colours on a terminal only; NO_COLOR and FORCE_COLOR overrule it."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or out.isatty()


class Plain:
    """Takes the colours out of what is written."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out

    def write(self, text: str) -> int:
        return self._out.write(click.unstyle(text))


class Progress:
    """How many products and how fast, on standard error while it is a terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._start = self._last = time.monotonic()
        self._count = 0

    def step(self) -> None:
        self._count += 1
        if not self._shown or self._count % 16:
            return
        now = time.monotonic()
        if now - self._last >= _EVERY:
            self._last = now
            rate = self._count / (now - self._start)
            sys.stderr.write(f"\r{self._count:,} products, {rate:,.0f} a second ")
            sys.stderr.flush()

    def done(self) -> None:
        if self._shown:
            sys.stderr.write("\r" + " " * 50 + "\r")
            sys.stderr.flush()
