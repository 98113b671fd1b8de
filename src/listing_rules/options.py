"""What several commands take on the command line."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import click

__all__ = ["names_in", "paths", "rules_option", "shop_options"]

_F = TypeVar("_F", bound=Callable[..., Any])


def names_in(module: str, table: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """What a shell offers to complete: the names in a table of ours, read when it asks."""

    def complete(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
        names = getattr(import_module(f"listing_rules.{module}"), table)
        return [name for name in names if name.casefold().startswith(begun.casefold())]

    return complete


def shop_options(command: _F) -> _F:
    for option in (
        click.option("--shape", metavar="NAME", help="The payload's shape, where it must not be detected."),
        click.option("--shop", "shop_file", type=click.Path(path_type=Path), help="Facts of the shop (YAML or JSON)."),
        click.option(
            "--market",
            metavar="CODE",
            shell_complete=names_in("shop", "MARKETS"),
            help="US, GB, DE, FR, IT, ES, IE, BR, MX, JP, ID, TH, MY, VN, PH or SG.",
        ),
    ):
        command = option(command)
    return command


rules_option = click.option(
    "--rules", "folders", multiple=True, type=click.Path(path_type=Path), help="A folder of your own rules on top."
)
paths = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
