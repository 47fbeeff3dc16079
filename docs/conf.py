"""Sphinx builds the manual as a site, `make docs`; the pages read as well where they lie."""

project = "gcmplan"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "gcmplan"
myst_heading_anchors = 3
exclude_patterns = ["_build"]
suppress_warnings = [
    "myst.xref_missing",  # links out of docs/ (README, schema/) lead to files of the repository; the tests follow them
]
