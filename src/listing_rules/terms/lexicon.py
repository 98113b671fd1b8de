"""Every word that anything looks for in a product, found in one pass.

While rules are compiled each check says which anchors it wants: words or short phrases without which it has nothing to
say. A product is scanned once for all of them, so its cost does not grow with their number. Nearly all products hold
none; what was found is then looked at properly by whoever wanted it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias

import ahocorasick_rs
from msgspec import Struct

from listing_rules.surfaces import Surfaces
from listing_rules.terms.words import bare, is_plain, texts_of

__all__ = ["NOTHING", "Found", "Lexicon", "Seen"]

_SMALL = 400_000  # bytes of anchors; beyond, a table of all transitions takes too much memory
# Lower case letters and digits as they are; all else is an edge of a word.
_PLAIN = bytes(ord(chr(byte).lower()) if chr(byte).isalnum() or not byte else 32 for byte in range(128)) + b" " * 128
_INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad")
_BETWEEN = " \0 "


Seen: TypeAlias = tuple[str, int, int]
"""An anchor, and where it starts and ends in the text."""


class Found(Struct, frozen=True):
    """What a scan found. `anchors`: all of them; `short`: those outside the description; `description`: the others,
    each with its place. False where there is nothing."""

    anchors: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()
    description: tuple[Seen, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.anchors)


NOTHING = Found()


class Lexicon:
    """Anchors that are wanted, and the scan for them.

    An anchor is a word or phrase in lower case; what stands between its words does not matter ("e-mail", "e mail"). It
    is found as whole words; a `*` before or after it means that letters may. Anchors of scripts that write without
    spaces are found anywhere. Compiled at the first scan; thread safe from then on.
    """

    def __init__(self, anchors: Iterable[str] = ()) -> None:
        self._wanted = {frozenset(anchors): None}
        self._scanner: _Scanner | None = None

    def want(self, anchors: Iterable[str]) -> None:
        """Look for these too."""
        self._wanted[frozenset(anchors)] = None
        self._scanner = None

    def scan(self, surfaces: Surfaces) -> Found:
        """Every anchor in the product's words, `NOTHING` for most products."""
        scanner = self._scanner
        if scanner is None:
            scanner = self._scanner = _scanner(_together(tuple(self._wanted)))
        return scanner.scan(surfaces)

    def __reduce__(self) -> tuple[type[Lexicon], tuple[frozenset[str]]]:
        return Lexicon, (frozenset().union(*self._wanted),)


@lru_cache(maxsize=256)  # sets that are there already are told apart sooner than they are joined
def _together(wanted: tuple[frozenset[str], ...]) -> frozenset[str]:
    return frozenset().union(*wanted)


@lru_cache(maxsize=16)  # the same for every shop of a market, slow to make, and tens of megabytes
def _scanner(anchors: frozenset[str]) -> _Scanner:
    return _Scanner(anchors)


class _Needle(Struct, frozen=True):
    """What stands for these anchors in plain letters, and how many edges of a word it has before and after."""

    anchors: tuple[str, ...]
    before: int
    after: int


