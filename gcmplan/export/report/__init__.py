"""Formats of a check: a `Report` to text. One format a file; none imports another.

The runner of a build reads its standard output too. GitHub's takes `::name` at the beginning of a line and `##[name`
anywhere in it for a command; no text from the data begins either, in any format.
"""
