"""Builds a document's values from the events of the YAML parser, as far as `gcmplan.files.parse` allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import yaml

from gcmplan.files.document import BITS, REWRITTEN, Document, Mapping, Sequence, Value
from gcmplan.files.forbidden import decoded, has_forbidden
from gcmplan.files.parse import MAX_DEPTH, MAX_ITEMS, MAX_PROBLEMS
from gcmplan.files.parser_errors import colon_in_text, refuse_syntax
from gcmplan.text.blanks import with_plain_blanks
from gcmplan.text.escape import shown

if TYPE_CHECKING:
    from gcmplan.files.parse import Limits
    from gcmplan.problems.problem import Problem

_NOTHING = frozenset(("", "~", "null"))
_UNCLEAR = frozenset(("Null", "NULL"))
"""Nothing for other readers of YAML, but also a family name."""
_LONGEST_NOTHING = 4
_SECTION_DEPTH = 2

_Loader: Any = getattr(yaml, "CLoader", yaml.Loader)
_MOST_COLONS = 20
"""So many colons in texts are read past: each time the file is read again."""
_SPLIT_OR_RAISE = "split it, or raise GCMPLAN_MAX_BYTES if you trust it"


def built(path: str, data: bytes, limits: Limits) -> Document:
    """Return a file's document, as far as it can be read; `path` names it in positions."""
    if len(data) > limits.max_bytes:
        document = Document(path, "")
        document.refuse(0, f"the file has more than {limits.max_bytes:,} bytes", _SPLIT_OR_RAISE)
        return document
    document = decoded(path, data)
    if document.text and not document.problems and not has_forbidden(document):
        _Builder(document, limits).build()
        if document.is_unusual:
            document.root = with_plain_blanks(document.root)
    return document


class _StopError(Exception):
    """The rest of a file is not worth reading; the reason has been noted."""


class _TooDeepError(_StopError):
    """A file is nested too deep."""


