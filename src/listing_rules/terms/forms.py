"""The forms in which a word of a term may stand: with and without its accents, singular and plural."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from listing_rules.terms.words import bare

__all__ = ["forms_of", "phrase_forms"]

_KEEPS_ACCENTS = frozenset({"vi", "th", "ja", "zh"})  # there an accent is another word


def _english(word: str) -> tuple[str, ...]:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return (word[:-1] + "ies",)
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return (word + "es",)
    if word.endswith("fe"):
        return (word + "s", word[:-2] + "ves")
    return (word + "s",)


def _italian(word: str) -> tuple[str, ...]:
    ends = {"o": "i", "a": "e", "e": "i"}
    return (word[:-1] + ends[word[-1]],) if word[-1:] in ends else ()


def _spanish(word: str) -> tuple[str, ...]:
    if word.endswith("z"):
        return (word[:-1] + "ces",)
    return (word + "s",) if word[-1:] in "aeiouáéó" else (word + "es",)


def _portuguese(word: str) -> tuple[str, ...]:
    if word.endswith("ão"):
        return (word[:-2] + "ões", word + "s")
    if word.endswith("m"):
        return (word[:-1] + "ns",)
    if word.endswith("l"):
        return (word[:-1] + "is",)
    return _spanish(word)


_PLURALS: Mapping[str, Callable[[str], tuple[str, ...]]] = {
    "en": _english,
    "de": lambda word: tuple(word + end for end in ("e", "n", "en", "er", "s")),
    "nl": lambda word: (word + "en", word + "s"),
    "fr": lambda word: (word + "s", word + "x") if word[-1:] not in "sxz" else (),
    "it": _italian,
    "es": _spanish,
    "pt": _portuguese,
}


def forms_of(word: str, language: str) -> tuple[str, ...]:
    """The word itself first, then its plurals, then what is left of each without accents."""
    plurals = _PLURALS[language](word) if language in _PLURALS and word.isalpha() and len(word) > 1 else ()
    both = (word, *plurals)
    same = language in _KEEPS_ACCENTS or word.isascii()
    return both if same else tuple(dict.fromkeys((*both, *map(bare, both))))


def phrase_forms(words: tuple[str, ...], language: str) -> tuple[str, ...]:
    """A phrase as it may stand: its last word in each form, or all of its words in the plural."""
    *first, last = words
    found = [(*first, form) for form in forms_of(last, language)]
    if language not in _KEEPS_ACCENTS and not all(map(str.isascii, words)):
        found += [tuple(map(bare, one)) for one in found]
    if first and language in ("fr", "it", "es", "pt"):
        numbered = [forms_of(word, language) for word in words]
        found.append(tuple(forms[1] if len(forms) > 1 else forms[0] for forms in numbered))
        found.append((*(forms[1] if len(forms) > 1 else forms[0] for forms in numbered[:-1]), last))
        found.append((forms_of(first[0], language)[:2][-1], *words[1:]))
    return tuple(dict.fromkeys(" ".join(one) for one in found))
