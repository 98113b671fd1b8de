"""What kind of goods a product is by its words: prohibited, not sold, or in need of documents."""

from __future__ import annotations

from listing_rules.terms.lexicon import Found, Lexicon, Seen
from listing_rules.terms.matcher import TermTable, Trace, load_terms
from listing_rules.terms.narrowing import narrowed
from listing_rules.terms.table import Finding

__all__ = ["Finding", "Found", "Lexicon", "Seen", "TermTable", "Trace", "load_terms", "narrowed"]
