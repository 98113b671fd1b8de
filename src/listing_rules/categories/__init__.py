"""TikTok Shop's category tree, and how well a product fits a category."""

from __future__ import annotations

from listing_rules.categories.fit import Fit, fit, misfit
from listing_rules.categories.suggesting import Suggestion, suggest
from listing_rules.categories.tables import CategoryTables, load_tables
from listing_rules.categories.tree import Category, CategoryTree

__all__ = ["Category", "CategoryTables", "CategoryTree", "Fit", "Suggestion", "fit", "load_tables", "misfit", "suggest"]
