"""Words of a text as they are compared: folded, without disguises, each with its place in the original."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from listing_rules.lookup import Lookup

__all__ = ["BREAK", "Word", "bare", "fold_word", "is_plain", "is_unspaced", "spans_of", "texts_of", "words_of"]

BREAK = ","
"""What stands between words of a text for a comma, a dash, a bracket and the like: no phrase reaches across."""

_AND = "and"
_MARKS = "\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u3099\u309a\u30fc"
# A number apart from its unit, a word (scripts that write without spaces stay in one piece), or a break. A slash
# between numbers is none: "iPad 9 / 8 / 7 Case" is one thing.
_TOKEN = re.compile(
    rf"[^\W\d_][^\W_]*(?:[{_MARKS}]+[^\W_]*)*|\d+(?:[.,]\d+)*|&(?:amp|[a-z]{{2,6}}|#\d{{1,5}});|[%&]"
    r"|[,;|(){}\[\]•·!?+…、。「」【】<>]|/(?!\s?\d)|(?<!\d)(?<!\d\s)/|:(?!\d)|\s[-~]+\s|\s?[–—]\s?"
)
_ASCII_OR_ONE = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_LETTERS = re.compile(r"(?<!\S)[^\W\d_] [^\W\d_] [^\W\d_](?!\S)")  # that may spell a word
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_LOOK_ALIKES = str.maketrans("аеорсухіјѕԁһкмнтвΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "aeopcyxijsdhkmhtbabezhikmnoptyxo")
_LEET = str.maketrans("013457$@", "oieastsa")
_LEET_WORD = re.compile(r"(?<![\w$@])[A-Za-z]+(?:[013457$@][A-Za-z]+)+(?![\w$@])")
# What is in an ASCII text whose words may be disguised: what tells comes first, so that the search hardly stops.
_LEET_SIGN = re.compile(r"[013457$@](?<=[A-Za-z].)[A-Za-z]")
_SET_APART = re.compile(r"[.\- ](?<=[A-Za-z].)(?<![A-Za-z]{2}.)[A-Za-z][.\- ][A-Za-z](?![A-Za-z])")
_SPACED_OUT = 4  # fewer may be initials, sizes ("S M L") or an option
_DOTTED = 3
_UNSPACED = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


class Word(Struct, frozen=True):
    """`text` is folded, or `BREAK`; `start` and `end` are offsets in the original."""

    text: str
    start: int
    end: int


def is_plain(text: str) -> bool:
    """Whether its words, in lower case, stand in the text as they are: in ASCII, and none of them in disguise."""
    return text.isascii() and not _LEET_SIGN.search(text) and not _SET_APART.search(text)


def words_of(text: str) -> list[Word]:
    """The words of a text and the breaks between them, in order."""
    if is_plain(text):
        return [Word(word, *span) for word, span in _tokens(text)]
    if text.isascii():
        return _closed_up(text, [Word(word, *span) for word, span in _tokens(_undisguised(text))])
    clean, places = _clean(text)
    found = [Word(word, places[start], places[end - 1] + 1) for word, (start, end) in _tokens(_undisguised(clean))]
    return _closed_up(text, found)


def texts_of(text: str) -> list[str]:
    """The same without their places, which take several times as long to find and are seldom asked for."""
    plain = is_plain(text)
    clean = text if plain else _undisguised(_NOT_ASCII.sub(_clean_sign, text))
    words = list(map(_folded.__getitem__, _TOKEN.findall(clean)))
    if not plain and _LETTERS.search(" ".join(words)):
        return [word.text for word in words_of(text)]
    return words


def spans_of(text: str) -> list[tuple[int, int]]:
    """The same, but their places alone."""
    if is_plain(text):
        return [found.span() for found in _TOKEN.finditer(text)]
    return [(word.start, word.end) for word in words_of(text)]


def _tokens(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for match in _TOKEN.finditer(text):
        yield _folded[match.group()], match.span()


def _token(text: str) -> str:
    if not text[0].isalnum() and text != "%":
        return _AND if text in ("&", "&amp;") else BREAK
    return text.lower() if text.isascii() else fold_word(text)


_folded: Lookup[str, str] = Lookup(_token)


def _closed_up(text: str, words: list[Word]) -> list[Word]:
    """Letters set apart ("v a p e", "b.e.e.r") as the one word that they spell."""
    closed: list[Word] = []
    run: list[Word] = []
    for word in [*words, None]:
        if word is not None and len(word.text) == 1 and word.text.isalpha():
            run.append(word)
            continue
        closed.extend([_joined(run)] if _is_spelled_out(text, run) else run)
        run = []
        if word is not None:
            closed.append(word)
    return closed


def _is_spelled_out(text: str, run: list[Word]) -> bool:
    if len(run) >= _SPACED_OUT:
        return True
    return len(run) == _DOTTED and all(text[one.end : two.start] in (".", "-") for one, two in pairwise(run))


def _joined(run: list[Word]) -> Word:
    return Word("".join(one.text for one in run), run[0].start, run[-1].end)


def _clean(text: str) -> tuple[str, list[int]]:
    """The text in compatibility form without invisible characters, and where each character came from."""
    parts: list[str] = []
    places: list[int] = []
    for match in _ASCII_OR_ONE.finditer(text):
        part, (start, end) = match.group(), match.span()
        if part.isascii():
            places.extend(range(start, end))
        else:
            part = _signs[part]
            places.extend([start] * len(part))
        parts.append(part)
    return "".join(parts), places


def _clean_sign(found: re.Match[str]) -> str:
    return _signs[found.group()]


_signs: Lookup[str, str] = Lookup(lambda sign: "" if _INVISIBLE.match(sign) else unicodedata.normalize("NFKC", sign))


def fold_word(word: str) -> str:
    """Case folded; Cyrillic and Greek letters that pass for Latin ones are, inside an otherwise Latin word."""
    if any("a" <= char <= "z" for char in word.lower()):
        word = word.translate(_LOOK_ALIKES)
    return unicodedata.normalize("NFC", word.casefold())


def _undisguised(text: str) -> str:
    """Letters written as digits inside a word ("wh1skey"); sizes and models ("420 cm", "5G", "MP3") are left alone."""
    return _LEET_WORD.sub(lambda found: found.group().translate(_LEET), text)


def bare(word: str) -> str:
    """The word without its accents."""
    if word.isascii():
        return word
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))


def is_unspaced(word: str) -> bool:
    """Whether the word is of a script that writes without spaces: Thai, Chinese, Japanese."""
    return not word.isascii() and _UNSPACED.search(word) is not None
