"""Texts that a runner of builds would take for a command."""

from __future__ import annotations

PREFIXES = ("##[", "##vso[", "##teamcity[", "\x1b[0Ksection_", "\r")


def assert_harmless(text: str, command: object = None) -> None:
    """Assert that no line begins a command, as a runner reads it that strips blanks; that none holds one elsewhere."""
    for line in text.replace("\r\n", "\n").split("\n"):
        assert not line.strip().startswith("::"), (command, line)
        assert not any(prefix in line for prefix in PREFIXES), (command, line)
