"""What every command that reads products shares: the files, and the shop."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import click

from listing_rules.errors import PayloadError
from listing_rules.inputs import files_of, found_at
from listing_rules.shop import Shop

__all__ = ["binary_files", "shop_of", "sources_of"]

_STDIN = Path("-")


def sources_of(paths: tuple[Path, ...]) -> list[Path | BinaryIO]:
    """The files and folders, with globs that no shell has expanded, and standard input for "-"."""
    sources: list[Path | BinaryIO] = []
    for path in paths:
        found: list[Path | BinaryIO] = [sys.stdin.buffer] if path == _STDIN else [*found_at(str(path))]
        sources += found
    for source in sources:
        if isinstance(source, Path) and not source.exists():
            raise PayloadError(f"{source}: there is no such file or folder")
    return sources


def binary_files(paths: tuple[Path, ...], stack: ExitStack) -> Iterator[BinaryIO]:
    for source in sources_of(paths):
        if isinstance(source, Path):
            yield from (stack.enter_context(file.open("rb")) for file in files_of(source))
        else:
            yield source


def shop_of(*, market: str | None, shop_file: Path | None) -> Shop:
    if shop_file is not None:
        return Shop.load(shop_file, market=market)
    if market is None:
        raise click.UsageError("say which market: --market US, or --shop with a file that names it")
    return Shop(market=market)
