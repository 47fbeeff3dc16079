"""Formats: a `Workplan` and a choice of its events to text. One format a file; none imports another."""
