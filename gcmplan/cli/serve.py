"""`gcmplan serve`: a preview of the plan's website, which follows every edit."""

from __future__ import annotations

import gc
import signal
import sys
from contextlib import contextmanager, redirect_stderr
from functools import partial
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, NamedTuple, NoReturn, TextIO

import typer

from gcmplan.cli.find import find_plan_to_show
from gcmplan.cli.options import Filters, PlanOption, StartOption, filtered
from gcmplan.text.escape import visible
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from gcmplan.errors import GcmplanError
    from gcmplan.loading.broken import BrokenPlanError
    from gcmplan.preview.server import Server
    from gcmplan.preview.state import Preview, Trouble
    from gcmplan.preview.watch import Watch

_SIGNALLED = 128
"""Added to the number of a signal that ends a process, as shells have it."""
_COLUMNS = 100
"""How wide the problems of a broken plan are laid out."""

_OPEN = (
    "--host {}: everyone who can reach this machine over the network can read the preview, without a password or "
    "encryption. It is no web server for the public: 'gcmplan publish' writes the site for one."
)

_Port = Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port; 0: a free one.")]
_Host = Annotated[
    str, typer.Option("--host", metavar="ADDRESS", help="Where to take connections; 0.0.0.0: from everywhere.")
]
_Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Write each request to standard error.")]


@filtered
def serve(
    filters: Filters,
    *,
    port: _Port = 8000,
    host: _Host = "127.0.0.1",
    on: StartOption = None,
    plan: PlanOption = None,
    verbose: _Verbose = False,
) -> None:
    """Show the plan's website on this machine; open pages follow every edit of the plan.

    The site is what 'publish' writes, in a temporary folder. Ctrl-C ends the preview and removes the folder. If the
    plan cannot be loaded, the pages show its problems.
    """
    from gcmplan.preview.server import Server
    from gcmplan.preview.state import Preview

    path, say = find_plan_to_show(plan), partial(_write, sys.stderr)
    # Other commands end soon and leave cycles alone; this one makes a site again and again.
    gc.enable()
    with _ended_by_signals(), TemporaryDirectory(prefix="gcmplan-serve-") as folder:
        preview = Preview(Path(folder) / "site")
        with Server(preview, host, port, say, is_told=verbose) as server:
            if not server.hosts.is_private:
                say(_OPEN.format(server.hosts.given))
            _run(_Source(path, filters, server.url, on), server, say)


class _Source(NamedTuple):
    """The site that is asked for."""

    plan: Path
    filters: Filters
    url: str
    on: str | None

    def show(self, preview: Preview, *, is_first: bool) -> str:
        """Make the site and show it, or why there is none; returns what is to be said of that.

        Raises:
            GcmplanError, typer.BadParameter: the first time, unless an edit of the plan can fix it.

        """
        from gcmplan.cli.built_site import built_site
        from gcmplan.errors import GcmplanError
        from gcmplan.loading.broken import BrokenPlanError
        from gcmplan.site.feeds import UnreadableFeedError

        was_wrong = preview.trouble is not None
        try:
            changed = preview.show(built_site(self.plan, self.filters, base_url=self.url, on=self.on).files)
        except (GcmplanError, typer.BadParameter) as error:
            if is_first and not isinstance(error, BrokenPlanError | UnreadableFeedError):
                raise
            trouble = _trouble(error, self.plan)
            preview.show_trouble(trouble)
            return f"{trouble.title}: the page shows why"
        return "The plan is shown again: " * was_wrong + plural(changed, "{:,} file changed", "{:,} files changed")

    def watch(self) -> Watch:
        """Return a watch of the files that the site is made of, and of those that git changes with a commit.

        Another branch has another file: so each state has a watch of its own.
        """
        from gcmplan.cli.output import limits
        from gcmplan.files.folder import plan_paths
        from gcmplan.git.head import head_files
        from gcmplan.preview.watch import Watch

        heads = head_files(self.plan)
        return Watch(lambda: [*plan_paths(self.plan), *heads], limits())


def _run(source: _Source, server: Server, say: Callable[[str], None]) -> None:
    """Show the site, and again after each change, without end."""
    from gcmplan.preview.server import running

    watch = source.watch()
    state = watch.state()
    said = source.show(server.preview, is_first=True)
    if server.preview.trouble:
        say(said)
    _write(sys.stdout, f"Preview of {source.plan.name or source.plan.resolve().name}: {server.url} (Ctrl-C ends it)")
    with running(server):
        while True:
            watch.wait(state)
            watch = source.watch()
            state = watch.state()
            with redirect_stderr(StringIO()):
                # The remarks of a load were made the first time.
                said = source.show(server.preview, is_first=False)
            say(said)
            gc.collect()


def _trouble(error: GcmplanError | typer.BadParameter, plan: Path) -> Trouble:
    """Return why there is no site, in the words of `check` if the plan has problems."""
    from gcmplan.errors import GcmplanError
    from gcmplan.loading.broken import BrokenPlanError
    from gcmplan.preview.state import Trouble

    if isinstance(error, BrokenPlanError):
        return Trouble("The plan cannot be loaded", _problems(error, plan))
    message = str(error) if isinstance(error, GcmplanError) else error.format_message()
    hint = error.hint if isinstance(error, GcmplanError) else ""
    return Trouble("There is no new site", f"Error: {message}\n{f'Hint: {hint}' * bool(hint)}")


def _problems(error: BrokenPlanError, plan: Path) -> str:
    """Return the report of `check` on a plan that cannot be loaded."""
    from gcmplan.checks.check import Report
    from gcmplan.checks.rules import RULES
    from gcmplan.files.folder import workplan_file
    from gcmplan.terminal.console import console
    from gcmplan.terminal.problems import full_report

    out = console("never")
    out.width = _COLUMNS
    unread = (workplan_file(plan).as_posix(),)
    return full_report(Report(error.problems, error.documents, RULES, unread), out, with_infos=False)


def _write(stream: TextIO, text: str) -> None:
    stream.write(visible(text) + "\n")
    stream.flush()


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let signals end the block, so that its folder is removed; those that are ignored stay so."""
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    taken = [number for number in numbers if before[number] not in {signal.SIG_IGN, None}]

    def end(number: int, _: FrameType | None) -> NoReturn:
        # A second Ctrl-C would leave the half of the folder.
        for other in taken:
            signal.signal(other, signal.SIG_IGN)
        raise SystemExit(_SIGNALLED + number)

    for number in taken:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, before[number])
