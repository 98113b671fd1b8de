"""Everything that listing_rules raises on purpose.

ListingRulesError
  PayloadError    the product cannot be read
  RuleFileError   a rule file is wrong; it has file, line and column
  ShopError       the shop facts are wrong
"""

from __future__ import annotations

__all__ = ["ListingRulesError", "PayloadError", "RuleFileError", "ShopError"]


class ListingRulesError(ValueError):
    """The base of all errors of this library; its text says what was found and what would be understood."""


class PayloadError(ListingRulesError):
    """The payload is not a Shopify product that we can read."""


class ShopError(ListingRulesError):
    """The shop facts cannot be read or contradict each other."""


class RuleFileError(ListingRulesError):
    """A rule file is wrong. `line` and `column` count from 1 and are None where the whole file is meant."""

    def __init__(self, message: str, *, file: str, line: int | None = None, column: int | None = None) -> None:
        place = ":".join(str(part) for part in (file, line, column) if part is not None)
        super().__init__(f"{place}: {message}")
        self.message = message
        self.file = file
        self.line = line
        self.column = column

    def __reduce__(self) -> tuple[object, ...]:
        return _rule_file_error, (self.message, self.file, self.line, self.column)


def _rule_file_error(message: str, file: str, line: int | None, column: int | None) -> RuleFileError:
    """Rebuild the error in another process; exceptions with keyword arguments do not pickle by themselves."""
    return RuleFileError(message, file=file, line=line, column=column)
