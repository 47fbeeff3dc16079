"""Errors that end the run. Each class builds its own message; a hint, if there is one, says what would be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


_SHOWN = 12


class GcmplanError(Exception):
    """A run cannot go on. `str()` is one sentence for the user; `hint` what would be right."""

    hint = ""


class UnreadablePlanError(GcmplanError):
    """A plan file or folder cannot be opened."""

    def __init__(self, path: Path | str, reason: str) -> None:
        """Name the file and the reason."""
        super().__init__(f"cannot read {path}: {reason}")
        self.hint = "give the plan's file or folder with --plan, or set GCMPLAN_PLAN"


class NoPlanError(GcmplanError):
    """A command needs a plan of one's own, and there is none here."""

    hint = (
        "go to your plan's folder with 'cd', name it with --plan, or make a plan with 'gcmplan init'; "
        "--plan gcm is the plan that comes with gcmplan"
    )

    def __init__(self) -> None:
        """Say where a plan was looked for."""
        super().__init__("there is no workplan.yaml or data/workplan.yaml in this folder or above it")


class GitError(GcmplanError):
    """Git cannot answer; the message says what was asked, the hint what helps."""

    def __init__(self, message: str, hint: str) -> None:
        """Keep both."""
        super().__init__(message)
        self.hint = hint


class NoRepositoryError(GitError):
    """A folder is in no git repository, or in none that git may look for."""


class LinkedPlanError(GitError):
    """A plan in git leads elsewhere: one of its files is a symbolic link or a submodule."""


class UnwritableFileError(GcmplanError):
    """A file cannot be written; what was there before is still there."""

    def __init__(self, path: Path, reason: str) -> None:
        """Name the file and the reason."""
        super().__init__(f"cannot write {path}: {reason}")


class UnknownValueError(GcmplanError):
    """A value that is none of the known ones; the message lists those and the hint names the nearest."""

    def __init__(self, what: str, value: str, known: Iterable[str], also: Iterable[str] = ()) -> None:
        """Name the value, the known ones, and the nearest of these and of other names for them."""
        names = list(known)
        super().__init__(f"there is no {what} {value!r}" + (f"; known: {_listed(names)}" if names else ""))
        self.value = value
        self.hint = did_you_mean(value, [*names, *also])


class AmbiguousValueError(GcmplanError):
    """A value that fits several."""

    def __init__(self, what: str, value: str, fitting: Iterable[str]) -> None:
        """Name the value and those it fits."""
        names = list(fitting)
        super().__init__(f"{value!r} fits {len(names)} {what}s: {_listed(names)}")
        self.hint = "write more of it"


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
