"""The formats of every command, in one table; each is written by a module of `export/`, or for a terminal."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """How to write a list of events."""

    TABLE = "table"
    PLAIN = "plain"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


class RowsFormat(StrEnum):
    """How to write sessions, a history or free dates."""

    TABLE = "table"
    PLAIN = "plain"
    JSON = "json"


class AgendaFormat(StrEnum):
    """How to write a programme."""

    TABLE = "table"
    PLAIN = "plain"
    JSON = "json"
    MARKDOWN = "markdown"


class PeopleFormat(StrEnum):
    """How to write who appears where."""

    TABLE = "table"
    PLAIN = "plain"


class DiffFormat(StrEnum):
    """How to write changes."""

    TABLE = "table"
    PLAIN = "plain"
    JSON = "json"
    MARKDOWN = "markdown"
    NOTICE = "notice"
    NOTICE_HTML = "notice-html"


class ReportFormat(StrEnum):
    """How to write a report."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    SARIF = "sarif"
    JUNIT = "junit"
    MARKDOWN = "markdown"


class TimelineFormat(StrEnum):
    """How to write a timeline."""

    TEXT = "text"
    SVG = "svg"
    HTML = "html"
    PNG = "png"
    PDF = "pdf"
    JSON = "json"


class CalendarFormat(StrEnum):
    """How to write months."""

    TEXT = "text"
    SVG = "svg"
    HTML = "html"


class EditFormat(StrEnum):
    """How the effect of an edit is shown."""

    TEXT = "text"
    JSON = "json"
