"""Prove every word of the tables that name goods: titles beside a table, and what they notice."""
