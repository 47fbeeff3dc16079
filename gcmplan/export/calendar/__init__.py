"""Months as files. One format a file; each has a `render` that writes nothing."""
