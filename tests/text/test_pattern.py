"""Expressions that are compiled when they are first used are as good as others."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import walk_packages

import pytest

import gcmplan
from gcmplan.text.pattern import lazy


def test_it_is_used_as_one_that_is_compiled_at_once() -> None:
    for pattern, flags in (("(?P<word>[a-z]+)-", re.NOFLAG), ("b.d", re.DOTALL | re.IGNORECASE)):
        late, early = lazy(pattern, flags), re.compile(pattern, flags)
        for text in ("", "ab-cd-", "B\nD", "e"):
            assert late.sub("<>", text) == early.sub("<>", text)
            assert late.findall(text) == early.findall(text)
            assert (late.search(text) or [None])[0] == (early.search(text) or [None])[0]
        assert (late.pattern, late.flags, late.groupindex) == (early.pattern, early.flags, early.groupindex)


def test_what_is_no_attribute_of_an_expression_is_none_of_it() -> None:
    with pytest.raises(AttributeError, match="no attribute 'matches'"):
        lazy("a").matches  # type: ignore[attr-defined]  # noqa: B018 - it is looked up


def test_every_expression_of_the_package_can_be_compiled() -> None:
    kind, found = type(lazy("")), 0
    for module in walk_packages(gcmplan.__path__, "gcmplan."):
        if module.name != "gcmplan.__main__":
            for value in vars(import_module(module.name)).values():
                if isinstance(value, kind):
                    assert value.pattern
                    found += 1
    assert found > 30
