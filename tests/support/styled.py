"""Values as YAML in styles by chance: quotes of both kinds, folded and literal texts, flow lists, comments everywhere,
blank lines, trailing blanks, line ends of Windows. Nothing here asks gcmplan how YAML is written.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from random import Random

_PLAIN = re.compile(r"[A-Za-z0-9\u00c0-\uffef][A-Za-z0-9 .\u00a1-\uffef/()+-]*")
_NOTES = ("# a remark", "#", "#: x", "# - id: none", "# الدورة", "# 漢字: 'q'", "#\tx")


class Styled:
    """Writes values in styles by chance."""

    def __init__(self, random: Random) -> None:
        """Choose how often comments, blank lines and blanks at the ends of lines come."""
        self.random = random
        self.comments, self.gaps, self.blanks = (random.choice((0, 0.05, 0.4)) for _ in range(3))
        self.newline = random.choice(("\n", "\n", "\r\n"))

    def document(self, values: Any) -> str:  # noqa: ANN401 - what a file holds
        """Return a whole file."""
        random = self.random
        lines = [*self.notes(0), *self.mapping(values, 0), *self.notes(0)]
        text = self.newline.join(lines)
        return text + self.newline * random.choice((0, 1, 1, 2))

    def mapping(self, values: dict[str, Any], indent: int) -> list[str]:
        """Return the lines of a mapping in block style."""
        lines: list[str] = []
        for key, value in values.items():
            lines += self.notes(indent)
            name = key if self.random.random() < 0.9 else json.dumps(key)
            first, *rest = self.value(value, indent)
            lines += [" " * indent + f"{name}:{first}", *rest]
        return lines

    def notes(self, indent: int) -> list[str]:
        """Return a few comment lines, or blank ones."""
        random = self.random
        lines = [" " * indent + random.choice(_NOTES) for _ in range(2) if random.random() < self.comments]
        return lines + [" " * random.choice((0, 0, 3)) for _ in range(2) if random.random() < self.gaps / 2]

    def value(self, value: Any, indent: int) -> list[str]:  # noqa: ANN401
        """Return the text behind a colon, and the lines below it."""
        random = self.random
        if isinstance(value, dict):
            if all(isinstance(one, str) for one in value.values()) and random.random() < 0.3:
                return [f" {self.flow(value)}{self.end()}"]
            return [self.end(), *self.mapping(value, indent + 2)]
        if isinstance(value, list):
            if not value or (all(isinstance(one, str) for one in value) and random.random() < 0.5):
                return [f" {self.flow(value)}{self.end()}"]
            return [self.end(), *self.sequence(value, indent + random.choice((0, 2)))]
        return self.scalar(value, indent)

    def sequence(self, values: list[Any], indent: int) -> list[str]:
        """Return the lines of a list in block style."""
        lines: list[str] = []
        spaced = self.random.random() < 0.3
        for number, value in enumerate(values):
            lines += [""] * (spaced and number > 0) + self.notes(indent)
            if isinstance(value, dict):
                if all(isinstance(one, str) for one in value.values()) and self.random.random() < 0.1:
                    lines.append(" " * indent + f"- {self.flow(value)}{self.end()}")
                    continue
                first, *rest = self.mapping(value, indent + 2)
                if first.strip().startswith("#") or not first.strip():
                    lines += [" " * indent + "-", first, *rest]
                else:
                    lines += [" " * indent + "- " + first.lstrip(), *rest]
            else:
                first, *rest = self.scalar(value, indent)
                lines += [" " * indent + "-" + first, *rest]
        return lines

    def flow(self, value: Any) -> str:  # noqa: ANN401
        """Return a value in one line."""
        if isinstance(value, list):
            return f"[{', '.join(map(self.flow, value))}]"
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {self.flow(one)}" for key, one in value.items()) + "}"
        return self.quoted(value) if not _PLAIN.fullmatch(value) or value != value.strip() else self.some(value)

    def scalar(self, text: str | None, indent: int) -> list[str]:
        """Return a text in a style that can hold it."""
        if text is None:
            return [self.end()]
        chance = self.random.random()
        is_block = bool(re.fullmatch(r"\S+( \S+)*", text)) and not text.startswith("#")
        if is_block and chance < 0.15:
            words, start = text.split(" "), " " * (indent + 2)
            lines = [" ".join(words[place : place + 8]) for place in range(0, len(words), 8)]
            return [" >-" + self.end(), *(start + line for line in lines)]
        if is_block and chance < 0.25:
            return [" |-" + self.end(), " " * (indent + 2) + text]
        return [f" {self.some(text)}{self.end()}"]

    def some(self, text: str) -> str:
        """Return a text in one line, plain or in quotes."""
        chance = self.random.random()
        if chance < 0.7 and self.reads(text, text):
            return text
        single = "'" + text.replace("'", "''") + "'"
        return single if chance < 0.85 and self.reads(single, text) else self.quoted(text)

    @staticmethod
    def reads(written: str, text: str) -> bool:
        """Whether a scalar reads as a text wherever it is."""
        if written == text and not _PLAIN.fullmatch(text):
            return False
        try:
            return bool(yaml.load(f"a: [{written}, x]", yaml.BaseLoader) == {"a": [text, "x"]})  # noqa: S506
        except yaml.YAMLError:
            return False

    @staticmethod
    def quoted(text: str) -> str:
        """Return a text in double quotes."""
        return json.dumps(text, ensure_ascii=False)

    def end(self) -> str:
        """Return the text behind a value in its line: nothing, blanks, a comment."""
        if self.random.random() < self.comments / 4:
            return "  " + self.random.choice(_NOTES)
        return " " * self.random.choice((1, 3)) if self.random.random() < self.blanks else ""
