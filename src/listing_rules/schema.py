"""Check a value against a JSON Schema and say in plain words what is wrong first."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from listing_rules.yamlfile import Document, Pointer

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

__all__ = ["EQUIVALENT", "Problem", "check_schema", "explained", "first_error"]

_MAX_FOUND = 60
EQUIVALENT: Mapping[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "mutants": {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1},
            "because": {"type": "string", "minLength": 1},
        },
        "required": ["mutants", "because"],
        "additionalProperties": False,
    },
    "description": "Changes that `listing-rules test --mutate` makes and nothing can tell, and why.",
}
"""The schema of what explains mutants that survive: in a rule, a table of limits, a file of titles."""


class Problem(Struct, frozen=True):
    at: Pointer
    message: str


def explained(raw: Mapping[str, Any]) -> dict[str, str]:
    """Why each mutant under `equivalent` survives."""
    return {name: entry["because"] for entry in raw.get("equivalent", ()) for name in entry["mutants"]}


def check_schema(document: Document, schema: Mapping[str, Any]) -> None:
    """RuleFileError, with the place, where a file's value breaks the schema."""
    problem = first_error(schema, document.value)
    if problem:
        raise document.error(problem.message, problem.at)


def first_error(schema: Mapping[str, Any], value: Any) -> Problem | None:
    """The most telling problem, or None."""
    # Imported where a file has to be looked at: who runs rules that were found right before does not wait for it.
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    errors = list(Draft202012Validator(schema).iter_errors(value))
    # A misspelt key is also a missing one; the misspelling is what helps.
    error = next((one for one in errors if one.validator == "additionalProperties"), None) or best_match(errors)
    if error is None:
        return None
    at: Pointer = tuple(error.absolute_path)
    return _unknown_key(error, at) or Problem(at, f"{_where(at)}: {_reword(error)}")


def _where(at: Pointer) -> str:
    return ".".join(str(step) for step in at) or "the file"


def _unknown_key(error: ValidationError, at: Pointer) -> Problem | None:
    """An unknown key is told at the key itself, with the nearest known one."""
    if error.validator != "additionalProperties" or not isinstance(error.instance, dict):
        return None
    schema: Any = error.schema
    known = list(schema.get("properties", ()))
    unknown = next(key for key in error.instance if key not in known)
    near = difflib.get_close_matches(unknown, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(sorted(known))}"
    return Problem((*at, unknown), f"{_where((*at, unknown))}: the key is not known; {hint}")


def _reword(error: ValidationError) -> str:
    found = _shown(error.instance)
    expected: Any = error.validator_value
    if error.validator == "required":
        instance: Any = error.instance
        missing = next(key for key in expected if key not in instance)
        return f"the key {missing!r} is missing"
    if error.validator == "type":
        return f"found {found}; expected {expected if isinstance(expected, str) else ' or '.join(expected)}"
    if error.validator == "enum":
        return f"found {found}; expected one of {', '.join(str(value) for value in expected)}"
    if error.validator == "pattern":
        return f"found {found}; expected text like {expected}"
    return error.message if len(error.message) < 200 else f"found {found}, which breaks {error.validator!r}"


def _shown(value: Any) -> str:
    kind = {dict: "a mapping", list: "a list", type(None): "nothing (null)"}.get(type(value))
    text = repr(value)
    return kind or (text if len(text) <= _MAX_FOUND else text[:_MAX_FOUND] + "…")
