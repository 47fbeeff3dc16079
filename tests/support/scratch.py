"""A scratch git repository with the real plan."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from conftest import DATA
from inside import start

_WHO = {
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


@dataclass(frozen=True)
class Scratch:
    """A repository whose `data` folder holds a copy of the real plan."""

    root: Path

    @classmethod
    def made(cls, root: Path) -> Scratch:
        """Make the repository with one commit."""
        shutil.copytree(_first_commit(), root, dirs_exist_ok=True)
        return cls(root)

    @classmethod
    def example(cls, root: Path) -> Scratch:
        """Make the repository with one commit of the example that `init` makes."""
        scratch = cls(root)
        root.mkdir()
        scratch.git("init", "--quiet", "--template=", "--initial-branch=main")
        run = start("init", "data", cwd=root)
        assert run.returncode == 0, run.stderr
        scratch.commit("first")
        return scratch

    @property
    def workplan(self) -> Path:
        return self.root / "data" / "workplan.yaml"

    def git(self, *arguments: str, **variables: str) -> str:
        """Run git in the repository, with some environment variables besides its own."""
        command = ["git", "-c", "commit.gpgsign=false", "-c", "maintenance.auto=false", *arguments]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")} | _WHO | variables
        run = subprocess.run(command, cwd=self.root, env=environment, check=True, capture_output=True, text=True)
        return run.stdout

    def commit(self, message: str, *, author: str = "A", time: str | None = None) -> str:
        """Commit everything, now or at an ISO 8601 time; return the commit's object id."""
        self.git("add", "--all")
        dates = {"GIT_AUTHOR_DATE": time, "GIT_COMMITTER_DATE": time} if time else {}
        self.git("commit", "--quiet", "--message", message, GIT_AUTHOR_NAME=author, **dates)
        return self._tip()

    def _tip(self) -> str:
        """Return the object id of the commit that is checked out, from the files: each process of git takes time."""
        head = self.root / ".git" / "HEAD"
        branch = (
            head.parent / head.read_text(encoding="utf-8").strip().removeprefix("ref: ") if head.is_file() else head
        )
        return branch.read_text(encoding="utf-8").strip() if branch.is_file() else self.git("rev-parse", "HEAD").strip()

    def rewrite(self, old: str, new: str) -> None:
        """Change a text of the plan, once."""
        text = self.workplan.read_text(encoding="utf-8")
        assert old in text
        self.workplan.write_text(text.replace(old, new, 1), encoding="utf-8")


@cache
def _first_commit() -> Path:
    """Return a repository to copy, in a fifth of the time that git takes to make one."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    scratch = Scratch(Path(folder, "first"))
    shutil.copytree(DATA, scratch.root / "data")
    scratch.git("init", "--quiet", "--template=", "--initial-branch=main")
    scratch.commit("first")
    # One pack instead of a folder for nearly each object.
    scratch.git("gc", "--quiet")
    return scratch.root