class _Builder:
    """Builds the values from the parser's events; recursion goes no deeper than `MAX_DEPTH`."""

    def __init__(self, document: Document, limits: Limits) -> None:
        self.document, self.limits = document, limits
        self.begin(document.text)

    def begin(self, text: str) -> None:
        """Begin to read a text."""
        self.text, self.nodes_left = text, self.limits.max_nodes
        self.loader = _Loader(text)
        self.next = self.loader.get_event

    def build(self) -> None:
        """Fill in the document's root and problems.

        The parser stops at a colon in a text without quotes, the commonest mistake. It is reported and read past, so
        that all other mistakes are reported with it.
        """
        colons: list[Problem] = []
        while len(colons) < _MOST_COLONS and (text := self.read_to_colon()):
            # The others are found again.
            colons.append(self.document.problems[-1])
            self.document.problems = list(colons)
            self.begin(text)

    def read_to_colon(self) -> str | None:
        """Fill in root and problems; if a colon in a text ends the YAML, return what is to be read instead."""
        try:
            self.document.root = self.root()
        except yaml.MarkedYAMLError as error:
            if self.is_too_deep_before(error):
                return None
            self.refuse_syntax(error)
            mark = error.problem_mark
            if mark and (found := colon_in_text(self.document, error.problem or "", (mark.line, mark.column))):
                offset, value = found
                self.document.spoilt.add(value)
                return f"{self.text[:offset]};{self.text[offset + 1 :]}"
        except _StopError:
            pass
        return None

    def root(self) -> Value:
        """Return the root of the text."""
        try:
            self.next()
            return self.document_root()
        finally:
            self.loader.dispose()

    def document_root(self) -> Value:
        """Return the root of the one document."""
        if type(self.next()) is yaml.StreamEndEvent:
            return None
        root = self.node(self.next(), 1)
        self.next()
        event = self.next()
        if type(event) is not yaml.StreamEndEvent:
            self.document.refuse(_mark(event), "a second document begins ('---')", "keep one document in a file")
        return root

    def node(self, event: Any, depth: int) -> Value:  # noqa: ANN401 - PyYAML has no types for its events
        """Return the value that begins with an event."""
        self.nodes_left -= 1
        if self.nodes_left < 0:
            self.stop(event, "the file has too many keys and values", _SPLIT_OR_RAISE)
        if type(event) is yaml.AliasEvent:
            mark, name = _mark(event), f"*{event.anchor}"
            self.document.refuse(mark, f"the alias {shown(name)} is not allowed", "write the text out", text=name)
            self.document.spoilt.add(mark)
            self.stop_if_hopeless(mark)
            return None
        if event.anchor is not None or event.tag is not None:
            self.refuse_properties(event)
        if type(event) is yaml.ScalarEvent:
            text = event.value
            if event.style or len(text) > _LONGEST_NOTHING:
                return text
            if text in _UNCLEAR:
                return self.unclear(event)
            return text if text not in _NOTHING else None
        if depth > MAX_DEPTH:
            message = f"the file is nested more than {MAX_DEPTH} levels deep"
            self.document.refuse(_mark(event), message, "check the brackets and the indentation")
            raise _TooDeepError
        return self.mapping(event, depth) if type(event) is yaml.MappingStartEvent else self.sequence(event, depth)

    def unclear(self, event: Any) -> None:  # noqa: ANN401
        """Report a word that may be nothing or a name."""
        mark = _mark(event)
        message = f"{shown(event.value)} without quotes may mean nothing, or a name"
        hint = "put a name in quotes; for nothing, write null or leave the key out"
        self.document.refuse(mark, message, hint, text=event.value)
        self.document.spoilt.add(mark)

    def sequence(self, start: Any, depth: int) -> Sequence:  # noqa: ANN401
        """Return a list."""
        sequence = Sequence(_mark(start))
        while type(event := self.next()) is not yaml.SequenceEndEvent:
            sequence.marks.append(_mark(event))
            sequence.append(self.node(event, depth + 1))
            if len(sequence) > MAX_ITEMS and depth > _SECTION_DEPTH:
                self.stop(
                    event, f"the list has more than {MAX_ITEMS:,} items", "only the sections of a file may be longer"
                )
        return sequence

    def mapping(self, start: Any, depth: int) -> Mapping:  # noqa: ANN401
        """Return a mapping without the keys that are refused."""
        mapping = Mapping(_mark(start))
        take, node, note = self.next, self.node, mapping.marks.extend
        while type(event := take()) is not yaml.MappingEndEvent:
            mark = _mark(event)
            key = node(event, depth + 1)
            event = take()
            value = node(event, depth + 1)
            if type(key) is str and key and key != "<<" and key not in mapping:
                mapping[key] = value
                note((mark, _mark(event)))
            else:
                self.refuse_key(mapping, key, mark)
            if len(mapping) > MAX_ITEMS:
                self.stop(event, f"the mapping has more than {MAX_ITEMS:,} keys", "no part of a plan needs so many")
        return mapping

    def refuse_key(self, mapping: Mapping, key: Value, mark: int) -> None:
        """Note why a key cannot be kept, unless that is reported already."""
        refuse = self.document.refuse
        if not isinstance(key, str) or not key:
            what = "a list or a mapping" if isinstance(key, dict | list) else "empty"
            if mark not in self.document.spoilt:
                refuse(mark, f"a key is {what}", "write a word before the colon")
        elif key == "<<":
            refuse(mark, "the merge key '<<' is not allowed", "write the keys out", text=key)
        else:
            first = (mapping.key_mark(key) >> BITS) + 1
            hint = f"keep one; the first is in line {first}"
            refuse(mark, f"duplicate key {shown(key)}", hint, code="GP006", text=key)
        self.stop_if_hopeless(mark)

    def refuse_properties(self, event: Any) -> None:  # noqa: ANN401
        """Note an anchor or a tag; the value itself is kept."""
        mark = _mark(event)
        if event.anchor is not None:
            message = f"the anchor {shown(f'&{event.anchor}')} names text for use elsewhere"
            self.document.refuse(mark, message, "delete it and write the text out")
        if event.tag is not None:
            message = f"the tag {shown(event.tag)} gives a value a type"
            self.document.refuse(mark, message, "delete it; gcmplan knows the types")
        self.stop_if_hopeless(mark)

    def is_too_deep_before(self, error: yaml.MarkedYAMLError) -> bool:
        """Whether the text is nested too deep before an error; notes only that if it is.

        The parser reads ahead where a key may come, and from PyYAML 6.0.4 on it gives up at 1,000 brackets, before it
        has reported the first of them. The text up to there is read again.
        """
        place = error.problem_mark or error.context_mark
        text = self.document.text_before(place.line, place.column) if place else ""
        if text.count("[") + text.count("{") <= MAX_DEPTH:
            return False
        shorter = Document(self.document.path, text)
        try:
            _Builder(shorter, self.limits).root()
        except _TooDeepError:
            self.document.problems = shorter.problems
            return True
        except (yaml.MarkedYAMLError, _StopError):
            pass
        return False

    def refuse_syntax(self, error: yaml.MarkedYAMLError) -> None:
        """Note where and why the text is not YAML."""
        place = error.problem_mark or error.context_mark
        first = error.context_mark or place
        at = (place.line, place.column) if place else (0, 0)
        refuse_syntax(self.document, error.problem or "it cannot be parsed", at, first.line if first else 0)

    def stop_if_hopeless(self, mark: int) -> None:
        """Give up a file with more problems than anyone reads."""
        if len(self.document.problems) >= MAX_PROBLEMS:
            self.document.refuse(
                mark, f"there are more than {MAX_PROBLEMS} problems; the rest was not read", "fix these first"
            )
            raise _StopError

    def stop(self, event: Any, message: str, hint: str) -> NoReturn:  # noqa: ANN401
        """Note a limit that is exceeded, and give up the file."""
        self.document.refuse(_mark(event), message, hint)
        raise _StopError


def _mark(event: Any) -> int:  # noqa: ANN401
    start, end = event.start_mark, event.end_mark
    mark = int(start.line << BITS | start.column)
    if type(event) is yaml.ScalarEvent and (event.style or start.line != end.line):
        mark |= REWRITTEN
    return mark
