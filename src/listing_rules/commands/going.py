"""A run of `check` under way: every report to every output, and what is left when it ends early."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import date
from pathlib import Path
from typing import IO

import click

from listing_rules._version import __version__
from listing_rules.baseline import nothing_known
from listing_rules.blocks import Block
from listing_rules.commands.baselines import BaselineRun
from listing_rules.course import Interruptible
from listing_rules.errors import ListingRulesError
from listing_rules.formats import Format, OfLines, Tally
from listing_rules.formats.jsonl import as_json
from listing_rules.formats.visible import visible
from listing_rules.inputs import Inputs, Located
from listing_rules.journal import Journal
from listing_rules.output import opened_output, partial_of
from listing_rules.progress import Progress
from listing_rules.report import Report
from listing_rules.ruleset import RuleSet
from listing_rules.shop import Shop

__all__ = ["Outputs", "asked_of", "journal_of", "opened"]


def asked_of(
    *, shop: Shop, rules: RuleSet, day: date | None, inputs: object, baselines: tuple[Path | None, Path | None]
) -> Mapping[str, str]:
    """What a run must have in common with the one that it goes on with. `baselines`: one to use, one to write anew."""
    return {
        "listing-rules": __version__,
        "the rules": rules.content_hash,
        "the shop's facts": hashlib.sha256(shop.model_dump_json().encode()).hexdigest(),
        "the day": str(day),
        "the inputs": str(inputs),
        "the baseline": " ".join(map(_content, baselines)),
    }


def _content(path: Path | None) -> str:
    if path is None or not path.is_file():
        return "none" if path is None else "new"
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def journal_of(targets: Sequence[tuple[str, Path | None]], asked: Mapping[str, str], *, resume: bool) -> Journal | None:
    """Kept beside JSONL that goes to a file."""
    file = next((file for name, file in targets if name == "jsonl" and file and _is_regular(file)), None)
    if resume and file is None:
        raise click.UsageError("--resume goes on from JSONL in a file: add --format jsonl=FILE, in the first run too")
    return None if file is None else Journal(file, asked, resume=resume)


def _is_regular(file: Path) -> bool:
    return file.is_file() or not file.exists()


def opened(name: str, file: Path | None, journal: Journal | None) -> AbstractContextManager[IO[str]]:
    """The output, where the journal is beside it after what is there already."""
    if journal is not None and file == journal.output:
        return journal.opened()
    return opened_output(file, for_people=name == "text")


class Outputs:
    """All outputs of a run, and the counts over it. Enter it before any output is opened.

    Where a run stops early, what is left of it is said when all files have got their last names.
    """

    def __init__(self, course: Interruptible) -> None:
        self.tally = Tally()
        self._writers: list[tuple[Format, Path | None]] = []
        self._of_lines: dict[Format, Callable[[Sequence[str]], None]] = {}
        self._course = course
        self._last: Report | None = None
        self._stopped = False

    def __enter__(self) -> Outputs:
        return self

    def __exit__(self, kind: object, error: BaseException | None, at: object) -> None:
        if error is not None and self._stopped:
            for note in self._notes():
                error.add_note(note)

    def to(self, writer: Format, file: Path | None) -> None:
        """One more output."""
        if isinstance(writer, OfLines):
            self._course.line = as_json
            self._of_lines[writer] = writer.add_lines
        self._writers.append((writer, file))

    def replay(self, known: BaselineRun) -> None:
        """What the interrupted run found goes into the counts and into the outputs that do not hold it yet."""
        journal = self._course.journal
        for report in journal.reports() if journal else ():
            self._last = known.applied(nothing_known(report))
            self.tally.add(self._last)
            for writer, file in self._writers:
                if journal is None or file != journal.output:
                    writer.add(self._last)
        if self._last is not None:
            click.echo(f"listing-rules: going on after {self._count} products", err=True)

    def left(self, inputs: Iterable[Located]) -> Iterator[Located]:
        """The pieces that no run has checked."""
        journal = self._course.journal
        return journal.passed_over(iter(inputs), self._last) if journal else iter(inputs)

    def write(self, blocks: Iterable[Block], known: BaselineRun, inputs: Inputs) -> None:
        """Every report. Where the run stops early, each output says that it is partial, and so does the error."""
        progress = Progress(inputs, self.tally.checked + self.tally.unreadable)
        stopped: BaseException | None = None
        try:
            for block in blocks:
                if known.there:
                    for number, report in enumerate(block.reports):
                        block.change(number, known.applied(report))
                progress.step(self._add(block))
        except (ListingRulesError, OSError, KeyboardInterrupt) as error:
            stopped = error
            self._keep()
        progress.done()
        self._finish(stopped)
        for name in inputs.changed:
            click.echo(
                f"listing-rules: {visible(name)}: somebody wrote to it while it was read; check it again", err=True
            )

    def _add(self, block: Block) -> int:
        """How many reports it has."""
        if block.tally is not None:
            self.tally.merge(block.tally)
        else:
            for report in block.reports:
                self.tally.add(report)
        for writer, _ in self._writers:
            if block.lines is not None and writer in self._of_lines:
                self._of_lines[writer](block.lines)
            else:
                for report in block.reports:
                    writer.add(report)
        return len(block.hashes)

    def _keep(self) -> None:
        """Only what is between two pieces can be gone on from."""
        if self._course.journal is not None and self._course.between:
            with suppress(ListingRulesError, OSError):
                self._course.journal.save()

    def _finish(self, stopped: BaseException | None) -> None:
        partial = None if stopped is None else getattr(stopped, "strerror", None) or str(stopped) or "interrupted"
        for writer, _ in self._writers:
            try:
                writer.finish(self.tally, partial=partial)
            except OSError as error:
                stopped = stopped or error
        if stopped is not None:
            self._stopped = True
            raise stopped

    def _notes(self) -> Iterator[str]:
        parts = [partial_of(file) for _, file in self._writers if file is not None]
        files = ", ".join(str(part) for part in parts if part.exists())
        yield f"{self._count} products were checked before that" + (
            f"; the partial result is in {files}" if files else ""
        )
        if self._course.journal is not None and self._course.journal.goes_on:
            yield "the same command with --resume goes on from there"

    @property
    def _count(self) -> str:
        """So many were read; with what is unreadable, it is all that was met."""
        unreadable = f" and {self.tally.unreadable:,} unreadable" if self.tally.unreadable else ""
        return f"{self.tally.checked:,}{unreadable}"
