"""What every test may ask for."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long something takes says more about the machine than about the code.
# In CI the same examples come every time: new ones are looked for where somebody can look at what they find.
settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.register_profile("nightly", settings.get_profile("house"), max_examples=200)
settings.register_profile("quick", settings.get_profile("house"), max_examples=20)
settings.load_profile("house")

ROOT = Path(__file__).resolve().parent.parent


def pytest_collection_finish() -> None:
    """What was loaded stays loaded: the collector of garbage need not walk through it again and again. It comes by
    less often, too: with the usual thresholds it took a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


@pytest.fixture
def shared_data() -> Path:
    """The collection of real catalogs; the test is skipped where it is absent."""
    folder = Path(os.environ.get("LISTING_RULES_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"the collection of real catalogs is not at {folder} (LISTING_RULES_DATA names another place)")
    return folder
