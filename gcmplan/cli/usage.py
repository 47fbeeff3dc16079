"""Hints for a command line that cannot be read: words without quotation marks, dashes of a word processor, options."""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.core import TyperGroup

from gcmplan.text.pattern import lazy
from gcmplan.text.suggest import nearest

UsageError: type[Exception] = typer.BadParameter.__mro__[1]  # typer keeps the class in a private module
_EXTRA = lazy(r"unexpected extra arguments?(?:\(s\))? \((.*)\)", re.DOTALL)
_NOT_A_NUMBER = lazy(r"(.*) is not (?:in the range|a valid int).*", re.DOTALL)
_NOT_ONE_OF = lazy("'(?P<value>.*)' is not one of (?P<known>.*)", re.DOTALL)
_LONG_DASHES = ("\u2013", "\u2014", "\u2212")
_CURLY = lazy("[“”„‟«»]")
_OTHER_NAMES = {
    "delete": "remove", "edit": "set", "change": "set", "update": "set", "reschedule": "move", "new": "add",
    "create": "init", "find": "list", "search": "list", "free": "slots", "website": "publish", "site": "publish",
    "open": "show", "history": "log", "changes": "diff", "excel": "export", "back": "undo",
}  # fmt: skip
"""Words that people try, and the commands that do it."""


class Group(TyperGroup):
    """The commands; a command line that cannot be read ends with a hint that says what to type."""

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **extra: Any) -> Any:  # noqa: ANN401
        """Read the options before the command."""
        words = list(args)
        try:
            context = super().make_context(info_name, args, *rest, **extra)
        except UsageError as error:
            _explain(error, words)
            raise
        context.meta[__name__] = words
        return context

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - typer keeps the class of contexts private
        """Read the words behind the command, and run it."""
        try:
            return super().invoke(ctx)
        except UsageError as error:
            _explain(error, ctx.meta[__name__])
            raise


def _explain(error: Any, words: list[str]) -> None:  # noqa: ANN401 - any of the private classes
    """Add a hint to the message of an error, if one is known."""
    error.message = message = _number_in_words(error)
    extra = _EXTRA.search(message)
    if extra:
        error.message = f"more words than the command takes: {extra[1]}"
        hint = _of_extra(error.ctx, extra[1], words)
    elif hasattr(error, "possibilities"):
        hint, error.possibilities = _of_option(error, words), None
    elif hasattr(error, "option_name"):  # raised by the parser of options, which names no command
        hint = _of_value(error)
    elif choice := _NOT_ONE_OF.match(message):
        near = nearest(choice["value"], re.findall("'(.*?)'", choice["known"]))
        hint = f"did you mean '{near}'?" if near else ""
    else:
        unknown = re.match("No such command '(.*?)'", message)
        hint = _of_command(unknown[1], words) if unknown and "Did you mean" not in message else ""
    error.message += f"\nHint: {hint}" if hint else ""


def _number_in_words(error: Any) -> str:  # noqa: ANN401 - any of the private classes
    """Return the message of an error; one about a number says which numbers there may be, without "x>=1" and "int"."""
    wrong = _NOT_A_NUMBER.fullmatch(error.message)
    if not wrong:
        return str(error.message)
    least, most = (getattr(error.param.type, end, None) for end in ("min", "max"))
    limits = f" from {least} to {most}" if most is not None else f" of {least} or more" if least is not None else ""
    return f"{wrong[1]} is not a whole number{limits}"


def _of_extra(ctx: typer.Context, extra: str, words: list[str]) -> str:
    """Return a hint for words behind the last argument."""
    if not extra.strip():
        return "a word between quotation marks is empty: leave it out"
    first = extra.split(maxsplit=1)[0]
    if first.startswith(_LONG_DASHES):
        return f"write two hyphens: --{first.lstrip(''.join(_LONG_DASHES) + '-')}"
    if any(map(_CURLY.search, words)):
        return 'write straight quotation marks: "8-9 May 2017"'
    at = _place_of(extra, words)
    if at and words[at - 1] == ctx.info_name and "--grep" in _options(ctx):
        return f"a word to look for follows an option: --grep {first}, --place {first}"
    if at and words[at - 1] == ctx.info_name and (options := _options(ctx)):
        return f"each value follows its option: {options[0]} {first}"
    arguments = [one for one in ctx.command.params if one.param_type_name == "argument"]
    is_alone = len(arguments) == 1 and words[at - 2] == ctx.info_name
    is_one = at > 1 and (is_alone or words[at - 2].startswith("--") or words[at - 1][:1].isdigit())
    example = " ".join([words[at - 1], extra]) if is_one else "8-9 May 2017"
    return f'words that belong together need quotation marks: "{example}"'


def _place_of(extra: str, words: list[str]) -> int:
    """Return where the words are that are too many; 0 if an option is between them."""
    ends = range(len(words), 0, -1)
    return next((at for at in range(1, len(words)) if any(words[at:end] == extra.split() for end in ends)), 0)


def _of_option(error: Any, words: list[str]) -> str:  # noqa: ANN401 - a private class
    """Return a hint for an option that the command has not."""
    known = _options(error.ctx)
    typed = next((word for word in words if word.startswith(error.option_name)), error.option_name)
    if re.match(r"-[0-9]", typed):
        return 'a value may not begin with a hyphen: for a date, write "1 week earlier"'
    bare = typed.partition("=")[0].lstrip("-").lower()
    long = f"--{bare}"
    if long in known:
        return f"write {long}"
    if error.ctx.parent is None:
        return "options are written after the command: gcmplan list --for Kenya"
    found = [option for option in known if option.startswith(long)] if bare else []
    near = nearest(bare, [option.removeprefix("--") for option in known])
    found = sorted(found or [f"--{near}"] if near else found)
    return f"did you mean {' or '.join(found)}?" if found else f"'{error.ctx.command_path} -h' lists the options"


def _of_value(error: Any) -> str:  # noqa: ANN401 - a private class
    """Return a hint for an option without its value, or with one too many."""
    name = error.option_name
    return f"a value follows {name}" if "requires" in error.message else f"write {name} alone"


def _of_command(word: str, words: list[str]) -> str:
    """Return a hint for a command that there is not."""
    if word == "help":
        behind = words[words.index(word) + 1 :]
        return f"gcmplan {' '.join([*behind[:1], '-h'])}"
    meant = _OTHER_NAMES.get(word.lower())
    return f"did you mean '{meant}'?" if meant else "'gcmplan -h' lists the commands"


def _options(ctx: typer.Context) -> list[str]:
    return [name for option in ctx.command.params for name in option.opts if name.startswith("--")]
