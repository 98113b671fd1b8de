"""`init`: a shop file to fill in, and the workflow of the CI system asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path, PurePosixPath

import click

from listing_rules._version import __version__
from listing_rules.api import bundled_rules
from listing_rules.shop import MARKETS

__all__ = ["PLATFORMS", "init"]

PLATFORMS: Mapping[str, tuple[str, str] | None] = {
    "github": ("github.yml", ".github/workflows/listing-rules.yml"),
    "gitlab": ("gitlab.yml", ".gitlab-ci.yml"),
    "pre-commit": ("pre-commit.yaml", ".pre-commit-config.yaml"),
    "none": None,
}
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]{0,200}")


def init(*, folder: Path, market: str, ci: str, products: str, force: bool) -> int:
    """Write both or nothing: a file that is there already is kept unless `force` says otherwise.

    Who has a shop file and asks for a workflow keeps the one and gets the other.
    """
    written = {
        folder / name: _filled(template, market.upper(), products)
        for template, name in (("shop.yaml", "shop.yaml"), PLATFORMS[ci] or ("", ""))
        if template
    }
    standing = [] if force else [path for path in written if path.exists()]
    if len(written) > 1 and standing == [folder / "shop.yaml"]:
        del written[standing.pop()]
        click.echo(f"Kept {folder / 'shop.yaml'}")
    if standing:
        names = " and ".join(map(str, standing))
        raise click.UsageError(f"nothing was written over: --force would write {names} anew")
    for path, text in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        click.echo(f"Wrote {path}")
    click.echo(f"Next: fill in shop.yaml, then run: listing-rules check {products} --shop shop.yaml")
    return 0


def _filled(template: str, market: str, products: str) -> str:
    if market not in MARKETS:
        raise click.UsageError(f"--market {market!r} is not known; it is one of {', '.join(MARKETS)}")
    if not _PLAIN.fullmatch(products) or ".." in PurePosixPath(products).parts:
        raise click.UsageError(
            f"--products {products!r} would have to be quoted in the workflow; a plain path such as products or "
            "data/catalog.jsonl was expected"
        )
    products = products.rstrip("/")
    is_file = bool(PurePosixPath(products).suffix)
    values = {
        "MARKET": market,
        "CURRENCY": str(bundled_rules().tables.markets[market]["currency"]),
        "PRODUCTS": products,
        "GLOB": products if is_file else f"{products}/**/*",
        "PATTERN": re.escape(products) + ("$" if is_file else "/"),
        "VERSION": __version__,
    }
    text = files("listing_rules").joinpath("starters", template).read_text(encoding="utf-8")
    return re.sub(r"%([A-Z]+)%", lambda match: values[match[1]], text)
