"""Hash functions without OpenSSL, whose library alone takes 2 ms to load, of the 75 of a `list` (29 November 2026).

Python's `random` does the same. Where Python was built without them, they are those of OpenSSL.
"""

try:
    from _blake2 import blake2b
    from _sha1 import sha1  # type: ignore[import-not-found]
except ImportError:
    from hashlib import blake2b, sha1

__all__ = ["blake2b", "sha1"]
