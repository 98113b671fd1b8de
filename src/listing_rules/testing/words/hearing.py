"""What titles notice of a table of terms: which of them name its goods, and which would not without one of its words.

A title is scanned and read once; for a changed table only what stands in it is weighed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from listing_rules.terms.contexts import Contexts, ContextTable
from listing_rules.terms.judging import Judge
from listing_rules.terms.languages import LANGUAGES
from listing_rules.terms.matcher import TermTable
from listing_rules.terms.table import Group, Term
from listing_rules.terms.texts import Reading
from listing_rules.testing.words.changes import Change
from listing_rules.testing.words.holding import Holding

__all__ = ["Hearing", "Title"]


class Title(Struct, frozen=True):
    """A title, and whether it names the goods: in each of these markets (all that read the same languages are one), or
    in `any` of them. `file` and `line` (from 1, None where nobody kept it) say where it stands."""

    text: str
    names_them: bool
    markets: tuple[str, ...]
    any: bool = False
    file: str = ""
    line: int | None = None

    @property
    def place(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


class _Read(Struct, frozen=True):
    """A title as one market reads it: the terms of the group in it, each in its form and at its words."""

    market: str
    judge: Judge
    spots: tuple[tuple[str, Term, int, int], ...]

    def within(self, contexts: Contexts) -> _Read:
        return _Read(self.market, self.judge.within(contexts), self.spots)

    def names(self, change: Change) -> bool:
        """Whether a term that is left names what is sold."""
        for phrase, old, start, end in self.spots:
            term = change.instead.get(id(old), old)
            if term and phrase in term.phrases and self.judge.counts(change.group, term, start, end):
                return True
        return False


class _Heard(Struct, frozen=True):
    title: Title
    reads: tuple[_Read, ...]

    def wrong_in(self, change: Change) -> list[str]:
        """The markets in which it does not do as it should."""
        wrong = [read.market for read in self.reads if read.names(change) is not self.title.names_them]
        return [] if self.title.any and len(wrong) < len(self.reads) else wrong

    def notices(self, change: Change, table: ContextTable) -> bool:
        """Whether it does otherwise by other nouns, in one market. Where no word of the group stands it cannot."""
        reads = [read for read in self.reads if read.spots]
        wrong = (
            read.within(table.of(LANGUAGES[read.market])).names(change) is not self.title.names_them for read in reads
        )
        return bool(reads) and (all(wrong) if self.title.any else any(wrong))


class Hearing:
    """The titles of one group, read for it."""

    def __init__(self, group: Group, contexts: ContextTable, titles: Iterable[Title]) -> None:
        table = TermTable((group,), contexts)  # the words of other groups need not be looked for
        self._as_it_is = Change(group)
        self._heard: Holding[_Heard] = Holding()
        for title in titles:
            reading = Reading("title", title.text)
            reads = tuple(_read(table, reading, market) for market in title.markets)
            self._heard.add(reading.present, _Heard(title, reads))

    def wrong(self) -> Iterator[tuple[Title, list[str]]]:
        """Titles that do not do as they should, and the markets in which they do not."""
        for heard in self._heard:
            markets = heard.wrong_in(self._as_it_is)
            if markets:
                yield heard.title, markets

    def notices(self, change: Change) -> bool:
        """Whether a title no longer does as it should."""
        return any(heard.wrong_in(change) for heard in self._heard.with_any(change.touched))

    def notices_nouns(self, table: ContextTable, gone: frozenset[str]) -> bool:
        """Whether a title no longer does as it should where these nouns, which are not in the table, mean nothing."""
        return any(heard.notices(self._as_it_is, table) for heard in self._heard.with_any(gone))


def _read(table: TermTable, reading: Reading, market: str) -> _Read:
    return _Read(market, table.judge(reading, market), tuple(table.standing(reading, market)))
