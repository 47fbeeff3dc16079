"""Addresses of pages: where they lead is where they seem to lead."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcmplan.text.web_address import WEB_ADDRESS, fault_of
from strategies import moderate

GOOD = [
    "https://www.un.org/",
    "http://un.org",
    "https://www.un.org:8443/a/b?c=d#e",
    "https://example.org/@user/page?to=a@b.example",
    "https://example.org?to=a@b.example",
    "https://xn--bcher-kva.example/",
    "https://b\N{LATIN SMALL LETTER U WITH DIAERESIS}cher.example/\N{LATIN SMALL LETTER E WITH ACUTE}",
    "https://xn--e1afmkfd.xn--p1ai/",
    "https://\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444/",
    "https://\u6f22\u5b57.example/",
    "https://192.0.2.1/",
    "https://[2001:db8::1]:443/",
    "https://un.org./",
    "https://example.org/a%20b(c)",
]


@pytest.mark.parametrize("address", GOOD, ids=ascii)
def test_good_addresses(address: str) -> None:
    assert fault_of(address) is None
    assert re.fullmatch(WEB_ADDRESS, address)


BAD = [
    ("https://www.un.org@evil.example/", "leads to 'evil.example'", "'www.un.org' is a user's name"),
    ("https://www.un.org:x@evil.example", "leads to 'evil.example'", "before '@'"),
    ("https://a@b@evil.example", "leads to 'evil.example'", "before '@'"),
    ("https://@evil.example/", "leads to 'evil.example'", "before '@'"),
    ("https://www.un.org\\@evil.example/", "contains a backslash", "'/'"),
    ("https:\\\\www.un.org", "no address", "https://"),
    ("www.un.org", "no address", "https://"),
    ("javascript:alert(1)", "no address", "https://"),
    ("data:text/html,x", "no address", "https://"),
    ("ftp://example.org/", "no address", "https://"),
    ("mailto:a@example.org", "no address", "https://"),
    ("https:/www.un.org", "no address", "https://"),
    ("https://", "names no host", "https://www.un.org/"),
    ("https:///path", "names no host", "https://www.un.org/"),
    ("https://?x", "names no host", "https://www.un.org/"),
    ("https://www.un.org/a b", "a blank or an invisible character", "copy"),
    ("https://www.un.org/ ", "a blank or an invisible character", "copy"),
    ("https://www.un.org/\x1b[31m", "a blank or an invisible character", "copy"),
    ("https://www.un.org/\u202egpj", "a blank or an invisible character", "copy"),
    ("https://www.un.org/\u200b", "a blank or an invisible character", "copy"),
    ("https://www.un.org\u00a0", "a blank or an invisible character", "copy"),
    ("https://www..org/", "a host that cannot be", "https://www.un.org/"),
    ("https://.org/", "a host that cannot be", "https://www.un.org/"),
    ("https://-un.org/", "a host that cannot be", "https://www.un.org/"),
    ("https://un%2eorg/", "a host that cannot be", "https://www.un.org/"),
    ("https://un.org:port/", "a host that cannot be", "https://www.un.org/"),
    ("https://un.org:65536/", "a host that cannot be", "https://www.un.org/"),
    ("https://xn--\u00e9.org/", "a host that cannot be", "https://www.un.org/"),
    ("https://www.\u043en.org/", "letters that look like others", "type the address"),
    ("https://www.xn--n-5tb.org/", "letters that look like others", "type the address"),
    ("https://xn--80ak6aa92e.com/", "letters that look like others", "type the address"),
    ("https://\uff57\uff57\uff57.un.org/", "letters that look like others", "type the address"),
]


@pytest.mark.parametrize(("address", "message", "hint"), BAD, ids=ascii)
def test_bad_addresses(address: str, message: str, hint: str) -> None:
    fault = fault_of(address)
    assert fault is not None
    assert message in fault[0]
    assert hint in fault[1]


hosts = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?(\.[a-z]{2,6}){1,2}", fullmatch=True).filter(
    lambda host: "--" not in host
)


@moderate
@given(hosts, hosts, st.sampled_from(["", "/", "/x", "?x", "#x"]), st.text(max_size=5))
def test_a_user_never_passes_for_a_host(host: str, other: str, rest: str, more: str) -> None:
    """For any text before '@', the host behind it is named."""
    assert fault_of(f"https://{host}{rest}") is None
    fault = fault_of(f"https://{host}@{other}{rest}")
    assert fault is not None
    assert fault[0] == f"leads to '{other}'"
    assert fault_of(f"{more}{host}") is not None
