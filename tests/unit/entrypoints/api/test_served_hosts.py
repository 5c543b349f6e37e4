"""Which host names are served, and how a Host header is read."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrypoints.api.served_hosts import ServedHosts, host_patterns, parse_host


def serves(header: str, listens_on: str = "127.0.0.1", allowed: str = "") -> bool:
    """Return whether a server on the machine `nas.home.arpa` serves a Host header."""
    host = parse_host(header)
    assert host is not None, f"{header} is malformed"
    return ServedHosts.of(listens_on, "Nas.home.arpa", host_patterns(allowed)).serves(host)


@pytest.mark.parametrize(
    "header",
    [
        "localhost",
        "localhost:8000",
        "localhost:",
        "LocalHost.",
        "quoth.localhost",
        "127.0.0.1:1",
        "127.8.7.6",
        "[::1]:8000",
        "[::1%25lo]",
        "[::ffff:127.0.0.1]",
        "[0:0:0:0:0:0:0:1]",
    ],
)
def test_loopback_hosts_are_served_on_every_port(header: str) -> None:
    """Every spelling of a loopback host is served, whatever the server listens on."""
    assert serves(header)
    assert serves(header, listens_on="192.168.1.5")


@pytest.mark.parametrize(
    "header",
    [
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evillocalhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "xn--lcalhost-54a",
    ],
)
@pytest.mark.parametrize("listens_on", ["127.0.0.1", "0.0.0.0", "::", "192.168.1.5"])  # noqa: S104 - nothing is bound
def test_other_names_are_not_served(header: str, listens_on: str) -> None:
    """No name that somebody else could own is served, whatever the server listens on."""
    assert not serves(header, listens_on)


def test_the_address_that_the_server_listens_on_is_served() -> None:
    """A server on one address serves it and no other address, in every spelling."""
    assert serves("192.168.1.5:8000", listens_on="192.168.1.5")
    assert not serves("192.168.1.6", listens_on="192.168.1.5")
    assert serves("[fe80:0::1%25eth0]", listens_on="fe80::1%eth0")
    assert serves("quoth.test", listens_on="Quoth.test")
    assert not serves("192.168.1.5")


@pytest.mark.parametrize("listens_on", ["0.0.0.0", "::"])  # noqa: S104 - nothing is bound
def test_a_server_on_all_addresses_serves_each_of_them(listens_on: str) -> None:
    """A server that listens on all addresses serves every address: none can lead elsewhere."""
    for header in ("10.0.0.7:8000", "[2001:db8::7]", "0.0.0.0:8000"):
        assert serves(header, listens_on)
        assert not serves(header)


def test_the_machine_itself_is_served_where_others_reach_it() -> None:
    """Unless a server listens on loopback alone, it serves the machine's name, short and long."""
    for name in ("nas", "nas.local", "nas.home.arpa", "NAS:80"):
        assert serves(name, listens_on="0.0.0.0")  # noqa: S104 - nothing is bound
        assert serves(name, listens_on="192.168.1.5")
        assert not serves(name)
    assert not serves("other.home.arpa", listens_on="192.168.1.5")


def test_the_setting_adds_names_domains_and_addresses() -> None:
    """Names are compared whole; a dot stands for a domain too, a star for its subdomains alone."""
    allowed = "Docs.Example., .team.example, *.lab.example, 10.0.0.7, [2001:db8::7], büro.example"
    for served in (
        "docs.example:443",
        "team.example",
        "a.b.team.example",
        "x.lab.example",
        "10.0.0.7",
        "[2001:db8:0::7]",
        "xn--bro-hoa.example",
    ):
        assert serves(served, allowed=allowed), served
    for refused in ("example", "a.docs.example", "lab.example", "xteam.example", "10.0.0.8"):
        assert not serves(refused, allowed=allowed), refused


def test_a_star_serves_everything() -> None:
    """The entry `*` serves every name and every address."""
    for header in ("evil.example", "10.0.0.7", "[2001:db8::7]"):
        assert serves(header, allowed="docs.example,*")


@pytest.mark.parametrize(
    "entry",
    [
        "https://docs.example",
        "docs.example:8000",
        "docs.example/",
        "a b",
        "*docs",
        "**",
        "a..b",
        ".",
    ],
)
def test_an_entry_that_is_no_host_is_refused(entry: str) -> None:
    """An entry with a scheme, a port or a path is refused, and named."""
    with pytest.raises(ValueError, match="^" + entry.replace("*", r"\*").replace(".", r"\.")):
        host_patterns(f"docs.example,{entry}")


@pytest.mark.parametrize(
    "header",
    [
        "",
        ":8000",
        ".",
        "localhost..",
        "a..b",
        "local host",
        "localhost:8000:80",
        "localhost:http",
        "evil@localhost",
        "localhost@evil.example",
        "localhost,evil.example",
        "localhost/",
        "localhost\\evil.example",
        "http://localhost",
        "[::1",
        "::1",
        "[127.0.0.1]",
        "[::1]evil.example",
        "localh\u00f6st",
        "localhost\n",
    ],
)
def test_a_malformed_header_names_no_host(header: str) -> None:
    """Whatever is not one host and at most a port is malformed."""
    assert parse_host(header) is None


@given(st.ip_addresses(), st.integers(0, 65535))
def test_an_address_is_read_as_itself(address: object, port: int) -> None:
    """Every address is read back, with a port and without."""
    text = f"[{address}]" if ":" in str(address) else str(address)
    expected = getattr(address, "ipv4_mapped", None) or ip_address(str(address))
    assert parse_host(text) == parse_host(f"{text}:{port}") == expected


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any text is read as a host or as malformed, and never raises."""
    host = parse_host(text)
    if host is not None:
        ServedHosts().serves(host)
