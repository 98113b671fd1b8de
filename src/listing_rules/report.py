"""What a check answers: a Report of Failures and of what was Skipped."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, TypeAlias, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, JsonValue
from pydantic.json_schema import SkipJsonSchema

__all__ = [
    "Action",
    "Area",
    "Certainty",
    "Explanation",
    "Failure",
    "Forecast",
    "Place",
    "ProductRef",
    "Report",
    "Severity",
    "Skipped",
    "Source",
    "Stage",
    "TurnedOff",
    "built",
    "forecast_of",
]

Stage: TypeAlias = Literal["sync_failed", "review_failed", "in_review", "listed"]
Severity: TypeAlias = Literal["error", "warning", "info"]
Certainty: TypeAlias = Literal["certain", "likely", "possible"]
Forecast: TypeAlias = Literal["not_synced", "sync_failed", "review_failed", "in_review", "synced"]
Action: TypeAlias = Literal[
    "update_and_resync",
    "recategorise_and_resync",
    "provide_document",
    "apply_for_approval",
    "wait_for_quota",
    "set_up_shop",
    "delete_and_never_resync",
]
Area: TypeAlias = Literal[
    "price",
    "variants",
    "text",
    "images",
    "package",
    "identifiers",
    "category",
    "approval",
    "documents",
    "prohibited",
    "content",
    "shop",
    "catalog",
]

FORECASTS: tuple[Forecast, ...] = get_args(Forecast)
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
STAGES: tuple[Stage, ...] = get_args(Stage)
ACTIONS: tuple[Action, ...] = get_args(Action)


_Model = TypeVar("_Model", bound=BaseModel)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    def __reduce__(self) -> tuple[Any, ...]:
        """Reports go from process to process by the million: their values alone take a third of the time."""
        return _rebuilt, (type(self), *map(self.__dict__.__getitem__, _names_of(type(self))))


def built(model: type[_Model], **values: Any) -> _Model:
    """A model of ours from values that need no check, all fields given. `model_construct` takes ten times as long."""
    return _filled(model, values)


def _rebuilt(model: type[_Model], *values: Any) -> _Model:
    return _filled(model, dict(zip(_names_of(model), values, strict=True)))


@cache
def _names_of(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(model.model_fields)


@cache
def _all_of(model: type[BaseModel]) -> set[str]:
    """Shared by all that are built: pydantic copies it where it changes one."""
    return set(model.model_fields)


def _filled(model: type[_Model], values: dict[str, Any]) -> _Model:
    made = model.__new__(model)
    _set(made, "__dict__", values)
    _set(made, "__pydantic_fields_set__", _all_of(model))
    _set(made, "__pydantic_extra__", None)
    _set(made, "__pydantic_private__", None)
    return made


_set = object.__setattr__


class Place(_Frozen):
    """One place of a failure that stands at several: in the candidate, and in the merchant's own data."""

    at: str
    source_at: str | None
    source_label: str | None = None
    value: JsonValue = None


class Failure(_Frozen):
    """One rule broken, told once.

    `at` is a JSON Pointer into the candidate, `source_at` one into the payload (None where the payload holds
    nothing that corresponds, such as a fact of the shop). A cause that stands at several places (every variant
    costs zero) names the first here and the rest in `also_at`. `variants` are the keys of the variants that the
    fingerprint names (Shopify's id, else the SKU, else the option values); empty where it names none.
    """

    rule: str
    area: Area
    stage: Stage
    severity: Severity
    certainty: Certainty
    reason: str
    fix: str
    action: Action
    at: str
    source_at: str | None
    source_label: str | None = None
    value: JsonValue = None
    also_at: tuple[Place, ...] = ()
    variants: tuple[str, ...] = ()
    platform_codes: tuple[int, ...] = ()
    docs: str | None = None
    fingerprint: str


class Skipped(_Frozen):
    """A rule that could not be decided. `needs` names the missing facts, `why` says how to supply them."""

    rule: str
    needs: tuple[str, ...]
    why: str


class TurnedOff(_Frozen):
    """A rule that the caller turned off, with the reason given. `until` is the day on which it is on again."""

    rule: str
    because: str
    until: str | None
    mandatory: bool


class ProductRef(_Frozen):
    """What a product is known by.

    `vendor`, `product_type` and `image` (the address of the first one) are for whoever looks through a catalog. They
    are there where a check gave the report; they are no part of its JSON, and reports are not told apart by them.
    """

    id: str | None
    handle: str | None
    title: str | None
    vendor: SkipJsonSchema[str | None] = Field(default=None, exclude=True, repr=False)
    product_type: SkipJsonSchema[str | None] = Field(default=None, exclude=True, repr=False)
    image: SkipJsonSchema[str | None] = Field(default=None, exclude=True, repr=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ProductRef) and self._named() == other._named()

    def __hash__(self) -> int:
        return hash(self._named())

    def _named(self) -> tuple[str | None, ...]:
        return self.id, self.handle, self.title


class Source(_Frozen):
    """Where the payload came from: a file's name and the line, counted from 1, on which the product starts."""

    file: str | None
    line: int | None


class Report(_Frozen):
    """The verdict on one product, or, where `unreadable` is set, why there is none.

    `rules_hash` names the content of the rule set, yours included. `turned_off` lists the rules that were not applied
    because somebody said so: for every product, or for this one where the rule would have spoken. `known` are failures
    that a baseline holds: the forecast reckons with them, and nobody is told of them again. `truncated` is how many
    failures, those of least weight, are left out where there are more than the shop's bounds let be told; the forecast
    reckons with them too.
    """

    product: ProductRef
    source: Source | None = None
    market: str
    rules_version: str
    rules_hash: str
    forecast: Forecast
    complete: bool
    failures: tuple[Failure, ...]
    skipped: tuple[Skipped, ...]
    turned_off: tuple[TurnedOff, ...] = ()
    known: tuple[Failure, ...] = ()
    unreadable: str | None = None
    truncated: int = 0

    def worst(self) -> Severity | None:
        """The highest severity among the failures; None where there are none."""
        found = {failure.severity for failure in self.failures}
        return next((severity for severity in SEVERITIES if severity in found), None)


class Explanation(_Frozen):
    """What a code or message of TikTok means. `guess` is true where we know no such text and offer the nearest."""

    rule: str | None
    reason: str
    fix: str
    action: Action
    stage: Stage
    platform_codes: tuple[int, ...]
    guess: bool


def forecast_of(stages: set[Stage]) -> Forecast:
    """The status a connector would show for a product whose errors stop it at these stages."""
    for stage in ("sync_failed", "review_failed", "in_review"):
        if stage in stages:
            return stage
    return "synced"
