"""Words of a text as they are compared: folded, without disguises, each with its place in the original."""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

__all__ = ["Word", "fold_word", "words_of"]

# One word: letters, digits and what joins them; scripts that write without spaces stay in one piece.
_MARKS = "\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u3099\u309a\u30fc"
_WORD = re.compile(rf"[^\W_][\w{_MARKS}]*(?:['’.\-‐‑&@$][^\W_][\w{_MARKS}]*)*%?|%")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_LOOK_ALIKES = str.maketrans("аеорсухіјѕԁһкмнтвΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "aeopcyxijsdhkmhtbabezhikmnoptyxo")
_LEET = str.maketrans("013457$@", "oieastsa")
_LEET_WORD = re.compile(r"[^\W\d_]+(?:[013457$@]+[^\W\d_]+)+")
_SPACED_OUT = 4  # fewer may be initials, sizes ("S M L") or an option
_SPELLED_OUT = re.compile(r"(?:[^\W\d_][.\-‐‑]){2,}[^\W\d_]")


class Word(Struct, frozen=True):
    """`text` is folded; `start` and `end` are offsets in the original."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of a text in order."""
    if text.isascii():
        words = [Word(_undisguised(match.group().lower()), *match.span()) for match in _WORD.finditer(text)]
        return _closed_up(words)
    clean, places = _clean(text)
    return _closed_up(
        [
            Word(_undisguised(fold_word(match.group())), places[match.start()], places[match.end() - 1] + 1)
            for match in _WORD.finditer(clean)
        ]
    )


def _closed_up(words: list[Word]) -> list[Word]:
    """Letters set apart by spaces ("v a p e") as the one word that they spell."""
    closed: list[Word] = []
    run: list[Word] = []
    for word in [*words, None]:
        if word is not None and len(word.text) == 1 and word.text.isalpha():
            run.append(word)
            continue
        if len(run) >= _SPACED_OUT:
            run = [Word("".join(one.text for one in run), run[0].start, run[-1].end)]
        closed.extend(run)
        run = []
        if word is not None:
            closed.append(word)
    return closed


def _clean(text: str) -> tuple[str, list[int]]:
    """The text in compatibility form without invisible characters, and where each character came from."""
    parts: list[str] = []
    places: list[int] = []
    for index, char in enumerate(text):
        form = "" if _INVISIBLE.match(char) else char if char.isascii() else unicodedata.normalize("NFKC", char)
        parts.append(form)
        places.extend([index] * len(form))
    return "".join(parts), places


def fold_word(word: str) -> str:
    """Case folded; Cyrillic and Greek letters that pass for Latin ones are, inside an otherwise Latin word."""
    if any("a" <= char <= "z" for char in word.lower()):
        word = word.translate(_LOOK_ALIKES)
    return unicodedata.normalize("NFC", word.casefold())


def _undisguised(word: str) -> str:
    """Letters written as digits or spelled out ("wh1skey", "b.e.e.r"); sizes and models are left alone."""
    if _SPELLED_OUT.fullmatch(word):
        return re.sub(r"[.\-‐‑]", "", word)
    return word.translate(_LEET) if _LEET_WORD.fullmatch(word) and sum(map(str.isalpha, word)) >= 3 else word
