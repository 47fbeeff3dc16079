"""Addresses of pages: where they lead is where they seem to lead."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcmplan.text.web_address import WEB_ADDRESS, WEB_FOLDER, fault_of, fault_of_folder, folder_of
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


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/gcm//", "https://example.org/gcm/"),
        ("HTTPS://Example.org/Gcm", "https://Example.org/Gcm/"),
        ("http://example.org:8080/a%20b/~c", "http://example.org:8080/a%20b/~c/"),
        ("https://[2001:db8::1]:8443/", "https://[2001:db8::1]:8443/"),
        (
            "https://m\N{LATIN SMALL LETTER U WITH DIAERESIS}nchen.de:80/\N{LATIN SMALL LETTER E WITH ACUTE}",
            "https://xn--mnchen-3ya.de:80/%C3%A9/",
        ),
        ("https://\u6f22\u5b57.example/", "https://xn--p8s937b.example/"),
        ("https://\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444:80/", "https://xn--e1afmkfd.xn--p1ai:80/"),
    ],
    ids=ascii,
)
def test_folders(address: str, expected: str) -> None:
    assert fault_of_folder(address) is None
    assert folder_of(address) == folder_of(folder_of(address)) == expected
    assert re.fullmatch(WEB_FOLDER, address)


@pytest.mark.parametrize(
    ("address", "message", "hint"),
    [
        ("example.org", "does not begin with https://", "https://example.org/plan"),
        ("ftp://example.org/", "does not begin with https://", "https://example.org/plan"),
        ("https:/example.org/", "does not begin with https://", "https://example.org/plan"),
        ("https://u:p@example.org/", "leads to 'example.org'", "before '@'"),
        ("HTTPS://@example.org/", "leads to 'example.org'", "before '@'"),
        ("https://", "names no host", "https://"),
        ("https://:80", "a host that cannot be", "https://"),
        ("https://example.org:0/", "a host that cannot be", "https://"),
        ("https://example.org/?a", "has a '?'", "https://example.org/plan"),
        ("https://example.org#a", "has a '?' or a '#'", "https://example.org/plan"),
        ("https://example.org/a<b", "contains '<'", "write %3C in its place"),
        ('https://example.org/a"b', "contains '\"'", "write %22 in its place"),
        ("https://example.org/100%", "contains '%'", "write %25 in its place"),
        ("https://example.org/\x1b[2J", "an invisible character", "copy"),
        ("https://example.org/\n", "an invisible character", "copy"),
        ("https://example.org\\a", "a backslash", "'/'"),
        ("https://exa<mple.org/", "a host that cannot be", "https://"),
        ("https://stra\N{LATIN SMALL LETTER SHARP S}e.example/", "read in two ways", "xn--"),
        (f"https://{60 * chr(0xFC)}.example/", "a host that cannot be", "https://"),
    ],
    ids=ascii,
)
def test_faults_of_folders(address: str, message: str, hint: str) -> None:
    fault = fault_of_folder(address)
    assert fault is not None
    assert message in fault[0]
    assert hint in fault[1]


@moderate
@given(st.text(max_size=12))
def test_the_address_of_a_folder_has_only_characters_of_addresses(text: str) -> None:
    """So no file that contains it is broken by it."""
    for address in (f"https://example.org/{text}", f"https://{text}.org/"):
        if fault_of_folder(address) is None:
            assert re.fullmatch(r"https://[A-Za-z0-9._:-]+/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*", folder_of(address))
            assert re.fullmatch(WEB_FOLDER, address)
