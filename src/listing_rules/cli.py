"""The command line: arguments and exit codes.

0: nothing at or above --fail-on. 1: failures. 2: wrong use, unreadable input or a broken rule file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from listing_rules._version import __version__
from listing_rules.options import names_in, paths, rules_option, shop_options

__all__ = ["main"]

PROBLEM = 2
INTERRUPTED = 130
_F = TypeVar("_F", bound=Callable[..., Any])


class _EndedError(Exception):
    """The run ended early. Our own, because click has ways of its own with closed pipes and interrupts."""

    def __init__(self, words: str, status: int, error: BaseException) -> None:
        super().__init__(words)
        self.status = status
        self.__notes__ = getattr(error, "__notes__", [])


def _command(run: Callable[..., int], options: dict[str, Any]) -> int:
    try:
        return run(**options)
    except BrokenPipeError as error:
        # Nothing more can be said there, and flushing at exit must not try.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise _EndedError("the output was closed before the end; the result is partial", PROBLEM, error) from None
    except KeyboardInterrupt as error:
        raise _EndedError(str(error) or "interrupted", getattr(error, "status", INTERRUPTED), error) from None


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="listing-rules")
def cli() -> None:
    """Says what TikTok Shop will do with Shopify products before anything is sent."""


@cli.command()
@paths
@shop_options
@rules_option
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="NAME[=FILE]",
    shell_complete=names_in("formats", "FORMATS"),
    help="text (default), json, jsonl, sarif, junit, github, gitlab, rdjson, markdown or csv; several at once.",
)
@click.option("--output", type=click.Path(path_type=Path), help="Write to this file instead of standard output.")
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1, 256), help="Processes to use.")
@click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="Check by the limits of this day.")
@click.option(
    "--fail-on",
    default="error",
    show_default=True,
    type=click.Choice(["error", "warning", "info", "never"]),
    help="The severity from which the exit status is 1.",
)
@click.option("--baseline", type=click.Path(path_type=Path), help="Count only what is new beside this baseline.")
@click.option("--write-baseline", type=click.Path(path_type=Path), help="Write all failures down as known.")
@click.option("--strict-baseline", is_flag=True, help="Fail where the baseline holds what is no longer there.")
@click.option("--resume", is_flag=True, help="Go on where a run that wrote JSONL to a file was interrupted.")
@click.option("--column", metavar="NAME", help="The column of a Parquet file that holds the payloads.")
@click.option("--lock", type=click.Path(path_type=Path), help="Refuse to run with other rules than the locked ones.")
@click.option("--verbose", "-v", is_flag=True, help="Also tell advice, and how to supply what could not be decided.")
def check(**options: Any) -> int:
    """Check the products in PATHS: files, folders, or - for standard input."""
    from listing_rules.commands.checking import check as run

    return _command(run, options)


@cli.command()
@paths
@shop_options
def candidate(**options: Any) -> int:
    """Print the body that Create Product would be sent, one line for each product in PATHS."""
    from listing_rules.commands.candidates import candidates

    return _command(candidates, options)


@cli.command()
@click.argument("said", nargs=-1)
@rules_option
@click.option("--text", help="Instead: which goods the words of a title name, and why.")
@click.option("--market", default="US", show_default=True, help="For --text.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def explain(**options: Any) -> int:
    """Explain a TikTok error CODE, a MESSAGE as you saw it, a RULE, or an answer as JSON ("-" reads it)."""
    from listing_rules.commands.explaining import explanations

    return _command(explanations, options)


@cli.command()
@click.argument("predicted", type=click.Path(path_type=Path))
@click.argument("actual", type=click.Path(path_type=Path))
@rules_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def calibrate(**options: Any) -> int:
    """Compare PREDICTED (reports of 'check --format jsonl') with ACTUAL (what TikTok Shop answered, as JSONL)."""
    from listing_rules.commands.explaining import calibration

    return _command(calibration, options)


@cli.command()
@click.argument("before", metavar="RUN_A", type=click.Path(path_type=Path))
@click.argument("now", metavar="RUN_B", type=click.Path(path_type=Path))
@rules_option
@click.option("--format", "style", default="text", show_default=True, type=click.Choice(["text", "json"]))
@click.option(
    "--fail-on",
    default="error",
    show_default=True,
    type=click.Choice(["error", "warning", "info", "never"]),
    help="The severity of a new failure from which the exit status is 1.",
)
def compare(**options: Any) -> int:
    """What is new, fixed and unchanged from RUN_A to RUN_B, by rule. Runs are what 'check --format jsonl' wrote."""
    from listing_rules.commands.comparing import compare as run

    return _command(run, options)


@cli.command()
@rules_option
@click.option("--format", "style", default="table", show_default=True, type=click.Choice(["table", "json"]))
@click.option("--terms", is_flag=True, help="Instead: the groups of goods that are known by their words.")
@click.option(
    "--diff",
    nargs=2,
    metavar="OLD NEW",
    type=click.Path(path_type=Path),
    help="What became tighter or looser between two folders of rules; 'bundled' is a folder too.",
)
@click.option(
    "--catalog", multiple=True, type=click.Path(path_type=Path), help="With --diff: which products it concerns."
)
@click.option(
    "--write-lock", "lock", type=click.Path(path_type=Path), help="Write the hashes that 'check --lock' asks for."
)
@click.option(
    "--compiled",
    is_flag=True,
    help="Print the function that clears quiet rules for --market or --shop; --shape rest: for plain products.",
)
@shop_options
def rules(**options: Any) -> int:
    """List the rules, compare two sets of them, or lock one."""
    from listing_rules.commands.ruleset import rules as run

    return _command(run, options)


@cli.command("train-categories")
@paths
@click.option("--output", required=True, type=click.Path(path_type=Path), help="my-rules/tables/categories/words.tsv")
@click.option(
    "--shop", "shop_file", type=click.Path(path_type=Path), help="The shop whose category tree the ids are of."
)
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1, 256), help="Processes to use.")
def train_categories(**options: Any) -> int:
    """Learn from your live listings in PATHS (TSV or JSONL: title, category) which words speak for which category."""
    from listing_rules.commands.training import train_categories as run

    return _command(run, options)


@cli.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
@click.option("--mutate", is_flag=True, help="Make small mistakes in the rules and tell which ones no example notices.")
@click.option("--format", "style", default="text", show_default=True, type=click.Choice(["text", "json"]))
@click.option("--output", type=click.Path(path_type=Path), help="With --mutate: write the score to this file.")
@click.option("--verbose", "-v", is_flag=True, help="With --mutate: tell every mutant that survived.")
def test(**options: Any) -> int:
    """Run the examples inside the rule files of FOLDERS, or of the bundled rules."""
    from listing_rules.commands.testing import test_rules

    return _command(test_rules, options)


@cli.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--market", default="US", show_default=True, metavar="CODE", help="The market that you list in first.")
@click.option(
    "--ci",
    default="none",
    show_default=True,
    type=click.Choice(["github", "gitlab", "pre-commit", "none"]),
    help="Also write the workflow of this system.",
)
@click.option(
    "--products", default="products", show_default=True, help="Where the products are, as the workflow sees it."
)
@click.option("--force", is_flag=True, help="Write over files that are there already.")
def init(**options: Any) -> int:
    """Write a shop.yaml to fill in, and a CI workflow, into FOLDER."""
    from listing_rules.commands.starting import init as run

    return _command(run, options)


@cli.command()
@rules_option
@click.option("--catalog", multiple=True, type=click.Path(path_type=Path), help="Which rules real products break.")
@shop_options
@click.option(
    "--format", "formats", multiple=True, metavar="NAME[=FILE]", help="text (default), json or html; several at once."
)
@click.option(
    "--fail-under",
    default=0.0,
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit with 1 where less is covered.",
)
def coverage(**options: Any) -> int:
    """Tell what the examples of the bundled rules, or of those in --rules, have shown of each of them."""
    from listing_rules.commands.coverage import coverage as run

    return _command(run, options)


def _plainly(run: Callable[[], int]) -> Callable[[], int]:
    """Every way to fail ends in one line on standard error and an exit status, never in a traceback."""

    @wraps(run)
    def guarded() -> int:
        from listing_rules.errors import ListingRulesError

        try:
            return run()
        except click.ClickException as error:
            error.show()
            return PROBLEM
        except ListingRulesError as error:
            return _say(error)
        except _EndedError as error:
            _say(error)
            return error.status
        except (KeyboardInterrupt, click.Abort):
            return INTERRUPTED
        except OSError as error:
            return _say(error, f"{error.filename or 'writing'}: {error.strerror or error}")
        except Exception as error:
            if os.environ.get("LISTING_RULES_DEBUG"):
                raise
            return _say(
                error,
                f"a fault of listing-rules itself ({type(error).__name__}: {error}); please report it. "
                "LISTING_RULES_DEBUG=1 shows where",
            )

    return guarded


def _say(error: BaseException, words: str | None = None) -> int:
    """The error, in other words where it has none of its own, and its notes below."""
    from listing_rules.formats.visible import visible

    for line in (str(error) if words is None else words, *getattr(error, "__notes__", ())):
        click.echo(f"listing-rules: {visible(line)}", err=True)
    return PROBLEM


@_plainly
def _run() -> int:
    status = cli(standalone_mode=False)
    return status if isinstance(status, int) else 0


def main() -> None:
    """The entry point of the command `listing-rules`."""
    sys.exit(_run())
