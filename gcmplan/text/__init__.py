"""Texts: made harmless, compared, suggested. Imports nothing else of gcmplan."""
