"""Dates that are not sure: their grammar, their algebra, their one spelling."""