class _Scanner:
    """The automata: one over plain letters, one over UTF-8 for the anchors that have none."""

    def __init__(self, anchors: Iterable[str]) -> None:
        wanted = sorted(anchors)
        plain = _by_needle((needle, anchor) for anchor in wanted if _latin(anchor) for needle in _needles(anchor))
        other = _by_needle((anchor.strip("*").encode(), anchor) for anchor in wanted if not _latin(anchor))
        self._plain_needles = [_needle(data, anchors) for data, anchors in plain.items()]
        self._plain = _automaton(plain)
        self._other_needles = list(other.values())
        self._other = _automaton(other)

    def scan(self, surfaces: Surfaces) -> Found:
        """One look at all words of the product; what stands before the description's first character is short."""
        title, html = surfaces.title or "", surfaces.description or ""
        parts = [title, surfaces.product_type or "", surfaces.vendor or "", *surfaces.tags, *surfaces.options]
        short = _BETWEEN.join(parts)
        seen = self._anchors(short + _BETWEEN + html if html else short)
        opens = len(short) + len(_BETWEEN)
        described = tuple([(anchor, start - opens, end - opens) for anchor, start, end in seen if start >= opens])
        found = [anchor for anchor, start, _ in seen if start < opens] if len(described) < len(seen) else []
        if "&" in short or not short.isascii() or not is_plain(title):
            hiding = [part for part in parts if part is title or "&" in part or not is_plain(part)]
            undisguised = _BETWEEN.join([" ".join(texts_of(part)) for part in hiding])
            found += [anchor for anchor, _, _ in self._anchors(undisguised)]
        if not html.isascii() and any(sign in html for sign in _INVISIBLE):
            described = tuple(dict.fromkeys((*described, *self._undisguised(html))))
        return _found(found, described) if found or described else NOTHING

    def _anchors(self, text: str) -> list[Seen]:
        # One character is one byte here, so that places are those of the text.
        data = f" {text} ".encode("ascii", "replace").translate(_PLAIN)
        found = self._plain.find_matches_as_indexes(data, overlapping=True)
        seen = list(self._placed(found)) if found else []
        if self._other_needles and not text.isascii():
            # Alone of all letters this one grows when it is made small, and places would move.
            seen += self._unspaced(text.replace("İ", "i").lower().encode("utf-8", "replace"))
        return seen

    def _undisguised(self, html: str) -> Iterator[Seen]:
        """What is there without its invisible characters, each where it stands with them."""
        places = [place for place, sign in enumerate(html) if sign not in _INVISIBLE]
        for anchor, start, end in self._anchors("".join(map(html.__getitem__, places))):
            yield anchor, places[start], places[end - 1] + 1

    def _placed(self, found: list[tuple[int, int, int]]) -> Iterator[Seen]:
        for number, start, end in found:
            needle = self._plain_needles[number]
            for anchor in needle.anchors:
                yield anchor, start + needle.before - 1, end - needle.after - 1

    def _unspaced(self, data: bytes) -> Iterator[Seen]:
        for number, start, end in self._other.find_matches_as_indexes(data, overlapping=True):
            first = len(data[:start].decode())
            for anchor in self._other_needles[number]:
                yield anchor, first, first + len(data[start:end].decode())


def _found(short: list[str], described: tuple[Seen, ...]) -> Found:
    heard = frozenset(short)
    return Found(heard.union([anchor for anchor, _, _ in described]), heard, described)


def _latin(anchor: str) -> bool:
    return anchor.isascii() or all(char < "\u0370" or "\u1e00" <= char < "\u1f00" for char in anchor)


def _needles(anchor: str) -> set[bytes]:
    """The anchor as it stands in plain letters, with and without its accents."""
    words = anchor.strip("*")
    before, after = " " * (not anchor.startswith("*")), " " * (not anchor.endswith("*"))
    return {f"{before}{form}{after}".encode("ascii", "replace").translate(_PLAIN) for form in (words, bare(words))}


def _needle(data: bytes, anchors: tuple[str, ...]) -> _Needle:
    return _Needle(anchors, int(data.startswith(b" ")), int(data.endswith(b" ")))


def _by_needle(pairs: Iterable[tuple[bytes, str]]) -> dict[bytes, tuple[str, ...]]:
    found: dict[bytes, tuple[str, ...]] = {}
    for needle, anchor in pairs:
        found[needle] = (*found.get(needle, ()), anchor)
    return found


def _automaton(needles: Collection[bytes]) -> ahocorasick_rs.BytesAhoCorasick:
    small = sum(map(len, needles)) <= _SMALL
    kinds = ahocorasick_rs.Implementation
    return ahocorasick_rs.BytesAhoCorasick(
        list(needles) or [b"\xff"], implementation=kinds.DFA if small else kinds.ContiguousNFA
    )
