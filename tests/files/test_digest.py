"""The hash functions of Python itself are those of OpenSSL."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from gcmplan.files.digest import blake2b, sha1


@given(st.binary(), st.binary(max_size=64), st.integers(1, 64))
def test_they_are_the_same(data: bytes, key: bytes, size: int) -> None:
    assert sha1(data).digest() == hashlib.sha1(data, usedforsecurity=False).digest()
    known = hashlib.blake2b(data, key=key, digest_size=size)
    assert blake2b(data, key=key, digest_size=size).digest() == known.digest()
