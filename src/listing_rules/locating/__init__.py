"""From a place in a payload to the line and column of its file, for the few places that failed."""

from listing_rules.locating.places import Places
from listing_rules.locating.spot import Mark, Spot

__all__ = ["Mark", "Places", "Spot"]
