"""Where a run writes to: standard output or files, in colour or not, and a sign of life on standard error."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import IO, BinaryIO

import click

__all__ = ["again", "name_in_repository", "opened_output", "partial_of", "spool", "wants_colour", "written"]


@contextmanager
def opened_output(path: Path | None, *, for_people: bool = True) -> Iterator[IO[str]]:
    """Standard output, or a file that appears under its name only when it is whole; what there is of it ends in .part.

    Devices and pipes are written to as they are. Programs get UTF-8 whatever the terminal speaks; people get what it
    cannot show as escapes.
    """
    if path is None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")
            if not for_people:
                sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
        yield sys.stdout
        sys.stdout.flush()
    elif path.exists() and not path.is_file():
        with written(path, "w") as file:
            yield file
    else:
        with _appearing(path) as file:
            yield file


@contextmanager
def written(path: Path, mode: str) -> Iterator[IO[str]]:
    """The open file. That it cannot be closed either, for want of room, does not hide what went wrong first."""
    file = path.open(mode, encoding="utf-8", errors="backslashreplace", newline="")
    try:
        yield file
    except BaseException:
        with suppress(OSError):
            file.close()
        raise
    try:
        file.close()
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


@contextmanager
def _appearing(path: Path) -> Iterator[IO[str]]:
    unfinished, partial = path.with_name(f"{path.name}.{os.getpid()}.part"), partial_of(path)
    try:
        with written(unfinished, "w") as file:
            yield file
        unfinished.replace(path)
        partial.unlink(missing_ok=True)
    except BaseException:
        if unfinished.exists() and unfinished.stat().st_size:
            unfinished.replace(partial)
        raise
    finally:
        unfinished.unlink(missing_ok=True)


def partial_of(path: Path) -> Path:
    """Where an output is that did not become whole."""
    return path.with_name(f"{path.name}.part")


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
